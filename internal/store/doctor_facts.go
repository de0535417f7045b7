package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

// told is a record with its data read.
type told struct {
	db.RecordsPageRow
	data factData
}

// factData is everything that the data of any kind of record can hold.
type factData struct {
	Position, Questions, Number, Answered int
	Gaps                                  int // typed into: their texts are lines of the evidence
	Sequence                              int64
	Flagged, Right, Passed, Trained       bool
	Begun, Counted, Revoked               bool
	Earned, Corrects, Year                int
	Choices, Picks, Ranks, Grades         []int
	Judged                                []int8
	Evidence, Share, By, Points, Max      string
	Audience, Why                         string
	Renamed                               map[string]string
	Dropped                               []string
}

// blank is how an answer is kept whose text was deleted with its evidence: as one that was taken back.
const blank = "{}"

// answer is the answer that a record tells; known is false when its text was deleted, as is anyone's right.
func (d *doctor) answer(ctx context.Context, t told) (a assess.Answer, known bool, err error) {
	if t.data.Evidence == "" {
		return assess.Answer{Choices: t.data.Choices, Judged: t.data.Judged, Picks: t.data.Picks, Ranks: t.data.Ranks}, true, nil
	}
	e, err := d.EvidenceOf(ctx, t.ID)
	if absent(err) {
		d.report(Difference{"evidence", t.ID.String(), "row", "one, or the trace of its deletion", "none"})
		return a, false, nil
	}
	if err != nil {
		return a, false, err
	}
	if e.DeletedAt != 0 {
		d.same("evidence", t.ID.String(), "deleted", d.erased[t.PersonID], true)
		d.same("evidence", t.ID.String(), "bytes left", 0, len(e.Salt)+len(e.Body))
		return a, false, nil
	}
	d.same("evidence", t.ID.String(), "hash", t.data.Evidence, saltedHash(e.Salt, e.Body))
	if t.data.Gaps > 0 {
		return assess.Answer{Picks: t.data.Picks, Texts: strings.Split(string(e.Body), "\n")}, true, nil
	}
	return assess.Answer{Text: string(e.Body)}, true, nil
}

// lessonFacts and practiceFacts are what the records tell of a lesson and of an in-lesson question.
type lessonFacts struct{ opened, completed clock.Micro }

// lessonAt is a lesson by the name that it has in a version.
type lessonAt struct {
	version id.ID
	lesson  string
}

type practiceFacts struct {
	tries       int
	last, right clock.Micro
	answers     []string // of the last instant: two of one microsecond have no order
	unknown     bool     // an answer of the last instant was deleted
	versions    map[id.ID]bool
}

// attemptFacts are what the records tell of an attempt.
type attemptFacts struct {
	started, submitted, scored []told
	answered                   int
	last                       map[int]told // the last answer by position
}

// taken is one person's course as the records tell it.
type taken struct {
	person, course id.ID
	key            string
	last           clock.Micro // when the last fact was stored
	facts          int

	enrolled, confirmed  []told
	completed, withdrawn []told // withdrawn: completions that were taken back
	revoked              map[string]told
	moved                []told
	lessons              map[lessonAt]*lessonFacts
	practice             map[string]*practiceFacts
	tasks                map[round]*taskFacts
	attempts             map[id.ID]*attemptFacts
}

func newTaken(person, course id.ID) *taken {
	return &taken{
		person: person, course: course, key: person.String() + "/" + course.String(), revoked: map[string]told{},
		lessons: map[lessonAt]*lessonFacts{}, practice: map[string]*practiceFacts{}, attempts: map[id.ID]*attemptFacts{},
		tasks: map[round]*taskFacts{},
	}
}

// entry is the value of a key, made when it is first asked for.
func entryOf[K comparable, V any](m map[K]*V, k K) *V {
	if m[k] == nil {
		m[k] = new(V)
	}
	return m[k]
}

// first keeps the earlier of two instants; 0 is none.
func first(at *clock.Micro, other clock.Micro) {
	if *at == 0 || other < *at {
		*at = other
	}
}

