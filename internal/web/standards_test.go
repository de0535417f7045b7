package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hocso/internal/standard"
)

func TestFrameworksTellTheirSourceAndStatus(t *testing.T) {
	s := newSite(t)
	p := s.public().get("/khung-nang-luc").want(http.StatusOK)
	cards := p.all("main .card")
	if len(cards) != len(s.Standards.Frameworks()) {
		t.Fatalf("%d cards for %d frameworks", len(cards), len(s.Standards.Frameworks()))
	}
	for i, f := range s.Standards.Frameworks() {
		if got := textOf(cards[i]); !strings.Contains(got, f.Status.VI) || !strings.Contains(got, f.Number) || len(findAll(cards[i], ".tag")) != 1 {
			t.Errorf("%s: %q", f.ID, got)
		}
	}
}

func TestEveryFrameworkHasItsPage(t *testing.T) {
	s := newSite(t)
	for _, f := range s.Standards.Frameworks() {
		p := s.public().get("/khung-nang-luc/" + f.ID).want(http.StatusOK)
		main := p.text("main")
		for _, a := range f.Areas {
			if !slices.ContainsFunc(p.all("main h2"), func(n *html.Node) bool {
				return attrOf(n, "id") == "m"+a.Code && strings.Contains(textOf(n), a.Name.VI)
			}) {
				t.Errorf("%s: area %s", f.ID, a.Code)
			}
			for _, c := range a.Competences {
				if !strings.Contains(main, c.Name.VI) || !strings.Contains(main, c.Summary.VI) {
					t.Errorf("%s: competence %s", f.ID, c.Code)
				}
				for _, cr := range c.Criteria {
					if !strings.Contains(main, cr.Code) || !strings.Contains(main, cr.Text.VI) {
						t.Errorf("%s: criterion %s", f.ID, cr.Code)
					}
				}
			}
		}
		for _, c := range append(f.Caveats, f.Status) {
			if !strings.Contains(main, strings.Join(strings.Fields(c.VI), " ")) {
				t.Errorf("%s does not say %q", f.ID, c.VI)
			}
		}
		for _, src := range f.Sources {
			if !strings.Contains(main, src.Title.VI) {
				t.Errorf("%s: source %q", f.ID, src.Title.VI)
			}
		}
	}
	s.public().get("/khung-nang-luc/khong-co").want(http.StatusNotFound)
}

func TestCrosswalkMarksEveryRow(t *testing.T) {
	s := newSite(t)
	first := s.public().get("/doi-chieu").want(http.StatusOK)
	rows := first.all("main tbody tr") // of the levels
	for _, a := range first.all("main .tasks a") {
		p := s.public().get(attrOf(a, "href")).want(http.StatusOK)
		rows = append(rows, findAll(p.all("main table")[0], "tbody tr")...)
	}
	want, official := len(s.Standards.Links())+len(s.Standards.LevelLinks()), 0
	for _, l := range s.Standards.Links() {
		official += count(l.Official)
	}
	for _, l := range s.Standards.LevelLinks() {
		official += count(l.Official)
	}
	if len(rows) != want {
		t.Fatalf("%d rows, want %d", len(rows), want)
	}
	for _, r := range rows {
		switch marks := findAll(r, ".tag"); {
		case len(marks) == 1 && textOf(marks[0]) == "Chính thức":
			official--
		case len(marks) != 1 || textOf(marks[0]) != "Suy ra":
			t.Errorf("row %q", textOf(r))
		}
	}
	if official != 0 {
		t.Errorf("%d official rows too few are called so", official)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestCrosswalkIsFilteredByAPair(t *testing.T) {
	s := newSite(t)
	between := func(from, to string) (n int) {
		for _, l := range s.Standards.Links() {
			if l.From.Framework == from && l.To.Framework == to {
				n++
			}
		}
		return n
	}
	p := s.public().get("/doi-chieu?tu=" + standard.TT02 + "&den=" + standard.Decree).want(http.StatusOK)
	id := "#" + standard.TT02 + "_" + standard.Decree
	if got := len(p.all("main h2" + id)); got != 1 {
		t.Fatalf("%d headings of the pair", got)
	}
	if attrOf(p.one("#tu option[selected]"), "value") != standard.TT02 || attrOf(p.one("#den option[selected]"), "value") != standard.Decree {
		t.Error("the filter forgets what was chosen")
	}
	if got, want := len(findAll(p.all("main table")[0], "tbody tr")), between(standard.TT02, standard.Decree); got != want || want == 0 {
		t.Errorf("%d rows, want %d", got, want)
	}
	if p = s.public().get("/doi-chieu?tu=khong-co"); p.want(http.StatusOK).text(".empty") == "" {
		t.Error("no rows and nothing said")
	}
}

// TestLevelsAreNamed: a framework that is only a text near to another one has a name too, and no level stands alone.
func TestLevelsAreNamed(t *testing.T) {
	text := newSite(t).public().get("/doi-chieu").want(http.StatusOK).text("main")
	if strings.Contains(text, "DIGCOMP-3.0") || !strings.Contains(text, "DigComp 3.0") {
		t.Error("a raw id stands on the page")
	}
	if i := strings.Index(text, ": Cơ bản"); i < 0 {
		t.Error("the tier does not follow its framework")
	}
}

func TestDaysAreWrittenAsPeopleDo(t *testing.T) {
	for in, want := range map[string]string{"2025-01-24": "24/01/2025", "2025-01": "01/2025", "2025": "2025"} {
		if got := day(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
