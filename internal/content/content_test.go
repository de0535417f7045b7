package content

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/course"
	"hocso/internal/standard"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// testSet is a small set of frameworks: one with competences, one with areas only.
func testSet() *standard.Set {
	names := func(codes ...string) (out []standard.Competence) {
		for _, c := range codes {
			out = append(out, standard.Competence{Code: c})
		}
		return out
	}
	return standard.NewSet([]standard.Framework{
		{ID: standard.TT02, Areas: []standard.Area{
			{Code: "1", Competences: names("1.1", "1.2", "1.3")},
			{Code: "2", Competences: names("2.3")},
			{Code: "4", Competences: names("4.1", "4.2", "4.10")},
		}},
		{ID: standard.Decree, Areas: []standard.Area{{Code: "77.2.a"}, {Code: "77.2.b"}}},
	}, nil)
}

// archive reads the txtar format: a comment, then files behind "-- name --" lines.
func archive(t *testing.T, name string) (comment string, files fstest.MapFS) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files = fstest.MapFS{}
	var file *fstest.MapFile
	for line := range strings.Lines(string(data)) {
		if m := regexp.MustCompile(`^-- (\S+) --\n$`).FindStringSubmatch(line); m != nil {
			file = &fstest.MapFile{}
			files[m[1]] = file
			continue
		}
		if file == nil {
			comment += line
			continue
		}
		file.Data = append(file.Data, line...)
	}
	return comment, files
}

// base is a small course without findings.
func base(t *testing.T) fstest.MapFS {
	t.Helper()
	_, files := archive(t, "testdata/base.txtar")
	return files
}

// load loads files as the course "khoa-hoc".
func load(files fstest.MapFS) (*Bundle, Report) {
	root := fstest.MapFS{}
	for name, f := range files {
		root[path.Join("khoa-hoc", name)] = f // "../_shared/x.md" stands beside the course
	}
	return Load(root, "khoa-hoc", testSet(), URLs{})
}

// lines lists findings as "E file:line:column key".
func lines(r Report) []string {
	var out []string
	for _, f := range r.Findings {
		file := strings.TrimPrefix(f.File, "khoa-hoc/")
		out = append(out, fmt.Sprintf("%c %s:%d:%d %s", "EW"[f.Severity], file, f.Line, f.Column, f.Key))
	}
	return out
}

func TestBaseHasNoFindings(t *testing.T) {
	if b, r := load(base(t)); b == nil || len(r.Findings) > 0 {
		t.Error(lines(r))
	}
}

// TestFindings lays each archive of testdata/findings over the base course; its comment lists exactly what must be found.
func TestFindings(t *testing.T) {
	names, err := filepath.Glob("testdata/findings/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			comment, files := archive(t, name)
			all := base(t)
			for n, f := range files {
				if all[n] = f; len(f.Data) == 0 {
					delete(all, n) // an empty file in a case takes the base's away
				}
			}
			bundle, report := load(all)
			got := lines(report)
			if *update {
				rewrite(t, name, comment, got)
				return
			}
			if diff := cmp.Diff(strings.Fields(strings.ReplaceAll(strings.TrimSpace(comment), " ", "~")), spaced(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if (bundle == nil) != report.HasErrors() {
				t.Errorf("bundle %v, errors %v", bundle != nil, report.HasErrors())
			}
		})
	}
}

func spaced(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ReplaceAll(s, " ", "~")
	}
	return out
}

