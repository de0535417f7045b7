package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestWordsOfThePage: what a page says itself is in the language of its text, whichever variant of the language that is;
// numbers too. Languages that the program does not speak are told in Vietnamese, as everything else is.
func TestWordsOfThePage(t *testing.T) {
	const lesson = "Text.[^1]\n\n[^1]: Note.\n\n> [!WARNING]\n> Stop.\n\n![Film](f.mp4)\n\n## Part {#part}\n\n[Form](f.zip)\n"
	files := map[string]string{
		"f.mp4": "____ftypisom", "f.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n", "f.zip": strings.Repeat("x", 1<<20+1<<19), "01-bai.part.mp3": "ID3",
	}
	english := []string{"Be careful", `aria-label="Notes"`, `title="Back to the text"`, `label="Captions"`, "Read the words", "Listen: Part", "(ZIP, 1.5 MB)"}
	vietnamese := []string{"Cẩn thận", `aria-label="Chú thích"`, `title="Về chỗ đang đọc"`, `label="Phụ đề"`, "Đọc bằng chữ", "Nghe: Part", "(ZIP, 1,5 MB)"}
	for language, want := range map[string][]string{"vi": vietnamese, "en": english, "en-GB": english, "en-us": english, "km": vietnamese, "enm": vietnamese} {
		all := base(t)
		all["course.md"].Data = []byte(strings.Replace(string(all["course.md"].Data), "language: vi", "language: "+language, 1))
		all["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + lesson)}
		for name, data := range files {
			all["01-mo-dau/"+name] = &fstest.MapFile{Data: []byte(data)}
		}
		b, report := load(all)
		if b == nil {
			t.Fatal(language, lines(report))
		}
		shown := lessonsHTML(b)
		for _, words := range want {
			if !strings.Contains(shown, words) {
				t.Errorf("%s: no %s in %s", language, words, shown)
			}
		}
		if !strings.Contains(shown, `srclang="`+language+`"`) {
			t.Errorf("%s: the captions are in another language", language)
		}
	}
}
