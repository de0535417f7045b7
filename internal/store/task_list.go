package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"hocso/internal/clock"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/org"
)

// workListing is what lists of rounds are made of; a condition that is one of an index lets that be used.
func workListing(condition string) listing {
	return listing{
		from: "hand_in h JOIN person p ON p.id = h.person_id AND " + condition + " AND p.erased_at = 0 JOIN unit u ON u.id = p.unit_id",
		key:  "h.id", columns: map[string]string{"path": "u.path", "person": "h.person_id"},
		orders: map[string][]string{"oldest": {"h.handed_at"}, "judged": {"(-h.judged_at)"}},
	}
}

// The conditions of what waits and of what was judged.
const (
	itWaits    = "h.judged_at = 0"
	itIsJudged = "h.judged_at > 0"
)

// workLines reads what a line shows, for the keys of one page.
const workLines = `SELECT h.id, h.person_id, h.version_id, h.question, h.number, h.handed_at, h.changed_at, h.picture_id, h.counted, h.judged_at, h.passed, h.corrections, p.name, u.name
FROM hand_in h JOIN person p ON p.id = h.person_id JOIN unit u ON u.id = p.unit_id WHERE h.id IN (`

// Waiting lists a page of rounds that wait, the oldest first. Error kind: NotFound for an "after" that is not there.
func (s *Store) Waiting(ctx context.Context, scopes []org.Path, not, after id.ID) (works []learning.Work, more bool, err error) {
	l := workListing(itWaits).list()
	if !after.IsZero() {
		w, err := s.Work(ctx, after)
		if err != nil {
			return nil, false, err
		}
		l.after("oldest", w.Handed, after)
	}
	return s.works(ctx, l, "oldest", scopes, not)
}

// CountWaiting counts what waits, and stops at MaxWaiting.
func (s *Store) CountWaiting(ctx context.Context, scopes []org.Path, not id.ID) (int, error) {
	l := workListing(itWaits).list()
	l.under("path", scopes)
	l.is("person", "<>", not)
	return l.count(ctx, s, learning.MaxWaiting)
}

// JudgedWorks lists a page of rounds that were judged, what was judged last first. Error kind: NotFound for an "after" that
// is not there.
func (s *Store) JudgedWorks(ctx context.Context, scopes []org.Path, not, after id.ID) (works []learning.Work, more bool, err error) {
	l := workListing(itIsJudged).list()
	if !after.IsZero() {
		w, err := s.Work(ctx, after)
		if err != nil {
			return nil, false, err
		}
		l.after("judged", -w.Judged, after)
	}
	return s.works(ctx, l, "judged", scopes, not)
}

func (s *Store) works(ctx context.Context, l *list, order string, scopes []org.Path, not id.ID) (works []learning.Work, more bool, err error) {
	l.under("path", scopes)
	l.is("person", "<>", not)
	keys, err := l.page(order, learning.WaitingPage+1)
	if err != nil {
		return nil, false, err
	}
	lines, err := s.reads.QueryContext(ctx, workLines+keys+") ORDER BY "+strings.Join(l.by(order), ", "), l.args...)
	if err != nil {
		return nil, false, readErr(err)
	}
	works, err = workRows(lines)
	if len(works) > learning.WaitingPage {
		return works[:learning.WaitingPage], true, err
	}
	return works, false, err
}

func workRows(lines *sql.Rows) (works []learning.Work, err error) {
	defer func() { err = readErr(errors.Join(err, lines.Close())) }()
	for lines.Next() {
		var w learning.Work
		var picture id.ID
		var handed, changed, judged clock.Micro
		err := lines.Scan(&w.ID, &w.Person, &w.VersionID, &w.Question, &w.Number, &handed, &changed, &picture, &w.Counted,
			&judged, &w.Passed, &w.Corrections, &w.Name, &w.UnitName)
		if err != nil {
			return nil, err
		}
		w.Handed, w.Changed, w.Judged, w.Picture = handed, changed, judged, !picture.IsZero()
		works = append(works, w)
	}
	return works, lines.Err()
}
