package store

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/authoring"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// Words by which one person would be known again, wherever they stand.
const (
	markName   = "Vàng Thị Kỳ Lạ"
	markFolded = "vang thi ky la"
	markBefore = "Vàng Thị Kỳ Cục" // the name that was corrected
	markPhone  = "977000111"
	markDevice = "máy của chị Kỳ Lạ"
	markTyped  = "một chữ rất riêng"
	markKey    = "khóa rất riêng"
	markNote   = "lời rất riêng"
)

func marks() []string {
	return []string{markName, markFolded, markBefore, markPhone, markDevice, markTyped, markKey, markNote}
}

// marked is somebody who has left traces wherever the application keeps any of a person: signed in on two devices, with a
// code, a role, a passed exam, a confirmation, typed answers, a judged task, words about a draft. typed tells whether
// their exam had a question with a text, which is a matter of the draw.
func (w *world) marked() (c *account.Caller, typed bool) {
	w.t.Helper()
	ctx, n := w.t.Context(), w.newAccount(7, w.hamlet)
	n.Name, n.Contact.Value = markBefore, "+84"+markPhone
	must(w.t, w.Register(ctx, n))
	change := account.Change{Account: n.ID, Unit: n.Unit}
	must(w.t, w.Correct(ctx, change, account.Corrected{Person: n.Person, Name: markName}))
	c = &account.Caller{Account: n.ID, Person: n.Person, Name: markName, Unit: w.hamlet.ID, UnitPath: w.hamlet.Path, Audience: n.Audience}
	for _, api := range []bool{false, true} {
		tokens, err := w.accounts().StartSession(ctx, account.Account{ID: n.ID}, account.Device{Label: markDevice, Address: "203.0.113.7"}, api)
		must(w.t, err)
		c.Session = tokens.Session.ID
	}
	must(w.t, w.AddCode(ctx, account.Code{ID: w.ids.New(), Account: c.Account, Purpose: account.PurposeReset, Hash: []byte("mã"), Life: time.Hour, Tries: 5}))
	must(w.t, w.Grant(ctx, change, account.Author, w.province.ID))
	c.Grants = []account.Grant{{Role: account.Author, Unit: w.province.ID, Path: w.province.Path}}
	w.studied(c)
	typed = w.examined(c)
	drafts := &authoring.Service{Store: w.Store, Press: desk{w}, Sources: w.catalog.Files, IDs: w.ids, Clock: w.clock}
	must(w.t, drafts.Begin(ctx, c, courseSlug, w.course))
	must(w.t, drafts.Comment(ctx, c, courseSlug, "Gọi tôi số 0"+markPhone+", "+markNote))
	d, err := drafts.Draft(ctx, c, courseSlug)
	must(w.t, err)
	must(w.t, w.CloseDraft(ctx, d, w.course.ID, markNote, c.Account))
	must(w.t, drafts.Begin(ctx, c, courseSlug, w.course))
	must(w.t, drafts.Comment(ctx, c, courseSlug, "Gọi tôi số 0"+markPhone+", "+markNote))
	return c, typed
}

// studied goes through the lessons, with a task that is judged, and types what nobody else types.
func (w *world) studied(c *account.Caller) {
	w.t.Helper()
	ctx, j := w.t.Context(), &judging{world: w, learner: c, judge: w.person(8, w.commune)}
	j.appoint(j.judge, w.commune)
	must(w.t, w.learning.Enrol(ctx, c, courseSlug, assess.Key{Key: markKey, Body: []byte("x")}))
	st, err := w.learning.Study(ctx, c, courseSlug)
	must(w.t, err)
	for _, pl := range st.Published.Course.Places() {
		must(w.t, w.learning.Opened(ctx, c, st, pl))
		must(w.t, w.learning.CompleteLesson(ctx, c, courseSlug, pl.Module.Slug, pl.Lesson.Slug, assess.Key{}))
	}
	must(w.t, j.hands(c, markTyped, func(h *learning.Handing) { h.Picture = bytes.NewReader(picture()) }))
	must(w.t, w.learning.Judge(ctx, j.judge, j.task(c).Works[0].ID, learning.Judgement{Changes: 1, Grades: []int{1, 1}, Comments: []string{markNote}}))
	for _, q := range []string{"p1", "p2", "p3", "p4"} {
		_, question, _ := st.Published.Course.Question(q)
		_, _, _, err := w.learning.Practise(ctx, c, courseSlug, q, answerTo(question, true), assess.Key{})
		must(w.t, err)
	}
	_, _, _, err = w.learning.Practise(ctx, c, courseSlug, "p2", assess.Answer{Text: markTyped}, assess.Key{})
	must(w.t, err)
}

