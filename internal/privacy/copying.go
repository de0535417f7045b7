package privacy

import (
	"context"
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/credential"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// Own copies everything about the caller.
func (s *Service) Own(ctx context.Context, c *account.Caller) (*Copy, error) {
	a, err := s.Accounts.Store.Account(ctx, c.Account)
	if err != nil {
		return nil, err
	}
	return s.copy(ctx, a)
}

// Of copies everything about somebody who has asked for it, and notes that it was copied; a nil caller is the command
// line. Error kinds: NotFound outside the caller's scope, Forbidden for an account that stands above the caller.
func (s *Service) Of(ctx context.Context, c *account.Caller, accountID id.ID) (*Copy, error) {
	a, ch, err := s.Accounts.MayChange(ctx, c, account.AnswerRequests, accountID)
	if err != nil {
		return nil, err
	}
	if err := s.Store.NoteCopy(ctx, ch); err != nil {
		return nil, err
	}
	return s.copy(ctx, a)
}

func (s *Service) copy(ctx context.Context, a account.Account) (*Copy, error) {
	c := &Copy{
		Format: CopyFormat, Made: clock.Now(s.Clock).Time(),
		Account: CopyAccount{a.ID, a.Person, a.Name, a.UnitName, a.Audience, at(a.Created), at(a.Locked)},
	}
	for _, fill := range []func(context.Context, account.Account, *Copy) error{
		s.signIns, s.studies, s.attempts, s.papers, s.history,
	} {
		if err := fill(ctx, a, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// signIns are contacts, roles, consents and devices.
func (s *Service) signIns(ctx context.Context, a account.Account, c *Copy) error {
	caller := &account.Caller{Account: a.ID, Person: a.Person}
	contacts, grants, err := s.Accounts.Own(ctx, caller)
	if err != nil {
		return err
	}
	consents, err := s.Store.Consents(ctx, a.Person)
	if err != nil {
		return err
	}
	sessions, err := s.Accounts.Sessions(ctx, caller)
	if err != nil {
		return err
	}
	c.Contacts = each(contacts, func(k account.ContactState) CopyContact { return CopyContact{k.Kind, k.Value, at(k.Verified)} })
	c.Roles = each(grants, func(g account.Grant) CopyRole { return CopyRole{string(g.Role), g.Name} })
	c.Consents = each(consents, func(k Consent) CopyConsent { return CopyConsent{k.Version, at(k.Given), at(k.Withdrawn)} })
	c.Sessions = each(sessions, func(v account.Session) CopySession {
		return CopySession{v.Device, v.API, at(v.Created), at(v.Seen), at(v.Expires)}
	})
	return nil
}

func (s *Service) studies(ctx context.Context, a account.Account, c *Copy) error {
	all, err := s.Learning.Mine(ctx, &account.Caller{Person: a.Person})
	c.Courses = each(all, func(st *learning.Study) CopyCourse {
		e := st.Progress
		out := CopyCourse{
			Course: st.Published.Slug, Title: st.Published.Course.Title, Version: st.Published.Number, Enrolled: at(e.Enrolled),
			Last: at(e.LastAt), LastLesson: e.LastLesson, Completed: at(e.Completed), ExamsTaken: e.ExamsTaken, ExamsPassed: e.ExamsPassed,
			Lessons: []CopyLesson{}, Practice: []CopyPractice{},
		}
		for _, name := range slices.Sorted(maps.Keys(e.Lessons)) {
			l := e.Lessons[name]
			out.Lessons = append(out.Lessons, CopyLesson{name, at(l.Opened), at(l.Completed)})
		}
		for _, name := range slices.Sorted(maps.Keys(e.Practice)) {
			p := e.Practice[name]
			row := CopyPractice{Question: name, Tries: p.Tries, Last: at(p.At), Right: at(p.Right), CopyGiven: CopyGiven(p.Answer)}
			if _, q, ok := st.Published.Course.Question(name); ok {
				row.Chosen = chosen(q, p.Answer)
			}
			out.Practice = append(out.Practice, row)
		}
		return out
	})
	return err
}

// attempts copies answers and results. What a question earned is told where the exam's page tells it too: somebody who
// is going to sit the exam again must not learn from the copy what the author keeps for the end.
func (s *Service) attempts(ctx context.Context, a account.Account, c *Copy) error {
	caller := &account.Caller{Person: a.Person}
	all, err := s.Assess.Attempts(ctx, caller)
	if err != nil {
		return err
	}
	c.Attempts = []CopyAttempt{}
	for _, one := range all {
		sit, err := s.Assess.Sitting(ctx, caller, one.ID)
		if err != nil {
			return err
		}
		out := CopyAttempt{
			ID: sit.ID, Course: sit.Course, Version: sit.Published.Number, Number: sit.Number, Started: at(sit.Started),
			Deadline: at(sit.Deadline), Submitted: at(sit.Submitted), EndedBy: sit.EndedBy, Receipt: sit.Receipt,
			Points: text(sit.Points), Max: text(sit.Max), Passed: sit.Passed, Levels: []CopyLevel{},
		}
		review := false
		if sit.Submitted != 0 {
			r, _, err := s.Assess.Result(ctx, caller, one.ID)
			if err != nil {
				return err
			}
			review = r.ShowKeys(r.TriesLeft)
			out.Levels = each(r.Grade.Levels, func(l assess.Level) CopyLevel {
				return CopyLevel{l.Competence.String(), l.Stated, l.Level, l.Low, l.High, l.Questions}
			})
		}
		for i, it := range sit.Items {
			row := CopyAnswer{
				Position: it.Position, Competence: it.Competence.String(), Level: it.Level, Saved: at(it.At), Flagged: it.Flagged,
				CopyGiven: CopyGiven(it.ToDisplay(it.Answer)), Chosen: chosen(sit.Questions[i], it.Answer),
			}
			if review {
				row.Share = text(it.Share)
			}
			out.Answers = append(out.Answers, row)
		}
		c.Attempts = append(c.Attempts, out)
	}
	return nil
}

func (s *Service) papers(ctx context.Context, a account.Account, c *Copy) error {
	all, err := s.Credentials.Mine(ctx, &account.Caller{Person: a.Person})
	if err != nil {
		return err
	}
	c.Confirmations = each(all, func(k *credential.Credential) CopyConfirmation {
		return CopyConfirmation{credential.Display(k.Serial), k.Course, k.Issuer, at(k.Issued), k.State(), at(k.Revoked), k.Why}
	})
	for _, k := range all {
		if err := s.audited(ctx, a, k.ID, c); err != nil {
			return err
		}
	}
	return nil
}

// history is the records, what was said about drafts, and what the audit log says about the account.
func (s *Service) history(ctx context.Context, a account.Account, c *Copy) error {
	events, err := s.Store.Events(ctx, a.Person)
	if err != nil {
		return err
	}
	c.Events = each(events, func(e Event) CopyEvent {
		out := CopyEvent{Kind: e.Kind, At: at(e.Happened), Course: e.Course, Subject: e.Subject, Unit: e.Unit, Text: e.Text, Photo: e.Photo}
		if !e.Attempt.IsZero() {
			out.Attempt = &e.Attempt
		}
		return out
	})
	notes, err := s.Store.Notes(ctx, a.ID)
	if err != nil {
		return err
	}
	c.Notes = each(notes, func(n Note) CopyNote { return CopyNote{n.Course, at(n.At), n.Text} })
	if err := s.audited(ctx, a, a.ID, c); err != nil {
		return err
	}
	slices.SortStableFunc(c.Audit, func(x, y CopyAudit) int { return x.At.Compare(*y.At) })
	return nil
}

func (s *Service) audited(ctx context.Context, a account.Account, target id.ID, c *Copy) error {
	lines, err := s.Store.AuditAbout(ctx, target)
	c.Audit = append(c.Audit, each(lines, func(l AuditLine) CopyAudit {
		by := "staff" // who it was is another person's data
		switch l.Actor {
		case a.ID:
			by = "self"
		case id.Zero:
			by = "server"
		}
		return CopyAudit{at(l.At), l.Action, by, json.RawMessage(l.Data)}
	})...)
	return err
}

// at is an instant for JSON, nil for "not yet".
func at(m clock.Micro) *time.Time {
	if m == 0 {
		return nil
	}
	t := m.Time()
	return &t
}

func text(r *big.Rat) string {
	if r == nil {
		return ""
	}
	return r.RatString()
}

// each converts a list; the result is never nil, so that JSON has [] and not null.
func each[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}
