package api

import (
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"hocso/internal/fault"
)

// maxFields bounds how many refused inputs one answer lists.
const maxFields = 50

// shape is one message of huma's checks: what stands before and after its value, and our key for it.
type shape struct{ format, key string }

// shapes are the checks that our schemas can fail. Formats hold at most one verb.
func shapes() []shape {
	return []shape{
		{validation.MsgExpectedRequiredProperty, "api.missing"},
		{validation.MsgUnexpectedProperty, "api.unknown-field"},
		{"unknown query parameter", "api.unknown-parameter"},
		{"required path parameter is missing", "api.missing"},
		{"required query parameter is missing", "api.missing"},
		{"required header parameter is missing", "api.missing"},
		{"invalid integer", "api.not-integer"},
		{"invalid boolean", "api.not-boolean"},
		{validation.MsgExpectedBoolean, "api.not-boolean"},
		{validation.MsgExpectedInteger, "api.not-integer"},
		{validation.MsgExpectedNumber, "api.not-number"},
		{validation.MsgExpectedString, "api.not-string"},
		{validation.MsgExpectedArray, "api.not-array"},
		{validation.MsgExpectedObject, "api.not-object"},
		{validation.MsgExpectedOneOf, "api.one-of"},
		{validation.MsgExpectedMinimumNumber, "api.minimum"},
		{validation.MsgExpectedMaximumNumber, "api.maximum"},
		{validation.MsgExpectedMinLength, "api.short"},
		{validation.MsgExpectedMaxLength, "api.long"},
		{validation.MsgExpectedMaxItems, "api.many"},
		{validation.MsgExpectedRFC4122UUID, "api.uuid"},
		{validation.MsgExpectedMatchPattern, "api.pattern"},
		{validation.MsgExpectedBePattern, "api.pattern"},
	}
}

// fits reads the value out of a message that was made with the format.
func (s shape) fits(message string) (value string, ok bool) {
	before, after, verb := strings.Cut(s.format, "%")
	if !verb {
		return "", message == s.format
	}
	after = after[1:] // the verb's letter
	if len(message) < len(before)+len(after) || !strings.HasPrefix(message, before) || !strings.HasSuffix(message, after) {
		return "", false
	}
	return message[len(before) : len(message)-len(after)], true
}

// fields says every refused input in the language asked for. The refused value is never sent back: it may be a password.
func (a *API) fields(lang string, details []*huma.ErrorDetail) []ProblemField {
	var out []ProblemField
	for _, d := range details[:min(len(details), maxFields)] {
		key, value := "api.wrong", ""
		for _, s := range shapes() {
			if v, ok := s.fits(d.Message); ok {
				key, value = s.key, v
				break
			}
		}
		f := ProblemField{Key: key, Detail: a.I18n.T(lang, key, fault.Args{"value": value})}
		where, rest, _ := strings.Cut(d.Location, ".")
		if where == "body" || strings.HasPrefix(where, "body[") {
			f.Pointer = pointer(strings.TrimPrefix(d.Location, "body"))
			if key == "api.missing" {
				f.Pointer += "/" + fragment(value)
			}
		} else {
			f.Parameter = cut(rest)
		}
		out = append(out, f)
	}
	return out
}

// pointer writes huma's ".items[3].tags" as "#/items/3/tags".
func pointer(location string) string {
	location = strings.TrimPrefix(strings.NewReplacer("[", ".", "]", "").Replace(location), ".")
	if location == "" {
		return "#"
	}
	var b strings.Builder
	b.WriteByte('#')
	for part := range strings.SplitSeq(cut(location), ".") {
		b.WriteString("/" + fragment(part))
	}
	return b.String()
}

func fragment(name string) string { return url.PathEscape(escapePointer(cut(name))) }

// cut bounds what is repeated of a client's own words.
func cut(s string) string {
	const most = 200
	if len(s) > most {
		s = s[:most]
	}
	return strings.ToValidUTF8(s, "")
}
