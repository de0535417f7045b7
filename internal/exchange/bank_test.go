package exchange

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/standard"
)

// TestNamesOfQuestions: every question gets a title and an id that is free, short and in the form of ids.
func TestNamesOfQuestions(t *testing.T) {
	long := strings.Repeat("rất dài ", 40)
	for _, tt := range []struct {
		name, gift string
		taken      []string
		want       string // the heads, without attributes
		notes      string
	}{
		{"by its title", "::Mã OTP là gì?::X? {=a ~b}", nil, "Mã OTP là gì? {#ma-otp-la-gi", ""},
		{"by its words", "Ai được biết mã OTP của bạn khi đi làm? {=a ~b}", nil, "Ai được biết mã OTP của bạn khi… {#ai-duoc-biet-ma-otp-cua", ""},
		{"by the statement", "[html]<p>Đúng hay sai?</p><p>Đất tròn.</p> {T}", nil, "Đất tròn. {#dat-tron", ""},
		{"two alike", "X? {=a ~b}\n\nX? {=c ~d}\n\nX? {=e ~f}", nil, "X? {#x | X? {#x-2 | X? {#x-3", ""},
		{"one like a question of the course", "X? {=a ~b}", []string{"x", "x-2"}, "X? {#x-3", ""},
		{"its own id", "// [id:cau-1]\nX? {=a ~b}", nil, "X? {#cau-1", ""},
		{"its own id is taken", "// [id:cau-1]\nX? {=a ~b}", []string{"cau-1"}, "X? {#cau-1-2", "changed 2 id-taken"},
		{"its own id twice", "// [id:a]\nX? {=a ~b}\n\n// [id:a]\nY? {=a ~b}", nil, "X? {#a | Y? {#a-2", "changed 5 id-taken"},
		{"an id with signs", "// [id:Câu 1/A]\nX? {=a ~b}", nil, "X? {#cau-1-a", "changed 2 id"},
		{"an id of digits", "// [id:2024]\nX? {=a ~b}", nil, "X? {#cau-2024", "changed 2 id"},
		{"an id of signs only", "// [id:???]\nX? {=a ~b}", nil, "X? {#x", "changed 2 id"},
		{"an id that is too long", "// [id:" + strings.Repeat("a", 70) + "]\nX? {=a ~b}", nil, "X? {#" + strings.Repeat("a", 56), "changed 2 id"},
		{"a title of digits", "::12::X? {=a ~b}", nil, "12 {#cau-12", ""},
		{"a title in another script", "::题::X? {=a ~b}", nil, "题 {#cau", ""},
		{"no words at all", "[html]<hr> {=a ~b}", nil, "cau {#cau", ""},
		{"a long title", "::" + long + "::X? {=a ~b}", nil, strings.TrimSpace(long) + " {#rat-dai-rat-dai-rat-dai", ""},
		{"a title with braces", "::a \\{b\\}::X? {=a ~b}", nil, "a \\{b} {#a-b", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := plainOptions
			o.Taken = map[string]bool{}
			for _, id := range tt.taken {
				o.Taken[id] = true
			}
			files, report := Bank([]Source{{Name: "a.gift", Data: []byte(tt.gift)}}, o)
			var heads, notes []string
			for _, m := range regexp.MustCompile(`(?m)^## (.*?) type=`).FindAllStringSubmatch(string(files[0].Data), -1) {
				heads = append(heads, m[1])
			}
			for _, n := range report.Notes {
				if strings.HasPrefix(n.Key, "exchange.id") {
					notes = append(notes, fmt.Sprintf("%s %d %s", n.Kind, n.Line, strings.TrimPrefix(n.Key, "exchange.")))
				}
			}
			if got := strings.Join(heads, " | "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestSeveralFiles: questions of several files stand in one, in the order of the files, and notes name theirs.
func TestSeveralFiles(t *testing.T) {
	files, report := Bank([]Source{
		{Name: "b.gift", Data: []byte("X? {=a ~b}")},
		{Name: "a.txt", Data: []byte("Y?\nA. a\nB. b\nANSWER: A\n")},
		{Name: "c.doc", Data: []byte("x")},
		{Name: "d.csv", Data: []byte("Câu hỏi,Đáp án\nX?,đúng\n")},
		{Name: "e.gift", Data: make([]byte, MaxFile+1)},
	}, plainOptions)
	if got := answersOf(string(files[0].Data)); got != "single: [x] a [ ] b\nsingle: [x] a [ ] b\ntruefalse: [x] X?" {
		t.Error(got)
	}
	if got := notesOf(report); !strings.Contains(got, "lost c.doc:0 format") || !strings.Contains(got, "lost e.gift:0 too-large") || strings.Index(got, "a.txt") > strings.Index(got, "b.gift") {
		t.Errorf("notes\n%s", got)
	}
	if !bytes.HasPrefix(files[0].Data, []byte("---\ntitle: Câu\n---\n\n# Câu\n")) || files[0].Path != "01-cau.md" {
		t.Errorf("%s\n%s", files[0].Path, files[0].Data)
	}
	if files, report := Bank([]Source{{Name: "a.gift", Data: []byte("chữ")}}, plainOptions); files != nil || report.Count(Lost) != 1 {
		t.Errorf("a file without questions made %d files, %+v", len(files), report.Notes)
	}
}

// TestWhatIsMissing: the author is asked for what the other system does not know, and for no more.
func TestWhatIsMissing(t *testing.T) {
	none := Options{Standard: "TT02-2025", Language: "vi", Title: "Câu", Name: "01-cau"}
	level := plainOptions
	level.Level = 0
	for _, tt := range []struct {
		name, gift string
		o          Options
		want       string
	}{
		{"nothing", "X? {=a ~b#Sai.####Vì.}", plainOptions, ""},
		{"competence", "X? {=a ~b#Sai.####Vì.}", none, "no-competence"},
		{"level", "X? {=a ~b#Sai.####Vì.}", level, "no-competence"},
		{"both are in its tags", "// [tag:competence=4.2] [tag:level=1]\nX? {=a ~b#Sai.####Vì.}", none, ""},
		{"the explanation", "X? {=a ~b#Sai.}", plainOptions, "no-explanation"},
		{"feedback of a wrong answer", "X? {=a#Đúng. ~b####Vì.}", plainOptions, "no-feedback"},
		{"feedback of a right answer is not asked for", "X? {=a ~b#Sai.####Vì.}", plainOptions, ""},
		{"feedback of a right statement is", "X. {T####Vì.}", plainOptions, "no-feedback"},
		{"pairs need none", "X? {=a -> b =c -> d####Vì.}", plainOptions, ""},
		{"a known slip", "X? {=a =%0%b####Vì.}", plainOptions, "no-feedback"},
	} {
		_, report := Bank([]Source{{Name: "a.gift", Data: []byte(tt.gift)}}, tt.o)
		var got []string
		for _, n := range report.Notes {
			if n.Kind == Changed {
				got = append(got, strings.TrimPrefix(n.Key, "exchange."))
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, got, tt.want)
		}
	}
}

// TestTitlesOfFiles: any title makes front matter that reads as this title again.
func TestTitlesOfFiles(t *testing.T) {
	std := standards(t)
	check := func(title string) error {
		o := plainOptions
		o.Title = title
		files, _ := Bank([]Source{{Name: "a.gift", Data: []byte("X? {=a ~b#Sai.####Vì.}")}}, o)
		b, report := loadBank(t, std, content.URLs{}, files...)
		var found []string
		for _, f := range report.Findings {
			if strings.HasPrefix(f.File, "k/bank/") && f.Key != "bank.position" {
				found = append(found, f.Key)
			}
		}
		if b == nil || len(found) > 0 {
			return fmt.Errorf("%q: %v\n%s", title, found, files[0].Data)
		}
		return nil
	}
	for _, title := range []string{"Câu hỏi: phần 1", "true", "No", "12", "- a", "a # b", `"trích" \ dẫn`, "{a}", "[a]", "*đậm*", "`mã`", "'", "& <b>", "!x", "%x", "@x", "1. a", "---", "null", "~", "a: b: c", "=", "#"} {
		if err := check(title); err != nil {
			t.Error(err)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		title := "a" + rapid.StringOfN(rapid.RuneFrom([]rune("aĐ ộ:#\"'\\{}[]<>&*_`~|-!%@,.1=")), 0, 20, -1).Draw(rt, "title")
		if err := check(title); err != nil {
			rt.Fatal(err)
		}
	})
}

// TestAttributesOfTags: tags that mean nothing here, or cannot be true, are reported, and the rest stays.
func TestAttributesOfTags(t *testing.T) {
	for _, tt := range []struct{ tag, want string }{
		{"level=3", "level=3}"},
		{"level=0", "lost"},
		{"level=9", "lost"},
		{"level=", "lost"},
		{"level=33", "lost"},
		{"points=2", "points=2}"},
		{"points=0.25", "points=0.25}"},
		{"points=1.50", "points=1.5}"},
		{"points=0", "lost"},
		{"points=-1", "lost"},
		{"points=1e3", "lost"},
		{"points=12345", "lost"},
		{"shuffle=no", "shuffle=no}"},
		{"shuffle=yes", "lost"},
		{"scoring=all", "scoring=all}"},
		{"scoring=half", "lost"},
		{"apart=nhom-1", "apart=nhom-1}"},
		{"unit=kg", "lost"},
		{"match=exact", "lost"},
		{"competence=1.2", "competence=1.2 "},
		{"competence=ND224-2026-D77:77.2.a", "competence=ND224-2026-D77:77.2.a "},
		{"part=x", "lost"},
		{"đề 1", "lost"},
		{"=", "lost"},
	} {
		files, report := Bank([]Source{{Name: "a.gift", Data: []byte("// [tag:" + tt.tag + "]\nX? {=a ~b}")}}, plainOptions)
		if tt.want == "lost" {
			if report.Count(Lost) != 1 || !strings.Contains(string(files[0].Data), "{#x type=single competence=4.2 level=2}") {
				t.Errorf("%s: %+v\n%s", tt.tag, report.Notes, files[0].Data)
			}
		} else if report.Count(Lost) != 0 || !strings.Contains(string(files[0].Data), tt.want) {
			t.Errorf("%s: %+v\n%s", tt.tag, report.Notes, files[0].Data)
		}
	}
}

// TestPartsOfStatements: a question that was cut into statements is one again, whatever of it arrives.
func TestPartsOfStatements(t *testing.T) {
	part := func(n, of int, stem, text string) string {
		return fmt.Sprintf("// [id:x-%d] [tag:part=x:%[1]d/%d]\n::T (%[1]d/%[2]d)::[html]<p>%s</p><p>%s</p> {T}\n\n", n, of, stem, text)
	}
	for _, tt := range []struct{ name, gift, want string }{
		{"all", part(1, 3, "S", "a") + part(2, 3, "S", "b") + part(3, 3, "S", "c"), "truefalse: [x] a [x] b [x] c"},
		{"the last is missing", part(1, 3, "S", "a") + part(2, 3, "S", "b"), "truefalse: [x] a [x] b"},
		{"the one in the middle is missing", part(1, 3, "S", "a") + part(3, 3, "S", "c"), "truefalse: [x] a\ntruefalse: [x] c"},
		{"another question stands between", part(1, 2, "S", "a") + "Y? {=a ~b}\n\n" + part(2, 2, "S", "b"), "truefalse: [x] a\nsingle: [x] a [ ] b\ntruefalse: [x] b"},
		{"another order", part(2, 2, "S", "b") + part(1, 2, "S", "a"), "truefalse: [x] b\ntruefalse: [x] a"},
		{"the task was changed in between", part(1, 2, "S", "a") + part(2, 2, "S mới", "b"), "truefalse: [x] a\ntruefalse: [x] b"},
	} {
		files, report := Bank([]Source{{Name: "a.gift", Data: []byte(tt.gift)}}, plainOptions)
		if got := answersOf(string(files[0].Data)); got != tt.want || report.Count(Lost) > 0 {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// TestSkeletonsAreFree: what is begun has ids that the course does not have yet, and reads in either language.
func TestSkeletonsAreFree(t *testing.T) {
	for _, lang := range []string{"vi", "en", "hmn"} {
		o := SkeletonOptions{Title: "Bài: \"mới\" {1}", Standard: "TT02-2025", Lang: lang, Taken: map[string]bool{}}
		id := func(f File) string {
			m := regexp.MustCompile(`\{#([a-z0-9-]+)`).FindSubmatch(f.Data)
			if m == nil {
				t.Fatalf("no question in %s\n%s", f.Path, f.Data)
			}
			return string(m[1])
		}
		for range 3 {
			f := NewLesson(o, 7)
			if f.Path != "07-bai-moi-1.md" || o.Taken[id(f)] {
				t.Errorf("%s: %s has the id %s again", lang, f.Path, id(f))
			}
			o.Taken[id(f)] = true
			b := NewBank(o, 12)
			if b.Path != "bank/12-bai-moi-1.md" || o.Taken[id(b)] {
				t.Errorf("%s: %s has the id %s again", lang, b.Path, id(b))
			}
			o.Taken[id(b)] = true
		}
		if files := NewModule(o, 3); len(files) != 2 || files[0].Path != "03-bai-moi-1/module.md" || !strings.HasPrefix(files[1].Path, "03-bai-moi-1/01-") {
			t.Errorf("%s: %v", lang, files)
		}
	}
}

// TestTakenIDsStay: importing never gives an id that the course has.
func TestTakenIDsStay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := plainOptions
		o.Competence = standard.Ref{}
		o.Taken = map[string]bool{}
		for _, id := range rapid.SliceOf(rapid.SampledFrom([]string{"x", "x-2", "x-3", "x-4", "y"})).Draw(rt, "taken") {
			o.Taken[id] = true
		}
		var text strings.Builder
		for _, title := range rapid.SliceOfN(rapid.SampledFrom([]string{"X", "x!", "X 2", "x-3", "Y"}), 1, 9).Draw(rt, "titles") {
			text.WriteString("::" + title + "::Z? {=a ~b}\n\n")
		}
		files, _ := Bank([]Source{{Name: "a.gift", Data: []byte(text.String())}}, o)
		seen := map[string]bool{}
		for _, m := range regexp.MustCompile(`\{#(\S+)`).FindAllStringSubmatch(string(files[0].Data), -1) {
			if seen[m[1]] || o.Taken[m[1]] {
				rt.Fatalf("%s is taken\n%s", m[1], files[0].Data)
			}
			seen[m[1]] = true
		}
		if got := strings.Count(string(files[0].Data), "type="+string(course.Single)); got != len(seen) {
			rt.Fatalf("%d questions have %d ids", got, len(seen))
		}
	})
}
