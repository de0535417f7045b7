package api

import (
	"github.com/danielgtaylor/huma/v2"

	"hocso/internal/i18n"
)

// describe gives every property and parameter of the document its words: the message "api.field-<name>". One name means
// one thing everywhere, so the words hang on the name. The document is English; the page is in its reader's language.
func (a *API) describe() {
	doc := a.huma.OpenAPI()
	for _, own := range []string{"ErrorModel", "ErrorDetail"} { // huma's: every error is a Problem
		delete(doc.Components.Schemas.Map(), own)
	}
	for _, s := range doc.Components.Schemas.Map() {
		for name, p := range s.Properties {
			p.Description = a.meaning(i18n.EN, name)
		}
	}
	for _, o := range a.ops {
		d := operation(doc, o)
		for _, p := range d.Parameters {
			p.Description = a.meaning(i18n.EN, p.Name)
		}
	}
}

// meaning is what a name of a property or parameter stands for.
func (a *API) meaning(lang, name string) string { return a.I18n.T(lang, "api.field-"+name, nil) }

// meanings puts the words of a language to fields of the documentation page.
func (a *API) meanings(lang string, fields []docsField) []docsField {
	for i := range fields {
		fields[i].Text = a.meaning(lang, fields[i].Name)
	}
	return fields
}

// inline are the properties of a schema, whether it stands by itself or by its name.
func (a *API) inline(s *huma.Schema) *huma.Schema {
	if s.Ref != "" {
		return a.huma.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
	}
	return s
}
