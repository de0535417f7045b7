package content_test

import (
	"io/fs"
	"reflect"
	"slices"
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
