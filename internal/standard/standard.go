// Package standard holds competence frameworks as values: areas, competences, levels, what they rest on,
// and the crosswalk between them. Several frameworks live at once; none of them is built in.
package standard

import (
	"fmt"
	"slices"
	"strings"
)

// Framework ids that rules elsewhere name.
const (
	TT02     = "TT02-2025"      // Circular 02/2025/TT-BGDĐT: competences and levels
	Decree   = "ND224-2026-D77" // Decree 224/2026/NĐ-CP, art. 77(2): the seven groups every result is told by
	MaxLevel = 8                // levels are 1 to 8 everywhere
)

// Text is a text in both languages of the product. EN may be empty where a source has only Vietnamese.
type Text struct{ VI, EN string }

// In is the text in a language ("vi", "en"), or the one that exists.
func (t Text) In(lang string) string {
	if (lang == "en" && t.EN != "") || t.VI == "" {
		return t.EN
	}
	return t.VI
}

// Framework is one competence framework in one version.
type Framework struct {
	ID        string
	Version   string // ISO date of this rendering as data; the text's own dates are Issued and In
	Title     Text
	Number    string // number of the legal instrument, for example "02/2025/TT-BGDĐT"; empty for others
	Issuer    Text   // empty when nobody issued it as a framework
	Issued    string // ISO date, of a year or month when no more is known, "" when unknown
	In        string // ISO date from which it is in force, "" when unknown
	Status    Text   // what it is worth: in force, reference, voluntary, what of it could not be checked
	Scope     Text   // whom it was written for, empty when unknown
	Areas     []Area
	Levels    []Level // empty when the framework sets none, otherwise 1 to 8 in order
	Audiences []Audience
	Notes     []Note    // what else it rules, rests on or leaves open
	Caveats   []Text    // what a reader must know before relying on this rendering
	Sources   []Source  // where the text was read
	Related   []Related // texts near to it that are not loaded as frameworks
	Verified  bool      // the whole text was read; false when parts could not be reached
}

// Area groups competences. A framework without competences below its areas (the decree) has areas only.
type Area struct {
	Code        string // ASCII, unique in the framework, for example "77.2.dd"
	Label       string // as printed where that differs, for example "đ"
	Name        Text
	Competences []Competence
}

// Competence is the unit that questions and results name.
type Competence struct {
	Code     string
	Name     Text
	Summary  Text
	Criteria []Criterion
}

// Criterion is one thing that a competence asks for.
type Criterion struct {
	Code     string // for example "1.1.TC1a"
	Level    int    // 1 to 8; 0 when the framework does not tie it to a level
	Text     Text   // empty when its wording could not be reached
	Verified bool   // compared with the text itself
}

// Level is one rung, 1 to 8.
type Level struct {
	Number   int
	Code     string // the framework's own name of the rung, for example "TC1"; "" when it has none or it could not be checked
	Tier     Text   // for example Trung cấp / Intermediate
	Gist     Text   // in our own words; may be empty
	Verified bool
}

// Audience is a group of people that a framework has a part for.
type Audience struct {
	Code     string // ours, for example "nguoi-dan"
	Name     Text
	Note     Text
	Verified bool
}

// Note is a rule, setting or fact about a framework.
type Note struct {
	Title, Text Text
	Source      string // a text's number or an address, "" when it is the framework's own source
	Verified    bool
}

// Source is where a text was read. URL is "" when no whole address is known.
type Source struct {
	Title Text
	URL   string
}

// Related is a text near to a framework, known too little to be one itself.
type Related struct {
	ID       string
	Title    Text
	Number   string
	Issued   string
	Note     Text
	Sources  []Source
	Verified bool
}

// Ref names a competence of a framework. Area codes of frameworks without competences count as competences.
type Ref struct{ Framework, Code string }

// String is "framework:code".
func (r Ref) String() string { return r.Framework + ":" + r.Code }

// Link is one row of the crosswalk.
type Link struct {
	From, To Ref
	Relation string // equivalent, close, partial, none
	Official bool   // a legal text says so; otherwise derived by comparing titles and criteria
	Note     Text
}

// Rungs names levels of a framework by number, or by the tier's name where that framework is not loaded.
type Rungs struct {
	Framework string
	Levels    []int
	Tier      Text
}

