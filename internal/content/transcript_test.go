package content

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// played is what a lesson shows of a recording with files beside it: the words to read, as paragraphs, and what is found.
func played(t *testing.T, recording string, beside map[string]string) (words []string, found string) {
	t.Helper()
	files := base(t)
	files["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + "![Lời](" + recording + ")\n")}
	for name, text := range beside {
		files["01-mo-dau/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	b, report := load(files)
	var keys []string
	for _, f := range report.Findings {
		keys = append(keys, fmt.Sprintf("%s:%d %s", strings.TrimPrefix(f.File, "khoa-hoc/01-mo-dau/"), f.Line, f.Key))
	}
	if b == nil {
		return nil, strings.Join(keys, "; ")
	}
	_, details, _ := strings.Cut(lessonsHTML(b), "<details>")
	for _, m := range regexp.MustCompile(`(?s)<p>(.*?)</p>`).FindAllStringSubmatch(details, -1) {
		words = append(words, m[1])
	}
	return words, strings.Join(keys, "; ")
}

// TestWordsOfRecordings: whoever cannot hear reads the same words, paragraph by paragraph, whatever made the file.
func TestWordsOfRecordings(t *testing.T) {
	const sound = "ID3"
	for name, tt := range map[string]struct {
		beside map[string]string
		want   []string
		found  string
	}{
		"a text":                 {map[string]string{"a.txt": "Chào bác.\nMai gặp.\n\nHết.\n"}, []string{"Chào bác.\nMai gặp.", "Hết."}, ""},
		"Windows lines":          {map[string]string{"a.txt": "Một.\r\n\r\nHai.\r\n"}, []string{"Một.", "Hai."}, ""},
		"many empty lines":       {map[string]string{"a.txt": "\n\nMột.\n\n\n\n\nHai.\n\n"}, []string{"Một.", "Hai."}, ""},
		"lines of spaces":        {map[string]string{"a.txt": "Một.\n  \nHai.\n"}, []string{"Một.", "Hai."}, ""},
		"a mark at the start":    {map[string]string{"a.txt": "\ufeffMột.\n"}, []string{"Một."}, ""},
		"markup":                 {map[string]string{"a.txt": "<b>Một</b> & hai\n"}, []string{"&lt;b&gt;Một&lt;/b&gt; &amp; hai"}, ""},
		"broken letters":         {map[string]string{"a.txt": "M\xffột\n"}, []string{"M?ột"}, ""},
		"nothing":                {map[string]string{"a.txt": ""}, nil, "01-bai.md:10 media.transcript"},
		"nothing but lines":      {map[string]string{"a.txt": "\n \n\n"}, nil, "01-bai.md:10 media.transcript"},
		"none":                   {nil, nil, "01-bai.md:10 media.transcript"},
		"captions":               {map[string]string{"a.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nMột <i>hai</i> &lt;ba&gt;\n"}, []string{"Một hai &lt;ba&gt;"}, ""},
		"captions before a text": {map[string]string{"a.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nMột\n", "a.txt": "Khác.\n"}, []string{"Một"}, ""},
		"captions with a mark":   {map[string]string{"a.vtt": "\ufeffWEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\nMột\r\nhai\r\n"}, []string{"Một hai"}, ""},
		"captions with notes":    {map[string]string{"a.vtt": "WEBVTT - tên\n\nNOTE\nkhông đọc\n\nmột\n00:00.000 --> 00:01.000 line:0\nMột\n\nNOTE hết\n"}, []string{"Một"}, ""},
		"captions of two hours":  {map[string]string{"a.vtt": "WEBVTT\n\n01:59:59.999 --> 02:00:00.000\nMột\n\n100:00:00.000 --> 100:00:01.000\nHai\n"}, []string{"Một", "Hai"}, ""},
		"a dot for a comma":      {map[string]string{"a.vtt": "WEBVTT\n\n1\n00:00,000 --> 00:01,000\nMột\n"}, nil, "a.vtt:4 vtt.time"},
		"of another format":      {map[string]string{"a.vtt": "1\n00:00:00,000 --> 00:00:01,000\nMột\n"}, nil, "a.vtt:1 vtt.header"},
		"seconds that are none":  {map[string]string{"a.vtt": "WEBVTT\n\n00:60.000 --> 01:01.000\nMột\n"}, nil, "a.vtt:3 vtt.time"},
		"an end before a start":  {map[string]string{"a.vtt": "WEBVTT\n\n00:01.000 --> 00:01.000\nMột\n"}, nil, "a.vtt:3 vtt.order"},
		"a start before another": {map[string]string{"a.vtt": "WEBVTT\n\n00:05.000 --> 00:06.000\nMột\n\n00:04.000 --> 00:07.000\nHai\n"}, nil, "a.vtt:6 vtt.order"},
		"overlapping":            {map[string]string{"a.vtt": "WEBVTT\n\n00:05.000 --> 00:09.000\nMột\n\n00:06.000 --> 00:07.000\nHai\n"}, []string{"Một Hai"}, ""},
		"captions of nothing":    {map[string]string{"a.vtt": "WEBVTT\n\nNOTE x\n"}, nil, "a.vtt:1 vtt.empty"},
	} {
		files := map[string]string{"a.mp3": sound}
		for n, text := range tt.beside {
			files[n] = text
		}
		words, found := played(t, "a.mp3", files)
		if diff := cmp.Diff(tt.want, words); diff != "" || found != tt.found {
			t.Errorf("%s: found %q, want %q (-want +got):\n%s", name, found, tt.found, diff)
		}
	}
}

// TestCaptionsKeepTheirWords: whatever the times, every word is read once and in order.
func TestCaptionsKeepTheirWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file, want := "WEBVTT\n", []string{}
		at := 0
		for range rapid.IntRange(1, 20).Draw(t, "cues") {
			at += rapid.SampledFrom([]int{0, 1, 500, 2000, 70_000, 3_600_000}).Draw(t, "pause")
			long := rapid.SampledFrom([]int{1, 1000, 90_000}).Draw(t, "length")
			words := rapid.SliceOfN(rapid.SampledFrom([]string{"chuyển", "tiền", "gọi", "156"}), 1, 60).Draw(t, "words")
			file += fmt.Sprintf("\n%s --> %s\n%s\n", clock(at), clock(at+long), strings.Join(words, " "))
			want = append(want, words...)
			at += long
		}
		v := captions([]byte(file))
		if v.fault != "" {
			t.Fatalf("%s at %d of\n%s", v.fault, v.line, file)
		}
		if got := strings.Fields(strings.Join(v.paragraphs(), " ")); !slices.Equal(got, want) {
			t.Fatalf("%v became %v", want, got)
		}
	})
}

