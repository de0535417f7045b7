package privacy

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/credential"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// CopyFormat names the shape of a Copy.
const CopyFormat = "hocso-data-1"

// Copy is everything that is kept about a person, for a machine to read. Times are UTC. Positions of choices in answers
// are those in which they were displayed, from 0: "c" what was chosen, "j" how statements were judged (1 true, 2 false,
// 0 not at all), "t" what was typed.
type Copy struct {
	Format        string             `json:"format"`
	Made          time.Time          `json:"made"`
	Account       CopyAccount        `json:"account"`
	Contacts      []CopyContact      `json:"contacts" nullable:"false"`
	Roles         []CopyRole         `json:"roles" nullable:"false"`
	Consents      []CopyConsent      `json:"consents" nullable:"false"`
	Sessions      []CopySession      `json:"sessions" nullable:"false"`
	Courses       []CopyCourse       `json:"courses" nullable:"false"`
	Attempts      []CopyAttempt      `json:"attempts" nullable:"false"`
	Confirmations []CopyConfirmation `json:"confirmations" nullable:"false"`
	Events        []CopyEvent        `json:"events" nullable:"false"`
	Audit         []CopyAudit        `json:"audit" nullable:"false"`
}

// CopyAccount is the person and the account.
type CopyAccount struct {
	ID       id.ID      `json:"id"`
	Person   id.ID      `json:"person"`
	Name     string     `json:"name"`
	Unit     string     `json:"unit"`
	Audience string     `json:"audience"`
	Created  *time.Time `json:"created"`
	Locked   *time.Time `json:"locked,omitempty"`
}

// CopyContact is a way to sign in.
type CopyContact struct {
	Kind     string     `json:"kind"`
	Value    string     `json:"value"`
	Verified *time.Time `json:"verified,omitempty"`
}

// CopyRole is a role within a unit.
type CopyRole struct {
	Role string `json:"role"`
	Unit string `json:"unit"`
}

// CopyConsent is what the person has agreed to.
type CopyConsent struct {
	Version   string     `json:"textVersion"`
	Given     *time.Time `json:"given"`
	Withdrawn *time.Time `json:"withdrawn,omitempty"`
}

// CopySession is a signed-in device.
type CopySession struct {
	Device  string     `json:"device"`
	API     bool       `json:"api,omitempty"`
	Created *time.Time `json:"created"`
	Seen    *time.Time `json:"seen"`
	Expires *time.Time `json:"expires"`
}

// CopyCourse is a course that the person takes.
type CopyCourse struct {
	Course      string         `json:"course"`
	Title       string         `json:"title"`
	Version     int            `json:"version"`
	Enrolled    *time.Time     `json:"enrolled"`
	Last        *time.Time     `json:"last"`
	LastLesson  string         `json:"lastLesson,omitempty"`
	Completed   *time.Time     `json:"completed,omitempty"`
	ExamsTaken  int            `json:"examsTaken"`
	ExamsPassed int            `json:"examsPassed"`
	Lessons     []CopyLesson   `json:"lessons" nullable:"false"`
	Practice    []CopyPractice `json:"practice" nullable:"false"`
}

// CopyLesson is a lesson that was opened.
type CopyLesson struct {
	Lesson    string     `json:"lesson"`
	Opened    *time.Time `json:"opened"`
	Completed *time.Time `json:"completed,omitempty"`
}

// CopyPractice is a question in a lesson and the last answer to it.
type CopyPractice struct {
	Question string     `json:"question"`
	Tries    int        `json:"tries"`
	Last     *time.Time `json:"last"`
	Right    *time.Time `json:"right,omitempty"`
	assess.Answer
	Chosen []string `json:"chosen,omitempty" nullable:"false" doc:"The chosen texts, as HTML."`
}

// CopyAttempt is a sitting of an exam. Points are exact fractions.
type CopyAttempt struct {
	ID        id.ID        `json:"id"`
	Course    string       `json:"course"`
	Version   int          `json:"version"`
	Number    int          `json:"number"`
	Started   *time.Time   `json:"started"`
	Deadline  *time.Time   `json:"deadline"`
	Submitted *time.Time   `json:"submitted,omitempty"`
	EndedBy   string       `json:"endedBy,omitempty"`
	Receipt   string       `json:"receipt,omitempty"`
	Points    string       `json:"points,omitempty"`
	Max       string       `json:"max,omitempty"`
	Passed    bool         `json:"passed"`
	Answers   []CopyAnswer `json:"answers" nullable:"false"`
	Levels    []CopyLevel  `json:"levels" nullable:"false"`
}

