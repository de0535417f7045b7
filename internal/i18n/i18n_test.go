package i18n

import (
	"strings"
	"testing"
	"testing/fstest"

	"hocso/assets"
	"hocso/internal/fault"
)

func TestPlurals(t *testing.T) {
	c, err := Load(fstest.MapFS{
		"i18n/vi/a.json": {Data: []byte(`{"lessons": "{{.count}} bài", "hello": "Chào {{.name}}"}`)},
		"i18n/en/a.json": {Data: []byte(`{"lessons": {"one": "{{.count}} lesson", "other": "{{.count}} lessons"}, "hello": "Hello {{.name}}"}`)},
	}, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		lang, key string
		args      fault.Args
		want      string
	}{
		{VI, "lessons", fault.Args{"count": 1}, "1 bài"},
		{EN, "lessons", fault.Args{"count": 1}, "1 lesson"},
		{EN, "lessons", fault.Args{"count": 5}, "5 lessons"},
		{"fr", "hello", fault.Args{"name": "Ánh"}, "Chào Ánh"},
		{EN, "no-such-key", nil, "no-such-key"},
	} {
		if got := c.T(tt.lang, tt.key, tt.args); got != tt.want {
			t.Errorf("%s %s: got %q, want %q", tt.lang, tt.key, got, tt.want)
		}
	}
}

func TestAKeyStandsOnce(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"i18n/vi/a.json": {Data: []byte(`{"x": "1"}`)}, "i18n/vi/b.json": {Data: []byte(`{"x": "2"}`)},
	}, "i18n")
	if err == nil || !strings.Contains(err.Error(), `"x"`) {
		t.Errorf("got %v", err)
	}
}

// TestBothLanguagesAreComplete: every message of the product stands in both, in NFC, without words that the house avoids.
func TestBothLanguagesAreComplete(t *testing.T) {
	c, err := Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]map[string]bool{}
	for _, lang := range Languages() {
		in[lang] = map[string]bool{}
		for _, k := range c.Keys(lang) {
			in[lang][k] = true
		}
	}
	for _, k := range c.Keys(VI) {
		if !in[EN][k] {
			t.Errorf("%s is not in English", k)
		}
		s := strings.ToLower(c.T(VI, k, nil))
		for _, avoid := range []string{"vui lòng", "xin lỗi", "không hợp lệ", "click", "đăng nhập vào hệ thống"} {
			if strings.Contains(s, avoid) {
				t.Errorf("%s says %q", k, avoid)
			}
		}
	}
	for _, k := range c.Keys(EN) {
		if !in[VI][k] {
			t.Errorf("%s is not in Vietnamese", k)
		}
	}
}

func TestBest(t *testing.T) {
	for header, want := range map[string]string{
		"": VI, "vi-VN,vi;q=0.9,en;q=0.8": VI, "en-GB": EN, "fr, en;q=0.5": EN, "zh": VI, ";;": VI,
	} {
		if got := Best(header); got != want {
			t.Errorf("%q: got %s, want %s", header, got, want)
		}
	}
}
