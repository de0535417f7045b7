package web

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"hocso/internal/course"
)

// inEnglish publishes the test course with one lesson in English, whose original is said to have changed.
func (s *site) inEnglish(t *testing.T) {
	t.Helper()
	fsys := fstest.MapFS{}
	if err := copyInto(fsys, testCourse); err != nil {
		t.Fatal(err)
	}
	p := strings.TrimPrefix(lessonOne, "/khoa-hoc/"+testCourse+"/")
	module, lesson, _ := strings.Cut(p, "/")
	for name, f := range fsys {
		if strings.HasSuffix(name, "-"+lesson+".md") && strings.Contains(name, "-"+module+"/") {
			text := strings.ReplaceAll(string(f.Data), "\r", "")
			_, body, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
			_, body, _ = strings.Cut(body, "\n# ")
			_, body, _ = strings.Cut(body, "\n")
			fsys[strings.TrimSuffix(name, ".md")+".en.md"] = &fstest.MapFile{Data: []byte(
				"---\ntitle: In English\nsummary: English.\noriginal: \"000000000000\"\n---\n\n# In English\n\nEnglish words.\n" +
					strings.ReplaceAll(body, "Tự tìm đến nơi đáng tin", "Go there yourself"))}
			if _, err := s.publish(t.Context(), fsys, testCourse); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatal("no file of", lessonOne)
}

func copyInto(to fstest.MapFS, slug string) error {
	entries, err := os.ReadDir("testdata/" + slug)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := slug + "/" + e.Name()
		if e.IsDir() {
			if err := copyInto(to, name); err != nil {
				return err
			}
			continue
		}
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			return err
		}
		to[name] = &fstest.MapFile{Data: b}
	}
	return nil
}

// TestLessonInTheLanguageOfThePage: the page's language decides, the address may ask for another one, and what is not
// translated is shown in the original, which is said.
func TestLessonInTheLanguageOfThePage(t *testing.T) {
	s := newSite(t)
	s.inEnglish(t)
	vi := s.public().get(lessonOne).want(http.StatusOK)
	if strings.Contains(vi.body, "English words.") || !strings.Contains(vi.body, `href="`+lessonOne+`?tieng=en" hreflang="en" lang="en">English</a>`) {
		t.Error("the original does not lead to the translation")
	}
	asked := s.public().get(lessonOne + "?tieng=en").want(http.StatusOK)
	if !strings.Contains(asked.body, "English words.") || !strings.Contains(asked.body, `<h1 lang="en">In English</h1>`) || !strings.Contains(asked.body, `<div class="flow" lang="en">`) {
		t.Error("the address asks in vain")
	}
	en := s.public()
	en.header.Set("Cookie", "lang=en")
	if p := en.get(lessonOne).want(http.StatusOK); !strings.Contains(p.body, "English words.") || strings.Contains(p.body, "not in English yet") {
		t.Error("an English page shows the original")
	}
	if p := en.get(lessonOne + "?tieng=vi").want(http.StatusOK); strings.Contains(p.body, "English words.") {
		t.Error("an English page does not show the original when it is asked for")
	}
	if p := en.get(lessonTwo).want(http.StatusOK); !strings.Contains(p.body, "This lesson is not in English yet. You are reading it in Tiếng Việt.") {
		t.Error("that the original is shown is not said")
	}
	for _, odd := range []string{"?tieng=zz", "?tieng=%20", "?tieng="} {
		if p := s.public().get(lessonOne + odd).want(http.StatusOK); strings.Contains(p.body, "English words.") {
			t.Errorf("%s shows English", odd)
		}
	}
}

// TestPracticeInTheLanguageOfTheQuestion: the answer is judged, and the page comes back, in the language that was read.
func TestPracticeInTheLanguageOfTheQuestion(t *testing.T) {
	s := newSite(t)
	s.inEnglish(t)
	action := lessonOne + "/hoi/kt-viec-truoc?tieng=en"
	if p := s.public().get(lessonOne + "?tieng=en"); !strings.Contains(p.body, `action="`+action+`#kt-viec-truoc"`) {
		t.Error("the form forgets the language")
	}
	p := s.public().post(action, url.Values{"a": {"1"}}).want(http.StatusOK)
	if !strings.Contains(p.body, "English words.") || !strings.Contains(p.body, "Go there yourself") {
		t.Error("the answer comes back in the original's language")
	}
	if p := s.public().post(lessonOne+"/hoi/kt-viec-truoc", url.Values{"a": {"1"}}); strings.Contains(p.body, "Go there yourself") {
		t.Error("the original answers in English")
	}
}

func TestTranslationTable(t *testing.T) {
	co := &course.Course{
		Language: "vi", Modules: []course.Module{{Slug: "m", Lessons: []course.Lesson{{Slug: "a", Title: "A"}, {Slug: "b", Title: "B"}}}},
		Translations: []course.Translation{{Language: "en", Lessons: map[string]course.Lesson{"m/a": {}}, Stale: []string{"m/a"}}},
	}
	got := newTranslationTable(co)
	if got.Languages[0] != "English" || got.Rows[0].States[0] != course.Outdated || got.Rows[1].States[0] != course.Untranslated {
		t.Errorf("%+v", got)
	}
	if newTranslationTable(&course.Course{}) != nil {
		t.Error("a course without translations has a table of them")
	}
}
