package learning

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// rubric makes a task with so many criteria and columns whose points fall to 0.
func rubric(criteria, columns, pass int) *course.Question {
	q := &course.Question{ID: "t", Type: course.Practical, Rubric: &course.Rubric{}, HandIn: &course.HandIn{Pass: pass}}
	for n := range columns {
		q.Rubric.Columns = append(q.Rubric.Columns, course.RubricColumn{Name: "x", Points: 2 * (columns - 1 - n)})
	}
	for range criteria {
		q.Rubric.Criteria = append(q.Rubric.Criteria, course.Criterion{HTML: "x", Cells: make([]string, columns)})
	}
	return q
}

// TestJudgedByTheRubric: a grade for each criterion and nothing else is taken; the points are their sum, and passing is
// reaching the task's.
func TestJudgedByTheRubric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		criteria, columns := rapid.IntRange(1, 5).Draw(t, "criteria"), rapid.IntRange(2, 4).Draw(t, "columns")
		q := rubric(criteria, columns, 1)
		q.HandIn.Pass = rapid.IntRange(1, q.Rubric.Most()).Draw(t, "pass")
		grades := rapid.SliceOfN(rapid.IntRange(-1, columns+1), 0, criteria+1).Draw(t, "grades")
		good, sum := len(grades) == criteria, 0
		for _, g := range grades {
			if g < 1 || g > columns {
				good = false
				continue
			}
			sum += 2 * (columns - g)
		}
		var form fault.Form
		out := judged(&form, &Submission{Task: q}, Judgement{Grades: grades})
		err := form.Err()
		if fault.Is(err, fault.Invalid) == good {
			t.Fatalf("%v of %d criteria and %d columns: %v", grades, criteria, columns, err)
		}
		if good && (out.Points != sum || out.Passed != (sum >= q.HandIn.Pass)) {
			t.Fatalf("%v: %d points, passed %v; want %d of %d", grades, out.Points, out.Passed, sum, q.HandIn.Pass)
		}
	})
}

func TestComments(t *testing.T) {
	sub := &Submission{Task: rubric(2, 2, 2)}
	for _, tt := range []struct {
		given, want []string
		refused     bool
	}{
		{nil, nil, false},
		{[]string{" ", "\u200b"}, nil, false},
		{[]string{"", " Rõ  hơn\r\n\r\n\r\nnữa "}, []string{"", "Rõ hơn\n\nnữa"}, false},
		{[]string{"Một"}, []string{"Một", ""}, false},
		{[]string{strings.Repeat("ă", MaxComment)}, []string{strings.Repeat("ă", MaxComment), ""}, false},
		{[]string{"", strings.Repeat("ă", MaxComment+1)}, nil, true},
		{[]string{"", "", "thừa"}, nil, true},
	} {
		var form fault.Form
		out := judged(&form, sub, Judgement{Grades: []int{1, 2}, Comments: tt.given})
		if err := form.Err(); (err != nil) != tt.refused || cmp.Diff(tt.want, out.Comments) != "" {
			t.Errorf("%.40q: %.40q, %v", tt.given, out.Comments, err)
		}
	}
}

// TestParagraphs: what is kept is kept as it is when it comes again, and no line is longer than it was.
func TestParagraphs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-zăđ \n\r\x{200b}]{0,60}`).Draw(t, "text")
		once := paragraphs(s)
		if again := paragraphs(once); again != once {
			t.Fatalf("%q became %q, then %q", s, once, again)
		}
		if strings.Contains(once, "\n\n\n") || strings.TrimSpace(once) != once || strings.ContainsAny(once, "\r\u200b") {
			t.Fatalf("%q became %q", s, once)
		}
	})
}

func TestStandingWithTasks(t *testing.T) {
	for _, tt := range []struct {
		name            string
		rounds          []HandIn
		done            int
		waiting, failed int
		round           int
		open            bool
	}{
		{"nothing", nil, 0, 0, 0, 1, true},
		{"waiting", []HandIn{{Number: 1}}, 0, 1, 0, 1, true},
		{"counted", []HandIn{{Number: 1, Counted: true}}, 1, 0, 0, 1, true},
		{"not passed", []HandIn{{Number: 1, Judged: 5}}, 0, 0, 1, 2, true},
		{"waiting again", []HandIn{{Number: 1, Judged: 5}, {Number: 2}}, 0, 1, 0, 2, true},
		{"counted, then not passed", []HandIn{{Number: 1, Counted: true, Judged: 5}}, 1, 0, 0, 2, true},
		{"passed", []HandIn{{Number: 1, Judged: 5}, {Number: 2, Judged: 6, Passed: true}}, 1, 0, 0, 3, false},
	} {
		task := Task{}
		for i := range tt.rounds {
			tt.rounds[i].Question = "t"
			task.Works = append([]Work{{HandIn: tt.rounds[i]}}, task.Works...)
		}
		p := &Progress{Tasks: TasksOf(tt.rounds)}
		c := &course.Course{
			Completion: course.Completion{Practical: true},
			Modules:    []course.Module{{Lessons: []course.Lesson{{Questions: []course.Question{*rubric(1, 2, 1)}}}}},
		}
		s := StandingOf(c, p)
		waiting, failed := p.PracticalOpen()
		round, open := task.Round()
		if s.PracticalDone != tt.done || s.PracticalNeeded != 1 || waiting != tt.waiting || failed != tt.failed || round != tt.round || open != tt.open {
			t.Errorf("%s: done %d, waiting %d, failed %d, round %d, open %v", tt.name, s.PracticalDone, waiting, failed, round, open)
		}
	}
}