// add folds one record in. The result does not depend on the order of the records.
func (d *doctor) add(ctx context.Context, t *taken, r db.RecordsPageRow) error {
	f := told{RecordsPageRow: r}
	if err := json.Unmarshal([]byte(r.Data), &f.data); err != nil {
		d.report(Difference{"record", r.ID.String(), "data", "JSON", fmt.Sprintf("%q", r.Data)})
		return nil //nolint:nilerr // reported: the check goes on
	}
	t.facts++
	t.last = max(t.last, r.StoredAt)
	switch r.Kind {
	case factEnrolled:
		t.enrolled = append(t.enrolled, f)
		d.count(metricEnrolled, r, "")
	case factMovedOn:
		t.moved = append(t.moved, f)
	case factOpened:
		first(&entryOf(t.lessons, lessonAt{r.VersionID, r.Subject}).opened, r.StoredAt)
	case factLessonCompleted:
		first(&entryOf(t.lessons, lessonAt{r.VersionID, r.Subject}).completed, r.StoredAt)
	case factPractised:
		return d.addPractice(ctx, entryOf(t.practice, r.Subject), f)
	case factHandedIn, factPictured, factJudged, factCorrected:
		return d.worked(ctx, entryOf(t.tasks, round{r.Subject, f.data.Number}), f)
	case factCourseCompleted:
		t.completed = append(t.completed, f)
		d.count(metricCompleted, r, "")
		if f.data.Trained {
			d.count(metricTrained, r, f.data.Audience)
		}
	case factWithdrawn:
		t.withdrawn = append(t.withdrawn, f)
		d.sums[sum{metricCompleted, r.UnitID, r.CourseID, int32(f.data.Year), ""}]-- //nolint:gosec // a year
		if f.data.Counted {
			return d.uncounted(f)
		}
	case factConfirmed:
		t.confirmed = append(t.confirmed, f)
	case factRevoked:
		t.revoked[r.Subject] = f
		return d.reason(ctx, f)
	case factStarted, factAnswered, factSubmitted, factScored:
		d.sat(entryOf(t.attempts, r.AttemptID), f)
	}
	return nil
}

// uncounted takes a person out of the sums of the course by which they were counted.
func (d *doctor) uncounted(f told) error {
	by, err := id.Parse(f.data.By)
	if err != nil {
		d.report(Difference{"record", f.ID.String(), "by", "a course", fmt.Sprintf("%q", f.data.By)})
		return nil //nolint:nilerr // reported: the check goes on
	}
	d.sums[sum{metricTrained, f.UnitID, by, int32(f.data.Year), f.data.Audience}]-- //nolint:gosec // a year
	return nil
}

// standing is the completion that was not taken back; nil without one.
func (t *taken) standing() *told {
	if len(t.completed) == 0 || len(t.completed) <= len(t.withdrawn) {
		return nil
	}
	last := slices.MaxFunc(t.completed, told.compare)
	return &last
}

// compare orders facts of one thing by when they were stored.
func (f told) compare(o told) int {
	return cmp.Or(cmp.Compare(f.StoredAt, o.StoredAt), bytes.Compare(f.ID[:], o.ID[:]))
}

// reason checks that the words behind a revocation are those that were recorded.
func (d *doctor) reason(ctx context.Context, f told) error {
	if f.data.Evidence == "" {
		return nil
	}
	_, _, err := d.answer(ctx, f)
	return err
}

func (d *doctor) count(metric string, r db.RecordsPageRow, detail string) {
	d.sums[sum{metric, r.UnitID, r.CourseID, int32(r.StoredAt.Year()), detail}]++ //nolint:gosec // a year
}

func (d *doctor) addPractice(ctx context.Context, p *practiceFacts, f told) error {
	p.tries++
	if p.versions == nil {
		p.versions = map[id.ID]bool{}
	}
	p.versions[f.VersionID] = true
	if f.data.Right {
		first(&p.right, f.StoredAt)
	}
	if f.StoredAt < p.last {
		return nil
	}
	if f.StoredAt > p.last {
		p.last, p.answers, p.unknown = f.StoredAt, nil, false
	}
	a, known, err := d.answer(ctx, f)
	if err != nil {
		return err
	}
	kept, err := json.Marshal(a)
	p.unknown = p.unknown || !known
	p.answers = append(p.answers, string(kept))
	return err
}

func (d *doctor) sat(a *attemptFacts, f told) {
	switch f.Kind {
	case factStarted:
		a.started = append(a.started, f)
	case factSubmitted:
		a.submitted = append(a.submitted, f)
		d.count(metricAttempts, f.RecordsPageRow, "")
	case factScored:
		a.scored = append(a.scored, f)
		if f.data.Passed {
			d.count(metricPassed, f.RecordsPageRow, "")
		}
	case factAnswered:
		if a.last == nil {
			a.last = map[int]told{}
		}
		a.answered++
		if old, ok := a.last[f.data.Position]; !ok || f.data.Sequence > old.data.Sequence {
			a.last[f.data.Position] = f
		}
	}
}
