package content

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/unicode/norm"

	"hocso/internal/standard"
)

const (
	standardsDir    = "standards"
	frameworkSchema = standardsDir + "/schema/framework.schema.json"
	crosswalkSchema = standardsDir + "/schema/crosswalk.schema.json"
	crosswalkPath   = standardsDir + "/crosswalk.json"
)

// frameworkFile is standards/<id in lower case>.json. Its other keys are the fields' names in lower case.
type frameworkFile struct {
	standard.Framework
	Schema  string `json:"$schema"`
	InForce string `json:"in_force"`
	Order   int    `json:"order"`
}

// crosswalkFile is standards/crosswalk.json. Its note is for those who edit the file: each row carries its own mark.
type crosswalkFile struct {
	Schema  string `json:"$schema"`
	Version string
	Note    standard.Text
	Links   []struct {
		standard.Link
		Basis string
	}
	Levels []struct {
		standard.LevelLink
		Basis string
	}
}

// Standards reads every framework and the crosswalk from the folder standards/ of fsys. Each file is checked against
// the JSON Schema beside it, then against the others. The error is nil or holds every problem, one a line, as
// "file#pointer: what is wrong"; no set is returned then.
func Standards(fsys fs.FS) (*standard.Set, error) {
	r := &standardsReader{
		fsys: fsys, compiler: jsonschema.NewCompiler(),
		printer: message.NewPrinter(language.English), broken: map[string]bool{},
	}
	r.compiler.AssertFormat()
	files := r.frameworks()
	slices.SortStableFunc(files, func(a, b frameworkFile) int { return cmp.Compare(a.Order, b.Order) })
	r.checkOrder(files)

	frameworks := make([]standard.Framework, 0, len(files))
	for _, f := range files {
		f.In = f.InForce
		frameworks = append(frameworks, f.Framework)
	}
	links, levels := r.crosswalk(standard.NewSet(frameworks, nil))
	if len(r.problems) > 0 {
		return nil, fmt.Errorf("standards: %w", errors.Join(r.problems...))
	}
	return standard.NewSet(frameworks, links, levels...), nil
}

// standardsReader collects problems, so that whoever edits the data is told of all at once.
type standardsReader struct {
	fsys     fs.FS
	compiler *jsonschema.Compiler // one for both schemas: the draft's own schema is compiled once
	printer  *message.Printer
	problems []error
	broken   map[string]bool // framework files with a problem: references to them would only repeat it
}

func (r *standardsReader) refuse(file, pointer, format string, args ...any) {
	r.problems = append(r.problems, fmt.Errorf("%s#%s: %s", file, pointer, fmt.Sprintf(format, args...)))
}

func (r *standardsReader) frameworks() []frameworkFile {
	names, err := fs.Glob(r.fsys, standardsDir+"/*.json")
	if err != nil {
		r.refuse(standardsDir, "", "%v", err)
	}
	names = slices.DeleteFunc(names, func(n string) bool { return n == crosswalkPath })
	if len(names) == 0 {
		r.refuse(standardsDir, "", "holds no framework")
	}
	schema := r.schema(frameworkSchema)
	var out []frameworkFile
	for _, name := range names {
		var f frameworkFile
		if !r.decode(name, schema, &f) {
			r.broken[name] = true
			continue
		}
		before := len(r.problems)
		if r.checkFramework(name, f); len(r.problems) > before {
			r.broken[name] = true
		}
		out = append(out, f)
	}
	return out
}

// schema compiles one of the two schemas; nil when it cannot be used, which is reported once.
func (r *standardsReader) schema(name string) *jsonschema.Schema {
	doc, _, ok := r.document(name)
	if !ok {
		return nil
	}
	if err := r.compiler.AddResource(name, doc); err != nil {
		r.refuse(name, "", "%v", err)
		return nil
	}
	s, err := r.compiler.Compile(name)
	if err != nil {
		r.refuse(name, "", "%v", err)
	}
	return s
}

