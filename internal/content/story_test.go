package content

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/course"
	"hocso/internal/standard"
)

// TestStories: a part goes behind the last part of its scenario, wherever that ends.
func TestStories(t *testing.T) {
	lesson := "---\ntitle: A\n---\n\n# A\n\n## Chuyện {#mot type=scenario}\n\nKể.\n\n```\n## không phải {#x type=scenario}\n```\n\n### Phần {#p type=single}\n\nHỏi?\n\n## Mục\n\nChữ.\n\n### Chuyện hai {#hai type=scenario}\n\nKể.\n"
	want := []Story{{ID: "mot", Title: "Chuyện", Heading: 3, End: 18}, {ID: "hai", Title: "Chuyện hai", Heading: 4, End: 26}}
	if d := cmp.Diff(want, Stories("01-a/01-b.md", []byte(lesson))); d != "" {
		t.Error(d)
	}
	if line := strings.Split(lesson, "\n")[want[0].End]; line != "## Mục" {
		t.Errorf("the first one ends before %q", line)
	}
	for name, text := range map[string]string{"no scenario": "---\ntitle: A\n---\n\n# A\n", "not to be read": "\x00"} {
		if got := Stories("bank/01-a.md", []byte(text)); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestWriteScenario: a scenario that was written reads the same, whatever stands in its title.
func TestWriteScenario(t *testing.T) {
	md, lost := WriteScenario(course.Scenario{ID: "chuyen", Stem: "<p>1. Kể &lt;gì&gt;</p><p>rồi {hết}</p>"}, "# Chuyện {của} ai", WriteOptions{})
	if len(lost) > 0 {
		t.Error(lost)
	}
	for _, id := range []string{"mot", "hai"} {
		q := course.Question{
			ID: id, Type: course.Single, Title: "Phần", Level: 2, Competence: standard.Ref{Code: "4.2"}, Stem: "<p>Hỏi " + id + "?</p>", Explanation: "<p>Vì.</p>", Shuffle: true,
			Choices: []course.Choice{{HTML: "a", Right: true}, {HTML: "b", Feedback: "<p>Không.</p>"}},
		}
		part, _ := WriteQuestion(q, WriteOptions{Heading: 3})
		md += "\n" + part
	}
	bundle, report := withFile(t, "bank/01-cau-hoi.md", []byte(bankFront+md))
	if bundle == nil {
		t.Fatal(said(report), md)
	}
	bank := bundle.Course.Bank
	if len(bank) != 2 || bank[1].Scenario == nil || bank[1].Scenario.ID != "chuyen" || bank[1].Scenario.Parts != 2 ||
		!strings.Contains(bank[0].Scenario.Stem, "<p>1. Kể &lt;gì&gt;</p>\n<p>rồi {hết}</p>") {
		t.Errorf("%+v\n%s", bank, md)
	}
	if s := Stories("bank/01-cau-hoi.md", []byte(bankFront+md)); len(s) != 1 || s[0].Title != "# Chuyện {của} ai" {
		t.Errorf("read as %+v", s)
	}
}
