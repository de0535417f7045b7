package content

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPages holds what every construct becomes: each archive of testdata/pages is laid over the base course, and its
// lessons must be the HTML beside it, without a finding.
func TestPages(t *testing.T) {
	names, err := filepath.Glob("testdata/pages/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no pages", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			_, files := archive(t, name)
			all := base(t)
			for n, f := range files {
				all[n] = f
			}
			bundle, report := load(all)
			if len(report.Findings) > 0 {
				t.Fatal(lines(report))
			}
			sound(t, bundle, report)
			golden := strings.TrimSuffix(name, ".txtar") + ".html"
			got := lessonsHTML(bundle)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// lessonsHTML is the prose of every lesson, with the sprite's mark made visible.
func lessonsHTML(b *Bundle) string {
	var out strings.Builder
	for _, p := range b.Course.Places() {
		for _, block := range p.Lesson.Blocks {
			out.WriteString(block.HTML + "\n")
		}
	}
	return strings.ReplaceAll(out.String(), SpriteMark, "sprite.svg")
}
