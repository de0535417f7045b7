package content

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// sketch loads files as load does.
func sketch(files fstest.MapFS) (*Bundle, Report) {
	root := fstest.MapFS{}
	for name, f := range files {
		root[path.Join("khoa-hoc", name)] = f
	}
	return LoadSketch(root, "khoa-hoc", testSet(), URLs{})
}

// TestSketch: whatever is wrong with a course, what could be read of it is shown, and nothing that acts.
func TestSketch(t *testing.T) {
	names, err := filepath.Glob("testdata/findings/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no findings", err)
	}
	for _, name := range names {
		_, files := archive(t, name)
		all := base(t)
		for n, f := range files {
			all[n] = f
		}
		_, checked := load(all)
		b, report := sketch(all)
		if b == nil {
			t.Fatalf("%s: nothing to show", name)
		}
		if len(report.Findings) != len(checked.Findings) {
			t.Errorf("%s: %d findings, a check has %d", name, len(report.Findings), len(checked.Findings))
		}
		for _, p := range b.Course.Places() {
			for _, block := range p.Lesson.Blocks {
				if m := regexp.MustCompile(`(?i)<script|\son[a-z]+=|(href|src)="\s*(javascript|vbscript):`).FindString(block.HTML); m != "" {
					t.Errorf("%s: %s shows %q", name, p.Key(), m)
				}
			}
		}
	}
	all := base(t)
	for n := range all {
		if strings.HasSuffix(n, "/01-mot.md") || strings.Contains(n, "/01-") && strings.HasSuffix(n, ".md") && !strings.HasSuffix(n, "module.md") {
			all[n] = &fstest.MapFile{Data: []byte(string(all[n].Data) + "\n[bấm](javascript:alert(1))\n\n## Hỏng {#cau-hong type=single}\n\nHỏi?\n\n- [ ] a\n  > sai\n")}
		}
	}
	b, report := sketch(all)
	if !report.HasErrors() {
		t.Fatal("the sample has no errors")
	}
	shown := lessonsHTML(b)
	if strings.Contains(shown, "javascript:") {
		t.Error("a refused address is on the page")
	}
	broken := 0
	for _, p := range b.Course.Places() {
		for _, block := range p.Lesson.Blocks {
			if block.Question == "cau-hong" {
				broken++
			}
		}
	}
	if broken == 0 {
		t.Error("the place of a broken question is not kept")
	}
}