// document reads a file as JSON, once as it is and once as its bytes.
func (r *standardsReader) document(name string) (doc any, raw []byte, ok bool) {
	raw, err := fs.ReadFile(r.fsys, name)
	if err != nil {
		r.refuse(name, "", "cannot be read: %v", err)
		return nil, nil, false
	}
	if !utf8.Valid(raw) {
		r.refuse(name, "", "is not UTF-8")
		return nil, nil, false
	}
	if !norm.NFC.IsNormal(raw) {
		r.refuse(name, "", "is not in Unicode form NFC: marks stand apart from their letters")
		return nil, nil, false
	}
	doc, err = jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		r.refuse(name, "", "is not JSON: %v", err)
		return nil, nil, false
	}
	return doc, raw, true
}

// decode validates a file and fills v from it. A schema that is nil was reported before.
func (r *standardsReader) decode(name string, schema *jsonschema.Schema, v any) bool {
	doc, raw, ok := r.document(name)
	if !ok || schema == nil {
		return false
	}
	if err := schema.Validate(doc); err != nil {
		r.invalid(name, err)
		return false
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields() // the schema and the types must not drift apart
	if err := d.Decode(v); err != nil {
		r.refuse(name, "", "%v", err)
		return false
	}
	return true
}

// invalid reports the leaves of a validation error: those that name the value itself.
func (r *standardsReader) invalid(name string, err error) {
	v, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok {
		r.refuse(name, "", "%v", err)
		return
	}
	if len(v.Causes) == 0 {
		r.refuse(name, jsonPointer(v.InstanceLocation), "%s", v.ErrorKind.LocalizedString(r.printer))
	}
	for _, c := range v.Causes {
		r.invalid(name, c)
	}
}

// jsonPointer writes a location as RFC 6901 does.
func jsonPointer(location []string) string {
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	var b strings.Builder
	for _, token := range location {
		b.WriteByte('/')
		b.WriteString(escape.Replace(token))
	}
	return b.String()
}

func (r *standardsReader) checkFramework(file string, f frameworkFile) {
	if want := frameworkPath(f.ID); file != want {
		r.refuse(file, "/id", "%q belongs in %s", f.ID, path.Base(want))
	}
	if len(f.Areas) == 0 && len(f.Audiences) == 0 {
		r.refuse(file, "/areas", "a framework needs areas or audiences")
	}
	for i, l := range f.Levels {
		if l.Number != i+1 {
			r.refuse(file, fmt.Sprintf("/levels/%d/number", i), "got %d, levels run from 1 to %d in order", l.Number, standard.MaxLevel)
		}
	}
	r.checkCodes(file, f.Framework)
}

// checkCodes makes sure that a code means one thing in its framework, and that criteria name levels only where there are some.
func (r *standardsReader) checkCodes(file string, f standard.Framework) {
	seen := map[string]string{}
	once := func(code, pointer string) {
		if first, ok := seen[code]; ok {
			r.refuse(file, pointer, "%q stands already at %s", code, first)
			return
		}
		seen[code] = pointer
	}
	for i, a := range f.Areas {
		once(a.Code, fmt.Sprintf("/areas/%d/code", i))
		for j, c := range a.Competences {
			at := fmt.Sprintf("/areas/%d/competences/%d", i, j)
			once(c.Code, at+"/code")
			for k, x := range c.Criteria {
				once(x.Code, fmt.Sprintf("%s/criteria/%d/code", at, k))
				if x.Level > 0 && len(f.Levels) == 0 {
					r.refuse(file, fmt.Sprintf("%s/criteria/%d/level", at, k), "the framework sets no levels")
				}
			}
		}
	}
	for i, a := range f.Audiences {
		once(a.Code, fmt.Sprintf("/audiences/%d/code", i))
	}
}

// checkOrder wants files sorted by their place in lists.
func (r *standardsReader) checkOrder(files []frameworkFile) {
	for i := 1; i < len(files); i++ {
		if a, b := files[i-1], files[i]; a.Order == b.Order {
			r.refuse(frameworkPath(b.ID), "/order", "%d is the place of %s too", b.Order, a.ID)
		}
	}
}

func (r *standardsReader) crosswalk(set *standard.Set) ([]standard.Link, []standard.LevelLink) {
	var f crosswalkFile
	if !r.decode(crosswalkPath, r.schema(crosswalkSchema), &f) {
		return nil, nil
	}
	links := make([]standard.Link, 0, len(f.Links))
	for _, row := range f.Links {
		row.Official = row.Basis == "official"
		links = append(links, row.Link)
	}
	levels := make([]standard.LevelLink, 0, len(f.Levels))
	for _, row := range f.Levels {
		row.Official = row.Basis == "official"
		levels = append(levels, row.LevelLink)
	}
	r.checkLinks(set, links)
	for i, l := range levels {
		r.checkRungs(set, fmt.Sprintf("/levels/%d/from", i), l.From)
		r.checkRungs(set, fmt.Sprintf("/levels/%d/to", i), l.To)
	}
	return links, levels
}

func (r *standardsReader) checkLinks(set *standard.Set, links []standard.Link) {
	type pair struct{ from, to standard.Ref }
	seen := map[pair]int{}
	for i, l := range links {
		at := fmt.Sprintf("/links/%d", i)
		r.checkRef(set, at+"/from", l.From)
		if l.To.Code == "" {
			r.checkNone(set, at, l)
		} else {
			r.checkRef(set, at+"/to", l.To)
		}
		if l.From.Framework == l.To.Framework {
			r.refuse(crosswalkPath, at+"/to/framework", "a row joins two frameworks")
		}
		if l.Relation == "none" && l.To.Code != "" {
			r.refuse(crosswalkPath, at+"/relation", "none, yet to names %s", l.To)
		}
		if first, ok := seen[pair{l.From, l.To}]; ok {
			r.refuse(crosswalkPath, at, "says again what /links/%d says", first)
			continue
		}
		seen[pair{l.From, l.To}] = i
	}
}

// checkNone checks a row that says that nothing in the other framework matches.
func (r *standardsReader) checkNone(set *standard.Set, at string, l standard.Link) {
	if l.Relation != "none" {
		r.refuse(crosswalkPath, at+"/to", "needs a code, or the relation none")
	}
	if _, ok := set.Framework(l.To.Framework); !ok && !r.isBroken(l.To.Framework) {
		r.refuse(crosswalkPath, at+"/to/framework", "no framework %s", l.To.Framework)
	}
}

func (r *standardsReader) checkRef(set *standard.Set, at string, ref standard.Ref) {
	if r.isBroken(ref.Framework) {
		return
	}
	if _, ok := set.Framework(ref.Framework); !ok {
		r.refuse(crosswalkPath, at+"/framework", "no framework %s", ref.Framework)
		return
	}
	if _, ok := set.Name(ref); !ok {
		r.refuse(crosswalkPath, at+"/code", "%s has no competence or area %q", ref.Framework, ref.Code)
	}
}

// checkRungs wants level numbers of a loaded framework, or a tier's name of a text that is related to one.
func (r *standardsReader) checkRungs(set *standard.Set, at string, x standard.Rungs) {
	f, loaded := set.Framework(x.Framework)
	related := slices.ContainsFunc(set.Frameworks(), func(f standard.Framework) bool {
		return slices.ContainsFunc(f.Related, func(t standard.Related) bool { return t.ID == x.Framework })
	})
	switch {
	case r.isBroken(x.Framework) || (!loaded && len(r.broken) > 0):
	case loaded && len(f.Levels) == 0:
		r.refuse(crosswalkPath, at+"/framework", "%s sets no levels", x.Framework)
	case loaded && len(x.Levels) == 0:
		r.refuse(crosswalkPath, at, "name levels of %s by number", x.Framework)
	case !loaded && !related:
		r.refuse(crosswalkPath, at+"/framework", "no framework or related text %s", x.Framework)
	case !loaded && len(x.Levels) > 0:
		r.refuse(crosswalkPath, at+"/levels", "%s is not loaded: name its tier", x.Framework)
	}
}

func (r *standardsReader) isBroken(id string) bool { return r.broken[frameworkPath(id)] }

func frameworkPath(id string) string {
	return standardsDir + "/" + strings.ToLower(id) + ".json"
}
