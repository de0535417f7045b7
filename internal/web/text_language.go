package web

import (
	"cmp"
	"maps"
	"slices"

	"github.com/gin-gonic/gin"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
)

// textLang is the language in which a request wants the texts of a course: the one that the address names, if anything of
// the course is in it, else that of the page.
func textLang(c *gin.Context, co *course.Course) string {
	if asked := c.Query(content.LanguageParam); slices.Contains(co.Languages(), asked) {
		return asked
	}
	return httpx.Lang(c)
}

// publicTextLang is textLang that reads the course only when the address names a language.
func (w *Web) publicTextLang(c *gin.Context, version id.ID) (string, error) {
	if c.Query(content.LanguageParam) == "" {
		return httpx.Lang(c), nil
	}
	p, err := w.Catalog.Version(c.Request.Context(), version)
	if err != nil {
		return "", err
	}
	return textLang(c, p.Course), nil
}

// inLanguage is a version as it reads in a language.
func inLanguage(p *course.Published, lang string) *course.Published {
	co := p.Course.In(lang)
	if co == p.Course {
		return p
	}
	out := *p
	out.Course = co
	return &out
}

// textLink leads to the same text in another language.
type textLink struct {
	URL, Code, Name string
	Here            bool
}

// textQuery is what addresses add to stay in the language of the text where that is not the page's.
func (l Layout) textQuery() string {
	if l.Text == "" || l.Text == l.Lang {
		return ""
	}
	return "?" + content.LanguageParam + "=" + l.Text
}

// textLinks lists the languages of a lesson; nothing where it has one only.
func textLinks(url, here string, reads []string) []textLink {
	if len(reads) < 2 {
		return nil
	}
	var out []textLink
	for _, code := range reads {
		out = append(out, textLink{URL: url + "?" + content.LanguageParam + "=" + code, Code: code, Name: languageName(code), Here: code == here})
	}
	return out
}

// lessonLanguage is the language that a lesson reads in.
func lessonLanguage(co *course.Course, l *course.Lesson) string {
	return cmp.Or(l.Language, co.Language)
}

// fallback says that a text is shown in another language than was asked for; "" where it is not.
func (w *Web) fallback(l Layout, shown string) string {
	if l.Text == "" || l.Text == shown {
		return ""
	}
	return w.I18n.T(l.Lang, "lesson.fallback", fault.Args{"want": languageName(l.Text), "got": languageName(shown)})
}

// languageName is a language in its own words.
func languageName(code string) string { return cmp.Or(languageNames()[code], code) }

func languageNames() map[string]string {
	return map[string]string{
		"vi": "Tiếng Việt", "en": "English", "hmn": "Hmoob", "km": "ភាសាខ្មែរ", "rad": "Êđê", "jra": "Jrai", "bdq": "Bahnar", "cjm": "Chăm", "tyz": "Tày", "fr": "Français",
	}
}

// languageCodes are the languages that have a name here, by their codes.
func languageCodes() []string { return slices.Sorted(maps.Keys(languageNames())) }

// translationRow is how a lesson stands in the languages of its course.
type translationRow struct {
	Title  string
	States []string
}

// translationTable shows authors what is translated, what has to be looked at again and what is missing.
type translationTable struct {
	Languages []string
	Rows      []translationRow
}

func newTranslationTable(co *course.Course) *translationTable {
	if len(co.Translations) == 0 {
		return nil
	}
	var out translationTable
	for _, t := range co.Translations {
		out.Languages = append(out.Languages, languageName(t.Language))
	}
	for _, pl := range co.Places() {
		row := translationRow{Title: pl.Lesson.Title}
		for _, t := range co.Translations {
			row.States = append(row.States, t.State(pl.Key()))
		}
		out.Rows = append(out.Rows, row)
	}
	return &out
}
