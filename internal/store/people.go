package store

import (
	"context"
	"database/sql"
	"errors"

	"hocso/internal/account"
	"hocso/internal/id"
	"hocso/internal/org"
)

// peopleListing is what lists of people are made of.
func peopleListing() listing {
	return listing{
		from: "person p JOIN account a ON a.person_id = p.id JOIN unit u ON u.id = p.unit_id",
		key:  "p.id",
		columns: map[string]string{
			"path": "u.path", "audience": "p.audience", "name": "p.folded", "locked": "a.locked_at", "staff": "a.staff",
			"role":    "a.id IN (SELECT g.account_id FROM role_grant g WHERE g.revoked_at = 0 AND g.role = ?)",
			"contact": "a.id IN (SELECT c.account_id FROM contact c WHERE c.kind IN ('phone', 'email') AND c.value = ?)",
			"digits":  "a.id IN (SELECT c.account_id FROM contact c WHERE c.kind = 'phone' AND c.value LIKE ?)",
		},
		orders: map[string][]string{"name": {"p.sort_key"}},
	}
}

func peopleList(scopes []org.Path, f account.PeopleFilter, few bool) *list {
	l := peopleListing().list()
	l.gather = few
	l.under("path", scopes)
	if contact, ok := f.Contact(); ok && contact.Kind != "" {
		l.has("contact", contact.Value)
	} else if ok {
		l.has("digits", "%"+contact.Value+"%")
	} else if name := f.Names(); name != "" {
		l.is("name", "LIKE", "%"+name+"%")
	}
	if f.Audience != "" {
		l.is("audience", "=", f.Audience)
	}
	switch f.Role {
	case "":
	case account.Learner:
		l.is("staff", "=", false)
	default:
		l.has("role", string(f.Role))
	}
	if f.Locked {
		l.is("locked", "<>", 0)
	}
	return l
}

// personLines reads what a line shows, for the keys of one page.
const personLines = `SELECT a.id, p.id, p.name, p.unit_id, u.name, p.audience, a.locked_at, a.staff,
  coalesce((SELECT c.kind FROM contact c WHERE c.account_id = a.id ORDER BY c.kind DESC, c.value LIMIT 1), ''),
  coalesce((SELECT c.value FROM contact c WHERE c.account_id = a.id ORDER BY c.kind DESC, c.value LIMIT 1), ''),
  coalesce((SELECT c.verified_at FROM contact c WHERE c.account_id = a.id ORDER BY c.kind DESC, c.value LIMIT 1), 0),
  (SELECT count(*) FROM enrolment e WHERE e.person_id = p.id),
  (SELECT count(*) FROM enrolment e WHERE e.person_id = p.id AND e.completed_at > 0)
FROM person p JOIN account a ON a.person_id = p.id JOIN unit u ON u.id = p.unit_id
WHERE p.id IN (`

// People lists a page of people, sorted by given name. Few of many are found and then sorted; walking through
// everybody in the order of names until a page is full pays only when most rows belong on it.
func (s *Store) People(ctx context.Context, scopes []org.Path, f account.PeopleFilter, found int, after id.ID) (rows []account.PersonRow, more bool, err error) {
	l := peopleList(scopes, f, found < account.PeopleCounted)
	if !after.IsZero() { // the cursor is an id: a name's key would be personal data in an address
		var key []byte
		if err := s.reads.QueryRowContext(ctx, "SELECT sort_key FROM person WHERE id = $1", after).Scan(&key); err != nil {
			return nil, false, readErr(err)
		}
		l.after("name", key, after)
	}
	keys, err := l.page("name", account.PeoplePage+1)
	if err != nil {
		return nil, false, err
	}
	lines, err := s.reads.QueryContext(ctx, personLines+keys+") ORDER BY p.sort_key, p.id", l.args...)
	if err != nil {
		return nil, false, readErr(err)
	}
	rows, err = personRows(lines)
	if len(rows) > account.PeoplePage {
		return rows[:account.PeoplePage], true, err
	}
	return rows, false, err
}

func personRows(lines *sql.Rows) (rows []account.PersonRow, err error) {
	defer func() { err = readErr(errors.Join(err, lines.Close())) }()
	for lines.Next() {
		var r account.PersonRow
		err := lines.Scan(&r.Account, &r.Person, &r.Name, &r.Unit, &r.UnitName, &r.Audience, &r.Locked, &r.Staff,
			&r.Contact.Kind, &r.Contact.Value, &r.Contact.Verified, &r.Courses, &r.Completed)
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, lines.Err()
}

// CountPeople counts what a filter finds, up to limit.
func (s *Store) CountPeople(ctx context.Context, scopes []org.Path, f account.PeopleFilter, limit int) (int, error) {
	return peopleList(scopes, f, true).count(ctx, s, limit)
}

// PeopleTotals sums the summaries of subtrees that do not overlap.
func (s *Store) PeopleTotals(ctx context.Context, scopes []org.Path, year int) (account.PeopleTotals, error) {
	t := account.PeopleTotals{Year: year}
	for _, scope := range scopes {
		low, high := scope.Range()
		rows, err := get(s.q.Totals(ctx, low, high))
		if err != nil {
			return t, err
		}
		for _, r := range rows {
			switch {
			case r.Metric == metricEnrolled:
				t.Enrolled += int(r.Amount)
			case r.Metric == metricCompleted:
				t.Completed += int(r.Amount)
			case r.Metric == metricTrained && int(r.Year) == year:
				t.Trained += int(r.Amount)
			}
		}
	}
	return t, nil
}
