package content_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"hocso/courses"
	"hocso/internal/content"
	"hocso/internal/standard"
)

const (
	circularFile  = "standards/tt02-2025.json"
	decreeFile    = "standards/nd224-2026-d77.json"
	decisionFile  = "standards/qd757-2025.json"
	crosswalkFile = "standards/crosswalk.json"
)

func shippedStandards(t testing.TB) *standard.Set {
	t.Helper()
	s, err := content.Standards(courses.FS)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func frameworkOf(t *testing.T, s *standard.Set, id string) standard.Framework {
	t.Helper()
	f, ok := s.Framework(id)
	if !ok {
		t.Fatalf("no framework %s", id)
	}
	return f
}

func TestShippedStandardsAreComplete(t *testing.T) {
	type counts struct{ Areas, Competences, Criteria, Texts, Levels, Audiences, Related int }
	want := map[string]counts{
		"ND224-2026-D77":     {Areas: 7},
		"QD757-2025":         {Audiences: 4, Related: 1},
		"TT02-2025":          {Areas: 6, Competences: 24, Criteria: 265, Texts: 84, Levels: 8, Related: 2},
		"DIGCOMP-2.2":        {Areas: 5, Competences: 21, Levels: 8, Related: 1},
		"TT03-2014":          {Areas: 2, Competences: 15, Criteria: 37, Texts: 37},
		"CV3139-2024":        {Areas: 2, Competences: 5},
		"CV3240-2024":        {Areas: 5},
		"TOCNSCD-5-CHUDE":    {Areas: 5},
		"DANANG-QD2242-2024": {Areas: 5},
	}
	s := shippedStandards(t)
	got := map[string]counts{}
	for _, f := range s.Frameworks() {
		c := counts{Areas: len(f.Areas), Levels: len(f.Levels), Audiences: len(f.Audiences), Related: len(f.Related)}
		for _, a := range f.Areas {
			c.Competences += len(a.Competences)
			for _, x := range a.Competences {
				c.Criteria += len(x.Criteria)
				for _, k := range x.Criteria {
					if k.Text.VI != "" {
						c.Texts++
					}
				}
			}
		}
		got[f.ID] = c
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if l, v := len(s.Links()), len(s.LevelLinks()); l != 91 || v != 12 {
		t.Errorf("crosswalk has %d links and %d level rows, want 91 and 12", l, v)
	}
	if first := s.Frameworks()[0].ID; first != standard.Decree {
		t.Errorf("%s stands first, want the decree", first)
	}
}

// Every text exists in both languages or in none; names, titles and statuses exist.
func TestShippedStandardsSpeakBothLanguages(t *testing.T) {
	for _, f := range shippedStandards(t).Frameworks() {
		bothLanguages(t, f.ID, reflect.ValueOf(f))
	}
}

func bothLanguages(t *testing.T, at string, v reflect.Value) {
	t.Helper()
	if text, ok := v.Interface().(standard.Text); ok {
		optional := slices.ContainsFunc([]string{".Issuer", ".Scope", ".Summary", ".Gist", ".Note", "Criteria.Text"}, func(end string) bool {
			return strings.HasSuffix(at, end)
		})
		if (text.VI == "") != (text.EN == "") || (text.VI == "" && !optional) {
			t.Errorf("%s = %+v", at, text)
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			bothLanguages(t, at+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			bothLanguages(t, at, v.Index(i))
		}
	}
}

func TestShippedStandardsSayWhatIsUnverified(t *testing.T) {
	s := shippedStandards(t)
	circular := frameworkOf(t, s, standard.TT02)
	if circular.Verified || !strings.Contains(circular.Status.VI, "người học") || !strings.Contains(circular.Status.EN, "learners") {
		t.Errorf("the circular's status does not say that it was written for learners: %+v", circular.Status)
	}
	for i, l := range circular.Levels {
		if checked := i < 5; l.Verified != checked || (l.Code != "") != checked {
			t.Errorf("level %d: code %q, verified %v", l.Number, l.Code, l.Verified)
		}
	}
	decision := frameworkOf(t, s, "QD757-2025")
	if decision.Verified || !strings.Contains(decision.Status.VI, "chưa kiểm chứng") {
		t.Errorf("the decision's status does not say what is unverified: %+v", decision.Status)
	}
	for _, title := range []string{"Pass mark", "Number of questions", "Time limit", "Validity of a confirmation"} {
		i := slices.IndexFunc(decision.Notes, func(n standard.Note) bool { return n.Title.EN == title })
		if i < 0 || decision.Notes[i].Verified {
			t.Errorf("%s is not marked as unverified", title)
		}
	}
}

func TestCriteriaCodesFitTheirPlace(t *testing.T) {
	levels := map[string]int{"CB1": 1, "CB2": 2, "TC1": 3, "TC2": 4, "NC1": 5}
	for _, a := range frameworkOf(t, shippedStandards(t), standard.TT02).Areas {
		for _, c := range a.Competences {
			for _, k := range c.Criteria {
				rest, ok := strings.CutPrefix(k.Code, c.Code+".")
				if !ok || len(rest) != 4 || levels[rest[:3]] != k.Level {
					t.Errorf("criterion %s of level %d under %s", k.Code, k.Level, c.Code)
				}
			}
		}
	}
}

func TestEveryCircularCompetenceReachesTheDecree(t *testing.T) {
	want := map[string]string{"1": "77.2.c", "2": "77.2.d", "3": "77.2.dd", "4": "77.2.e", "5": "77.2.g", "6": "77.2.g"}
	s := shippedStandards(t)
	for _, a := range frameworkOf(t, s, standard.TT02).Areas {
		codes := []string{a.Code}
		for _, c := range a.Competences { // they have no rows of their own: the area answers
			codes = append(codes, c.Code)
		}
		for _, code := range codes {
			got := s.To(standard.Decree, standard.Ref{Framework: standard.TT02, Code: code})
			if len(got) != 1 || got[0].Code != want[a.Code] || got[0].Official {
				t.Errorf("%s maps to %+v, want %s, derived", code, got, want[a.Code])
			}
		}
	}
}

func TestShippedCrosswalk(t *testing.T) {
	s := shippedStandards(t)
	ref := func(framework, code string) standard.Ref { return standard.Ref{Framework: framework, Code: code} }
	tests := []struct {
		from standard.Ref
		to   string
		want []string
	}{
		{ref(standard.TT02, "1.1"), "DIGCOMP-2.2", []string{"DIGCOMP-2.2:1.1 equivalent"}},
		{ref(standard.TT02, "6.1"), "DIGCOMP-2.2", nil},
		{ref("TT03-2014", "IU06"), standard.Decree, []string{"ND224-2026-D77:77.2.c partial", "ND224-2026-D77:77.2.d partial"}},
		{ref("CV3139-2024", "0.1"), standard.Decree, []string{"ND224-2026-D77:77.2.b close"}},
		{ref("TOCNSCD-5-CHUDE", "3"), standard.TT02, []string{"TT02-2025:2.1 partial", "TT02-2025:2.2 partial", "TT02-2025:2.5 partial"}},
		{ref("CV3240-2024", "4"), standard.Decree, []string{"ND224-2026-D77:77.2.e partial"}},
	}
	for _, tt := range tests {
		t.Run(tt.from.String()+" to "+tt.to, func(t *testing.T) {
			var got []string
			for _, m := range s.To(tt.to, tt.from) {
				got = append(got, m.String()+" "+m.Relation)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if slices.ContainsFunc(s.Links(), func(l standard.Link) bool { return l.Official }) {
		t.Error("a row is official, yet no official crosswalk was found")
	}
}

func TestDecreeLabelsAreAsPrinted(t *testing.T) {
	var got []string
	for _, a := range frameworkOf(t, shippedStandards(t), standard.Decree).Areas {
		got = append(got, a.Code+" "+a.Label)
	}
	want := []string{"77.2.a a", "77.2.b b", "77.2.c c", "77.2.d d", "77.2.dd đ", "77.2.e e", "77.2.g g"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBrokenStandardsAreRefused(t *testing.T) {
	object := func(pairs ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i].(string)] = pairs[i+1]
		}
		return m
	}
	tests := []struct {
		name    string
		file    string
		pointer string // what to replace
		value   any    // nil: taken out
		want    string // "<pointer>: <part of the message>"
	}{
		{"no English name", decreeFile, "/areas/4/name/en", nil, "/areas/4/name: missing property 'en'"},
		{"empty name", decreeFile, "/areas/4/name/vi", "", "/areas/4/name/vi: "},
		{"space before a name", decreeFile, "/areas/4/name/vi", " An toàn", "/areas/4/name/vi: "},
		{"two lines", decreeFile, "/number", "224/2026\nNĐ-CP", "/number: "},
		{"unknown key", circularFile, "/levels/2/tiers", "TC", "/levels/2: additional properties 'tiers' not allowed"},
		{"unknown key with a slash", circularFile, "/areas/0/name", object("vi", "Tên", "en", object("a/b", 1)), "/areas/0/name/en: got object, want string"},
		{"no status", circularFile, "/status", nil, ": missing property 'status'"},
		{"printed letter as code", decreeFile, "/areas/4/code", "77.2.đ", "/areas/4/code: "},
		{"colon in a code", circularFile, "/areas/0/competences/0/code", "1:1", "/areas/0/competences/0/code: "},
		{"level 9", circularFile, "/areas/0/competences/0/criteria/0/level", 9, "/areas/0/competences/0/criteria/0/level: "},
		{"seven levels", circularFile, "/levels/7", nil, "/levels: minItems"},
		{"level twice", circularFile, "/levels/3/number", 3, "/levels/3/number: got 3, levels run from 1 to 8"},
		{"date that is not", circularFile, "/in_force", "2025-02-30", "/in_force: "},
		{"month that is not", circularFile, "/issued", "2025-13", "/issued: "},
		{"source without scheme", circularFile, "/sources/0/url", "thuvienphapluat.vn", "/sources/0/url: "},
		{"area code twice", decreeFile, "/areas/6/code", "77.2.a", `/areas/6/code: "77.2.a" stands already at /areas/0/code`},
		{"criterion code twice", circularFile, "/areas/0/competences/0/criteria/1/code", "1.1.CB1a", "/areas/0/competences/0/criteria/1/code: "},
		{"criterion of a level that is not set", "standards/tt03-2014.json", "/areas/0/competences/0/criteria/0/level", 1, "/areas/0/competences/0/criteria/0/level: the framework sets no levels"},
		{"nothing in it", decisionFile, "/audiences", nil, "/areas: a framework needs areas or audiences"},
		{"place taken", decisionFile, "/order", 1, "/order: 1 is the place of ND224-2026-D77 too"},
		{"row from no framework", crosswalkFile, "/links/0/from/framework", "TT99", "/links/0/from/framework: no framework TT99"},
		{"row to no competence", crosswalkFile, "/links/0/to/code", "1.9", `/links/0/to/code: DIGCOMP-2.2 has no competence or area "1.9"`},
		{"row to nothing", crosswalkFile, "/links/0/to/code", nil, "/links/0/to: needs a code"},
		{"none to something", crosswalkFile, "/links/0/relation", "none", "/links/0/relation: none, yet"},
		{"unknown relation", crosswalkFile, "/links/0/relation", "no direct match", "/links/0/relation: "},
		{"unknown basis", crosswalkFile, "/links/0/basis", "guess", "/links/0/basis: "},
		{"row within a framework", crosswalkFile, "/links/0/to", object("framework", "TT02-2025", "code", "1.2"), "/links/0/to/framework: a row joins two"},
		{"row twice", crosswalkFile, "/links/1", object("from", object("framework", "TT02-2025", "code", "1.1"), "to", object("framework", "DIGCOMP-2.2", "code", "1.1"), "relation", "close", "basis", "derived"), "/links/1: says again what /links/0 says"},
		{"none in no framework", crosswalkFile, "/links/21/to/framework", "DIGCOMP-9", "/links/21/to/framework: no framework DIGCOMP-9"},
		{"levels of a framework without", crosswalkFile, "/levels/0/to/framework", "TT03-2014", "/levels/0/to/framework: TT03-2014 sets no levels"},
		{"levels of nothing", crosswalkFile, "/levels/0/to/framework", "TT99", "/levels/0/to/framework: no framework or related text"},
		{"level numbers of a related text", crosswalkFile, "/levels/0/to/framework", "DIGCOMP-3.0", "/levels/0/to/levels: DIGCOMP-3.0 is not loaded"},
		{"tier of a loaded framework", crosswalkFile, "/levels/8/to/framework", "DIGCOMP-2.2", "/levels/8/to: name levels of DIGCOMP-2.2 by number"},
		{"tier and levels", crosswalkFile, "/levels/8/to/levels", []any{1}, "/levels/8/to: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := standardsCopy(t)
			editJSON(t, fsys, tt.file, tt.pointer, tt.value)
			got := standardsProblems(t, fsys)
			if len(got) != 1 || !strings.HasPrefix(got[0], tt.file+"#"+tt.want) {
				t.Errorf("got\n%s\nwant only\n%s#%s", strings.Join(got, "\n"), tt.file, tt.want)
			}
		})
	}
}

func TestStandardsFilesThatCannotBeRead(t *testing.T) {
	tests := []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"not JSON", func(m fstest.MapFS) { m[decreeFile] = &fstest.MapFile{Data: []byte(`{"id": `)} }, decreeFile + "#: is not JSON"},
		{"two documents", func(m fstest.MapFS) { m[decreeFile].Data = append(m[decreeFile].Data, "{}"...) }, decreeFile + "#: is not JSON"},
		{"an array", func(m fstest.MapFS) { m[decreeFile].Data = []byte(`[]`) }, decreeFile + "#: got array, want object"},
		{"marks apart", func(m fstest.MapFS) { m[decreeFile].Data = append(m[decreeFile].Data, "e\u0302"...) }, decreeFile + "#: is not in Unicode form NFC"},
		{"not UTF-8", func(m fstest.MapFS) {
			m[decreeFile].Data = []byte(strings.Replace(string(m[decreeFile].Data), "Khung", "Kh\xffng", 1))
		}, decreeFile + "#: is not UTF-8"},
		{"other name", func(m fstest.MapFS) { m["standards/nd224.json"] = m[decreeFile]; delete(m, decreeFile) }, `standards/nd224.json#/id: "ND224-2026-D77" belongs in nd224-2026-d77.json`},
		{"no crosswalk", func(m fstest.MapFS) { delete(m, crosswalkFile) }, crosswalkFile + "#: cannot be read"},
		{"no schema", func(m fstest.MapFS) { delete(m, "standards/schema/framework.schema.json") }, "standards/schema/framework.schema.json#: cannot be read"},
		{"schema that is none", func(m fstest.MapFS) {
			m["standards/schema/crosswalk.schema.json"].Data = []byte(`{"type": 7}`)
		}, "standards/schema/crosswalk.schema.json#: "},
		{"nothing", func(m fstest.MapFS) { maps.DeleteFunc(m, func(string, *fstest.MapFile) bool { return true }) }, "standards#: holds no framework"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := standardsCopy(t)
			tt.change(fsys)
			if got := standardsProblems(t, fsys); !strings.HasPrefix(got[0], tt.want) {
				t.Errorf("got\n%s\nwant first\n%s", strings.Join(got, "\n"), tt.want)
			}
		})
	}
}

// Whoever edits the data is told of every problem, and of none that only follows from another.
func TestAllProblemsAtOnce(t *testing.T) {
	fsys := standardsCopy(t)
	editJSON(t, fsys, circularFile, "/areas/0/name/en", nil)
	editJSON(t, fsys, circularFile, "/levels/0/number", 0)
	editJSON(t, fsys, decreeFile, "/areas/1/code", "77.2.a")
	editJSON(t, fsys, decisionFile, "/order", 4)
	editJSON(t, fsys, crosswalkFile, "/links/60/relation", "same")
	var got []string
	for _, p := range standardsProblems(t, fsys) {
		at, _, _ := strings.Cut(p, ": ")
		got = append(got, at)
	}
	slices.Sort(got)
	want := []string{
		crosswalkFile + "#/links/60/relation",
		decisionFile + "#/order",
		decreeFile + "#/areas/1/code",
		circularFile + "#/areas/0/name",
		circularFile + "#/levels/0/number",
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	fsys = standardsCopy(t)
	editJSON(t, fsys, circularFile, "/version", nil) // 60 rows of the crosswalk refer to this file
	if got := standardsProblems(t, fsys); len(got) != 1 {
		t.Errorf("one file is broken, yet got\n%s", strings.Join(got, "\n"))
	}
}

func BenchmarkStandards(b *testing.B) {
	for b.Loop() {
		if _, err := content.Standards(courses.FS); err != nil {
			b.Fatal(err)
		}
	}
}

// standardsCopy is the shipped standards in memory.
func standardsCopy(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(courses.FS, "standards", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(courses.FS, name)
		out[name] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// standardsProblems are the lines of the error, which must come without a set.
func standardsProblems(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	s, err := content.Standards(fsys)
	if err == nil || s != nil {
		t.Fatalf("got set %v, error %v, want an error only", s != nil, err)
	}
	return strings.Split(strings.TrimPrefix(err.Error(), "standards: "), "\n")
}

// editJSON replaces the value at a JSON pointer of a file; nil takes it out.
func editJSON(t *testing.T, fsys fstest.MapFS, file, pointer string, value any) {
	t.Helper()
	var doc any
	if err := json.Unmarshal(fsys[file].Data, &doc); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(setAt(doc, strings.Split(pointer, "/")[1:], value))
	if err != nil {
		t.Fatal(err)
	}
	fsys[file] = &fstest.MapFile{Data: raw}
}

func setAt(doc any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	switch d := doc.(type) {
	case map[string]any:
		if value == nil && len(path) == 1 {
			delete(d, path[0])
			return d
		}
		d[path[0]] = setAt(d[path[0]], path[1:], value)
		return d
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil || i >= len(d) {
			return fmt.Sprintf("no index %s", path[0])
		}
		if value == nil && len(path) == 1 {
			return slices.Delete(d, i, i+1)
		}
		d[i] = setAt(d[i], path[1:], value)
		return d
	}
	return doc
}
