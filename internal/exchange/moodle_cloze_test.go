package exchange

import (
	"strings"
	"testing"
)

// TestMoodleGaps: gaps as Moodle documents them, as people type them, and what of them has no place here.
func TestMoodleGaps(t *testing.T) {
	for _, tt := range []struct{ name, text, want, notes string }{
		{"typed", "Số {1:SHORTANSWER:=114#Phải.~=một một bốn} là gì?", "1. chỗ trống 1\n   - [x] `114`\n     > Phải.\n   - [x] `một một bốn`", ""},
		{"a short name, a percent, escaped signs", `X {:SA:%100%a\}b\~c\#d} Y`, "1. chỗ trống 1\n   - [x] `a}b~c#d`", ""},
		{"a menu", "X {1:MULTICHOICE:một#Chưa.~=hai~%0%ba} Y", "1. chỗ trống 1\n   - [ ] một\n     > Chưa.\n   - [x] hai\n   - [ ] ba", ""},
		{"buttons are a menu", "X {1:MCVS:=một~hai} Y", "1. chỗ trống 1\n   - [x] một\n   - [ ] hai", ""},
		{"a number", "X {1:NUMERICAL:=1500.5:0.5#Gần.} Y", "1. chỗ trống 1\n   - [x] 1.500,5 ± 0,5\n     > Gần.", ""},
		{"two gaps of one weight", "X {1:NM:=3} Y {1:MC:=a~b} Z", "1. chỗ trống 1\n   - [x] 3\n2. chỗ trống 2\n   - [x] a\n   - [ ] b", ""},
		{"weights of their own", "X {1:NM:=3} Y {2:NM:=4} Z", "1. chỗ trống 1\n   - [x] 3\n2. chỗ trống 2\n   - [x] 4", "changed 2 marks"},
		{"wrong answers of a typed gap", "X {1:SA:=a~%0%b#Không.~*} Y", "1. chỗ trống 1\n   - [x] `a`", "lost 2 other-answers; lost 2 gap-answer"},
		{"half right", "X {1:MC:=a~%50%b} Y", "1. chỗ trống 1\n   - [x] a\n   - [ ] b", "changed 2 half-right"},
		{"capitals count", "X {1:SAC:=a} Y", "1. chỗ trống 1\n   - [x] `a`", "changed 2 gap-case"},
		{"several of a list", "X {1:MULTIRESPONSE:=a~=b~c} Y", "", "lost 2 type"},
		{"nothing right", "X {1:MC:a~b} Y", "", "lost 2 type"},
		{"two right in a menu", "X {1:MC:=a~=b} Y", "", "lost 2 type"},
		{"no gap", "X {a} Y", "", "lost 2 type"},
		{"no number", "X {1:NM:=ba} Y", "", "lost 2 number; lost 2 type"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			xml := `<question type="cloze"><name><text>T</text></name><questiontext format="html"><text><![CDATA[<p>` + tt.text + `</p>]]></text></questiontext></question>`
			md, notes := imported("a.xml", quiz(xml))
			if !strings.Contains(md, tt.want) || (tt.want == "") != !strings.Contains(md, "type=cloze") {
				t.Errorf("got\n%s\nwant\n%s", md, tt.want)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}
