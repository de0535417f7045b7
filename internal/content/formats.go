package content

import (
	"encoding/json"
	"io"
	"path"
	"slices"

	"hocso/internal/fault"
)

// Under puts a folder before the file of every finding, so that it can be opened from where the check was started.
func (r Report) Under(dir string) Report {
	out := Report{Findings: slices.Clone(r.Findings)}
	for i := range out.Findings {
		out.Findings[i].File = path.Join(dir, out.Findings[i].File)
	}
	return out
}

// With is the findings of two reports of the same folder.
func (r Report) With(other Report) Report {
	out := Report{Findings: slices.Concat(r.Findings, other.Findings)}
	out.sort()
	return out
}

// String is "error" or "warning".
func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// jsonFinding is a finding for programs. Line and column count from 1; 0 is the whole file.
type jsonFinding struct {
	Severity string `json:"severity"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Key      string `json:"key"`
	Message  string `json:"message"`
	Remedy   string `json:"remedy"`
	Quote    string `json:"quote,omitempty"`
}

// WriteJSON prints the report as one JSON object: findings and their counts. The error is the writer's.
func (r Report) WriteJSON(w io.Writer, lang string) error {
	list := make([]jsonFinding, len(r.Findings))
	for i, f := range r.Findings {
		what, remedy := f.Words(lang)
		list[i] = jsonFinding{f.Severity.String(), f.File, f.Line, f.Column, f.Key, what, remedy, f.Quote}
	}
	errors, warnings := r.Count()
	return writeIndented(w, map[string]any{"findings": list, "errors": errors, "warnings": warnings})
}

// What of SARIF 2.1.0 (OASIS, 2020) code hosts show beside the lines of a change.
type (
	sarifText struct {
		Text string `json:"text"`
	}
	sarifRule struct {
		ID      string    `json:"id"`
		Short   sarifText `json:"shortDescription"`
		Help    sarifText `json:"help"`
		Default struct {
			Level string `json:"level"`
		} `json:"defaultConfiguration"`
	}
	sarifRegion struct {
		Line   int `json:"startLine"`
		Column int `json:"startColumn,omitempty"`
	}
	sarifPlace struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region *sarifRegion `json:"region,omitempty"`
		} `json:"physicalLocation"`
	}
	sarifResult struct {
		Rule      string       `json:"ruleId"`
		Index     int          `json:"ruleIndex"`
		Level     string       `json:"level"`
		Message   sarifText    `json:"message"`
		Locations []sarifPlace `json:"locations"`
	}
)

// WriteSARIF prints the report as SARIF 2.1.0, which code hosts show beside the lines of a change. version is hocso's.
// The error is the writer's.
func (r Report) WriteSARIF(w io.Writer, lang, version string) error {
	rules, results, index := []sarifRule{}, make([]sarifResult, len(r.Findings)), map[string]int{}
	for i, f := range r.Findings {
		if _, ok := index[f.Key]; !ok {
			index[f.Key] = len(rules)
			rules = append(rules, ruleOf(f, lang))
		}
		res := sarifResult{Rule: f.Key, Index: index[f.Key], Level: f.Severity.String(), Message: sarifText{f.Text(lang)}}
		var at sarifPlace
		at.Physical.Artifact.URI = f.File
		if f.Line > 0 {
			at.Physical.Region = &sarifRegion{f.Line, f.Column}
		}
		res.Locations = []sarifPlace{at}
		results[i] = res
	}
	driver := map[string]any{"name": "hocso check", "semanticVersion": version, "rules": rules}
	return writeIndented(w, map[string]any{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
		"runs": []any{map[string]any{
			"tool": map[string]any{"driver": driver}, "columnKind": "unicodeCodePoints", "results": results,
		}},
	})
}

// ruleOf describes a kind of finding by its message without the arguments of one place.
func ruleOf(f Finding, lang string) sarifRule {
	what, remedy := Finding{Key: f.Key, Args: fault.Args{"near": nearOr("")}}.Words(lang)
	rule := sarifRule{ID: f.Key, Short: sarifText{what}, Help: sarifText{remedy}}
	rule.Default.Level = f.Severity.String()
	return rule
}

func writeIndented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
