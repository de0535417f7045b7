package content

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// Texts that questions are searched for, folded.
var (
	chooseAll   = regexp.MustCompile(`chon (tat ca|het)( cac| nhung)? (y|cau|dap an|viec|muc|phuong an|cach|dieu|dau hieu)|all that apply|all (the )?(correct|right)`)
	allOfThem   = regexp.MustCompile(`(tat ca|ca) (cac )?(y|dap an|phuong an|cau|lua chon) (tren|tra loi tren|neu tren|deu)|khong (co )?(y|dap an|phuong an) nao|all of the above|none of the above`)
	pointsValue = regexp.MustCompile(`^[0-9]{1,4}(\.[0-9]{1,4})?$`)
	onlyVerdict = regexp.MustCompile(`^(dung|sai|true|false|right|wrong)\.?$`)
)

var errPoints = errors.New("content: not written as points are")

// drawnNames are the types that an exam can draw, typeNames all that a question can have.
func drawnNames() []string {
	var out []string
	for _, t := range course.Types() {
		out = append(out, string(t))
	}
	return out
}

func typeNames() []string { return append(drawnNames(), string(course.Practical)) }

// questionReader reads one question. Every finding is made; ok turns false with the first that is an error.
type questionReader struct {
	l       *loader
	p       *page
	h       *heading
	w       *writer
	q       course.Question
	asked   string // plain text of the stem
	answers []*answer
	unclear bool // some items are no answers, so counting them says nothing
	ok      bool
}

// readQuestion reads the question of a part. lesson gives competence and level to questions that do not say.
// of is the scenario of which the question is a part, or nil.
func (l *loader) readQuestion(p *page, pt part, w *writer, lesson []course.Target, of *scenario) (placed, bool) {
	r := &questionReader{l: l, p: p, h: pt.question, w: w, ok: true}
	r.q = course.Question{ID: r.h.id, Title: r.h.title, Language: l.language(), File: p.rel}
	if p.kind == bankPage {
		r.q.File = strings.TrimPrefix(p.rel, "bank/")
	}
	if !r.h.fixed {
		r.fail(r.h.pos, "question.id", fault.Args{"try": vntext.Slug(r.h.title)})
	}
	if isScenario(r.h) {
		r.fail(r.h.attrs["type"].at, "scenario.inside", nil)
		return l.place(r), false
	}
	r.attributes(lesson)
	r.writtenType()
	switch r.q.Type {
	case course.Matching:
		r.matching(pt.nodes)
	case course.Ordering:
		r.ordering(pt.nodes)
	case course.Cloze:
		r.cloze(pt.nodes)
	case course.Hotspot:
		r.hotspot(pt.nodes)
	case course.Practical:
		r.practical(pt.nodes)
	case course.Single, course.Multiple, course.TrueFalse, course.Numeric, course.Short: // one list of answers
		r.choices(pt.nodes)
	default: // not written, or not known
		r.choices(pt.nodes)
	}
	r.typeAttributes()
	if of != nil {
		r.within(of)
	}
	return l.place(r), r.ok
}

func (r *questionReader) fail(pos int, key string, args fault.Args) {
	r.p.at(pos, key, args)
	r.ok = r.ok && messages()[key].severity != Error
}

// split finds the answer list: the one top-level list whose items start with a checkbox.
func (r *questionReader) split(nodes []ast.Node) (stem []ast.Node, list *ast.List, after []ast.Node) {
	for _, n := range nodes {
		l, isList := n.(*ast.List)
		switch {
		case list == nil && isList && r.boxed(l):
			list = l
		case list == nil:
			stem = append(stem, n)
		case isList && r.boxed(l):
			r.fail(posOf(n), "answers.second", nil)
		default:
			after = append(after, n)
		}
	}
	if list == nil {
		r.fail(r.h.pos, "answers.none", nil)
	}
	return stem, list, after
}

// attributes reads everything in the braces but id, type and what belongs to one type.
func (r *questionReader) attributes(lesson []course.Target) {
	r.competence(lesson)
	if a, ok := r.h.attrs["points"]; ok {
		var err error
		if !pointsValue.MatchString(a.value) { // before it is read: 1e999999 takes long
			err = errPoints
		} else {
			r.q.Points, err = course.ParsePoints(a.value)
		}
		if err != nil {
			r.fail(a.at, "question.points", fault.Args{"value": clip(a.value, 40)})
		}
	} else {
		r.q.Points = course.One()
	}
	if a, ok := r.h.attrs["shuffle"]; ok {
		r.word(a, "no")
	}
	r.grouping()
	r.q.Unit = vntext.Normal(r.h.attrs["unit"].value)
}

// grouping reads what a scenario may say for all of its parts.
func (r *questionReader) grouping() {
	if a, ok := r.h.attrs["scoring"]; ok {
		r.word(a, "all", "partial")
		r.q.AllOrNone = a.value == "all"
	}
	if a, ok := r.h.attrs["apart"]; ok {
		if r.q.Apart = a.value; !slugLike(a.value) {
			r.fail(a.at, "question.apart", fault.Args{"value": clip(a.value, 60), "try": vntext.Slug(a.value)})
		}
	}
}

func (r *questionReader) word(a attr, words ...string) {
	if !slices.Contains(words, a.value) {
		r.fail(a.at, "question.word", fault.Args{"name": a.name, "value": clip(a.value, 40), "words": strings.Join(words, ", ")})
	}
}