// CopyAnswer is one question of an attempt. The questions themselves are the bank's and not the person's.
type CopyAnswer struct {
	Position   int        `json:"position"`
	Competence string     `json:"competence"`
	Level      int        `json:"level"`
	Saved      *time.Time `json:"saved,omitempty"`
	Flagged    bool       `json:"flagged,omitempty"`
	assess.Answer
	Chosen []string `json:"chosen,omitempty" nullable:"false" doc:"The chosen texts, as HTML."`
	Share  string   `json:"share,omitempty" doc:"Earned part of the points, where the exam lets the answers be reviewed."`
}

// CopyLevel is what an attempt says of a competence.
type CopyLevel struct {
	Competence string `json:"competence"`
	Stated     bool   `json:"stated"`
	Level      int    `json:"level"`
	Low        int    `json:"low"`
	High       int    `json:"high"`
	Questions  int    `json:"questions"`
}

// CopyConfirmation is a confirmation of completion.
type CopyConfirmation struct {
	Serial  string     `json:"serial"`
	Course  string     `json:"course"`
	Issuer  string     `json:"issuer"`
	Issued  *time.Time `json:"issued"`
	State   string     `json:"state"`
	Revoked *time.Time `json:"revoked,omitempty"`
	Why     string     `json:"why,omitempty"`
}

// CopyEvent is one record.
type CopyEvent struct {
	Kind    string     `json:"kind"`
	At      *time.Time `json:"at"`
	Course  string     `json:"course"`
	Subject string     `json:"subject,omitempty"`
	Attempt *id.ID     `json:"attempt,omitempty"`
	Unit    string     `json:"unit"`
}

// CopyAudit is something that was done to the account or to a confirmation.
type CopyAudit struct {
	At     *time.Time `json:"at"`
	Action string     `json:"action"`
	By     string     `json:"by" doc:"self, staff or server."`
	Data   string     `json:"data"`
}

// Consent, Event and AuditLine are rows as the store gives them.
type (
	// Consent is what a person has agreed to.
	Consent struct {
		Version          string
		Given, Withdrawn clock.Micro
	}
	// Event is one record of a person.
	Event struct {
		Kind, Course, Unit, Subject string
		Attempt                     id.ID
		Happened                    clock.Micro
	}
	// AuditLine is a line of the audit log. Data is JSON of ids, codes and numbers.
	AuditLine struct {
		At     clock.Micro
		Actor  id.ID
		Action string
		Data   string
	}
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
			row := CopyPractice{Question: name, Tries: p.Tries, Last: at(p.At), Right: at(p.Right), Answer: p.Answer}
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
				Answer: it.ToDisplay(it.Answer), Chosen: chosen(sit.Questions[i], it.Answer),
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

// history is the records, and what the audit log says about the account.
func (s *Service) history(ctx context.Context, a account.Account, c *Copy) error {
	events, err := s.Store.Events(ctx, a.Person)
	if err != nil {
		return err
	}
	c.Events = each(events, func(e Event) CopyEvent {
		out := CopyEvent{Kind: e.Kind, At: at(e.Happened), Course: e.Course, Subject: e.Subject, Unit: e.Unit}
		if !e.Attempt.IsZero() {
			out.Attempt = &e.Attempt
		}
		return out
	})
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
		return CopyAudit{at(l.At), l.Action, by, l.Data}
	})...)
	return err
}

// chosen are the texts of the chosen choices: what the person saw and took.
func chosen(q *course.Question, a assess.Answer) []string {
	var out []string
	for _, i := range a.Choices {
		if i < len(q.Choices) {
			out = append(out, q.Choices[i].HTML)
		}
	}
	return out
}

// JSON is the copy as a file.
func (c *Copy) JSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // it is a file, and people read it
	enc.SetIndent("", "  ")
	if err := enc.Encode(c); err != nil {
		return nil, fmt.Errorf("privacy: %w", err)
	}
	return b.Bytes(), nil
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