// examined fails an exam with texts of the person's own, and passes the next one.
func (w *world) examined(c *account.Caller) (typed bool) {
	w.t.Helper()
	for _, pass := range []bool{false, true} {
		a := w.start(c)
		for _, it := range a.Items {
			given := w.answer(it, true)
			switch {
			case pass:
			case given.Text != "":
				given.Text, typed = markTyped, true
			case given.Texts != nil:
				given.Texts[1], typed = markTyped, true
			default:
				given = assess.Answer{}
			}
			_, err := w.save(c, a.ID, it.Position, given, false, 0, assess.Key{})
			must(w.t, err)
		}
		_, err := w.assess.Submit(w.t.Context(), c, a.ID, assess.Key{})
		must(w.t, err)
	}
	if len(must1(w.credential.Mine(w.t.Context(), c))) != 1 {
		w.t.Fatal("the course is not completed")
	}
	return typed
}

// cell is one value of a row as bytes, whatever its column is.
func cell(v any) []byte {
	switch v := v.(type) {
	case nil:
		return nil
	case []byte:
		return v
	}
	return fmt.Append(nil, v)
}

// wholeTable is everything that one table of the database holds.
type wholeTable struct {
	name    string
	columns []string
	rows    []map[string][]byte
}

// tables reads the whole database behind the store's back.
func (w *world) tables() []wholeTable {
	w.t.Helper()
	list := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
	if w.opts.DB != "" {
		list = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name"
	}
	var out []wholeTable
	for _, row := range w.readAll(list).rows {
		t := w.readAll("SELECT * FROM " + string(row["name"]))
		t.name = string(row["name"])
		out = append(out, t)
	}
	if len(out) < 30 {
		w.t.Fatalf("only %d tables", len(out))
	}
	return out
}

func (w *world) readAll(query string) (t wholeTable) {
	w.t.Helper()
	rows, err := w.reads.QueryContext(w.t.Context(), query)
	must(w.t, err)
	defer rows.Close()
	t.columns, err = rows.Columns()
	must(w.t, err)
	for rows.Next() {
		values, into := make([]any, len(t.columns)), make([]any, len(t.columns))
		for i := range values {
			into[i] = &values[i]
		}
		must(w.t, rows.Scan(into...))
		row := map[string][]byte{}
		for i, c := range t.columns {
			row[c] = cell(values[i])
		}
		t.rows = append(t.rows, row)
	}
	must(w.t, rows.Err())
	return t
}

// markedColumns are the columns of any table in which one of the words stands, as "table.column".
func (w *world) markedColumns(words []string) []string {
	w.t.Helper()
	found := map[string]bool{}
	for _, t := range w.tables() {
		for _, row := range t.rows {
			for column, v := range row {
				if slices.ContainsFunc(words, func(word string) bool { return bytes.Contains(v, []byte(word)) }) {
					found[t.name+"."+column] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// TestNoColumnNamesTheErased walks every column of every table for the words by which somebody who was erased would be
// known again. A table that is added is walked too.
func TestNoColumnNamesTheErased(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		c, typed := w.marked()
		want := []string{
			"attempt_item.answer", "client_key.key", "contact.value", "draft_note.body", "evidence.body", "person.folded", "person.name",
			"practice.last_answer", "record.client_key", "session.device", "version_note.body",
		}
		if !typed {
			want = want[1:]
		}
		if d := cmp.Diff(want, w.markedColumns(marks())); d != "" {
			t.Errorf("before the erasure, words of the person stand in (-want +got):\n%s\nAre they all known to Erase?", d)
		}
		w.erase(c)
		if left := w.markedColumns(marks()); len(left) > 0 {
			t.Errorf("after the erasure, words of the person stand in %v", left)
		}
		w.healthy()
	})
}

// TestMarkedPersonIsEverywhere keeps the test above honest: every table that names a person, an account, an enrolment, an
// attempt or a session has a row of this person. A new table of that kind is to be filled by marked, and to be known to
// Erase and to the copy.
func TestMarkedPersonIsEverywhere(t *testing.T) {
	w := newWorld(t)
	c, _ := w.marked()
	owners := map[string]id.ID{
		"person_id": c.Person, "account_id": c.Account, "caller": c.Account, "session_id": c.Session,
		"enrolment_id": value[id.ID](w, "SELECT id FROM enrolment WHERE person_id = $1", c.Person),
		"attempt_id":   value[id.ID](w, "SELECT id FROM attempt WHERE person_id = $1 AND number = 1", c.Person),
	}
	of := 0
	for _, t := range w.tables() {
		named := slices.DeleteFunc(slices.Clone(t.columns), func(column string) bool { return owners[column].IsZero() })
		if len(named) == 0 {
			continue
		}
		of++
		theirs := slices.ContainsFunc(t.rows, func(row map[string][]byte) bool {
			return slices.ContainsFunc(named, func(column string) bool { owner := owners[column]; return bytes.Equal(row[column], owner[:]) })
		})
		if !theirs {
			w.t.Errorf("table %s names somebody by %v, and has nothing of this person", t.name, named)
		}
	}
	if of < 15 {
		t.Errorf("only %d tables of people", of)
	}
}
