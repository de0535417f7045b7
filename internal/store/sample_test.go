package store

import (
	"fmt"
	"strings"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/standard"
)

const courseSlug = "khoa-thu"

var competence = standard.Ref{Framework: standard.TT02, Code: "2.3"}

// sampleCourse is two lessons, four in-lesson questions, a task and an exam of six from a bank of ten. Every second edition
// has another text in its second lesson, every other one asks for the task.
func sampleCourse(edition int) *course.Course {
	c := &course.Course{
		Slug: courseSlug, Title: fmt.Sprintf("Khóa thử, lần %d", edition), Summary: "Để thử", Language: "vi", Standard: standard.TT02,
		Audience: []string{"nguoi-dan"}, Completion: course.Completion{Lessons: course.All, Practice: 50, Practical: edition%2 == 0, Exam: "pass"},
		Exam: &course.Exam{
			Title: "Bài thi", Minutes: 20, Attempts: 3, Pass: 60, Show: course.ShowAfterSubmit,
			Draw: []course.Row{
				{Competences: []standard.Ref{competence}, Low: 1, High: 1, Count: 3},
				{Competences: []standard.Ref{competence}, Low: 2, High: 2, Count: 3},
			},
			Claims: []course.Target{{Ref: competence, Level: 2}},
		},
		Modules: []course.Module{{Slug: "01-mo-dau", Title: "Mở đầu", Lessons: []course.Lesson{
			{Slug: "01-mot", Title: "Một", Minutes: 10, Bytes: 100, Questions: []course.Question{question("p1", course.Single, 1), question("p2", course.Short, 1)}},
			{Slug: "02-hai", Title: "Hai", Minutes: 10, Bytes: 200, Blocks: []course.Block{{HTML: strings.Repeat(fmt.Sprintf("chữ%d ", edition/2), 40)}}, Questions: []course.Question{question("p3", course.TrueFalse, 1), question("p4", course.Multiple, 1), task("t1")}},
		}}},
	}
	types := []course.Type{course.Single, course.Multiple, course.TrueFalse, course.Short, course.Numeric, course.Matching, course.Ordering, course.Cloze, course.Hotspot}
	for i := range 10 {
		c.Bank = append(c.Bank, question(fmt.Sprintf("q%d", i), types[i%len(types)], 1+i/5))
	}
	return c
}

// question makes one whose first two choices are right (of a single: the first), or which accepts "42".
func question(name string, t course.Type, level int) course.Question {
	q := course.Question{
		ID: name, Type: t, Title: name, Competence: competence, Level: level, Points: course.One(), Stem: "<p>Câu " + name + "</p>",
		Language: "vi", Shuffle: true, Match: "loose",
	}
	if t == course.Short || t == course.Numeric {
		q.Choices = []course.Choice{{HTML: "42", Text: "42", Right: true}}
		return q
	}
	if t == course.Cloze {
		menu := []course.Choice{{Text: "một", Right: true}, {Text: "hai"}}
		q.Gaps = []course.Gap{{Label: "a", Type: course.Single, Choices: menu}, {Label: "b", Type: course.Numeric, Choices: []course.Choice{{Text: "42", Right: true}}}}
		return q
	}
	if t == course.Matching {
		q.Pairs = []course.Pair{{HTML: "trái 0", Text: "trái 0", Choice: 2}, {HTML: "trái 1", Text: "trái 1", Choice: 0}}
	}
	for i := range 4 {
		text := fmt.Sprintf("ý %d", i)
		q.Choices = append(q.Choices, course.Choice{HTML: text, Text: text, Right: i == 0 || (i == 1 && t != course.Single)})
	}
	return q
}

// task is judged by somebody else: two criteria of two points each, of which three pass; a picture may come with it.
func task(name string) course.Question {
	q := question(name, course.Practical, 1)
	q.Choices, q.HandIn = nil, &course.HandIn{Photo: true, Pass: 3}
	q.Rubric = &course.Rubric{
		Columns:  []course.RubricColumn{{Name: "Tốt", Points: 2}, {Name: "Được", Points: 1}, {Name: "Chưa", Points: 0}},
		Criteria: []course.Criterion{{HTML: "một", Cells: []string{"a", "b", "c"}}, {HTML: "hai", Cells: []string{"a", "b", "c"}}},
	}
	return q
}

// answerTo answers fully right or not at all right.
func answerTo(q *course.Question, right bool) assess.Answer {
	switch q.Type {
	case course.Hotspot:
		if right {
			return assess.Answer{Choices: []int{0, 1}}
		}
		return assess.Answer{Choices: []int{2, 4}}
	case course.Single, course.Multiple:
		if !right {
			return assess.Answer{Choices: []int{3}}
		}
		if q.Type == course.Single {
			return assess.Answer{Choices: []int{0}}
		}
		return assess.Answer{Choices: []int{0, 1}}
	case course.TrueFalse:
		if right {
			return assess.Answer{Judged: []int8{1, 1, 2, 2}}
		}
		return assess.Answer{Judged: []int8{2, 2, 1, 1}}
	case course.Matching:
		if right {
			return assess.Answer{Picks: []int{3, 1}}
		}
		return assess.Answer{Picks: []int{0, 4}}
	case course.Ordering:
		if right {
			return assess.Answer{Ranks: []int{1, 2, 3, 4}}
		}
		return assess.Answer{Ranks: []int{4, 3, 2, 0}}
	case course.Cloze:
		if right {
			return assess.Answer{Picks: []int{1, 0}, Texts: []string{"", "42"}}
		}
		return assess.Answer{Picks: []int{2}, Texts: []string{"", "41"}}
	case course.Numeric, course.Short:
	}
	if right {
		return assess.Answer{Text: "42"}
	}
	return assess.Answer{Text: "41"}
}

// draft is an edition of the course, ready to be published.
func draft(edition int) course.Draft {
	return course.Draft{
		Course: sampleCourse(edition), Origin: course.Folder, Release: "thử",
		Sources: []course.File{
			{Path: "course.md", Data: fmt.Appendf(nil, "lần %d", edition)},
			{Path: "bank/01.md", Data: []byte("câu hỏi")},
			{Path: "empty.md", Data: nil},
		},
		Media: []course.Medium{{Hash: course.HashOf([]byte("<svg/>")), Type: "image/svg+xml", Data: []byte("<svg/>")}},
	}
}
