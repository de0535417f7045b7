package course

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/standard"
)

func sample() *Course {
	q := func(id string) Question { return Question{ID: id, Type: Single} }
	return &Course{Slug: "khoa", Modules: []Module{
		{Slug: "mot", Lessons: []Lesson{{Slug: "a", Questions: []Question{q("q1"), q("q2")}}, {Slug: "b"}}},
		{Slug: "hai", Lessons: []Lesson{{Slug: "a", Questions: []Question{q("q3")}}}},
	}}
}

// TestPlaces: lessons are numbered over the whole course; the same slug in two modules is two lessons.
func TestPlaces(t *testing.T) {
	c := sample()
	var got []string
	for i, p := range c.Places() {
		got = append(got, p.Key())
		if p.Number != i+1 {
			t.Errorf("%s is number %d", p.Key(), p.Number)
		}
	}
	if want := []string{"mot/a", "mot/b", "hai/a"}; !slices.Equal(got, want) || c.Lessons() != len(want) {
		t.Errorf("got %v of %d", got, c.Lessons())
	}
	if p, ok := c.Find("hai", "a"); !ok || p.Number != 3 {
		t.Errorf("got %+v, %v", p, ok)
	}
	if _, ok := c.Find("hai", "b"); ok {
		t.Error("a lesson of another module was found")
	}
	if p, q, ok := c.Question("q3"); !ok || q.ID != "q3" || p.Key() != "hai/a" {
		t.Errorf("question: %v %v %v", p, q, ok)
	}
	if _, _, ok := c.Question("bank-only"); ok || c.PracticeCount() != 3 {
		t.Errorf("%d questions in lessons", c.PracticeCount())
	}
}

func TestPoints(t *testing.T) {
	for text, want := range map[string]string{"1": "1", "0.5": "1/2", "2.25": "9/4"} {
		p, err := ParsePoints(text)
		if err != nil || p.Rat().RatString() != want {
			t.Errorf("%s: got %s, %v", text, p.Rat().RatString(), err)
		}
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back Points
		if err := json.Unmarshal(b, &back); err != nil || back.Rat().Cmp(p.Rat()) != 0 {
			t.Errorf("%s came back as %s, %v", text, back.Rat(), err)
		}
	}
	for _, text := range []string{"", "0", "-1", "một", "1,5"} {
		if p, err := ParsePoints(text); err == nil {
			t.Errorf("%q was taken as %s", text, p.Rat())
		}
	}
	if got := (Points{}).Rat().RatString(); got != "1" {
		t.Errorf("a question without points counts %s", got)
	}
	One().Rat().SetInt64(7) // a copy: the value itself must not change
	if got := One().Rat().RatString(); got != "1" {
		t.Errorf("one became %s", got)
	}
}

func TestRowFits(t *testing.T) {
	ref := standard.Ref{Framework: "F", Code: "2.3"}
	q := &Question{Competence: ref, Level: 2, Type: Multiple, File: "01.md"}
	base := Row{Competences: []standard.Ref{ref}, Low: 1, High: 2}
	with := func(change func(*Row)) Row { r := base; change(&r); return r }
	for name, tt := range map[string]struct {
		row  Row
		want bool
	}{
		"competence and level": {base, true},
		"another competence":   {with(func(r *Row) { r.Competences = []standard.Ref{{Framework: "G", Code: "2.3"}} }), false},
		"level above":          {with(func(r *Row) { r.High = 1 }), false},
		"level below":          {with(func(r *Row) { r.Low, r.High = 3, 4 }), false},
		"its file":             {with(func(r *Row) { r.From = "01.md" }), true},
		"another file":         {with(func(r *Row) { r.From = "02.md" }), false},
		"its type":             {with(func(r *Row) { r.Types = []Type{Single, Multiple} }), true},
		"another type":         {with(func(r *Row) { r.Types = []Type{Single} }), false},
	} {
		if got := tt.row.Fits(q); got != tt.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// TestManifestNamesContent: the order of reading does not matter, every byte and path does.
func TestManifestNamesContent(t *testing.T) {
	files := []File{{"course.md", []byte("a")}, {"bank/01.md", []byte("b")}}
	want := Manifest(files)
	if got := Manifest([]File{files[1], files[0]}); got != want {
		t.Error("the order of files changes the manifest")
	}
	for name, other := range map[string][]File{
		"content": {{"course.md", []byte("x")}, files[1]}, "path": {{"Course.md", []byte("a")}, files[1]}, "fewer": files[:1],
		"swapped": {{"course.md", []byte("b")}, {"bank/01.md", []byte("a")}},
	} {
		if Manifest(other) == want {
			t.Errorf("another %s has the same manifest", name)
		}
	}
}

func TestHashText(t *testing.T) {
	h := HashOf([]byte("bài"))
	if got, ok := ParseHash(h.String()); !ok || got != h {
		t.Errorf("got %s, %v", got, ok)
	}
	for _, s := range []string{"", "zz", h.String()[2:], h.String() + "00"} {
		if _, ok := ParseHash(s); ok {
			t.Errorf("%q was taken as a hash", s)
		}
	}
}

// TestCanonicalIsTheWholeQuestion: what a learner was asked has another hash as soon as anything of it changes.
func TestCanonicalIsTheWholeQuestion(t *testing.T) {
	q := Question{ID: "q", Type: Single, Level: 1, Stem: "s", Choices: []Choice{{HTML: "a", Right: true}, {HTML: "b", Feedback: "f"}}}
	seen := map[string]bool{string(q.Canonical()): true}
	for _, change := range []func(*Question){
		func(q *Question) { q.Level = 2 }, func(q *Question) { q.Stem = "t" }, func(q *Question) { q.Points = One() },
		func(q *Question) { q.Choices[0].Right = false }, func(q *Question) { q.Choices[1].Feedback = "g" }, func(q *Question) { q.Shuffle = true },
	} {
		other := q
		other.Choices = slices.Clone(q.Choices)
		change(&other)
		if k := string(other.Canonical()); k != string(q.Canonical()) && seen[k] {
			t.Errorf("two changes look alike: %s", k)
		} else {
			seen[k] = true
		}
	}
	if len(seen) < 6 { // points of 1 are the default: that one change is none
		t.Errorf("only %d different questions", len(seen))
	}
}

func TestLikePatternsAreText(t *testing.T) {
	if diff := cmp.Diff("100 chuyen doi", escapeLike("100% chuyen_ doi\\")); diff != "" {
		t.Error(diff)
	}
}
