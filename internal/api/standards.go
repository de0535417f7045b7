package api

import (
	"context"
	"net/http"

	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/standard"
)

// FrameworkSummary is a competence framework in a list. Texts are in the language asked for, where there is one.
type FrameworkSummary struct {
	ID       string `json:"id"`
	Version  string `json:"version"`
	Title    string `json:"title"`
	Number   string `json:"number,omitempty"`
	Issuer   string `json:"issuer,omitempty"`
	Issued   string `json:"issued,omitempty"`
	InForce  string `json:"inForce,omitempty"`
	Status   string `json:"status"`
	Scope    string `json:"scope,omitempty"`
	Verified bool   `json:"verified"`
}

// Framework is a competence framework: areas, competences, levels, what they rest on.
type Framework struct {
	FrameworkSummary
	Areas   []FrameworkArea   `json:"areas" nullable:"false"`
	Levels  []FrameworkLevel  `json:"levels" nullable:"false"`
	Caveats []string          `json:"caveats" nullable:"false"`
	Sources []FrameworkSource `json:"sources" nullable:"false"`
}

// FrameworkArea groups competences; an area without any is itself what questions name.
type FrameworkArea struct {
	Code        string       `json:"code"`
	Name        string       `json:"name"`
	Competences []Competence `json:"competences" nullable:"false"`
}

// Competence is what questions and results name.
type Competence struct {
	Code     string      `json:"code"`
	Name     string      `json:"name"`
	Summary  string      `json:"summary,omitempty"`
	Criteria []Criterion `json:"criteria" nullable:"false"`
}

// Criterion is one thing that a competence asks for.
type Criterion struct {
	Code     string `json:"code"`
	Level    int    `json:"level,omitempty"`
	Text     string `json:"text,omitempty"`
	Verified bool   `json:"verified"`
}

// FrameworkLevel is one rung.
type FrameworkLevel struct {
	Number   int    `json:"number"`
	Code     string `json:"code,omitempty"`
	Tier     string `json:"tier"`
	Gist     string `json:"gist,omitempty"`
	Verified bool   `json:"verified"`
}

// FrameworkSource is where a text was read.
type FrameworkSource struct {
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
}

// CrosswalkRow says how a competence relates to one of another framework.
type CrosswalkRow struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Relation string `json:"relation"`
	Official bool   `json:"official"`
	Note     string `json:"note,omitempty"`
}

func refText(r standard.Ref) string { return r.String() }

// name is a competence's name in the language asked for.
func (a *API) name(ctx context.Context, r standard.Ref) string {
	t, _ := a.Standards.Name(r)
	return t.In(httpx.LangOf(ctx))
}

func (a *API) standardOps() {
	get := func(id, path string) op { return op{id: id, method: http.MethodGet, path: path, tag: "standards"} }
	add(a, get("standards", "/standards"), a.standards)
	add(a, get("standard", "/standards/{id}"), a.standard)
	add(a, get("crosswalk", "/crosswalk"), a.crosswalk)
}

func frameworkSummary(f standard.Framework, lang string) FrameworkSummary {
	return FrameworkSummary{
		ID: f.ID, Version: f.Version, Title: f.Title.In(lang), Number: f.Number, Issuer: f.Issuer.In(lang), Issued: f.Issued, InForce: f.In,
		Status: f.Status.In(lang), Scope: f.Scope.In(lang), Verified: f.Verified,
	}
}

func (a *API) standards(ctx context.Context, in *struct{ Paging }) (*reply[List[FrameworkSummary]], error) {
	all := each(a.Standards.Frameworks(), func(f standard.Framework) FrameworkSummary { return frameworkSummary(f, httpx.LangOf(ctx)) })
	return ok(page(all, in.Paging, func(f FrameworkSummary) string { return f.ID }))
}

func (a *API) standard(ctx context.Context, in *idInput) (*reply[Framework], error) {
	f, found := a.Standards.Framework(in.ID)
	if !found {
		return nil, fault.Missing()
	}
	lang := httpx.LangOf(ctx)
	return ok(Framework{
		FrameworkSummary: frameworkSummary(f, lang),
		Areas:            each(f.Areas, func(v standard.Area) FrameworkArea { return areaOf(v, lang) }),
		Levels: each(f.Levels, func(l standard.Level) FrameworkLevel {
			return FrameworkLevel{l.Number, l.Code, l.Tier.In(lang), l.Gist.In(lang), l.Verified}
		}),
		Caveats: each(f.Caveats, func(t standard.Text) string { return t.In(lang) }),
		Sources: each(f.Sources, func(s standard.Source) FrameworkSource { return FrameworkSource{s.Title.In(lang), s.URL} }),
	}, nil)
}

func areaOf(v standard.Area, lang string) FrameworkArea {
	return FrameworkArea{v.Code, v.Name.In(lang), each(v.Competences, func(c standard.Competence) Competence {
		return Competence{c.Code, c.Name.In(lang), c.Summary.In(lang), each(c.Criteria, func(k standard.Criterion) Criterion {
			return Criterion{k.Code, k.Level, k.Text.In(lang), k.Verified}
		})}
	})}
}

func (a *API) crosswalk(ctx context.Context, in *struct {
	Paging
	From string `query:"from" maxLength:"60"`
},
) (*reply[List[CrosswalkRow]], error) {
	rows := []CrosswalkRow{}
	for _, l := range a.Standards.Links() {
		if in.From == "" || l.From.Framework == in.From {
			rows = append(rows, CrosswalkRow{l.From.String(), l.To.String(), l.Relation, l.Official, l.Note.In(httpx.LangOf(ctx))})
		}
	}
	return ok(page(rows, in.Paging, func(r CrosswalkRow) string { return r.From + ">" + r.To }))
}
