package content

import (
	"bytes"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// faulty are the courses of testdata/findings, each with everything that is wrong with it.
func faulty(t *testing.T) map[string]fstest.MapFS {
	t.Helper()
	names, err := filepath.Glob("testdata/findings/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	out := map[string]fstest.MapFS{}
	for _, name := range names {
		_, files := archive(t, name)
		all := base(t)
		maps.Copy(all, files)
		maps.DeleteFunc(all, func(n string, f *fstest.MapFile) bool { return len(f.Data) == 0 })
		out[strings.TrimSuffix(filepath.Base(name), ".txtar")] = all
	}
	return out
}

// TestFindingsQuoteTheirLine: what a finding quotes is the line of the file at its number, and the caret stands at the
// column, so that an editor and a terminal show the same place.
func TestFindingsQuoteTheirLine(t *testing.T) {
	quoted := 0
	for name, files := range faulty(t) {
		_, report := load(files)
		for _, f := range report.Findings {
			if f.Line == 0 {
				if f.Column != 0 || f.Quote != "" {
					t.Errorf("%s: a finding about a whole file points to %d, %q", name, f.Column, f.Quote)
				}
				continue
			}
			file := files[strings.TrimPrefix(f.File, "khoa-hoc/")]
			if file == nil {
				file = files["../"+f.File]
			}
			all := strings.Split(string(file.Data), "\n")
			if f.Line > len(all) || f.Column < 1 {
				t.Errorf("%s: %s:%d:%d has %d lines", name, f.File, f.Line, f.Column, len(all))
				continue
			}
			if line := all[f.Line-1]; utf8.RuneCountInString(line) <= 150 && utf8.ValidString(line) {
				quoted++
				if f.Quote != line || f.Caret != min(f.Column-1, utf8.RuneCountInString(line)) {
					t.Errorf("%s: %s:%d:%d quotes %q at %d, the line is %q", name, f.File, f.Line, f.Column, f.Quote, f.Caret, line)
				}
			}
		}
	}
	if quoted < 300 {
		t.Errorf("only %d findings quote a line", quoted)
	}
}

// bodies are the Markdown files whose title stands on a line of its own behind the front matter.
func bodies(files fstest.MapFS) []string {
	return slices.Collect(func(yield func(string) bool) {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if at, _ := titleEnd(files[name].Data); path.Ext(name) == ".md" && at > 0 && !yield(name) {
				return
			}
		}
	})
}

// titleEnd is the offset behind the title's line and the number of that line; 0 where there is none.
func titleEnd(data []byte) (at, line int) {
	_, rest, ok := bytes.Cut(data, []byte("\n---\n\n# "))
	if !ok || !bytes.HasPrefix(data, []byte("---\n")) {
		return 0, 0
	}
	end := bytes.IndexByte(rest, '\n')
	if end < 0 {
		return 0, 0
	}
	at = len(data) - len(rest) + end + 1
	return at, bytes.Count(data[:at], []byte("\n"))
}

// TestFindingsMoveWithTheText: whatever is wrong, some lines more above it change nothing but the number of the line. A
// finding that counted otherwise in some construct would send authors to the wrong place.
func TestFindingsMoveWithTheText(t *testing.T) {
	const more = "\nĐoạn thêm, có “dấu” và chữ rộng 漢字 🙂.\n\n- một\n- hai\n\n```text\n[^x]: mã\n```\n"
	added := strings.Count(more, "\n")
	for name, files := range faulty(t) {
		_, before := load(files)
		for _, body := range bodies(files) {
			if path.Dir(body) == "bank" || path.Base(body) == "glossary.md" { // where prose is one fault more
				continue
			}
			at, line := titleEnd(files[body].Data)
			changed := maps.Clone(files)
			changed[body] = &fstest.MapFile{Data: slices.Concat(files[body].Data[:at], []byte(more), files[body].Data[at:])}
			_, after := load(changed)
			want := lines(changedFindings(before, func(f Finding) Finding {
				if strings.TrimPrefix(f.File, "khoa-hoc/") == strings.TrimPrefix(body, "../") && f.Line > line {
					f.Line += added
				}
				return f
			}))
			if diff := cmp.Diff(want, lines(after)); diff != "" {
				t.Errorf("%s: %d lines more in %s (-want +got):\n%s", name, added, body, diff)
			}
		}
	}
}

// changedFindings changes every finding of a report.
func changedFindings(r Report, change func(Finding) Finding) Report {
	out := Report{Findings: slices.Clone(r.Findings)}
	for i, f := range out.Findings {
		out.Findings[i] = change(f)
	}
	out.sort()
	return out
}

// TestFindingsOfWindowsLines: a file whose lines end the Windows way says so, once, and everything else that is wrong with
// it at the same lines and columns: one mending round more would follow otherwise.
func TestFindingsOfWindowsLines(t *testing.T) {
	for name, files := range faulty(t) {
		_, before := load(files)
		for _, body := range slices.Sorted(maps.Keys(files)) {
			if path.Ext(body) != ".md" || bytes.Contains(files[body].Data, []byte("\r")) || !bytes.Contains(files[body].Data, []byte("\n")) {
				continue
			}
			changed := maps.Clone(files)
			changed[body] = &fstest.MapFile{Data: bytes.ReplaceAll(files[body].Data, []byte("\n"), []byte("\r\n"))}
			_, after := load(changed)
			told := slices.DeleteFunc(lines(after), func(s string) bool { return strings.HasSuffix(s, " file.crlf") })
			if n := len(after.Findings) - len(told); n != 1 && slices.Contains(keysOf(after), "file.crlf") {
				t.Errorf("%s: %s has %d findings about its lines", name, body, n)
			}
			if diff := cmp.Diff(lines(before), told); diff != "" {
				t.Errorf("%s: %s with Windows lines (-want +got):\n%s", name, body, diff)
			}
		}
	}
}

// TestFindingsFollowTheColumn: letters more before a fault move its column by as many, each letter one, however many bytes
// it has.
func TestFindingsFollowTheColumn(t *testing.T) {
	for _, tt := range []struct{ fault, key string }{
		{"[x](khong-co.md)", "link.missing"},
		{"[x](#khong-co)", "link.anchor"},
		{"[x](ftp://a.example)", "link.scheme"},
		{"![](a.svg)", "image.alt"},
		{"![x](https://a.example/b.png)", "image.remote"},
		{"<b>x</b>", "html.refused"},
		{"<kbd>x", "html.unpaired"},
		{`$\khong{x}$`, "math.command"},
		{"$x^2^3$", "math.twice"},
		{"${x$", "math.open"},
	} {
		first := 0
		for _, before := range []string{"", "a ", "đ ", "viết ", "漢字 ", "🙂 ", "**đậm** ", "`mã` ", "\\* &amp; "} {
			files := base(t)
			files["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + before + tt.fault + " sau.\n")}
			files["01-mo-dau/a.svg"] = &fstest.MapFile{Data: []byte(svgOpen + "</svg>")}
			_, report := load(files)
			i := slices.IndexFunc(report.Findings, func(f Finding) bool { return f.Key == tt.key })
			if i < 0 {
				t.Fatalf("%q: %v", before+tt.fault, lines(report))
			}
			f := report.Findings[i]
			if before == "" {
				first = f.Column
			}
			if want := first + utf8.RuneCountInString(before); f.Column != want || f.Line != 10 {
				t.Errorf("%q: %s at %d:%d, want 10:%d", before+tt.fault, f.Key, f.Line, f.Column, want)
			}
		}
	}
}
