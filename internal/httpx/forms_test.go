package httpx

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"hocso/internal/fault"
)

// TestWhoTakesGzip: a weight of nothing is a no however it is written; anything else is a yes, and silence is none.
func TestWhoTakesGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "deflate, gzip, br": true, " gzip ": true, "GZIP": true, "gzip;q=1": true, "gzip;q=0.5": true, "gzip; q=0.001": true, "br;q=1.0, gzip;q=0.8, *;q=0.1": true,
		"gzip;q=0": false, "gzip;q=0.0": false, "gzip; q=0.000": false, "gzip;q=0.00": false, "identity": false, "br, deflate": false, "x-gzip2": false, "gzip, gzip;q=0": true,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", header)
		if got := AcceptsGzip(r); got != want {
			t.Errorf("%q takes gzip: %v", header, got)
		}
	}
}

// formServer answers a POST with the values of its form, or with the kind of what refused it.
func formServer() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	fail := func(c *gin.Context, err error) {
		kind := fault.KindOf(err)
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			kind = fault.TooLarge
		}
		c.String(http.StatusTeapot, "%s", kind)
	}
	e.Use(bodyLimit(nil), RefuseLarge(fail), PlainText(fail), ReadForm(fail))
	e.POST("/*path", func(c *gin.Context) { c.String(http.StatusOK, "%s", c.Request.PostForm.Encode()) })
	e.GET("/*path", func(c *gin.Context) { c.String(http.StatusOK, "%s", c.Query("a")) })
	return e
}

func post(e *gin.Engine, contentType string, body []byte) string {
	r := httptest.NewRequest(http.MethodPost, "/x", bytes.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	return w.Body.String()
}

// TestFormsAreReadWhole: what is cut off, too large, no form or no text is refused, and never taken for an empty form.
func TestFormsAreReadWhole(t *testing.T) {
	var parts bytes.Buffer
	m := multipart.NewWriter(&parts)
	for _, err := range []error{m.WriteField("a", "một"), m.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	const plain = "application/x-www-form-urlencoded"
	whole, e := parts.Bytes(), formServer()
	file := []byte("--b\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a\x00.svg\"\r\n\r\nx\r\n--b--\r\n")
	for _, tt := range []struct {
		name, kind string
		body       []byte
		want       string
	}{
		{"a form", plain, []byte("a=1&b=2"), "a=1&b=2"},
		{"a form of a character set", plain + "; charset=utf-8", []byte("a=m%E1%BB%99t"), "a=m%E1%BB%99t"},
		{"a button without a type", "", nil, ""},
		{"a button with a type", plain, nil, ""},
		{"parts", m.FormDataContentType(), whole, "a=m%E1%BB%99t"},
		{"parts that are cut off", m.FormDataContentType(), whole[:len(whole)-8], "invalid"},
		{"parts without their boundary", "multipart/form-data", whole, "invalid"},
		{"percent signs that are cut off", plain, []byte("a=%E1%"), "invalid"},
		{"semicolons", plain, []byte("a=1;b=2"), "invalid"},
		{"JSON", "application/json", []byte(`{"a":1}`), "invalid"},
		{"text", "text/plain", []byte("a=1"), "invalid"},
		{"a type that is none", "/", []byte("a=1"), "invalid"},
		{"a body without a type", "", []byte("a=1"), "invalid"},
		{"no text", plain, []byte("a=%FF"), "invalid"},
		{"a name that is no text", plain, []byte("%00=1"), "invalid"},
		{"a file's name that is no text", "multipart/form-data; boundary=b", file, "invalid"},
		{"too large", plain, []byte("a=" + strings.Repeat("x", DefaultBody)), "too-large"},
	} {
		if got := post(e, tt.kind, tt.body); got != tt.want {
			t.Errorf("%s: %.60q, want %q", tt.name, got, tt.want)
		}
	}
}

// FuzzPlainAddress: what comes to a handler of an address is text, whatever was typed; a good address comes as it is.
func FuzzPlainAddress(f *testing.F) {
	for _, seed := range []string{"/khoa-hoc/a?a=b", "/%00", "/x?a=%ff", "/x?%ff=a", "/x?a=%E1%BB%99", "/a%2Fb?a=%zz", "/x?a=b;c"} {
		f.Add(seed)
	}
	e := formServer()
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := url.ParseRequestURI("/" + strings.TrimPrefix(raw, "/"))
		if err != nil || u.Host != "" || strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r == utf8.RuneError }) {
			return
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = u
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		a, good := u.Query().Get("a"), clean(u.Path)
		for name, values := range u.Query() {
			good = good && clean(name, values...)
		}
		switch body := w.Body.String(); {
		case w.Code == http.StatusMovedPermanently || w.Code == http.StatusTemporaryRedirect || w.Code == http.StatusNotFound: // gin's own
		case good && (w.Code != http.StatusOK || body != a):
			t.Errorf("%q: %d %q, want %q", raw, w.Code, body, a)
		case !good && w.Code != http.StatusTeapot:
			t.Errorf("%q came through: %d %q", raw, w.Code, body)
		}
	})
}

// TestMetricsNameNobody: requests are counted by the route's pattern and the status, never by an address.
func TestMetricsNameNobody(t *testing.T) {
	reg := prometheus.NewRegistry()
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.Use(Metrics(reg))
	e.GET("/giay/:serial", func(c *gin.Context) { c.Status(http.StatusTeapot) })
	for _, path := range []string{"/giay/ABC123", "/giay/XYZ789", "/khong-co/0912345678"} {
		e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
	}
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	counted, all := map[string]uint64{}, ""
	for _, f := range families {
		for _, m := range f.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, l.GetValue())
			}
			all += strings.Join(labels, " ") + "\n"
			if h := m.GetHistogram(); h != nil {
				counted[strings.Join(labels, " ")] = h.GetSampleCount()
			}
		}
	}
	if counted["GET /giay/:serial 418"] != 2 || counted["GET (none) 404"] != 1 || len(counted) != 2 {
		t.Errorf("counted %v", counted)
	}
	if strings.Contains(all, "ABC123") || strings.Contains(all, "0912345678") {
		t.Errorf("an address stands in\n%s", all)
	}
}
