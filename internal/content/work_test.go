package content

import (
	"strings"
	"testing"
	"time"

	"hocso/internal/course"
)

// TestWorkOfForeignText: what others hand in costs about as much as it is long, whatever it is made of: drawings, captions,
// guides, and questions of other systems that are written as Markdown. A square of 100 KB would be many seconds.
func TestWorkOfForeignText(t *testing.T) {
	if testing.Short() {
		t.Skip("judges time alone, see slowest")
	}
	const size, most = 100_000, 3 * time.Second
	question := func(html string) {
		WriteQuestion(course.Question{ID: "cau", Type: course.Single, Title: "Câu", Stem: html}, WriteOptions{})
	}
	for what, tt := range map[string]struct {
		work  func(string)
		units []string
	}{
		"question": {question, []string{
			"<b>", "<ul><li>", "<table><tr><td>", "<a href='", "<math alttext='x^2'>", "<script>", "<textarea></textarea>", "<", "*", "`", "a\n",
		}},
		"drawing": {func(s string) { checkSVG(&Media{Data: []byte(clip(svgOpen+s, 4*maxSVG))}, "a.svg", &log{}) }, []string{
			"<g>", "<g/>", "<script/>", "<style>url(", "<g style='url(url('/>", "<g a='", "&#117;", "\n", "<!--", "<title>a", "]]>",
		}},
		"captions": {func(s string) { captions([]byte("WEBVTT\n\n" + s)).paragraphs() }, []string{
			"00:00.000 --> 00:01.000\na\n\n", "a\n", "\n", "NOTE\n\n", "<", "<b>", "&lt;", "00:00.000 --> ", " ",
		}},
		"transcript": {func(s string) { paragraphsOf([]byte(s)) }, []string{"\n", " \n", "a\n\n", "\r", "\xff"}},
		"guide": {func(s string) { _, _, _ = Plain([]byte("# a\n\n" + s)) }, []string{
			"[", "[a](", "*a **b ", "> ", "- ", "# a\n", "|a|b|\n", "```\n", "<b>", "$x$ ", "[^1]", "[^1]: a\n\n", "a\n: b\n\n", "![a](b) ", "{#a ",
		}},
	} {
		for _, unit := range tt.units {
			text, begun := strings.Repeat(unit, size/len(unit)), spent()
			tt.work(text)
			if took := spent() - begun; took > most {
				t.Errorf("%s: 100 KB of %q take %v", what, unit, took)
			}
		}
	}
}
