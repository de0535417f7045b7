package exchange

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/standard"
	"hocso/internal/vntext"
)

// What a question says of itself beside its text travels as tags, name=value, which GIFT and Moodle XML carry along.

// part names one of several questions that are one with us: "id:2/3".
var part = regexp.MustCompile(`^([a-z0-9-]+):([0-9]{1,2})/([0-9]{1,2})$`)

// tagsOf lists the tags of a question.
func tagsOf(q course.Question) []string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+"="+value)
		}
	}
	if q.Competence.Code != "" {
		add("competence", strings.TrimPrefix(q.Competence.Framework+":"+q.Competence.Code, ":"))
	}
	if q.Level > 0 {
		add("level", strconv.Itoa(q.Level))
	}
	if p := q.Points.Decimal(); p != "1" {
		add("points", p)
	}
	if !q.Shuffle && (q.Type == course.Single || q.Type == course.Multiple) {
		add("shuffle", "no")
	}
	if q.AllOrNone {
		add("scoring", "all")
	}
	add("apart", q.Apart)
	add("unit", q.Unit)
	if q.Match != "loose" {
		add("match", q.Match)
	}
	if q.Typos > 0 {
		add("typos", strconv.Itoa(q.Typos))
	}
	return out
}

// points are what the course format can write.
var points = regexp.MustCompile(`^[0-9]{1,4}(\.[0-9]{1,4})?$`)

// attributes gives an item what its tags say, and what the options say where they do not. It returns the tag of a
// question that was cut in parts.
func (r *reader) attributes(it *item) (piece string) {
	for _, tag := range it.tags {
		name, value, ok := strings.Cut(vntext.Normal(tag), "=")
		ok = ok && value != ""
		switch {
		case ok && name == "competence":
			it.Competence = r.reference(value)
		case ok && name == "level" && len(value) == 1 && value >= "1" && value <= "8":
			it.Level = int(value[0] - '0')
		case ok && name == "points":
			r.worth(it, value)
		case tag == "shuffle=no":
			it.Shuffle = false
		case tag == "scoring=all":
			it.AllOrNone = true
		case ok && name == "apart":
			it.Apart = value
		case ok && name == "unit" && it.Type == course.Numeric:
			it.Unit = value
		case ok && name == "match" && slices.Contains([]string{"marks", "exact"}, value) && it.Type == course.Short:
			it.Match = value
		case ok && name == "typos" && (value == "1" || value == "2") && it.Type == course.Short:
			it.Typos = int(value[0] - '0')
		case ok && name == "part" && part.MatchString(value):
			piece = value
		default:
			r.note(Lost, it.line, "tag", fault.Args{"tag": clip(tag)})
		}
	}
	if it.Competence.Code == "" {
		it.Competence = r.options.Competence
	}
	if it.Level == 0 {
		it.Level = r.options.Level
	}
	return piece
}

// reference reads a competence, "framework:code" or a code of the course's framework.
func (r *reader) reference(s string) standard.Ref {
	if framework, code, ok := strings.Cut(s, ":"); ok {
		return standard.Ref{Framework: framework, Code: code}
	}
	return standard.Ref{Framework: r.options.Standard, Code: s}
}

// worth sets the points when the course format can write them.
func (r *reader) worth(it *item, value string) {
	if strings.Contains(value, ".") {
		value = strings.TrimRight(strings.TrimRight(value, "0"), ".")
	}
	if points.MatchString(value) { // before it is read: 1e999999 takes long
		if p, err := course.ParsePoints(value); err == nil {
			it.Points = p
			return
		}
	}
	r.note(Lost, it.line, "points", fault.Args{"value": clip(value)})
}
