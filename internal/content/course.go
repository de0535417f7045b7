package content

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"golang.org/x/text/language"

	"hocso/internal/account"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/standard"
	"hocso/internal/vntext"
)

// was is the former slug of a thing that was renamed.
func (p *page) was() string {
	n := p.front.get("was")
	if n == nil {
		return ""
	}
	s := p.front.text("was")
	if !slugLike(s) {
		p.front.report(n, "front.slug", fault.Args{"key": "was", "value": clip(s, 60), "try": vntext.Slug(s)})
	}
	return s
}

// language is the language of the page that is compiled: the course's but for translations; Vietnamese when course.md does
// not say.
func (l *loader) language() string {
	if l.speaking != "" {
		return l.speaking
	}
	if l.course.Language == "" {
		return "vi"
	}
	return l.course.Language
}

// courseFront reads the front matter of course.md, but for the exam, which needs the bank.
func (l *loader) courseFront(p *page) {
	f := &p.front
	f.only("title", "summary", "language", "audience", "hours", "standard", "mapping", "completion", "exam", "verify", "was")
	f.require("title", "summary", "language", "audience", "hours", "standard", "completion")
	c := l.course
	c.Title, c.Summary = p.title, f.text("summary")
	if n := f.get("was"); n != nil { // see ADR 18
		f.report(n, "course.was", nil)
	}
	c.Language = f.text("language")
	if n := f.get("language"); n != nil {
		if _, err := language.Parse(c.Language); err != nil {
			f.report(n, "course.language", fault.Args{"value": clip(c.Language, 40)})
		}
	}
	c.Hours = f.number("hours", 1000)
	c.Verify = f.texts("verify")
	for _, n := range f.list("audience") {
		a := f.scalar(n, "audience")
		if a != "" && !slices.Contains(account.Audiences(), a) {
			f.report(n, "front.word", fault.Args{"key": "audience", "value": clip(a, 60), "words": strings.Join(account.Audiences(), ", ")})
		}
		c.Audience = append(c.Audience, a)
	}
	if n := f.get("standard"); n != nil {
		c.Standard = l.framework(f.mapping, n, "standard")
	}
	for _, m := range f.maps("mapping") {
		c.Mapping = append(c.Mapping, l.readMapping(m))
	}
	l.completion(f.mapping)
}

// framework is the id of a loaded framework, "" when it is not one.
func (l *loader) framework(m mapping, n ast.Node, key string) string {
	id := m.scalar(n, key)
	if _, ok := l.std.Framework(id); ok {
		return id
	}
	var known []string
	for _, fw := range l.std.Frameworks() {
		known = append(known, fw.ID)
	}
	m.report(n, "course.framework", fault.Args{"id": clip(id, 60), "near": nearOr(nearest(id, known)), "known": strings.Join(known, ", ")})
	return ""
}

func (l *loader) readMapping(m mapping) course.Mapping {
	m.only("standard", "codes", "basis")
	m.require("standard", "codes", "basis")
	out := course.Mapping{Official: m.oneOf("basis", "derived", "official", "derived") == "official"}
	if n := m.get("standard"); n != nil {
		out.Standard = l.framework(m, n, "standard")
	}
	for _, n := range m.list("codes") {
		code := m.code(n)
		if _, ok := l.std.Name(standard.Ref{Framework: out.Standard, Code: code}); !ok && out.Standard != "" {
			m.report(n, "course.code", fault.Args{"code": clip(code, 60), "standard": out.Standard, "near": nearOr(nearest(code, l.codes(out.Standard, false)))})
		}
		out.Codes = append(out.Codes, code)
	}
	return out
}

// completion reads what it takes to complete the course.
func (l *loader) completion(f mapping) {
	c := &l.course.Completion
	*c = course.Completion{Lessons: course.All, Exam: "none"}
	m, ok := f.sub("completion")
	l.rule = m
	if !ok {
		return
	}
	m.only("lessons", "practice", "practical", "exam")
	if n := m.get("lessons"); n != nil && tokenText(n) != "all" {
		if v, ok := m.whole(n, "lessons", 1, 1000); ok {
			c.Lessons = v
		}
	}
	c.Practice = m.integer("practice", 0, 100, 0)
	c.Exam = m.oneOf("exam", "none", "pass", "taken", "none")
	c.Practical = m.oneOf("practical", "none", "all", "none") == "all"
}

// completable checks the completion rule against what the course has.
func (l *loader) completable(f mapping) {
	c, m := l.course, l.rule
	if n := m.get("lessons"); c.Completion.Lessons > c.Lessons() {
		m.report(n, "completion.lessons", fault.Args{"need": c.Completion.Lessons, "have": c.Lessons()})
	}
	if n := m.get("practical"); c.Completion.Practical && c.PracticalCount() == 0 {
		m.report(n, "completion.practical", nil)
	}
	if n := m.get("practice"); c.Completion.Practice > 0 && len(l.inLessons) == 0 {
		m.report(n, "completion.practice", nil)
	}
	if n := m.get("exam"); c.Completion.Exam != "none" && f.get("exam") == nil {
		m.report(n, "completion.exam", nil)
	}
}

// competence reads a code of the course's standard, or "<framework>:<code>". It says nothing when the course's standard
// is not known, which was reported.
func (l *loader) competence(code string, report func(key string, args fault.Args)) (standard.Ref, bool) {
	ref, _ := l.std.Parse(l.course.Standard, code)
	if ref.Framework == "" {
		return ref, false
	}
	if _, ok := l.std.Framework(ref.Framework); !ok {
		var known []string
		for _, fw := range l.std.Frameworks() {
			known = append(known, fw.ID)
		}
		report("course.framework", fault.Args{"id": clip(ref.Framework, 60), "near": nearOr(nearest(ref.Framework, known)), "known": strings.Join(known, ", ")})
		return ref, false
	}
	if !l.std.Assessable(ref) {
		report("course.competence", fault.Args{"code": clip(ref.Code, 60), "standard": ref.Framework, "near": nearOr(nearest(ref.Code, l.codes(ref.Framework, true)))})
		return ref, false
	}
	return ref, true
}

// codes lists the codes of a framework: all, or those that a question may name.
func (l *loader) codes(framework string, assessable bool) []string {
	fw, _ := l.std.Framework(framework)
	var out []string
	for _, a := range fw.Areas {
		if !assessable || len(a.Competences) == 0 {
			out = append(out, a.Code)
		}
		for _, c := range a.Competences {
			out = append(out, c.Code)
		}
	}
	return out
}

// targets reads a list of {competence or code, level}.
func (l *loader) targets(f mapping, key string) []course.Target {
	var out []course.Target
	name := map[string]string{"competences": "code", "claims": "competence"}[key]
	for _, m := range f.maps(key) {
		m.only(name, "level")
		m.require(name, "level")
		t := course.Target{Level: m.integer("level", 1, standard.MaxLevel, 1)}
		n := m.get(name)
		if n == nil {
			continue
		}
		ref, ok := l.competence(m.code(n), func(key string, args fault.Args) { m.report(n, key, args) })
		t.Ref = ref
		if slices.ContainsFunc(out, func(o course.Target) bool { return o.Ref == ref }) {
			m.report(n, "front.competence-twice", fault.Args{"code": clip(ref.Code, 60)})
		}
		if ok {
			out = append(out, t)
		}
	}
	return out
}
