package content

import (
	"slices"
	"strings"
	"testing"
)

func TestParagraphsOfCaptions(t *testing.T) {
	v := captions([]byte("WEBVTT\n\n00:00.000 --> 00:01.000\nMột\n\n00:02.500 --> 00:03.000\nHai\n\n00:05.000 --> 00:06.000\n" + strings.Repeat("dài ", 200) + "\n\n00:06.000 --> 00:07.000\nBốn\n"))
	got := v.paragraphs()
	want := []string{"Một Hai", strings.TrimSpace(strings.Repeat("dài ", 200)), "Bốn"}
	if v.fault != "" || !slices.Equal(got, want) {
		t.Errorf("%s %q", v.fault, got)
	}
}

// FuzzCaptions: either a fault with its line, or captions in order.
func FuzzCaptions(f *testing.F) {
	f.Add([]byte("WEBVTT\n\n1\n00:00.000 --> 00:01.000 line:0\nMột <b>hai</b> &amp;\n\nNOTE x\n"))
	f.Add([]byte("\ufeffWEBVTT - a\r\n\r\n00:00:00.000 --> 10:00:01.000\r\n"))
	f.Add([]byte("WEBVTT\n\na\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		v := captions(data)
		if v.fault != "" {
			if _, ok := messages()[v.fault]; !ok || v.line < 1 || v.line > strings.Count(string(data), "\n")+1 {
				t.Errorf("%+v", v)
			}
			return
		}
		if !slices.IsSortedFunc(v.cues, func(a, b cue) int { return int(a.start*1000) - int(b.start*1000) }) || len(v.paragraphs()) == 0 {
			t.Errorf("%q: %+v", data, v)
		}
	})
}