// LevelLink says how levels of two frameworks compare.
type LevelLink struct {
	From, To Rungs
	Relation string // as in Link
	Official bool
	Note     Text
}

// Set is every framework that was loaded and the crosswalk between them. It is immutable.
type Set struct {
	frameworks []Framework
	links      []Link
	levels     []LevelLink
	byID       map[string]int
	names      map[Ref]Text
	areaOf     map[Ref]string
}

// NewSet indexes frameworks in the given order, with the crosswalk of their competences and of their levels.
func NewSet(frameworks []Framework, links []Link, levels ...LevelLink) *Set {
	s := &Set{
		frameworks: frameworks, links: links, levels: levels,
		byID: map[string]int{}, names: map[Ref]Text{}, areaOf: map[Ref]string{},
	}
	for i, f := range frameworks {
		s.byID[f.ID] = i
		for _, a := range f.Areas {
			s.names[Ref{f.ID, a.Code}] = a.Name
			s.areaOf[Ref{f.ID, a.Code}] = a.Code
			for _, c := range a.Competences {
				s.names[Ref{f.ID, c.Code}] = c.Name
				s.areaOf[Ref{f.ID, c.Code}] = a.Code
			}
		}
	}
	return s
}

// Frameworks lists all, in the order of loading.
func (s *Set) Frameworks() []Framework { return s.frameworks }

// Links lists the whole crosswalk.
func (s *Set) Links() []Link { return s.links }

// LevelLinks lists how the levels of frameworks compare.
func (s *Set) LevelLinks() []LevelLink { return s.levels }

// Framework finds one by id.
func (s *Set) Framework(id string) (Framework, bool) {
	i, ok := s.byID[id]
	if !ok {
		return Framework{}, false
	}
	return s.frameworks[i], true
}

// Name is the name of a competence or area.
func (s *Set) Name(r Ref) (Text, bool) {
	t, ok := s.names[r]
	return t, ok
}

// Parse reads a question's competence: a code of the course's framework, or "<framework id>:<code>".
func (s *Set) Parse(courseFramework, code string) (Ref, bool) {
	r := Ref{courseFramework, code}
	if f, c, ok := strings.Cut(code, ":"); ok {
		r = Ref{f, c}
	}
	_, known := s.names[r]
	return r, known
}

// Assessable reports whether a question may name r: a competence, or an area of a framework that has no competences.
func (s *Set) Assessable(r Ref) bool {
	f, ok := s.Framework(r.Framework)
	return ok && slices.Contains(f.Assessable(), r.Code)
}

// Assessable lists the codes that a question may name, in order.
func (f Framework) Assessable() []string {
	var out []string
	for _, a := range f.Areas {
		if len(a.Competences) == 0 {
			out = append(out, a.Code)
		}
		for _, c := range a.Competences {
			out = append(out, c.Code)
		}
	}
	return out
}

// Mapped is a competence or area of another framework and how it was reached.
type Mapped struct {
	Ref
	Official bool
	Relation string
}

// To maps a competence into another framework: by its own rows of the crosswalk, else by its area's rows.
// A row that says "none" is an answer too: the area is not asked then. A ref that is of that framework already
// maps to itself, officially.
func (s *Set) To(framework string, r Ref) []Mapped {
	if r.Framework == framework {
		return []Mapped{{Ref: r, Official: true, Relation: "equivalent"}}
	}
	if out, said := s.direct(framework, r); said {
		return out
	}
	area, ok := s.areaOf[r]
	if !ok || area == r.Code {
		return nil
	}
	out, _ := s.direct(framework, Ref{r.Framework, area})
	return out
}

// direct gives what r's own rows name, and whether it has any.
func (s *Set) direct(framework string, r Ref) (out []Mapped, said bool) {
	for _, l := range s.links {
		if l.From != r || l.To.Framework != framework {
			continue
		}
		said = true
		if l.Relation != "none" {
			out = append(out, Mapped{Ref: l.To, Official: l.Official, Relation: l.Relation})
		}
	}
	return out, said
}

// ParseRef reads what Ref.String wrote.
func ParseRef(s string) (Ref, error) {
	f, c, ok := strings.Cut(s, ":")
	if !ok || f == "" || c == "" {
		return Ref{}, fmt.Errorf("standard: %q is not framework:code", s)
	}
	return Ref{f, c}, nil
}
