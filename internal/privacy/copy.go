package privacy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"hocso/internal/clock"
	"hocso/internal/id"
)

// CopyFormat names the shape of a Copy.
const CopyFormat = "hocso-data-1"

// Copy is everything that is kept about a person, for a machine to read. Times are UTC.
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
	Notes         []CopyNote         `json:"notes" nullable:"false"`
	Audit         []CopyAudit        `json:"audit" nullable:"false"`
}

// CopyAccount is the person and the account.
type CopyAccount struct {
	ID       id.ID      `json:"id"`
	Person   id.ID      `json:"person"`
	Name     string     `json:"name"`
	Unit     string     `json:"unitName"`
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
	Unit string `json:"unitName"`
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
	CopyGiven
	Chosen []string `json:"chosen,omitempty" nullable:"false"`
}

// CopyGiven is an assess.Answer in words. In exams positions are those in which choices were displayed.
type CopyGiven struct {
	Choices []int    `json:"choices,omitempty" nullable:"false"`
	Judged  []int8   `json:"judged,omitempty" nullable:"false"`
	Text    string   `json:"text,omitempty"`
	Picks   []int    `json:"picks,omitempty" nullable:"false"`
	Ranks   []int    `json:"ranks,omitempty" nullable:"false"`
	Texts   []string `json:"texts,omitempty" nullable:"false"`
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
	CopyGiven
	Chosen []string `json:"chosen,omitempty" nullable:"false"`
	Share  string   `json:"share,omitempty"` // only where the exam lets the answers be reviewed
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
	Unit    string     `json:"unitName"`
	Text    string     `json:"text,omitempty"` // what was typed then, or why a confirmation was taken back
	Photo   []byte     `json:"photo,omitempty"`
}

// CopyNote is something said about the draft of a course.
type CopyNote struct {
	Course string     `json:"course"`
	At     *time.Time `json:"at"`
	Text   string     `json:"text"`
}

// CopyAudit is something that was done to the account or to a confirmation.
type CopyAudit struct {
	At     *time.Time      `json:"at"`
	Action string          `json:"action"`
	By     string          `json:"by"`
	Data   json.RawMessage `json:"data"`
}

// Consent, Event, Note and AuditLine are rows as the store gives them.
type (
	// Consent is what a person has agreed to.
	Consent struct {
		Version          string
		Given, Withdrawn clock.Micro
	}
	// Event is one record of a person.
	Event struct {
		Kind, Course, Unit, Subject, Text string
		Photo                             []byte // handed in of a practical task: JPEG
		Attempt                           id.ID
		Happened                          clock.Micro
	}
	// Note is something said about a draft.
	Note struct {
		Course, Text string
		At           clock.Micro
	}
	// AuditLine is a line of the audit log. Data is JSON of ids, codes and numbers.
	AuditLine struct {
		At     clock.Micro
		Actor  id.ID
		Action string
		Data   string
	}
)

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
