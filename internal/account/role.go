package account

import (
	"slices"

	"hocso/internal/id"
	"hocso/internal/org"
)

// Role is what an account may do within a unit and everything below it.
type Role string

// The roles. Everyone who signs in is a learner without any grant.
const (
	Learner       Role = "learner"
	Author        Role = "author"
	Manager       Role = "manager"
	Administrator Role = "administrator"
)

// Roles lists every role, from the least to the most.
func Roles() []Role { return []Role{Learner, Author, Manager, Administrator} }

// Permission is one thing that a role may do.
type Permission string

// The permissions.
const (
	Learn          Permission = "learn"           // enrol, practise, sit exams, see one's own results
	ReviewCourses  Permission = "review-courses"  // see versions, sources and findings of courses
	WriteCourses   Permission = "write-courses"   // draft courses, review the drafts of others, publish what was reviewed
	PublishCourses Permission = "publish-courses" // accept an offered version
	SeePeople      Permission = "see-people"      // names, contacts and progress of people in scope
	HelpPeople     Permission = "help-people"     // verify contacts, make reset codes, correct names, move people
	JudgeTasks     Permission = "judge-tasks"     // judge what people in scope hand in of practical tasks, never one's own
	LockPeople     Permission = "lock-people"
	GrantRoles     Permission = "grant-roles"
	AnswerRequests Permission = "answer-requests" // copy or erase a person's data because they have asked for it
	RevokePapers   Permission = "revoke-papers"   // take confirmations back
	ManageUnits    Permission = "manage-units"
	ManageSite     Permission = "manage-site" // the site's settings; it counts at the top of the tree only
)

// Permissions lists every permission.
func Permissions() []Permission {
	return []Permission{
		Learn, ReviewCourses, WriteCourses, PublishCourses, SeePeople, HelpPeople, JudgeTasks, LockPeople, GrantRoles, AnswerRequests, RevokePapers, ManageUnits, ManageSite,
	}
}

// table is the one place that says what a role may do.
func table() map[Role][]Permission {
	return map[Role][]Permission{
		Learner:       {Learn},
		Author:        {Learn, ReviewCourses, WriteCourses},
		Manager:       {Learn, SeePeople, HelpPeople, JudgeTasks},
		Administrator: Permissions(),
	}
}

// May reports whether a role has a permission.
func (r Role) May(p Permission) bool { return slices.Contains(table()[r], p) }

// Judges lists the roles whose holders people wait for to be judged. An administrator may judge too; but one sits above
// everybody, and whoever had nobody nearer would wait for them in vain.
func Judges() []Role {
	var out []Role
	for _, r := range Roles() {
		if r.May(JudgeTasks) && r != Administrator {
			out = append(out, r)
		}
	}
	return out
}

// Known reports whether r is a role.
func (r Role) Known() bool { return slices.Contains(Roles(), r) }

// Grant is a role within a unit's subtree.
type Grant struct {
	Role Role
	Unit id.ID
	Path org.Path
	Name string // of the unit, where it is shown
}

// May reports whether the caller has a permission anywhere.
func (c *Caller) May(p Permission) bool {
	if c == nil {
		return false
	}
	return p == Learn || len(c.Scopes(p)) > 0
}

// MayIn reports whether the caller has a permission for the unit at path.
func (c *Caller) MayIn(p Permission, path org.Path) bool {
	return slices.ContainsFunc(c.Scopes(p), path.Under)
}

// Scopes are the subtrees in which the caller has a permission. Lists and look-ups are bounded by them.
func (c *Caller) Scopes(p Permission) []org.Path {
	if c == nil {
		return nil
	}
	var out []org.Path
	for _, g := range c.Grants {
		if g.Role.May(p) {
			out = append(out, g.Path)
		}
	}
	return out
}

// Holds reports whether the caller holds a role anywhere; everyone signed in is a learner.
func (c *Caller) Holds(r Role) bool {
	return c != nil && (r == Learner || slices.ContainsFunc(c.Grants, func(g Grant) bool { return g.Role == r }))
}

// Outranks reports whether the caller may act on an account with these grants: every grant of the other must lie
// within a subtree in which the caller may grant roles, so that a commune's manager cannot reset an administrator.
func (c *Caller) Outranks(others []Grant) bool {
	for _, g := range others {
		if g.Role != Learner && !c.MayIn(GrantRoles, g.Path) {
			return false
		}
	}
	return true
}
