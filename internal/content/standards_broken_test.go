package content_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/content"
)

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
