// Package account holds people's ways to sign in: contacts, passwords, sessions, one-time codes, roles.
package account

import (
	"context"
	"time"

	"hocso/internal/clock"
	"hocso/internal/id"
	"hocso/internal/org"
)

// ConsentVersion names the text of purpose and rights that people agree to at registration.
const ConsentVersion = "2026-11-22"

// Audiences are the groups of people that courses are for and reports count by.
func Audiences() []string {
	return []string{
		"nguoi-dan", "to-cnscd", "can-bo-cong-chuc-vien-chuc", "lanh-dao", "chuyen-trach", "nguoi-lao-dong", "doanh-nghiep",
		"giao-vien", "hoc-sinh-sinh-vien",
	}
}

// Caller is who asks: the signed-in person with the rights of this moment. A nil *Caller is the public.
type Caller struct {
	Account, Person, Session id.ID
	Name                     string
	Audience                 string
	Unit                     id.ID
	UnitPath                 org.Path
	Staff                    bool
	API                      bool // came with an access token
	Grants                   []Grant
	Seen, Expires            clock.Micro
}

// Account is one way to sign in and the person behind it.
type Account struct {
	ID, Person   id.ID
	Name         string
	Unit         id.ID
	UnitPath     org.Path
	UnitName     string
	Audience     string
	PasswordHash string
	Locked       clock.Micro
	Staff        bool
	Created      clock.Micro
}

// ContactState is a contact and whether anyone has confirmed that it is the person's.
type ContactState struct {
	Contact
	Verified   clock.Micro // 0: unverified
	VerifiedBy id.ID       // a manager's account; zero when confirmed by code
}

// Session is one signed-in device.
type Session struct {
	ID      id.ID
	API     bool
	Device  string
	Created clock.Micro
	Seen    clock.Micro
	Expires clock.Micro
}

// Life of sessions and of the refresh tokens that prolong them (DESIGN §5): sliding, shorter for those who see other
// people's data.
const (
	SessionLife      = 30 * 24 * time.Hour
	StaffSessionLife = 12 * time.Hour
	RefreshGrace     = 60 * time.Second // a replaced refresh token still answers, with the same successor
	AccessLife       = 15 * time.Minute
)

// Life of one-time codes.
const (
	ResetLife      = 24 * time.Hour
	ResetTries     = 5
	ResetDigits    = 8
	MailLinkLife   = time.Hour
	FirstAdminLife = 24 * time.Hour
)

// Purposes of one-time codes.
const (
	PurposeReset      = "reset"
	PurposeMailReset  = "mail-reset"
	PurposeMailVerify = "mail-verify"
	PurposeFirstAdmin = "first-admin"
)

// NewAccount is what is stored when someone registers or is created.
type NewAccount struct {
	Account
	Contact  Contact
	Verified bool
	Consent  string // version of the text agreed to; "" when created by the command line
	Role     Role   // "" or Learner: no grant
	RoleUnit id.ID
	Actor    id.ID // who created it; zero: the person, or the command line
	NewRoot  *org.Unit
	UseCode  id.ID // one-time code that is used up with the creation
}

// NewSession is a session to be stored; Token is stored as its SHA-256 only.
type NewSession struct {
	ID        id.ID
	TokenHash []byte
	Account   id.ID
	API       bool
	Device    string
	Life      time.Duration
	Refresh   []byte // hash of the first refresh token; nil for browsers
}

// Code is a one-time code to be stored by its hash.
type Code struct {
	ID      id.ID
	Account id.ID // zero: for nobody yet (first administrator)
	Purpose string
	Hash    []byte
	Life    time.Duration
	Tries   int
	Actor   id.ID
}

// Refresh is a refresh token as it is kept.
type Refresh struct {
	Session, Account id.ID
	Expires          clock.Micro
	Replaced         clock.Micro
	Successor        string // sealed
	SuccessorUsed    bool
	Dead             bool // session revoked or account locked
}

// Change is a change of an account's standing, for the store and the audit.
type Change struct {
	Actor   id.ID
	Account id.ID
	Unit    id.ID // of the account's person, for the audit line
}

// Correction is what a person says is right. "" leaves what is there.
type Correction struct{ Name, Contact string }

// Corrected is a correction to be stored; zero values leave what is there.
type Corrected struct {
	Person   id.ID
	Name     string
	Old, New Contact
}

// Store keeps accounts. Look-ups return NotFound for what is absent.
type Store interface {
	PeopleStore
	// Register stores an account with its person, contact, consent and role. Invalid (field "contact") when
	// the contact is taken; Gone when UseCode was used before.
	Register(ctx context.Context, n NewAccount) error
	Account(ctx context.Context, account id.ID) (Account, error)
	AccountByContact(ctx context.Context, c Contact) (Account, error)
	Contacts(ctx context.Context, account id.ID) ([]ContactState, error)
	VerifyContact(ctx context.Context, c Change, contact Contact) error
	Grants(ctx context.Context, account id.ID) ([]Grant, error)
	Grant(ctx context.Context, c Change, role Role, unit id.ID) error
	Revoke(ctx context.Context, c Change, role Role, unit id.ID) error
	SetLocked(ctx context.Context, c Change, locked bool) error
	Move(ctx context.Context, c Change, person, unit id.ID, audience string) error
	// Correct stores a corrected name and contact; Invalid (field contact) when another account has the contact.
	Correct(ctx context.Context, c Change, x Corrected) error
	Administrators(ctx context.Context) (int, error)

	AddSession(ctx context.Context, n NewSession) error
	CallerByToken(ctx context.Context, tokenHash []byte, now clock.Micro) (*Caller, error)
	CallerBySession(ctx context.Context, session id.ID, now clock.Micro) (*Caller, error)
	Touch(ctx context.Context, session id.ID, life time.Duration) error
	Sessions(ctx context.Context, account id.ID, now clock.Micro) ([]Session, error)
	RevokeSession(ctx context.Context, account, session id.ID) error
	RevokeSessions(ctx context.Context, account, except id.ID) error

	RefreshToken(ctx context.Context, hash []byte) (Refresh, error)
	// ReplaceRefresh stores a successor; false when another request was first.
	ReplaceRefresh(ctx context.Context, hash, successorHash []byte, sealed string, session id.ID, life time.Duration) (bool, error)

	AddCode(ctx context.Context, c Code) error
	// TryCode takes one try of the newest live code and returns its id, hash and the tries left.
	TryCode(ctx context.Context, account id.ID, purpose string) (code id.ID, hash []byte, left int, err error)
	CodeByHash(ctx context.Context, hash []byte, purpose string, now clock.Micro) (code, account id.ID, err error)
	// SetPassword stores a hash, uses up the code (zero: none) and ends every session but one.
	// Gone when the code was used before.
	SetPassword(ctx context.Context, c Change, hash string, code, except id.ID, action string) error

	Throttled(ctx context.Context, key string) (until clock.Micro, err error)
	CountFailure(ctx context.Context, key string, limit int, window, lock time.Duration) (late bool, err error)
	ClearFailures(ctx context.Context, key string) error
}

// Service is everything about signing in.
type Service struct {
	Store      Store
	IDs        *id.Source
	Clock      clock.Clock
	Passwords  *Passwords
	Secret     []byte // keys the names in the throttle table; kept by the deployment
	MailResets bool   // whether mail can be sent
}
