package course

import (
	"slices"
	"testing"
)

func TestReadOfQuestions(t *testing.T) {
	q := Question{ID: "a", Type: Single, Stem: "Ai?", In: map[string]Question{"en": {ID: "a", Type: Single, Stem: "Who?"}}}
	if q.Read("en").Stem != "Who?" || q.Read("vi") != &q || q.Read("") != &q {
		t.Error("a choice is not read in its translation, or the original is not itself")
	}
	if q.Type = Short; q.Read("en") != &q {
		t.Error("what is typed is asked in a language whose keys do not count")
	}
}

// TestInKeepsTheCourse: reading in another language changes nothing of the course that is shared by everyone.
func TestInKeepsTheCourse(t *testing.T) {
	c := &Course{
		Language: "vi", Title: "Khóa", Modules: []Module{{Slug: "m", Title: "Phần", Lessons: []Lesson{{Slug: "a", Title: "A"}, {Slug: "b", Title: "B"}}}},
		Glossary: []Term{{ID: "t", Name: "Từ"}},
		Translations: []Translation{{
			Language: "en", Modules: map[string]Module{"m": {Title: "Part"}}, Lessons: map[string]Lesson{"m/b": {Slug: "b", Title: "Bee", Language: "en"}},
		}},
	}
	en := c.In("en")
	if en.Modules[0].Title != "Part" || en.Modules[0].Lessons[1].Title != "Bee" || en.Modules[0].Lessons[0].Language != "vi" || en.Glossary[0].Name != "Từ" {
		t.Errorf("%+v", en)
	}
	if c.Modules[0].Title != "Phần" || c.Modules[0].Lessons[1].Title != "B" || c.Modules[0].Lessons[0].Language != "" || en.TextLanguage() != "vi" {
		t.Errorf("the shared course changed: %+v", c)
	}
	if got := c.Reads("m/b"); !slices.Equal(got, []string{"vi", "en"}) || len(c.Reads("m/a")) != 1 {
		t.Errorf("reads in %v", got)
	}
	if pl, ok := en.Find("m", "b"); !ok || pl.Number != 2 || pl.Module != &en.Modules[0] {
		t.Errorf("place %+v", pl)
	}
}
