package web

import (
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/learning"
)

// Where somebody stands with a task that another person judges.
const (
	taskPublic  = "public" // nobody is signed in
	taskJoin    = "join"   // signed in, not enrolled
	taskTodo    = "todo"
	taskWaiting = "waiting"
	taskCounted = "counted" // handed in where nobody judges
	taskFailed  = "failed"
	taskPassed  = "passed"
)

// taskLink is a task in a lesson that is handed in on a page of its own. Nothing in it is the person's but State.
type taskLink struct {
	URL, Lesson string
	Rubric      rubricView
	State       string
}

// rubricView is what a task is judged by, and what passes.
type rubricView struct {
	*course.Rubric
	Pass int
}

// Rows are the criteria with what each grade looks like.
func (r rubricView) Rows() []rubricRow {
	out := make([]rubricRow, len(r.Criteria))
	for i, c := range r.Criteria {
		out[i].HTML = c.HTML
		for n, column := range r.Columns {
			out[i].Cells = append(out[i].Cells, rubricCell{column, c.Cells[n]})
		}
	}
	return out
}

type rubricRow struct {
	HTML  string
	Cells []rubricCell
}

type rubricCell struct {
	course.RubricColumn
	HTML string
}

func rubricOf(q *course.Question) rubricView { return rubricView{q.Rubric, q.HandIn.Pass} }

func newTaskLink(q *course.Question, lesson string) *taskLink {
	return &taskLink{URL: lesson + "/nop/" + q.ID, Lesson: lesson, Rubric: rubricOf(q)}
}

// in leads to the task in the language in which it was read.
func (t *taskLink) in(lang string) {
	if t != nil {
		t.URL += "?" + content.LanguageParam + "=" + lang
	}
}

// taskState is where a person stands with a task; pr is nil for people who are not enrolled.
func taskState(signedIn bool, pr *learning.Progress, question string) string {
	switch {
	case !signedIn:
		return taskPublic
	case pr == nil:
		return taskJoin
	}
	t, begun := pr.Tasks[question]
	switch {
	case !begun:
		return taskTodo
	case t.Last.Passed:
		return taskPassed
	case t.Last.Judged != 0:
		return taskFailed
	case t.Last.Counted:
		return taskCounted
	}
	return taskWaiting
}

// taskForms renders the personal part of a task in every state.
func taskForms(r *partRenderer, t taskLink) map[string][]byte {
	out := map[string][]byte{}
	for _, state := range []string{taskPublic, taskJoin, taskTodo, taskWaiting, taskCounted, taskFailed, taskPassed} {
		t.State = state
		out[state] = r.part("task-state", t)
	}
	return out
}
