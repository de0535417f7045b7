package httpx

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func unzip(t testing.TB, b []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b)) // the standard library's reader checks CRC and length
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestSplicedIsTheSamePage: whatever the shared and personal parts are, both forms say the same as plain concatenation.
func TestSplicedIsTheSamePage(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aăđ<>&x \n0")), 0, 2000, -1)
		slots := rapid.SliceOfN(rapid.SampledFrom([]string{"who", "ticks", "key"}), 0, 6).Draw(rt, "slots")
		fill := map[string]string{"who": text.Draw(rt, "who"), "ticks": strings.Repeat(text.Draw(rt, "ticks"), 40), "key": ""}
		var page, want strings.Builder
		for _, s := range slots {
			shared := text.Draw(rt, "shared")
			page.WriteString(shared + Slot(s))
			want.WriteString(shared + fill[s])
		}
		page.WriteString("end")
		want.WriteString("end")
		s, err := NewSpliced([]byte(page.String()))
		if err != nil {
			rt.Fatal(err)
		}
		get := func(slot string) []byte { return []byte(fill[slot]) }
		if got := string(s.Bytes(get)); got != want.String() {
			rt.Fatalf("plain: got %q, want %q", got, want.String())
		}
		if got := unzip(t, s.Gzip(get)); got != want.String() {
			rt.Fatalf("gzip: got %q, want %q", got, want.String())
		}
	})
}

func TestSplicedWithALongSlot(t *testing.T) {
	s, err := NewSpliced([]byte("a" + Slot("x") + "b"))
	if err != nil {
		t.Fatal(err)
	}
	long := bytes.Repeat([]byte("0123456789"), 20_000) // four stored blocks
	if got := unzip(t, s.Gzip(func(string) []byte { return long })); got != "a"+string(long)+"b" {
		t.Errorf("a slot of %d bytes came back as %d", len(long), len(got)-2)
	}
}

func TestSplicedRefusesAnOpenMark(t *testing.T) {
	if _, err := NewSpliced([]byte("a\x00who")); err == nil {
		t.Error("a page with an open mark was taken")
	}
}

func TestSplicedWrite(t *testing.T) {
	s, err := NewSpliced([]byte("<p>" + Slot("who") + "</p>"))
	if err != nil {
		t.Fatal(err)
	}
	fill := func(string) []byte { return []byte("Ánh") }
	for _, tt := range []struct{ method, accept, encoding, body string }{
		{"GET", "gzip, br", "gzip", "<p>Ánh</p>"},
		{"GET", "br", "", "<p>Ánh</p>"},
		{"GET", "gzip;q=0", "", "<p>Ánh</p>"},
		{"HEAD", "gzip", "gzip", ""},
	} {
		r := httptest.NewRequest(tt.method, "/", nil)
		r.Header.Set("Accept-Encoding", tt.accept)
		w := httptest.NewRecorder()
		s.Write(w, r, 200, fill)
		got := w.Body.String()
		if tt.encoding == "gzip" && got != "" {
			got = unzip(t, w.Body.Bytes())
		}
		if w.Header().Get("Content-Encoding") != tt.encoding || got != tt.body {
			t.Errorf("%s with %q: got %q %q", tt.method, tt.accept, w.Header().Get("Content-Encoding"), got)
		}
	}
}