func rewrite(t *testing.T, name, comment string, got []string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	body := strings.TrimPrefix(string(data), comment)
	if err := os.WriteFile(name, []byte(strings.Join(got, "\n")+"\n"+body), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestGoodCourse(t *testing.T) {
	_, files := archive(t, "testdata/good.txtar")
	files["01-mo-dau/mau.pdf"] = &fstest.MapFile{Data: bytes.Repeat([]byte("x"), 2500)}
	bundle, report := load(files)
	if bundle == nil || len(report.Findings) > 0 {
		t.Fatal(lines(report))
	}
	got := dump(bundle)
	if *update {
		if err := os.WriteFile("testdata/good.golden", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/good.golden")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// dump writes a compiled course for people.
func dump(b *Bundle) string {
	var out strings.Builder
	c := b.Course
	fmt.Fprintf(&out, "course %s %q %q lang=%s audience=%v hours=%v standard=%s\n", c.Slug, c.Title, c.Summary, c.Language, c.Audience, c.Hours, c.Standard)
	fmt.Fprintf(&out, "mapping %+v\ncompletion %+v\nverify %q\n%s\n", c.Mapping, c.Completion, c.Verify, c.Body)
	if c.Exam != nil {
		fmt.Fprintf(&out, "exam %+v\n", *c.Exam)
	}
	for _, m := range c.Modules {
		fmt.Fprintf(&out, "\nmodule %s %q %q\n%s\n", m.Slug, m.Title, m.Summary, m.Body)
		for _, l := range m.Lessons {
			fmt.Fprintf(&out, "\nlesson %s %q %q %d min %v verify=%q was=%q\n", l.Slug, l.Title, l.Summary, l.Minutes, l.Competences, l.Verify, l.Was)
			for _, block := range l.Blocks {
				fmt.Fprintf(&out, "-- block %s\n%s\n", block.Question, block.HTML)
			}
			for _, q := range l.Questions {
				dumpQuestion(&out, q)
			}
		}
	}
	for _, q := range c.Bank {
		dumpQuestion(&out, q)
	}
	for _, t := range c.Glossary {
		fmt.Fprintf(&out, "term %s %q %s\n", t.ID, t.Name, t.HTML)
	}
	for _, m := range b.Media {
		fmt.Fprintf(&out, "media %s %s %s %d bytes %d×%d\n", m.Path, m.Name, m.Type, len(m.Data), m.Width, m.Height)
	}
	for _, s := range b.Sources {
		fmt.Fprintf(&out, "source %s\n", s.Path)
	}
	return strings.ReplaceAll(out.String(), "\x00", "␀")
}

func dumpQuestion(out *strings.Builder, q course.Question) {
	fmt.Fprintf(out, "\nquestion %s %s %q %s level=%d points=%s lang=%s shuffle=%v all=%v apart=%q unit=%q match=%q file=%s\nstem %s\n",
		q.ID, q.Type, q.Title, q.Competence, q.Level, q.Points.Rat().RatString(), q.Language, q.Shuffle, q.AllOrNone, q.Apart, q.Unit, q.Match, q.File, q.Stem)
	for _, c := range q.Choices {
		fmt.Fprintf(out, "choice right=%v text=%q html=%s feedback=%s\n", c.Right, c.Text, c.HTML, c.Feedback)
	}
	for _, p := range q.Pairs {
		fmt.Fprintf(out, "pair text=%q html=%s with %d feedback=%s\n", p.Text, p.HTML, p.Choice, p.Feedback)
	}
	if q.Picture != nil {
		fmt.Fprintf(out, "picture %+v\n", *q.Picture)
		for _, c := range q.Choices {
			fmt.Fprintf(out, "area %+v\n", *c.Area)
		}
	}
	for _, g := range q.Gaps {
		fmt.Fprintf(out, "gap %s label=%q\n", g.Type, g.Label)
		for _, c := range g.Choices {
			fmt.Fprintf(out, "  choice right=%v text=%q html=%s feedback=%s\n", c.Right, c.Text, c.HTML, c.Feedback)
		}
	}
	if q.Rubric != nil {
		fmt.Fprintf(out, "rubric %+v\n", *q.Rubric)
	}
	if q.HandIn != nil {
		fmt.Fprintf(out, "hand in %+v\n", *q.HandIn)
	}
	if q.Scenario != nil {
		fmt.Fprintf(out, "scenario %+v\n", *q.Scenario)
	}
	fmt.Fprintf(out, "explanation %s\n", q.Explanation)
}

func TestCourses(t *testing.T) {
	root := fstest.MapFS{
		"b/course.md": {}, "a/course.md": {}, "standards/course.md": {}, "_shared/course.md": {}, "c/x.md": {}, "embed.go": {},
	}
	if diff := cmp.Diff([]string{"a", "b"}, Courses(root)); diff != "" {
		t.Error(diff)
	}
}

func TestCheckOfFolder(t *testing.T) {
	root := fstest.MapFS{"trong/01-bai.md": {Data: []byte("x")}, "khac/anh.txt": {}}
	for name, f := range base(t) {
		root["mot/"+name] = f
		root["hai/"+name] = f
	}
	root["hai/course.md"] = &fstest.MapFile{Data: bytes.Replace(root["hai/course.md"].Data, []byte("hours: 1"), []byte("hours: 1\nwas: mot"), 1)}
	want := []string{"E hai/course.md:7:6 course.was", "E trong/course.md:0:0 course.missing"}
	if diff := cmp.Diff(want, lines(Check(root, testSet(), URLs{}))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"E .:0:0 courses.none"}, lines(Check(fstest.MapFS{}, nil, URLs{}))); diff != "" {
		t.Error(diff)
	}
	one, err := fs.Sub(root, "mot")
	if err != nil {
		t.Fatal(err)
	}
	if r := Check(one, testSet(), URLs{}); len(r.Findings) > 0 {
		t.Error(lines(r))
	}
	bundle, _ := Load(one, ".", testSet(), URLs{})
	if bundle == nil || bundle.Course.Slug != "khoa-mau" {
		t.Errorf("a course given by its own folder: %+v", bundle)
	}
}

func TestURLsAreInjected(t *testing.T) {
	_, files := archive(t, "testdata/good.txtar")
	files["01-mo-dau/mau.pdf"] = &fstest.MapFile{Data: []byte("x")}
	root := fstest.MapFS{}
	for name, f := range files {
		root["k/"+name] = f
	}
	b, r := Load(root, "k", testSet(), URLs{
		Media:    func(hash, name string) string { return "/M/" + hash[:4] + "/" + name + "?a&b" },
		Lesson:   func(c, m, l string) string { return "/L/" + c + "/" + m + "/" + l },
		Course:   func(c string) string { return "/C/" + c },
		Glossary: func(c string) string { return "/G/" + c },
	})
	if b == nil {
		t.Fatal(lines(r))
	}
	html := b.Course.Body
	for _, block := range b.Course.Modules[0].Lessons[0].Blocks {
		html += block.HTML
	}
	for _, want := range []string{`"/L/k/mo-dau/hai"`, `"/L/k/mo-dau/hai#muc-hai"`, `"/C/k"`, `"/C/k#mo-dau"`, `"/G/k#ma-otp"`, `mau.pdf?a&amp;b"`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
}

func keysOf(r Report) []string {
	var out []string
	for _, f := range r.Findings {
		if !slices.Contains(out, f.Key) {
			out = append(out, f.Key)
		}
	}
	return out
}

// TestSyntaxIsToldInTheReadersLanguage: the words of the parser of YAML, which are English, reach nobody.
func TestSyntaxIsToldInTheReadersLanguage(t *testing.T) {
	_, files := archive(t, "testdata/findings/front-syntax.txtar")
	_, base := archive(t, "testdata/base.txtar")
	maps.Copy(base, files)
	_, report := load(base)
	for _, f := range report.Findings {
		if what, _ := f.Words("vi"); f.Key == "front.syntax" && (len(f.Args) > 0 || strings.Contains(what, "(")) {
			t.Errorf("%q, %v", what, f.Args)
		}
	}
}
