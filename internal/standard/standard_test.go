package standard_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/standard"
)

// sample is a framework with competences, one with areas only, and a crosswalk that speaks of both kinds.
func sample() *standard.Set {
	learners := standard.Framework{
		ID: standard.TT02,
		Areas: []standard.Area{
			{Code: "4", Name: standard.Text{VI: "An toàn", EN: "Safety"}, Competences: []standard.Competence{
				{Code: "4.1", Name: standard.Text{VI: "Bảo vệ thiết bị", EN: "Protecting devices"}},
				{Code: "4.2", Name: standard.Text{VI: "Bảo vệ dữ liệu cá nhân", EN: "Protecting personal data"}},
				{Code: "4.3", Name: standard.Text{VI: "Bảo vệ sức khỏe", EN: "Protecting health"}},
			}},
			{Code: "6", Name: standard.Text{VI: "Trí tuệ nhân tạo", EN: "AI"}, Competences: []standard.Competence{
				{Code: "6.1", Name: standard.Text{VI: "Hiểu biết về AI", EN: "Understanding AI"}},
			}},
		},
	}
	decree := standard.Framework{
		ID: standard.Decree,
		Areas: []standard.Area{
			{Code: "77.2.b", Label: "b", Name: standard.Text{VI: "Thiết bị"}},
			{Code: "77.2.e", Label: "e", Name: standard.Text{VI: "An toàn"}},
		},
	}
	row := func(from, to, relation string, official bool) standard.Link {
		return standard.Link{
			From: standard.Ref{Framework: standard.TT02, Code: from}, To: standard.Ref{Framework: standard.Decree, Code: to},
			Relation: relation, Official: official,
		}
	}
	return standard.NewSet(
		[]standard.Framework{learners, decree},
		[]standard.Link{
			row("4", "77.2.e", "close", false),
			row("4.1", "77.2.b", "partial", false),
			row("4.1", "77.2.e", "equivalent", true),
			row("4.3", "", "none", false),
		},
		standard.LevelLink{From: standard.Rungs{Framework: standard.TT02, Levels: []int{1, 2}}, Relation: "close"},
	)
}

func TestTo(t *testing.T) {
	mapped := func(code, relation string, official bool) standard.Mapped {
		return standard.Mapped{Ref: standard.Ref{Framework: standard.Decree, Code: code}, Relation: relation, Official: official}
	}
	tests := []struct {
		name string
		from standard.Ref
		want []standard.Mapped
	}{
		{"own rows, all of them", standard.Ref{Framework: standard.TT02, Code: "4.1"}, []standard.Mapped{mapped("77.2.b", "partial", false), mapped("77.2.e", "equivalent", true)}},
		{"area's row where it has none", standard.Ref{Framework: standard.TT02, Code: "4.2"}, []standard.Mapped{mapped("77.2.e", "close", false)}},
		{"none is an answer, the area is not asked", standard.Ref{Framework: standard.TT02, Code: "4.3"}, nil},
		{"area itself", standard.Ref{Framework: standard.TT02, Code: "4"}, []standard.Mapped{mapped("77.2.e", "close", false)}},
		{"area without rows", standard.Ref{Framework: standard.TT02, Code: "6.1"}, nil},
		{"same framework", standard.Ref{Framework: standard.Decree, Code: "77.2.b"}, []standard.Mapped{mapped("77.2.b", "equivalent", true)}},
		{"unknown", standard.Ref{Framework: standard.TT02, Code: "9.9"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, sample().To(standard.Decree, tt.from)); diff != "" {
				t.Errorf("To (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseAndAssessable(t *testing.T) {
	tests := []struct {
		code       string
		want       standard.Ref
		known      bool
		assessable bool
	}{
		{"4.2", standard.Ref{Framework: standard.TT02, Code: "4.2"}, true, true},
		{"4", standard.Ref{Framework: standard.TT02, Code: "4"}, true, false},
		{"ND224-2026-D77:77.2.b", standard.Ref{Framework: standard.Decree, Code: "77.2.b"}, true, true},
		{"77.2.b", standard.Ref{Framework: standard.TT02, Code: "77.2.b"}, false, false},
		{"OTHER:4.2", standard.Ref{Framework: "OTHER", Code: "4.2"}, false, false},
		{"", standard.Ref{Framework: standard.TT02}, false, false},
	}
	s := sample()
	for _, tt := range tests {
		t.Run(tt.code, func(t *testing.T) {
			got, known := s.Parse(standard.TT02, tt.code)
			if got != tt.want || known != tt.known {
				t.Errorf("Parse = %v, %v, want %v, %v", got, known, tt.want, tt.known)
			}
			if a := s.Assessable(got); a != tt.assessable {
				t.Errorf("Assessable = %v, want %v", a, tt.assessable)
			}
		})
	}
}

func TestLookups(t *testing.T) {
	s := sample()
	if f, ok := s.Framework(standard.Decree); !ok || f.Areas[1].Label != "e" {
		t.Errorf("Framework(%s) = %v, %v", standard.Decree, f.ID, ok)
	}
	if _, ok := s.Framework("NONE"); ok {
		t.Error("Framework(NONE) was found")
	}
	if n, ok := s.Name(standard.Ref{Framework: standard.TT02, Code: "4.1"}); !ok || n.VI != "Bảo vệ thiết bị" {
		t.Errorf("Name = %v, %v", n, ok)
	}
	if _, ok := s.Name(standard.Ref{Framework: standard.Decree, Code: "4.1"}); ok {
		t.Error("a code of one framework was found in another")
	}
	if got := []int{len(s.Frameworks()), len(s.Links()), len(s.LevelLinks())}; !cmp.Equal(got, []int{2, 4, 1}) {
		t.Errorf("frameworks, links, level links = %v, want 2, 4, 1", got)
	}
	if r := (standard.Ref{Framework: standard.Decree, Code: "77.2.b"}); r.String() != "ND224-2026-D77:77.2.b" {
		t.Errorf("String = %s", r)
	}
}

func TestTextIn(t *testing.T) {
	tests := []struct {
		text standard.Text
		lang string
		want string
	}{
		{standard.Text{VI: "An toàn", EN: "Safety"}, "vi", "An toàn"},
		{standard.Text{VI: "An toàn", EN: "Safety"}, "en", "Safety"},
		{standard.Text{VI: "An toàn"}, "en", "An toàn"},
		{standard.Text{EN: "Safety"}, "vi", "Safety"},
		{standard.Text{}, "vi", ""},
	}
	for _, tt := range tests {
		if got := tt.text.In(tt.lang); got != tt.want {
			t.Errorf("%+v.In(%s) = %q, want %q", tt.text, tt.lang, got, tt.want)
		}
	}
}
