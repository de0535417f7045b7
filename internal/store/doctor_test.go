package store

import (
	"strings"
	"testing"
)

// TestDoctorFindsDamage proves that the doctor can find something: one row of each table is changed, taken away or
// added behind the store's back.
func TestDoctorFindsDamage(t *testing.T) {
	one := func(table, order string) string {
		return "(SELECT " + order + " FROM " + table + " ORDER BY " + order + " LIMIT 1)"
	}
	lived := newWorld(t)
	fullHistory(t, lived)
	lived.erase(lived.graduate(20))
	lived.Close()
	files, err := databaseIn(lived.opts.Dir)
	must(t, err)
	for _, c := range []struct{ name, table, query string }{
		{"a path", "unit", "UPDATE unit SET path = $1 WHERE kind = 'hamlet'"},
		{"a sort key", "person", "UPDATE person SET sort_key = $1 WHERE id = " + one("person", "id")},
		{"a folded name", "person", "UPDATE person SET folded = 'x' WHERE id = " + one("person", "id")},
		{"a staff flag", "account", "UPDATE account SET staff = TRUE WHERE id = " + one("account", "id")},
		{"a blob", "blob", "UPDATE blob SET bytes = $1 WHERE size > 1000"},
		{"a blob's size", "blob", "UPDATE blob SET size = size + 1"},
		{"a version's file", "course_version", "DELETE FROM version_file WHERE path = 'course.md'"},
		{"a version's manifest", "course_version", "UPDATE course_version SET manifest = $1"},
		{"a version's title", "course_version", "UPDATE course_version SET title = 'x'"},
		{"a version's blob", "course_version", "UPDATE course_version SET bank = $1"},
		{"a course's version", "course", "UPDATE course SET version_id = id"},
		{"an audit line's data", "audit", `UPDATE audit SET data = '{"x":1}' WHERE number = 2`},
		{"an audit line's actor", "audit", "UPDATE audit SET actor_id = id WHERE number = 3"},
		{"an audit line", "audit", "DELETE FROM audit WHERE number = 2"},
		{"the end of the audit", "audit", "DELETE FROM audit WHERE number > 3"},
		{"a head's signature", "audit_head", "UPDATE audit_head SET signature = $1"},
		{"a head's hash", "audit_head", "UPDATE audit_head SET hash = $1"},
		{"an enrolment's time", "enrolment", "UPDATE enrolment SET enrolled_at = enrolled_at + 1"},
		{"an enrolment's completion", "enrolment", "UPDATE enrolment SET completed_at = 0 WHERE completed_at > 0"},
		{"a completion without facts", "enrolment", "UPDATE enrolment SET completed_at = 5 WHERE completed_at = 0"},
		{"an enrolment's exams", "enrolment", "UPDATE enrolment SET exam_passed = exam_passed + 1"},
		{"an enrolment's confirmation", "enrolment", "UPDATE enrolment SET confirmed_at = 0 WHERE confirmed_at > 0"},
		{"a lesson", "lesson_progress", "DELETE FROM lesson_progress WHERE lesson = '01-mo-dau/01-mot'"},
		{"a lesson's completion", "lesson_progress", "UPDATE lesson_progress SET completed_at = 0"},
		{"a practice's tries", "practice", "UPDATE practice SET tries = tries + 1"},
		{"a practice's text", "practice", `UPDATE practice SET last_answer = '{"t":"43"}' WHERE question = 'p2'`},
		{"a practice's success", "practice", "UPDATE practice SET right_at = 0"},
		{"an evidence's text", "evidence", "UPDATE evidence SET body = $1"},
		{"an evidence", "evidence", "DELETE FROM evidence"},
		{"an attempt's points", "attempt", "UPDATE attempt SET points = '5' WHERE passed"},
		{"an attempt's verdict", "attempt", "UPDATE attempt SET passed = TRUE WHERE submitted_at > 0 AND NOT passed"},
		{"an attempt's deadline", "attempt", "UPDATE attempt SET deadline_at = deadline_at + 1"},
		{"an attempt's end", "attempt", "UPDATE attempt SET submitted_at = 0, ended_by = '' WHERE passed"},
		{"an attempt's receipt", "attempt", "UPDATE attempt SET receipt = 'x' WHERE passed"},
		{"an answer", "attempt_item", `UPDATE attempt_item SET answer = '{"c":[9]}' WHERE position = 1`},
		{"a flag", "attempt_item", "UPDATE attempt_item SET flagged = TRUE WHERE position = 2"},
		{"a sequence", "attempt_item", "UPDATE attempt_item SET sequence = sequence + 1 WHERE position = 2"},
		{"a share", "attempt_item", "UPDATE attempt_item SET share = '1/2' WHERE position = 1 AND share <> ''"},
		{"an item", "attempt_item", "DELETE FROM attempt_item WHERE position = 6"},
		{"a question", "attempt_item", "UPDATE attempt_item SET question = 'q9' WHERE position = 1"},
		{"a question's hash", "attempt_item", "UPDATE attempt_item SET question_hash = $1 WHERE position = 1"},
		{"a level", "level_result", "UPDATE level_result SET level = 5"},
		{"a level's row", "level_result", "DELETE FROM level_result"},
		{"a confirmation", "credential", "DELETE FROM credential"},
		{"a confirmation's time", "credential", "UPDATE credential SET issued_at = 1"},
		{"a withdrawal without a fact", "credential", "UPDATE credential SET revoked_at = 1, revoked_why = 'fraud'"},
		{"a withdrawal's reason", "credential", "UPDATE credential SET revoked_why = 'fraud' WHERE revoked_at > 0"},
		{"a withdrawal undone", "credential", "UPDATE credential SET revoked_at = 0, revoked_why = '' WHERE revoked_at > 0"},
		{"an erased person's name", "person", "UPDATE person SET name = 'Lò Thị Ánh' WHERE erased_at > 0"},
		{"an erasure's mark", "person", "UPDATE person SET erased_at = 0 WHERE erased_at > 0"},
		{"an erased person's consent", "person", "UPDATE consent SET withdrawn_at = 0 WHERE withdrawn_at > 0"},
		{"an erased person's client key", "person", "UPDATE record SET client_key = 'k' WHERE person_id = (SELECT id FROM person WHERE erased_at > 0)"},
		{"an erased person's text", "attempt_item", `UPDATE attempt_item SET answer = '{"t":"42"}' WHERE answer = '{}'`},
		{"what a deleted text earned", "attempt", `UPDATE attempt_item SET share = '1/3' WHERE answer = '{}'`},
		{"an erased person's practice", "practice", `UPDATE practice SET last_answer = '{"t":"42"}' WHERE last_answer = '{}'`},
		{"a deletion by nobody's right", "evidence", "UPDATE evidence SET deleted_at = 1, salt = $1, body = $1 WHERE deleted_at = 0"},
		{"a hand-in's time", "hand_in", "UPDATE hand_in SET handed_at = handed_at + 1"},
		{"a hand-in's last time", "hand_in", "UPDATE hand_in SET changed_at = changed_at + 1 WHERE judged_at = 0"},
		{"how often a hand-in came", "hand_in", "UPDATE hand_in SET changes = changes + 1"},
		{"what counts without a judgement", "hand_in", "UPDATE hand_in SET counted = TRUE WHERE judged_at > 0"},
		{"whose text a hand-in shows", "hand_in", "UPDATE hand_in SET record_id = id"},
		{"whose picture a hand-in shows", "hand_in", "UPDATE hand_in SET picture_id = id"},
		{"a hand-in", "hand_in", "DELETE FROM hand_in"},
		{"whose hand-in it is", "hand_in", "UPDATE hand_in SET person_id = (SELECT max(id) FROM person)"},
		{"a judgement's grades", "hand_in", "UPDATE hand_in SET grades = '[1,1]' WHERE judged_at > 0"},
		{"a judgement's points", "hand_in", "UPDATE hand_in SET points = points + 1 WHERE judged_at > 0"},
		{"a judgement", "hand_in", "UPDATE hand_in SET judged_at = 0 WHERE judged_at > 0"},
		{"a judgement without a fact", "hand_in", "UPDATE hand_in SET judged_at = 5 WHERE judged_at = 0"},
		{"who judged", "hand_in", "UPDATE hand_in SET judged_by = id WHERE judged_at > 0"},
		{"a pass", "hand_in", "UPDATE hand_in SET passed = TRUE WHERE NOT passed"},
		{"a record of a judgement", "hand_in", "UPDATE record SET data = '{\"number\":1,\"grades\":[9,9]}' WHERE kind = 'judged'"},
		{"points that do not follow", "hand_in", "UPDATE record SET data = '{\"number\":1,\"grades\":[1,1],\"earned\":1}' WHERE kind = 'judged'"},
		{"a text that was replaced", "hand_in", "UPDATE evidence SET deleted_at = 0, body = $1 WHERE deleted_at > 0"},
		{"a summary", "summary", "UPDATE summary SET amount = amount + 1 WHERE metric = 'enrolled'"},
		{"a summary's row", "summary", "DELETE FROM summary WHERE metric = 'trained'"},
		{"a delta", "summary", "DELETE FROM delta"},
		{"a counted person", "distinct_person", "DELETE FROM distinct_person"},
		{"a counted year", "distinct_person", "UPDATE distinct_person SET year = 1999"},
		{"a record", "enrolment", "DELETE FROM record WHERE kind = 'enrolled'"},
		{"a record of an answer", "attempt_item", "DELETE FROM record WHERE kind = 'answered'"},
		{"a record of a result", "attempt", "UPDATE record SET data = '{}' WHERE kind = 'scored'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeFiles(t, dir, files)
			w := openWorld(t, Options{Dir: dir})
			args := []any{}
			if strings.Contains(c.query, "$1") {
				args = append(args, []byte("0123456789abcdef0123456789abcdef"))
			}
			w.sql(c.query, args...)
			for _, d := range w.differences() {
				if d.Table == c.table {
					return
				}
			}
			t.Errorf("%s: not found; reported: %v", c.query, w.differences())
		})
	}
}
