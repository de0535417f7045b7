// Package i18n says things in the languages of the product: Vietnamese first, English second, both complete.
package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"hocso/internal/fault"
)

// The languages.
const (
	VI = "vi"
	EN = "en"
)

// Languages lists them, the first language first.
func Languages() []string { return []string{VI, EN} }

// Catalog holds every message. It is safe for concurrent use.
type Catalog struct {
	localizers map[string]*i18n.Localizer
	keys       map[string][]string
}

// Load reads <language>/*.json below root: flat objects from key to text, or to {"one", "other"} where a count
// ("count") decides. A key that stands in two files is an error.
func Load(fsys fs.FS, root string) (*Catalog, error) {
	bundle := i18n.NewBundle(language.Vietnamese)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	c := &Catalog{localizers: map[string]*i18n.Localizer{}, keys: map[string][]string{}}
	for _, lang := range Languages() {
		files, err := fs.Glob(fsys, path.Join(root, lang, "*.json"))
		if err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
		for _, f := range files {
			b, err := fs.ReadFile(fsys, f)
			if err != nil {
				return nil, fmt.Errorf("i18n: %w", err)
			}
			m, err := bundle.ParseMessageFileBytes(b, path.Base(path.Dir(f))+".json")
			if err != nil {
				return nil, fmt.Errorf("i18n: %s: %w", f, err)
			}
			for _, msg := range m.Messages {
				if slices.Contains(c.keys[lang], msg.ID) {
					return nil, fmt.Errorf("i18n: %s: the key %q stands twice", f, msg.ID)
				}
				c.keys[lang] = append(c.keys[lang], msg.ID)
			}
		}
		slices.Sort(c.keys[lang])
		c.localizers[lang] = i18n.NewLocalizer(bundle, lang)
	}
	return c, nil
}

// Keys lists the keys of a language, sorted.
func (c *Catalog) Keys(lang string) []string { return c.keys[lang] }

// T is a message with its arguments. A key without a text is shown as it is: tests keep that from happening.
func (c *Catalog) T(lang, key string, args fault.Args) string {
	l, ok := c.localizers[lang]
	if !ok {
		l = c.localizers[VI]
	}
	conf := &i18n.LocalizeConfig{MessageID: key, TemplateData: map[string]any(args)}
	if n, ok := args["count"]; ok {
		conf.PluralCount = n
	}
	s, err := l.Localize(conf)
	if s == "" && err != nil { // Vietnamese gives one form for every count: the library notes that and returns it
		return key
	}
	return s
}

// Best is the product's language that fits an Accept-Language header; Vietnamese when none does.
func Best(header string) string {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return VI
	}
	for _, t := range tags {
		base, _ := t.Base()
		if slices.Contains(Languages(), base.String()) {
			return base.String()
		}
	}
	return VI
}

// Known is the language if the product has it, else Vietnamese.
func Known(lang string) string {
	lang = strings.ToLower(lang)
	if slices.Contains(Languages(), lang) {
		return lang
	}
	return VI
}
