package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

// Kinds of records: what happened, in words that follow xAPI's verbs.
const (
	factEnrolled        = "enrolled"
	factMovedOn         = "moved-on" // to a newer version of the course
	factOpened          = "opened"
	factLessonCompleted = "lesson-completed"
	factPractised       = "practised"
	factStarted         = "attempt-started"
	factAnswered        = "answered"
	factSubmitted       = "submitted"
	factScored          = "scored"
	factHandedIn        = "handed-in"
	factPictured        = "picture-added"
	factJudged          = "judged"
	factCorrected       = "judgement-corrected" // why; the judgement in its place is a fact of its own
	factCourseCompleted = "course-completed"
	factWithdrawn       = "completion-withdrawn"
	factConfirmed       = "confirmed"
	factRevoked         = "revoked"
)

// fact is one record to be appended.
type fact struct {
	id              id.ID // zero: a new one
	kind            string
	person, actor   id.ID
	course, version id.ID
	attempt, unit   id.ID
	device          id.ID // session that it came through; zero: the server itself
	subject         string
	data            codes
	happened        clock.Micro // 0: now
	clientKey       string
	evidence        []byte // free text: kept apart, the record holds its salted hash
}

// record appends a fact. Free text goes into evidence, which can be deleted.
func (tx *Tx) record(ctx context.Context, f fact) error {
	record := f.id
	if record.IsZero() {
		record = tx.ids.New()
	}
	if f.happened == 0 {
		f.happened = tx.Now
	}
	switch f.kind {
	case factEnrolled, factMovedOn, factOpened, factLessonCompleted, factPractised, factStarted, factHandedIn, factPictured,
		factJudged, factCorrected:
		if err := tx.present(ctx, f.person); err != nil {
			return err
		}
	}
	if f.evidence != nil {
		salt := tx.ids.Bytes(16)
		f.data["evidence"] = saltedHash(salt, f.evidence)
		err := tx.AddEvidence(ctx, db.AddEvidenceParams{
			ID: tx.ids.New(), RecordID: record, Salt: salt, Body: f.evidence, StoredAt: tx.Now,
		})
		if err != nil {
			return err
		}
	}
	data, err := f.data.json()
	if err != nil {
		return err
	}
	return tx.AddRecord(ctx, db.AddRecordParams{
		ID: record, Kind: f.kind, PersonID: f.person, ActorID: f.actor, CourseID: f.course, VersionID: f.version,
		AttemptID: f.attempt, Subject: f.subject, Data: data, HappenedAt: f.happened, StoredAt: tx.Now, UnitID: f.unit,
		DeviceID: f.device, ClientKey: f.clientKey,
	})
}

// present refuses what a request that was on its way wants to store of somebody who was erased meanwhile. Answers of an
// exam need no such look: an erased person has none that is open. Error kind: NotFound.
func (tx *Tx) present(ctx context.Context, person id.ID) error {
	p, err := tx.PersonState(ctx, person)
	if err == nil && p.ErasedAt != 0 {
		return fault.Missing()
	}
	return readErr(err)
}

func saltedHash(salt, body []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// Metrics of the shared summaries, counted by unit at the time, course and calendar year in Vietnam.
const (
	metricEnrolled  = "enrolled"
	metricCompleted = "completed"
	metricAttempts  = "attempts"
	metricPassed    = "passed"
	metricHandedIn  = "handed-in" // rounds of practical tasks that another person judges
	metricJudged    = "judged"
	metricTrained   = "trained" // distinct people by audience: the first completion of a person in a unit and year
)

// delta appends one change of a shared summary. No transaction updates a row that other people's writes update.
func (tx *Tx) delta(ctx context.Context, metric string, unit, course id.ID, detail string) error {
	return tx.change(ctx, sum{metric, unit, course, int32(tx.Now.Year()), detail}, 1) //nolint:gosec // a year
}

// change appends a change of a shared summary, also of a year that is over.
func (tx *Tx) change(ctx context.Context, s sum, amount int64) error {
	return tx.AddDelta(ctx, db.AddDeltaParams{
		ID: tx.ids.New(), Metric: s.metric, UnitID: s.unit, CourseID: s.course, Year: s.year, Detail: s.detail, Amount: amount,
	})
}

// trained counts a person once per unit, year and audience, and reports whether it did.
func (tx *Tx) trained(ctx context.Context, person, unit, course id.ID, audience string) (bool, error) {
	p := db.AddDistinctParams{PersonID: person, UnitID: unit, Year: int32(tx.Now.Year()), Category: audience} //nolint:gosec // a year
	for {
		n, err := tx.AddDistinct(ctx, p)
		if err != nil {
			return false, err
		}
		if n > 0 {
			return true, tx.delta(ctx, metricTrained, unit, course, audience)
		}
		// Counted before; on PostgreSQL the completion behind that may be taken back at this moment, and the row go.
		if n, err = tx.HoldDistinct(ctx, db.HoldDistinctParams(p)); err != nil || n > 0 {
			return false, err
		}
	}
}
