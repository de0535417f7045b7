package web

import (
	"strings"

	"hocso/internal/course"
)

// sayParts fills in what the short texts of a course were and are, for the reviewer to read.
func (w *Web) sayParts(lang string, parts []course.PartChange, before, after *course.Course) {
	for i := range parts {
		p := &parts[i]
		switch p.Part { //nolint:exhaustive // the others are figures, which are there, or long
		case course.PartTitle:
			p.From, p.To = before.Title, after.Title
		case course.PartSummary:
			p.From, p.To = before.Summary, after.Summary
		case course.PartAudience:
			p.From, p.To = w.audienceNames(lang, before), w.audienceNames(lang, after)
		}
	}
}

func (w *Web) audienceNames(lang string, co *course.Course) string {
	var names []string
	for _, code := range co.Audience {
		names = append(names, w.audience(lang, code))
	}
	return strings.Join(names, "; ")
}

// markOf says whether an answer is right, "" of what is neither.
func (w *Web) markOf(lang string, item keyItem) string {
	switch {
	case item.Plain:
		return ""
	case item.Right:
		return "[" + w.I18n.T(lang, "keys.right", nil) + "]"
	}
	return "[" + w.I18n.T(lang, "keys.wrong", nil) + "]"
}
