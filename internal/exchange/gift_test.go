package exchange

import (
	"strings"
	"testing"
)

// TestGIFTQuestions: every form of https://docs.moodle.org/en/GIFT_format, one question at a time.
func TestGIFTQuestions(t *testing.T) {
	for _, tt := range []struct{ name, gift, want, notes string }{
		{"one right answer", "X? {=một ~hai ~ba}", "single: [x] một [ ] hai [ ] ba", ""},
		{"answers on lines of their own", "X? {\n\t~một\n\n\t=hai\n}", "single: [ ] một [x] hai", ""},
		{"no space before the brace", "X?{~một =hai}", "single: [ ] một [x] hai", ""},
		{"whole weights", "X? {=%100%một ~%0%hai}", "single: [x] một [ ] hai", ""},
		{"a weight below 0", "X? {=một ~%-25%hai}", "single: [x] một [ ] hai", "changed 1 marks"},
		{"a half right answer", "X? {=một ~%50%hai ~ba}", "single: [x] một [ ] hai [ ] ba", "changed 1 marks"},
		{"a decimal weight with a comma", "X? {~%33,33333%a ~%33.33333%b ~%33.33334%c ~%-100%d}", "multiple: [x] a [x] b [x] c [ ] d", ""},
		{"many right answers", "X? {~%50%một ~%50%hai ~%-100%ba}", "multiple: [x] một [x] hai [ ] ba", ""},
		{"no answer with a weight", "X? {~một ~hai}", "multiple: [ ] một [ ] hai", "changed 1 marks"},
		{"true", "X. {T}", "truefalse: [x] X.", ""},
		{"true in a word", "X. {true}", "truefalse: [x] X.", ""},
		{"false", "X. { FALSE }", "truefalse: [ ] X.", ""},
		{"an answer that begins like a verdict", "X? {=Tuần ~Fax}", "single: [x] Tuần [ ] Fax", ""},
		{"short answers", "X? {=một =Một hai}", "short: [x] `một` [x] `Một hai`", ""},
		{"a short answer worth half", "X? {=một =%50%hai}", "short: [x] `một` [ ] `hai`", "changed 1 half-right"},
		{"a short answer worth nothing", "X? {=một =%0%hai}", "short: [x] `một` [ ] `hai`", ""},
		{"a short answer with any ending", "X? {=một*}", "short: [x] `một*`", "changed 1 wildcard"},
		{"a short answer for all others", "X? {=một =*#Sai}", "short: [x] `một`", "lost 1 other-answers"},
		{"a star that is meant", "X? {=2\\*3}", "short: [x] `2*3`", ""},
		{"a number", "X? {#1500}", "numeric: [x] 1.500", ""},
		{"a number and how far off", "X? {#3.141:0.0005}", "numeric: [x] 3,141 ± 0,0005", ""},
		{"a range", "X? {#-1..1.5}", "numeric: [x] −1..1,5", ""},
		{"several numbers", "X? {#\n=1822:0\n=%50%1822:2\n}", "numeric: [x] 1.822 [ ] 1.822 ± 2", "changed 1 half-right"},
		{"a wrong number", "X? {#=5 ~6#gấp đôi}", "numeric: [x] 5 [ ] 6", ""},
		{"what is said of all other numbers", "X? {#=5 ~#sai}", "numeric: [x] 5", "lost 1 other-answers"},
		{"a range the wrong way round", "X? {#=5 =9..7}", "numeric: [x] 5", "lost 1 number"},
		{"a number that is none", "X? {#=năm}", "", "lost 1 number; lost 1 type"},
		{"a tolerance below 0", "X? {#5:-1}", "", "lost 1 number; lost 1 type"},
		{"pairs", "X? {=a -> 1 =b -> 2 =c -> 1}", "matching: | a | 1 | | b | 2 | | c | 1 |", ""},
		{"a right side alone", "X? {=a -> 1 =b -> 2 = -> 3}", "matching: | a | 1 | | b | 2 | |  | 3 |", ""},
		{"a pair with feedback", "X? {=a -> 1#tốt =b -> 2}", "matching: | a | 1 | | b | 2 |", "lost 1 answer-feedback"},
		{"an arrow in one answer only", "X? {=a -> 1 =b}", "short: [x] `a -> 1` [x] `b`", ""},
		{"a missing word", "Hà Nội {=là ~không là} thủ đô.", "single: [x] là [ ] không là", "changed 1 missing-word"},
		{"an essay", "X? {}", "", "lost 1 type"},
		{"a description", "Chỉ để đọc.", "", "lost 1 no-answers"},
		{"a brace that is never closed", "X? {=một", "", "lost 1 broken"},
		{"a brace the wrong way round", "X? }=một{", "", "lost 1 broken"},
		{"no sign before the answer", "X? {một}", "", "lost 1 type"},
		{"escapes", "2 \\= 1 + 1\\: \\{x\\} {=a\\=b ~c\\~d\\#e \\\\ f}", "single: [x] a=b [ ] c\\~d#e \\\\ f", ""},
		{"an escape that is none", "X? {=C:\\dir ~b}", "single: [x] C:\\\\dir [ ] b", ""},
		{"braces in a title", "::T \\{1\\}::X? {=một ~hai}", "single: [x] một [ ] hai", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported("a.gift", tt.gift+"\n")
			if got := answersOf(md); got != tt.want {
				t.Errorf("got  %s\nwant %s\n%s", got, tt.want, md)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestGIFTTexts: formats, feedback, explanations and comments arrive where they belong.
func TestGIFTTexts(t *testing.T) {
	const head = "competence=4.2 level=2"
	for _, tt := range []struct{ name, gift, want string }{
		{"feedback and explanation", "::T::X? {\n=a#Đúng.\n~b#Sai.\n####Vì thế.\n}", "## T {#t type=single " + head + "}\n\nX?\n\n- [x] a\n  > Đúng.\n- [ ] b\n  > Sai.\n\n> Vì thế.\n"},
		{"a title of two lines", "::T\nu::X? {=a ~b}", "## T u {#t-u type=single " + head + "}\n\nX?\n\n- [x] a\n- [ ] b\n"},
		{"an id and tags in comments", "// [id:ma-1] [tag:level=3] [tag:points=0.5] [tag:competence=1.1]\n::T::X? {=a ~b}", "## T {#ma-1 type=single competence=1.1 level=3 points=0.5}\n\nX?\n\n- [x] a\n- [ ] b\n"},
		{"an ordinary comment", "// ::cũ::Y? {T}\n::T::X? {\n// giữa\n=a ~b}", "## T {#t type=single " + head + "}\n\nX?\n\n- [x] a\n- [ ] b\n"},
		{"HTML", "::T::[html]<p>X<br>y</p><ul><li>z</li></ul> {=<i>a</i> ~b &lt; c}", "## T {#t type=single " + head + "}\n\nX<br>y\n\n* z\n\n- [x] *a*\n- [ ] b \\< c\n"},
		{"Markdown", "::T::[markdown]**X** `<y>` {=*a* ~b}", "## T {#t type=single " + head + "}\n\n**X** `<y>`\n\n- [x] *a*\n- [ ] b\n"},
		{"plain text", "::T::[plain]<b>X</b> & * {=<i> ~b}", "## T {#t type=single " + head + "}\n\n\\<b>X\\</b> & \\*\n\n- [x] \\<i>\n- [ ] b\n"},
		{"a format of one answer", "::T::X? {=[html]<b>a</b> ~[plain]<b>}", "## T {#t type=single " + head + "}\n\nX?\n\n- [x] **a**\n- [ ] \\<b>\n"},
		{"lines that are meant", "::T::[moodle]X\\n\\ny\\nz {=a ~b}", "## T {#t type=single " + head + "}\n\nX\n\ny<br>\nz\n\n- [x] a\n- [ ] b\n"},
		{"one feedback of a statement", "::T::X. {T#Sai rồi}", "## T {#t type=truefalse " + head + "}\n\nNhận định sau đúng hay sai?\n\n- [x] X.\n  > Sai rồi\n"},
		{"two feedbacks of a statement", "::T::X. {F#Sai rồi#Đúng rồi####Vì.}", "## T {#t type=truefalse " + head + "}\n\nNhận định sau đúng hay sai?\n\n- [ ] X.\n  > Sai rồi\n  >\n  > Đúng rồi\n\n> Vì.\n"},
		{"a statement below what is to be done", "::T::[html]<p>Xét ý sau.</p><p>X.</p> {T}", "## T {#t type=truefalse " + head + "}\n\nXét ý sau.\n\n- [x] X.\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if md, _ := imported("a.gift", tt.gift); md != tt.want {
				t.Errorf("got\n%s\nwant\n%s", md, tt.want)
			}
		})
	}
}

// TestGIFTBounds: where one question ends and the next begins, with the line of each loss.
func TestGIFTBounds(t *testing.T) {
	const two = "single: [x] a [ ] b\nsingle: [x] c [ ] d"
	for _, tt := range []struct{ name, gift, want, notes string }{
		{"a blank line", "X? {=a ~b}\n\nY? {=c ~d}", two, ""},
		{"a blank line of spaces", "X? {=a ~b}\n  \t\nY? {=c ~d}", two, ""},
		{"Windows lines", "X? {=a ~b}\r\n\r\nY? {\r\n=c\r\n~d\r\n}\r\n", two, ""},
		{"a byte order mark", "\ufeffX? {=a ~b}\n\nY? {=c ~d}", two, ""},
		{"a title right below", "::X::X? {=a ~b}\n::Y::Y? {=c ~d}", two, ""},
		{"a comment right below", "::X::X? {=a ~b}\n// [id:hai]\n::Y::Y? {=c ~d}", two, ""},
		{"blank lines within braces", "X? {\n\n=a\n\n~b\n\n}\n\nY? {=c ~d}", two, ""},
		{"a category between", "X? {=a ~b}\n\n$CATEGORY: một/hai\n\nY? {=c ~d}", two, "changed 3 category"},
		{"a category right above", "$CATEGORY: một\nX? {=a ~b}\n\nY? {=c ~d}", two, "changed 1 category"},
		{"a brace left open before a title", "W? {=a ~b\n\n::X::X? {=a ~b}\n\nY? {=c ~d}", two, "lost 1 broken"},
		{"a brace left open before another question", "W? {=a ~b\n\nX? {=a ~b}\n\nY? {=c ~d}", two, "lost 1 broken"},
		{"a brace left open before text", "W? {=a ~b\n\n\nchữ\n\nX? {=a ~b}\n\nY? {=c ~d}", two, "lost 1 broken; lost 4 no-answers"},
		{"an escaped brace at the end of a line", "X \\{1\\}\n// ghi chú\nnữa? {=a ~b}\n\nY? {=c ~d}", two, ""},
		{"only comments", "// a\n\n// b\n", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported("a.gift", tt.gift)
			if got := answersOf(md); got != tt.want {
				t.Errorf("got  %s\nwant %s\n%s", got, tt.want, md)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
	if md, _ := imported("a.gift", "::X::X? {=a ~b}\n// [id:hai] [tag:level=5]\n::Y::Y? {=c ~d}"); !strings.Contains(md, "## X {#x type=single competence=4.2 level=2}") || !strings.Contains(md, "## Y {#hai type=single competence=4.2 level=5}") {
		t.Errorf("the comment went to the question above it:\n%s", md)
	}
}

// TestAiken: https://docs.moodle.org/en/Aiken_format as people type it.
func TestAiken(t *testing.T) {
	for _, tt := range []struct{ name, file, text, want, notes string }{
		{"as documented", "a.aiken", "X?\nA. một\nB. hai\nC. ba\nANSWER: B\n", "single: [ ] một [x] hai [ ] ba", ""},
		{"with brackets and small letters", "a.txt", "X?\na) một\nb) hai\nanswer: b\n", "single: [ ] một [x] hai", ""},
		{"in Vietnamese", "a.txt", "X?\nA. một\nB. hai\nĐáp án: A.\n", "single: [x] một [ ] hai", ""},
		{"without blank lines", "a.txt", "X?\nA. một\nB. hai\nANSWER: B\nY?\nA. ba\nB. bốn\nANSWER: A\n", "single: [ ] một [x] hai\nsingle: [x] ba [ ] bốn", ""},
		{"with blank lines everywhere", "a.txt", "X?\n\nA. một\n\nB. hai\n\nANSWER: B\n\n\n", "single: [ ] một [x] hai", ""},
		{"an answer of two lines", "a.txt", "X?\nA. một\nvà nửa\nB. hai\nANSWER: A\n", "single: [x] một và nửa [ ] hai", ""},
		{"an answer that goes on with an initial", "a.txt", "X?\nA. Nguyễn\nA. Văn\nB. hai\nANSWER: A\n", "", "lost 5 letter-twice"},
		{"a letter left out", "a.txt", "X?\nA. một\nC. ba\nANSWER: C\n", "single: [ ] một [x] ba", ""},
		{"answers that begin with B", "a.txt", "X?\nB. một\nC. hai\nANSWER: B\n", "", "lost 4 no-answers"},
		{"a key that no answer has", "a.txt", "X?\nA. một\nB. hai\nANSWER: D\n", "", "lost 4 no-option"},
		{"a key without question", "a.txt", "ANSWER: A\n", "", "lost 1 stray-key"},
		{"no key at the end", "a.aiken", "X?\nA. một\nB. hai\nANSWER: B\n\nY?\nA. ba\n", "single: [ ] một [x] hai", "lost 6 no-key"},
		{"no key in the middle", "a.txt", "X?\nA. một\nB. hai\n\nY?\nthật không?\nA. ba\nB. bốn\nANSWER: A\n\nZ?\nA. năm\n", "single: [x] ba [ ] bốn", "lost 1 no-key; lost 11 no-key"},
		{"a key of two letters in one word", "a.txt", "X?\nA. một\nB. hai\nANSWER: AB\n\nY?\nA. một\nB. hai\nANSWER: A\n", "single: [x] một [ ] hai", "lost 4 row-key"},
		{"HTML is text", "a.txt", "<b>X</b>?\nA. <i>\nB. &lt;\nANSWER: A\n", "single: [x] \\<i> [ ] \\&lt;", ""},
		{"GIFT in a text file", "a.txt", "X? {=một ~hai}\n", "single: [x] một [ ] hai", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported(tt.file, tt.text)
			if got := answersOf(md); got != tt.want {
				t.Errorf("got  %s\nwant %s\n%s", got, tt.want, md)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}
