package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/authoring"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
)

// languageField is the field that names the language of a translation.
const languageField = "tieng"

// translatePage asks for the language of a new translation of a file.
type translatePage struct {
	studio
	There     []treeNode // the translations that are there
	Languages []choice
}

func (w *Web) translateForm(c *gin.Context) error {
	s, err := w.translatable(c, c.Query("ten"))
	if err != nil {
		return err
	}
	return w.showTranslate(c, s, nil)
}

// translatable reads the draft with the file open that is to be translated. Error kind: NotFound for what has no
// translations.
func (w *Web) translatable(c *gin.Context, name string) (studio, error) {
	s, err := w.studio(c, "", nil)
	if err != nil {
		return s, err
	}
	if !s.original(name) {
		return s, fault.Missing()
	}
	s.Here = name
	return s, nil
}

// original reports whether a file of the draft is a text that can be translated.
func (s studio) original(name string) bool {
	_, lang := originalOf(name)
	return lang == "" && strings.HasSuffix(name, ".md") && authoring.Path(name) && slices.Equal(s.under(name), []string{name})
}

func (w *Web) showTranslate(c *gin.Context, s studio, refusal error) error {
	text := course.File{Path: s.Here, Data: []byte(s.textOf(s.Here))}
	s.Title = w.t(c, "editor.translate-of", fault.Args{"title": titleOf(text)})
	status := http.StatusOK
	if refusal != nil {
		var err error
		if status, err = w.comeBack(c, &s.Layout, refusal, languageField); err != nil {
			return err
		}
	}
	p := translatePage{studio: s, There: s.translations(s.Here)}
	for _, code := range languageCodes() {
		taken := slices.ContainsFunc(p.There, func(n treeNode) bool { _, lang := originalOf(n.Path); return lang == code })
		if code != s.bundle.Course.Language && !taken {
			p.Languages = append(p.Languages, choice{code, languageName(code), code == c.PostForm(languageField)})
		}
	}
	return w.show(c, status, "editor-translate", p)
}

// translations are the translations of a file, named by their languages.
func (s studio) translations(name string) []treeNode {
	var out []treeNode
	for _, f := range s.files {
		if original, lang := originalOf(f.Path); lang != "" && original == name {
			out = append(out, treeNode{Path: f.Path, Title: languageName(lang)})
		}
	}
	return out
}

// beginTranslation adds a translation that begins with the words of its original.
func (w *Web) beginTranslation(c *gin.Context) error {
	s, err := w.translatable(c, c.PostForm("ten"))
	if err != nil {
		return err
	}
	lang := c.PostForm(languageField)
	name, ok := content.TranslationPath(s.Here, lang)
	if !ok || lang == s.bundle.Course.Language || !slices.Contains(languageCodes(), lang) {
		return w.showTranslate(c, s, invalidField(languageField, "editor.translate-unknown"))
	}
	text, ok := content.BeginTranslation([]byte(s.textOf(s.Here)))
	if !ok {
		return w.showTranslate(c, s, invalidField(languageField, "editor.translate-unread"))
	}
	err = w.Authoring.Save(c.Request.Context(), httpx.Caller(c), s.Slug, course.File{Path: name, Data: text}, 0)
	switch {
	case fault.Is(err, fault.Invalid):
		return w.showTranslate(c, s, invalidField(languageField, "editor.file-large"))
	case fault.Is(err, fault.Conflict) && s.Writing():
		return w.showTranslate(c, s, invalidField(languageField, "editor.translate-taken"))
	case err != nil:
		return err
	}
	c.Redirect(http.StatusSeeOther, fileURL(s.Slug, name)+"&xong=translation-added")
	return nil
}

// withLanguage is the title of a translation with its language: a new one has the title of its original.
func withLanguage(file, title string) string {
	if _, lang := originalOf(file); lang != "" {
		return title + " (" + languageName(lang) + ")"
	}
	return title
}