// competence reads competence and level; in a lesson both default to the lesson's first.
func (r *questionReader) competence(lesson []course.Target) {
	if len(lesson) > 0 {
		r.q.Competence, r.q.Level = lesson[0].Ref, lesson[0].Level
	}
	missing := func(name string) {
		if r.p.kind == bankPage && !r.h.wrong[name] {
			r.fail(r.h.pos, "question.required", fault.Args{"name": name})
		}
	}
	if a, ok := r.h.attrs["competence"]; !ok {
		missing("competence")
	} else if ref, ok := r.l.competence(a.value, func(key string, args fault.Args) { r.fail(a.at, key, args) }); ok {
		r.q.Competence = ref
	}
	a, ok := r.h.attrs["level"]
	switch {
	case !ok:
		missing("level")
	case len(a.value) != 1 || a.value[0] < '1' || a.value[0] > '8':
		r.fail(a.at, "question.level", fault.Args{"value": clip(a.value, 40)})
	default:
		r.q.Level = int(a.value[0] - '0')
	}
}

// writtenType takes the type that is written, if it is one.
func (r *questionReader) writtenType() {
	a, written := r.h.attrs["type"]
	switch {
	case !written:
	case !slices.Contains(typeNames(), a.value):
		r.fail(a.at, "question.type", fault.Args{"type": clip(a.value, 40), "near": nearOr(nearest(a.value, typeNames())), "types": strings.Join(typeNames(), ", ")})
	default:
		r.q.Type = course.Type(a.value)
	}
}

// choices reads a question whose answers are one list with checkboxes.
func (r *questionReader) choices(nodes []ast.Node) {
	stem, list, after := r.split(nodes)
	if list == nil {
		r.stem(stem)
		return
	}
	r.readAnswers(list)
	if _, written := r.h.attrs["type"]; !written { // the number of right answers tells single and multiple apart
		r.q.Type = course.Single
		if r.right() > 1 {
			r.q.Type = course.Multiple
		}
	}
	r.judge()
	r.stem(stem)
	r.explanation(after)
}

// typeAttributes reads the attributes that belong to one type.
func (r *questionReader) typeAttributes() {
	if r.q.Type == "" {
		return
	}
	_, fixed := r.h.attrs["shuffle"]
	r.q.Shuffle = !fixed && (r.q.Type == course.Single || r.q.Type == course.Multiple)
	if u, ok := r.h.attrs["unit"]; ok && r.q.Type != course.Numeric {
		r.fail(u.at, "question.attr-of", fault.Args{"name": "unit", "type": "numeric"})
	}
	for _, name := range []string{"assess", "evidence", "pass"} {
		if a, ok := r.h.attrs[name]; ok && r.q.Type != course.Practical {
			r.fail(a.at, "question.attr-of", fault.Args{"name": name, "type": "practical"})
		}
	}
	for _, name := range []string{"match", "typos"} {
		if a, ok := r.h.attrs[name]; ok && r.q.Type != course.Short {
			r.fail(a.at, "question.attr-of", fault.Args{"name": name, "type": "short"})
		}
	}
	if r.q.Type == course.Short {
		r.comparison()
	}
}

// comparison reads how strictly a short answer is compared.
func (r *questionReader) comparison() {
	r.q.Match = assess.MatchLoose
	if a, ok := r.h.attrs["match"]; ok {
		r.word(a, assess.MatchLoose, assess.MatchMarks, assess.MatchExact)
		r.q.Match = a.value
	}
	if a, ok := r.h.attrs["typos"]; ok {
		r.word(a, "1", "2")
		r.q.Typos = max(0, slices.Index([]string{"", "1", "2"}, a.value))
	}
	least := assess.LeastLetters(r.q.Typos)
	for _, a := range r.answers {
		if a.right && vntext.Letters(a.text) < least {
			r.fail(a.pos, "short.typos", fault.Args{"text": clip(a.text, 60), "typos": r.q.Typos, "min": least})
		}
	}
}

func (r *questionReader) right() int {
	n := 0
	for _, a := range r.answers {
		if a.right {
			n++
		}
	}
	return n
}

// stem renders what is asked.
func (r *questionReader) stem(nodes []ast.Node) {
	r.q.Stem = r.w.html(nodes...)
	r.asked = r.text(nodes)
	if r.q.Stem == "" {
		r.fail(r.h.pos, "question.stem", nil)
	}
	if assess.Several(&r.q) && !AsksForAll(r.q.Language, r.asked) {
		r.fail(r.h.pos, "question.choose-all", nil)
	}
}

// AsksForAll reports whether the words of a question say that all right answers are wanted. In languages in which that
// cannot be told, they are taken to.
func AsksForAll(language, asked string) bool {
	return !understood(language) || chooseAll.MatchString(vntext.Fold(asked))
}

// understood reports whether a language is one in which it can be told what a question asks.
func understood(language string) bool {
	base, _, _ := strings.Cut(language, "-")
	return strings.EqualFold(base, "vi") || english(language)
}

func (r *questionReader) text(nodes []ast.Node) string {
	var parts []string
	for _, n := range nodes {
		parts = append(parts, r.p.plain(n))
	}
	return strings.Join(parts, " ")
}

// explanation renders the quotes behind the answers; nothing else may stand there.
func (r *questionReader) explanation(after []ast.Node) {
	var html []string
	for i, n := range after {
		q, ok := n.(*ast.Blockquote)
		if !ok {
			r.fail(posOf(n), "answers.after", nil)
			return
		}
		if above := r.p.lineAt(posOf(q)) - 1; i == 0 && strings.TrimSpace(string(r.p.line(above))) != "" {
			r.fail(posOf(q), "answer.margin", nil)
		}
		r.lazy(q)
		html = append(html, r.w.html(children(q)...))
	}
	if r.q.Explanation = strings.Join(html, "\n"); strings.TrimSpace(r.q.Explanation) == "" {
		r.fail(r.h.pos, "question.explanation", nil)
	}
}
