package api

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzRequests sends arbitrary bodies to every operation, as the administrator and as the public: whatever comes, the
// answer is below 500, and an error is a problem document.
func FuzzRequests(f *testing.F) {
	s := newSite(f)
	boss := s.as(admin)
	attempt, person, unit := boss.sit().ID.String(), s.account(other).ID.String(), s.units["tổ"].ID.String()
	for i, body := range []string{
		``, `{}`, `null`, `[]`, `"x"`, `{"contact":"0100000001","password":"x"}`, `{"answer":{"choices":[0,0,-1]},"sequence":9007199254740993}`,
		`{"answer":{"judged":[true,null,false]},"flagged":1}`, `{"name":"\u0000","contact":"\ud800","password":"","consent":true}`,
		`{"Name":"a","name":1}`, `{"role":"administrator","unit":"00000000-0000-0000-0000-000000000000"}`, `{"unit":1e999,"audience":{}}`,
		`{"parent":null,"name":"` + strings.Repeat("a", 3000) + `","kind":"x"}`, "\xff\xfe", strings.Repeat("[", 500), `{"":{"":[]},"a.b[0]/~":1}`,
	} {
		f.Add(uint8(i*7), i%2 == 0, "application/json", "a=1&limit=2", []byte(body))
	}
	f.Add(uint8(3), true, "a+json;+", "%zz&cursor=%00", []byte(`{}`))
	f.Fuzz(func(t *testing.T, n uint8, signedIn bool, contentType, query string, body []byte) {
		o := s.ops[int(n)%len(s.ops)]
		if o.id == "sign-out" || o.id == "end-other-sessions" { // they end what the next input needs
			return
		}
		path := strings.NewReplacer(
			"{slug}", testCourse, "{module}", "bat-dau", "{lesson}", "bai-mot", "{position}", "1", "{role}", "author",
			"{unit}", unit, "{serial}", strings.Repeat("0", 20),
		).Replace(o.path)
		name := person
		if strings.HasPrefix(path, "/attempts/") {
			name = attempt
		}
		r := httptest.NewRequestWithContext(t.Context(), o.method, Prefix+strings.ReplaceAll(path, "{id}", name), bytes.NewReader(body))
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", contentType)
		if signedIn {
			r.Header.Set("Authorization", "Bearer "+boss.access)
		}
		w := httptest.NewRecorder()
		s.engine.ServeHTTP(w, r)
		if w.Code >= http.StatusInternalServerError && w.Code != http.StatusServiceUnavailable {
			t.Fatalf("%s %s: %d: %s", o.method, r.URL, w.Code, w.Body)
		}
		if w.Code >= http.StatusBadRequest && w.Header().Get("Content-Type") != problemType {
			t.Fatalf("%s %s: %d is no problem document: %s", o.method, r.URL, w.Code, w.Body)
		}
	})
}
