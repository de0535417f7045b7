package content

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"hocso/courses"
	"hocso/internal/i18n"
)

// TestCatalogue: what is shipped has no finding, and its banks reach every competence of Circular 02/2025: at least four
// questions at each of the levels 1 to 4 and two at 5 and 6. `go test -v -run TestCatalogue` prints the table.
func TestCatalogue(t *testing.T) {
	std, err := Standards(courses.FS)
	if err != nil {
		t.Fatal(err)
	}
	var findings strings.Builder
	if report := Check(courses.FS, std, URLs{}); len(report.Findings) > 0 {
		if err := report.Write(&findings, i18n.EN); err != nil {
			t.Fatal(err)
		}
		t.Fatalf("findings:\n%s", &findings)
	}
	const levels = 8
	counts, lessons, questions := map[string]*[levels + 1]int{}, 0, 0
	for _, slug := range Courses(courses.FS) {
		b, _ := Load(courses.FS, slug, std, URLs{})
		lessons, questions = lessons+b.Course.Lessons(), questions+len(b.Course.Bank)
		for _, q := range b.Course.Bank {
			ref := q.Competence.String()
			if counts[ref] == nil {
				counts[ref] = &[levels + 1]int{}
			}
			counts[ref][q.Level]++
		}
		t.Logf("%-28s %3d lessons %4d questions", slug, b.Course.Lessons(), len(b.Course.Bank))
	}
	if lessons < 100 || questions < 600 {
		t.Errorf("%d lessons, %d questions", lessons, questions)
	}
	f, ok := std.Framework("TT02-2025")
	if !ok {
		t.Fatal("no framework")
	}
	var table strings.Builder
	for _, area := range f.Areas {
		for _, c := range area.Competences {
			n := counts[f.ID+":"+c.Code]
			if n == nil {
				n = &[levels + 1]int{}
			}
			fmt.Fprintf(&table, "%-5s %3d\n", c.Code, n[1:])
			for level, least := range []int{0, 4, 4, 4, 4, 2, 2} {
				if n[level] < least {
					t.Errorf("%s at level %d: %d questions, want %d", c.Code, level, n[level], least)
				}
			}
		}
	}
	t.Logf("%d lessons, %d questions; questions by competence and level 1 to %d:\n%s", lessons, questions, levels, &table)
}

// TestExample: the course that authors copy has no finding, and a question of every type.
func TestExample(t *testing.T) {
	std, err := Standards(courses.FS)
	if err != nil {
		t.Fatal(err)
	}
	b, report := Load(os.DirFS("../../docs/examples"), "tra-tien-o-cho", std, URLs{})
	if len(report.Findings) > 0 {
		t.Fatal(lines(report))
	}
	types := map[string]bool{}
	for _, q := range b.Course.Modules[0].Lessons[0].Questions {
		types[string(q.Type)] = true
	}
	for _, want := range typeNames() {
		if !types[want] {
			t.Errorf("no question of type %s", want)
		}
	}
}