// clock is a time in thousandths as captions write it.
func clock(ms int) string {
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// TestRecordingsOfLessons: each recording that carries a lesson's name is heard where it belongs, or its author is told.
func TestRecordingsOfLessons(t *testing.T) {
	const english = "---\ntitle: Lesson one\nsummary: The first.\n---\n\n# Lesson one\n\n## Steps {#cac-buoc}\n\n## Own {#own}\n\nText.\n"
	for name, tt := range map[string]struct {
		recordings string
		translated bool
		want       string // players, by the section that they stand in
		found      string
	}{
		"the whole lesson":                  {"01-bai.mp3", false, "vi:", ""},
		"a section":                         {"01-bai.cac-buoc.mp3", false, "vi:cac-buoc", ""},
		"a section by its text":             {"01-bai.buoc-mot.opus", false, "vi:buoc-mot", ""},
		"both forms":                        {"01-bai.mp3 01-bai.opus", false, "vi:", ""},
		"of a question":                     {"01-bai.cau.mp3", false, "", "01-bai.cau.mp3 listen.section"},
		"of the title":                      {"01-bai.bai-mot.mp3", false, "", "01-bai.bai-mot.mp3 listen.section"},
		"of nothing":                        {"01-bai.khong-co.mp3", false, "", "01-bai.khong-co.mp3 listen.section"},
		"another lesson's":                  {"02-bai.mp3 01-ba.mp3", false, "", ""},
		"a translation":                     {"01-bai.en.mp3", true, "en:", ""},
		"a translation's section":           {"01-bai.en.cac-buoc.mp3", true, "en:cac-buoc", ""},
		"a translation's own section":       {"01-bai.en.buoc-mot.mp3", true, "", "01-bai.en.buoc-mot.mp3 listen.section"},
		"a translation that is not":         {"01-bai.en.mp3", false, "", "01-bai.en.mp3 listen.section"},
		"a section of one that is not":      {"01-bai.en.cac-buoc.mp3", false, "", "01-bai.en.cac-buoc.mp3 listen.section"},
		"a name with dots":                  {"01-bai.v1.2.mp3", false, "", "01-bai.v1.2.mp3 listen.section"},
		"both languages, whole and section": {"01-bai.cac-buoc.mp3 01-bai.en.mp3 01-bai.mp3", true, "en: vi: vi:cac-buoc", ""},
	} {
		files := base(t)
		files["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + "## Các bước {#cac-buoc}\n\n### Bước một\n\nChữ.\n\n## Câu {#cau type=single}\n\nHỏi?\n\n- [x] a\n- [ ] b\n  > Không.\n\n> Vì.\n")}
		if tt.translated {
			files["01-mo-dau/01-bai.en.md"] = &fstest.MapFile{Data: []byte(strings.Replace(english, "## Own {#own}", "## Q {#cau}\n\nWhat?\n\n- [x] a\n- [ ] b\n  > No.\n\n> So.\n\n## Own", 1))}
		}
		for _, r := range strings.Fields(tt.recordings) {
			data := "ID3 " + r
			if strings.HasSuffix(r, ".opus") {
				data = "OggS____OpusHead" + r
			}
			files["01-mo-dau/"+r] = &fstest.MapFile{Data: []byte(data)}
		}
		b, report := load(files)
		var found []string
		for _, f := range report.Findings {
			if f.Severity == Error {
				found = append(found, strings.TrimPrefix(f.File, "khoa-hoc/01-mo-dau/")+" "+f.Key)
			}
		}
		var heard []string
		if b != nil {
			for _, lang := range b.Course.Languages() {
				for _, block := range b.Course.In(lang).Modules[0].Lessons[0].Blocks {
					for _, m := range regexp.MustCompile(`(?:^|id="([a-z-]+)">[^<]*</h\d>\n)<p class="listen">`).FindAllStringSubmatch(block.HTML, -1) {
						heard = append(heard, lang+":"+m[1])
					}
				}
			}
		}
		slices.Sort(heard)
		if got := strings.Join(heard, " "); got != tt.want || strings.Join(found, "; ") != tt.found {
			t.Errorf("%s: heard %q, want %q; found %v, want %q", name, got, tt.want, found, tt.found)
		}
	}
}
