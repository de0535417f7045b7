package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestCellsTooMany: cells behind the last column are not shown, so their author is told, in whatever place the table
// stands; bars that separate nothing are no cells.
func TestCellsTooMany(t *testing.T) {
	for name, tt := range map[string]struct{ md, want string }{
		"as many":                {"| a | b |\n|---|---|\n| c | d |", ""},
		"one more":               {"| a | b |\n|---|---|\n| c | d | e |", "12:1 table.cells"},
		"one more, without bars": {"a | b\n---|---\nc | d | e", "12:1 table.cells"},
		"two rows":               {"| a | b |\n|---|---|\n| c | d | e |\n| f | g |\n| h | i | j | k |", "12:1 table.cells 14:1 table.cells"},
		"an empty one more":      {"| a | b |\n|---|---|\n| c | d | |", ""},
		"fewer":                  {"| a | b |\n|---|---|\n| c |", ""},
		"a bar in text":          {"| a | b |\n|---|---|\n| c \\| e | d |", ""},
		"a bar in code":          {"| a | b |\n|---|---|\n| `c | e` | d |", "12:1 table.cells"},
		"a written bar in code":  {"| a | b |\n|---|---|\n| `c \\| e` | d |", ""},
		"a bar in a formula":     {"| a | b |\n|---|---|\n| $|x|$ | d |", "12:1 table.cells"},
		"spaces behind":          {"| a | b |   \n|---|---|\n| c | d |   ", ""},
		"in a list":              {"- x\n\n  | a | b |\n  |---|---|\n  | c | d | e |", "14:3 table.cells"},
		"in a quote":             {"> | a | b |\n> |---|---|\n> | c | d | e |", "12:3 table.cells"},
		"in a quote, as many":    {"> | a | b |\n> |---|---|\n> | c | d |", ""},
		"indented":               {"  | a | b |\n  |---|---|\n  | c | d | e |", "12:1 table.cells"},
		"indented, as many":      {"  | a | b |\n  |---|---|\n  | c | d |", ""},
		"below a paragraph":      {"x\n| a | b |\n|---|---|\n| c | d | e |", "13:1 table.cells"},
	} {
		files := base(t)
		files["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + tt.md + "\n")}
		_, report := load(files)
		var got []string
		for _, l := range lines(report) {
			if strings.HasPrefix(l, "W 01-mo-dau/01-bai.md:") {
				got = append(got, strings.TrimPrefix(l, "W 01-mo-dau/01-bai.md:"))
			} else {
				got = append(got, l)
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %q, want %q", name, s, tt.want)
		}
	}
}
