package store

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/store/db"
)

// round names a round of a practical task that another person judges.
type round struct {
	question string
	number   int
}

// String names the row in reports.
func (r round) String() string { return r.question + " " + strconv.Itoa(r.number) }

// taskFacts are what the records tell of a round.
type taskFacts struct {
	handed, pictured, judged []told
	corrected                []told
	kept                     []id.ID // the facts whose handed-in words or picture are not deleted
}

// worked folds a record of a round in, and holds the words and the picture behind it against its hash.
func (d *doctor) worked(ctx context.Context, t *taskFacts, f told) error {
	switch f.Kind {
	case factHandedIn:
		if t.handed = append(t.handed, f); f.data.Begun { // a round counts once, however often it was replaced
			d.count(metricHandedIn, f.RecordsPageRow, "")
		}
	case factPictured:
		t.pictured = append(t.pictured, f)
	case factJudged:
		if t.judged = append(t.judged, f); f.data.Corrects == 0 { // so does its judgement, however often it was corrected
			d.count(metricJudged, f.RecordsPageRow, "")
		}
	case factCorrected:
		t.corrected = append(t.corrected, f)
	}
	if f.data.Evidence == "" {
		return nil
	}
	e, err := d.EvidenceOf(ctx, f.ID)
	if absent(err) {
		d.report(Difference{"evidence", f.ID.String(), "row", "one, or the trace of its deletion", "none"})
		return nil
	}
	if err == nil && e.DeletedAt == 0 {
		if f.Kind == factHandedIn || f.Kind == factPictured {
			t.kept = append(t.kept, f.ID)
		}
		d.same("evidence", f.ID.String(), "hash", f.data.Evidence, saltedHash(e.Salt, e.Body))
	}
	return err
}

// tasks checks the rounds of an enrolment and gives where the records say that the person stands.
func (d *doctor) tasks(ctx context.Context, t *taken, e db.EnrolmentsPageRow) (map[string]learning.TaskState, error) {
	rows, err := d.HandInFacts(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	kept := map[round]db.HandInFactsRow{}
	for _, r := range rows {
		kept[round{r.Question, int(r.Number)}] = r
		entryOf(t.tasks, round{r.Question, int(r.Number)})
	}
	var told []learning.HandIn
	for k, f := range t.tasks {
		h, err := d.handIn(ctx, t.key+" "+k.String(), f, kept[k])
		if err != nil {
			return nil, err
		}
		h.Question, h.Number = k.question, k.number
		told = append(told, h)
	}
	slices.SortFunc(told, func(a, b learning.HandIn) int { return a.Number - b.Number })
	return learning.TasksOf(told), nil
}

// handIn checks one round and gives what the records tell of it.
func (d *doctor) handIn(ctx context.Context, key string, f *taskFacts, r db.HandInFactsRow) (learning.HandIn, error) {
	var h learning.HandIn
	var last clock.Micro
	var records, pictures []id.ID // of the last instant: two of one microsecond have no order
	for _, x := range f.handed {
		first(&h.Handed, x.StoredAt)
		h.Counted = h.Counted || x.data.Counted
		if x.StoredAt > last {
			last, records = x.StoredAt, nil
		}
		if x.StoredAt == last {
			records = append(records, x.ID)
		}
	}
	for _, x := range f.pictured {
		pictures = append(pictures, x.ID)
	}
	d.same("hand_in", key, "handed_at", h.Handed, r.HandedAt)
	d.same("hand_in", key, "changed_at", last, r.ChangedAt)
	d.same("hand_in", key, "changes", len(f.handed), r.Changes)
	d.same("hand_in", key, "counted", h.Counted, r.Counted)
	d.same("hand_in", key, "record_id is the last fact's", true, slices.Contains(records, r.RecordID))
	d.same("hand_in", key, "picture_id is a fact's", true, r.PictureID.IsZero() || slices.Contains(pictures, r.PictureID))
	for _, k := range f.kept {
		d.same("hand_in", key, "what was replaced is deleted", true, k == r.RecordID || k == r.PictureID)
	}
	d.same("hand_in", key, "corrections", max(0, len(f.judged)-1), r.Corrections)
	if len(f.judged) == 0 {
		d.same("hand_in", key, "judged_at", clock.Micro(0), r.JudgedAt)
		d.same("hand_in", key, "passed", false, r.Passed)
		return h, nil
	}
	if err := d.corrected(ctx, key, f, r); err != nil {
		return h, err
	}
	return d.judged(ctx, key, h, f.judged[len(f.judged)-1], r)
}

// judged checks a judgement, and that its points follow from the rubric.
func (d *doctor) judged(ctx context.Context, key string, h learning.HandIn, f told, r db.HandInFactsRow) (learning.HandIn, error) {
	actor, err := d.ActorOf(ctx, f.ID)
	if err != nil {
		return h, err
	}
	grades, err := json.Marshal(f.data.Grades)
	if err != nil {
		return h, err
	}
	d.same("hand_in", key, "judged_at", f.StoredAt, r.JudgedAt)
	d.same("hand_in", key, "judged_by", actor, r.JudgedBy)
	d.same("hand_in", key, "judgement_id", f.ID, r.JudgementID)
	d.same("hand_in", key, "version_id", f.VersionID, r.VersionID)
	d.same("hand_in", key, "grades", string(grades), r.Grades)
	d.same("hand_in", key, "points", f.data.Earned, r.Points)
	d.same("hand_in", key, "passed", f.data.Passed, r.Passed)
	h.Judged, h.Points, h.Passed = f.StoredAt, f.data.Earned, f.data.Passed
	p, err := d.version(ctx, f.VersionID)
	if err != nil || p == nil {
		return h, err
	}
	_, q, ok := p.Course.Question(f.Subject)
	if !ok || q.HandIn == nil || len(f.data.Grades) != len(q.Rubric.Criteria) || slices.Max(f.data.Grades) > len(q.Rubric.Columns) || slices.Min(f.data.Grades) < 1 {
		d.report(Difference{"hand_in", key, "grades", "of the version's rubric", string(grades)})
		return h, nil
	}
	points, _ := assess.RubricPoints(q, assess.Answer{Picks: f.data.Grades})
	d.same("hand_in", key, "points by the rubric", points, f.data.Earned)
	d.same("hand_in", key, "passed by the rubric", points >= q.HandIn.Pass, f.data.Passed)
	return h, nil
}
