package content

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestQuestionPages holds what every type of question becomes, in every form that authors write it: each archive of
// testdata/questions is laid over the base course, and what is compiled must be the text beside it, without an error.
// -update writes the texts anew.
func TestQuestionPages(t *testing.T) {
	names, err := filepath.Glob("testdata/questions/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no questions", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			_, files := archive(t, name)
			all := base(t)
			maps.Copy(all, files)
			bundle, report := load(all)
			if bundle == nil || len(report.Findings) > 0 {
				t.Fatal(lines(report))
			}
			sound(t, bundle, report)
			golden, got := strings.TrimSuffix(name, ".txtar")+".golden", compiled(bundle)
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

// compiled is what learners get of the lessons, the bank and the glossary, for people to read.
func compiled(b *Bundle) string {
	var out strings.Builder
	for _, p := range b.Course.Places() {
		fmt.Fprintf(&out, "lesson %s\n", p.Key())
		for _, block := range p.Lesson.Blocks {
			if block.Question != "" {
				fmt.Fprintf(&out, "[question %s]\n", block.Question)
				continue
			}
			fmt.Fprintln(&out, block.HTML)
		}
		for _, q := range p.Lesson.Questions {
			dumpQuestion(&out, q)
		}
	}
	for _, q := range b.Course.Bank {
		dumpQuestion(&out, q)
	}
	for _, term := range b.Course.Glossary {
		fmt.Fprintf(&out, "\nterm %s %q\n%s\n", term.ID, term.Name, term.HTML)
	}
	return strings.ReplaceAll(strings.ReplaceAll(out.String(), SpriteMark, "sprite.svg"), "\x00", "␀")
}
