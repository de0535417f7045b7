package content

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const lessonFront = "---\ntitle: Bài một\nsummary: Bài thứ nhất.\nminutes: 10\ncompetences: [{ code: \"4.2\", level: 2 }]\n---\n\n# Bài một\n\n"

// bytesCase is a course whose fault no text archive can hold. lesson replaces the base's lesson.
type bytesCase struct {
	name   string
	lesson string
	files  map[string]string
	want   []string
}

func bytesCases() []bytesCase {
	const file = "01-mo-dau/01-bai.md"
	webp := "RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x3f\x01\x00\xc7\x00\x00"
	svg := func(inside string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>a</title><desc>b</desc>` + inside + "</svg>"
	}
	return []bytesCase{
		{"byte order mark", "\ufeff" + lessonFront, nil, []string{"E " + file + ":1:1 file.bom"}},
		{"Windows lines", strings.ReplaceAll(lessonFront, "\n", "\r\n"), nil, []string{"E " + file + ":1:4 file.crlf"}},
		{"other encoding", lessonFront + "caf\xe9 \x00", nil, []string{"E " + file + ":10:4 file.encoding"}},
		{"NUL", lessonFront + "a\x00b", nil, []string{"E " + file + ":10:2 file.nul"}},
		{"tabs", lessonFront + "a\tb\n\n\tc\t\n", nil, []string{"E " + file + ":10:2 file.tab", "E " + file + ":12:1 file.tab"}},
		{"letters in pieces", lessonFront + "viết rời: e\u0302\n", nil, []string{"E " + file + ":10:11 file.nfc"}},
		{"many lines", lessonFront + strings.Repeat("\n", maxLines), nil, []string{"E " + file + ":8001:1 file.lines"}},
		{"a line of 1 MB", lessonFront[:len(lessonFront)-2] + strings.Repeat("a b ", 50_000), nil, []string{"E " + file + ":8:1 file.line"}},
		{"a file of 1 MB", lessonFront + strings.Repeat("dài\n", 100_000), nil, []string{"E " + file + ":0:0 file.too-large"}},
		{"a file of 20 MB", lessonFront + strings.Repeat("dài\n", 4_000_000), nil, []string{"E " + file + ":0:0 file.too-large"}},
		{"a long block", lessonFront + strings.Repeat("chữ dài dằng dặc\n", 900), nil, []string{"E " + file + ":692:1 scan.block"}},
		{"a long word", lessonFront + "[a](" + strings.Repeat("x", 2000) + ")\n", nil, []string{"E " + file + ":10:1 scan.word"}},
		{"40 KB of open links", lessonFront + strings.Repeat("[a]( ", 8_000), nil, []string{"E " + file + ":10:1 scan.block"}},
		{"dense marks", lessonFront + strings.Repeat("*a **b ", 800), nil, []string{"E " + file + ":10:1 scan.marks"}},
		{"deep quotes", lessonFront + strings.Repeat("> ", 17) + "a\n", nil, []string{"E " + file + ":10:1 scan.nesting"}},
		{"deep quotes without a word", lessonFront + strings.Repeat("> ", 8000) + "\n", nil, []string{"E " + file + ":10:1 scan.nesting"}},
		{"deep lists", lessonFront + strings.Repeat("- ", 17) + "a\n", nil, []string{"E " + file + ":10:1 scan.nesting"}},
		{"a wide table", lessonFront + strings.Repeat("|a", 13) + "|\n", nil, []string{"E " + file + ":10:1 scan.columns"}},
		{"long front matter", strings.Replace(lessonFront, "---\n\n", "# "+strings.Repeat("ghi chú\n# ", 4_000)+"\n---\n\n", 1), nil, []string{"E " + file + ":1:1 front.too-large"}},
		{"more findings than are told", lessonFront + strings.Repeat("a\tb\n\n", 205), nil, append([]string{"E " + file + ":0:0 file.more"}, repeated(file, 10, 2, 200, "file.tab")...)},
		{"pictures that are fine", lessonFront + "![a](a.png) ![b](b.webp)\n", map[string]string{"01-mo-dau/a.png": pngOf(3), "01-mo-dau/b.webp": webp}, nil},
		{"a heavy photo", lessonFront + "![a](a.png)\n", map[string]string{"01-mo-dau/a.png": pngOf(3) + strings.Repeat("x", maxPhoto)}, []string{"W 01-mo-dau/a.png:0:0 image.heavy"}},
		{"a photo under another name", lessonFront + "![a](a.jpg)\n", map[string]string{"01-mo-dau/a.jpg": pngOf(3)}, []string{"E 01-mo-dau/a.jpg:0:0 image.broken"}},
		{"a heavy drawing", lessonFront + "![a](a.svg)\n", map[string]string{"01-mo-dau/a.svg": svg(strings.Repeat("<g/>", 6_000))}, []string{"E 01-mo-dau/a.svg:1:1 svg.heavy"}},
		{"a heavy recording", lessonFront, map[string]string{"01-mo-dau/01-bai.mp3": "ID3" + strings.Repeat("x", maxSound)}, []string{"W 01-mo-dau/01-bai.mp3:0:0 media.heavy"}},
		{"a large download", lessonFront + "[a](a.zip)\n", map[string]string{"01-mo-dau/a.zip": strings.Repeat("x", maxMedia+1)}, []string{"E " + file + ":10:1 media.too-large"}},
	}
}

func repeated(file string, line, step, n int, key string) []string {
	var out []string
	for i := range n {
		column := 2
		out = append(out, "E "+file+":"+strconv.Itoa(line+i*step)+":"+strconv.Itoa(column)+" "+key)
	}
	return out
}

func pngOf(side int) string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		return err.Error()
	}
	return b.String()
}

func (c bytesCase) load(t *testing.T) Report {
	t.Helper()
	all := base(t)
	all["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(c.lesson)}
	for name, data := range c.files {
		all[name] = &fstest.MapFile{Data: []byte(data)}
	}
	_, report := load(all)
	return report
}

func TestBytes(t *testing.T) {
	for _, c := range append(bytesCases(), lengthCases()...) {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, lines(c.load(t))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// denied is a file system that refuses to read one file.
type denied struct {
	fs.FS
	name string
}

func (d denied) Open(name string) (fs.File, error) {
	if name == d.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("denied")}
	}
	return d.FS.Open(name)
}

// folderReports are courses whose fault lies in the folder.
func folderReports(t *testing.T) map[string]Report {
	t.Helper()
	root := fstest.MapFS{}
	for name, f := range base(t) {
		root["khoa/"+name] = f
		root["Khóa_A/"+name] = f
	}
	_, unreadable := Load(denied{root, "khoa/bank/01-cau-hoi.md"}, "khoa", testSet(), URLs{})
	_, slug := Load(root, "Khóa_A", testSet(), URLs{})
	for i := range maxFiles {
		root["khoa/tep/a"+strconv.Itoa(i)+".txt"] = &fstest.MapFile{}
	}
	_, files := Load(root, "khoa", testSet(), URLs{})
	large, long := fstest.MapFS{}, fstest.MapFS{}
	for name, f := range base(t) {
		large["khoa/"+name], long["khoa/"+name] = f, f
	}
	large["khoa/a.zip"] = &fstest.MapFile{Data: make([]byte, maxCourse)} // never read, so never in memory
	long["khoa/a.md"] = &fstest.MapFile{Data: make([]byte, maxText)}
	_, bytesOver := Load(large, "khoa", testSet(), URLs{})
	_, textOver := Load(long, "khoa", testSet(), URLs{})
	renamed := fstest.MapFS{}
	for name, f := range base(t) {
		renamed["mot/"+name] = f
		renamed["hai/"+name] = f
	}
	renamed["hai/course.md"] = &fstest.MapFile{Data: bytes.Replace(renamed["hai/course.md"].Data, []byte("hours"), []byte("was: mot\nhours"), 1)}
	linked := fstest.MapFS{"khoa/a.txt": &fstest.MapFile{Data: []byte("/etc/passwd"), Mode: fs.ModeSymlink}}
	for name, f := range base(t) {
		linked["khoa/"+name] = f
	}
	_, link := Load(linked, "khoa", testSet(), URLs{})
	return map[string]Report{
		"file.link":       link,
		"file.unreadable": unreadable, "course.slug": slug, "course.files": files,
		"course.bytes": bytesOver, "course.text": textOver,
		"course.was": Check(renamed, testSet(), URLs{}), "courses.none": Check(fstest.MapFS{}, testSet(), URLs{}),
	}
}

func TestFolders(t *testing.T) {
	for key, report := range folderReports(t) {
		if !slices.Contains(keysOf(report), key) || !report.HasErrors() {
			t.Errorf("%s: got %v", key, lines(report))
		}
	}
}

// TestEveryKeyIsProduced fails for a message that no case brings about, and for a finding without a message.
func TestEveryKeyIsProduced(t *testing.T) {
	produced := map[string]bool{}
	note := func(r Report) {
		for _, f := range r.Findings {
			produced[f.Key] = true
			for _, lang := range []string{"vi", "en"} {
				checkText(t, f, lang)
			}
		}
	}
	for _, c := range append(bytesCases(), lengthCases()...) {
		note(c.load(t))
	}
	for _, r := range folderReports(t) {
		note(r)
	}
	for _, r := range againstReports(t) {
		note(r)
	}
	names, err := filepath.Glob("testdata/findings/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		_, files := archive(t, name)
		all := base(t)
		maps.Copy(all, files)
		for n, f := range files {
			if len(f.Data) == 0 {
				delete(all, n)
			}
		}
		_, report := load(all)
		note(report)
	}
	for key := range messages() {
		if !produced[key] {
			t.Errorf("no case brings about %s", key)
		}
	}
	for key := range produced {
		if _, ok := messages()[key]; !ok {
			t.Errorf("no message for %s", key)
		}
	}
}

// checkText holds a finding's text to what people may expect of it: words, a remedy, nothing left open.
func checkText(t *testing.T, f Finding, lang string) {
	t.Helper()
	what, remedy := f.Words(lang)
	if what == "" || remedy == "" {
		t.Errorf("%s has no %s text", f.Key, lang)
	}
	for name := range f.Args {
		if strings.Contains(what+remedy, "{"+name+"}") {
			t.Errorf("%s %s: argument %s is left in %q", f.Key, lang, name, what+remedy)
		}
	}
	for _, hole := range []string{"{key}", "{near}", "{max}", "{size}", "{link}", "{file}", "{code}", "{name}", "{value}", "{try}", "{row}", "{have}", "{need}", "{was}", "{slug}", "{why}", "<nil>"} {
		if strings.Contains(what+remedy, hole) {
			t.Errorf("%s %s: %s is not filled in: %q", f.Key, lang, hole, what+remedy)
		}
	}
	for _, word := range []string{"vui lòng", "xin lỗi", "không hợp lệ", "please", "invalid", "sorry"} {
		if strings.Contains(strings.ToLower(what+remedy), word) {
			t.Errorf("%s %s says %q", f.Key, lang, word)
		}
	}
}
