package exchange

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"
)

// quiz is a Moodle XML file of questions, each on a line of its own from line 2.
func quiz(questions ...string) string {
	return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><quiz>\n" + strings.Join(questions, "\n") + "\n</quiz>\n"
}

func asked(kind, inside string) string {
	return `<question type="` + kind + `"><name><text>T</text></name><questiontext format="html"><text><![CDATA[<p>X?</p>]]></text></questiontext>` + inside + `</question>`
}

func answer(fraction, text string) string {
	return `<answer fraction="` + fraction + `"><text>` + text + `</text></answer>`
}

// TestMoodleQuestions: what Moodle writes for each of its types, and what of it has no place here.
func TestMoodleQuestions(t *testing.T) {
	for _, tt := range []struct{ name, xml, want, notes string }{
		{"one choice", asked("multichoice", "<single>true</single>"+answer("100", "a")+answer("0", "b")), "single: [x] a [ ] b", ""},
		{"one choice is the default", asked("multichoice", answer("0", "a")+answer("100.0000000", "b")), "single: [ ] a [x] b", ""},
		{"one choice with a half right one", asked("multichoice", "<single>1</single>"+answer("100", "a")+answer("50", "b")), "single: [x] a [ ] b", "changed 2 marks"},
		{"one choice with a penalty", asked("multichoice", answer("100", "a")+answer("-33.33333", "b")), "single: [x] a [ ] b", "changed 2 marks"},
		{"many choices as ours", asked("multichoice", "<single>false</single>"+answer("50", "a")+answer("50", "b")+answer("-100", "c")), "multiple: [x] a [x] b [ ] c", ""},
		{"many choices of thirds", asked("multichoice", "<single>0</single>"+answer("33.33333", "a")+answer("33.33333", "b")+answer("33.33333", "c")+answer("-100", "d")), "multiple: [x] a [x] b [x] c [ ] d", ""},
		{"many choices without penalty", asked("multichoice", "<single>false</single>"+answer("50", "a")+answer("50", "b")+answer("0", "c")), "multiple: [x] a [x] b [ ] c", "changed 2 marks"},
		{"true", asked("truefalse", answer("100", "true")+answer("0", "false")), "truefalse: [x] X?", ""},
		{"false, the other way round", asked("truefalse", answer("100", "false")+answer("0", "true")), "truefalse: [ ] X?", ""},
		{"half of true or false", asked("truefalse", answer("100", "true")), "", "lost 2 type"},
		{"a short answer", asked("shortanswer", answer("100", "a")+answer("0", "b")+answer("0", "*")), "short: [x] `a` [ ] `b`", "lost 2 other-answers"},
		{"a short answer worth most", asked("shortanswer", answer("100", "a")+answer("90", "b")), "short: [x] `a` [ ] `b`", "changed 2 half-right"},
		{"a number", asked("numerical", `<answer fraction="100"><text>1500.25</text><tolerance>0.25</tolerance></answer>`), "numeric: [x] 1.500,25 ± 0,25", ""},
		{"a number without tolerance", asked("numerical", answer("100", "-2")), "numeric: [x] −2", ""},
		{"a number for machines", asked("numerical", answer("100", "1.5e3")+answer("0", "1e99")), "numeric: [x] 1.500", "lost 2 number"},
		{"a number with a comma", asked("numerical", answer("100", "1")+answer("100", "1,5")), "numeric: [x] 1", "lost 2 number"},
		{"pairs", asked("matching", "<subquestion><text>a</text><answer><text>1</text></answer></subquestion><subquestion><text>b</text><answer><text>1</text></answer></subquestion><subquestion><text/><answer><text>2</text></answer></subquestion>"), "matching: | a | 1 | | b | 1 | |  | 2 |", ""},
		{"no pairs", asked("matching", ""), "", "lost 2 type"},
		{"no answers", asked("multichoice", ""), "", "lost 2 type"},
		{"an essay", asked("essay", ""), "", "lost 2 type"},
		{"text with gaps", asked("cloze", ""), "", "lost 2 type"},
		{"a description", asked("description", ""), "", "lost 2 type"},
		{"a hint", asked("truefalse", answer("100", "true")+answer("0", "false")+"\n<hint><text>Nghĩ</text></hint><hint><text></text></hint>"), "truefalse: [x] X?", "lost 3 hint"},
		{"feedback of all answers", asked("multichoice", answer("100", "a")+answer("0", "b")+"\n<correctfeedback><text>Giỏi!</text></correctfeedback>\n<incorrectfeedback><text>&lt;p&gt;Your answer is incorrect.&lt;/p&gt;</text></incorrectfeedback>"), "single: [x] a [ ] b", "lost 3 combined-feedback"},
		{"a grade of thirds", asked("truefalse", "<defaultgrade>0.3333333</defaultgrade>"+answer("100", "true")+answer("0", "false")), "truefalse: [x] X?", "lost 2 points"},
		{"a grade of nothing", asked("truefalse", "<defaultgrade>0</defaultgrade>"+answer("100", "true")+answer("0", "false")), "truefalse: [x] X?", "lost 2 points"},
		{"a tag of somebody", asked("truefalse", answer("100", "true")+answer("0", "false")+"<tags><tag><text>đề 1</text></tag></tags>"), "truefalse: [x] X?", "lost 2 tag"},
		{"a comment", "<!-- question: 12 -->" + asked("truefalse", answer("100", "true")+answer("0", "false")), "truefalse: [x] X?", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported("a.xml", quiz(tt.xml))
			if got := answersOf(md); got != tt.want {
				t.Errorf("got  %s\nwant %s\n%s", got, tt.want, md)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestMoodleAttributes: what a question says of itself beside its text.
func TestMoodleAttributes(t *testing.T) {
	for _, tt := range []struct{ inside, want string }{
		{"", "{#t type=single competence=4.2 level=2}"},
		{"<defaultgrade>2.5000000</defaultgrade>", "{#t type=single competence=4.2 level=2 points=2.5}"},
		{"<defaultgrade>10</defaultgrade>", "{#t type=single competence=4.2 level=2 points=10}"},
		{"<defaultgrade>1.0000000</defaultgrade>", "{#t type=single competence=4.2 level=2}"},
		{"<defaultgrade>3</defaultgrade><tags><tag><text>points=2</text></tag></tags>", "{#t type=single competence=4.2 level=2 points=2}"},
		{"<shuffleanswers>false</shuffleanswers>", "{#t type=single competence=4.2 level=2 shuffle=no}"},
		{"<shuffleanswers>0</shuffleanswers>", "{#t type=single competence=4.2 level=2 shuffle=no}"},
		{"<shuffleanswers>1</shuffleanswers>", "{#t type=single competence=4.2 level=2}"},
		{"<idnumber>ma-so-1</idnumber>", "{#ma-so-1 type=single competence=4.2 level=2}"},
		{"<tags><tag><text>competence=1.1</text></tag><tag><text>level=8</text></tag><tag><text>apart=a b</text></tag></tags>", `{#t type=single competence=1.1 level=8 apart="a b"}`},
		{"<tags><tag><text>competence=ND224-2026-D77:77.2.a</text></tag></tags>", `{#t type=single competence=ND224-2026-D77:77.2.a level=2}`},
	} {
		md, _ := imported("a.xml", quiz(asked("multichoice", tt.inside+answer("100", "a")+answer("0", "b"))))
		if !strings.Contains(md, tt.want) {
			t.Errorf("%s: got %s, want %s", tt.inside, strings.SplitN(md, "\n", 2)[0], tt.want)
		}
	}
	for usecase, want := range map[string]string{"0": "level=2}", "1": "level=2 match=exact}"} {
		if md, _ := imported("a.xml", quiz(asked("shortanswer", "<usecase>"+usecase+"</usecase>"+answer("100", "a")))); !strings.Contains(md, want) {
			t.Errorf("usecase %s: %s", usecase, md)
		}
	}
}

// TestMoodleTexts: the four formats of texts, and what XML itself can do to them.
func TestMoodleTexts(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"HTML in CDATA", `<questiontext format="html"><text><![CDATA[<p>a &amp; <em>b</em>&nbsp;c</p>]]></text></questiontext>`, "a & *b*\u00a0c"},
		{"HTML in entities", `<questiontext format="html"><text>&lt;p&gt;a &amp;amp; b&lt;/p&gt;</text></questiontext>`, "a & b"},
		{"signs by number", `<questiontext format="html"><text>&#273;&#x1ED9;</text></questiontext>`, "độ"},
		{"CDATA in two pieces", `<questiontext format="html"><text><![CDATA[a ]]]]><![CDATA[> b]]></text></questiontext>`, `a \]\]> b`},
		{"letters in pieces", "<questiontext><text>a\u0302\u0301</text></questiontext>", "ấ"},
		{"plain text", `<questiontext format="plain_text"><text>&lt;b&gt; *</text></questiontext>`, `\<b> \*`},
		{"Markdown", `<questiontext format="markdown"><text>**a**</text></questiontext>`, "**a**"},
		{"Moodle's own", `<questiontext format="moodle_auto_format"><text>&lt;b&gt;a&lt;/b&gt;</text></questiontext>`, "**a**"},
		{"no format", `<questiontext><text>&lt;b&gt;a&lt;/b&gt;</text></questiontext>`, "**a**"},
		{"markup that is not ours", `<questiontext><text>&lt;div style="x"&gt;&lt;span&gt;a&lt;/span&gt;&lt;/div&gt;</text></questiontext>`, "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, _ := imported("a.xml", quiz(`<question type="multichoice"><name><text>T</text></name>`+tt.text+answer("100", "x")+answer("0", "y")+"</question>"))
			_, stem, _ := strings.Cut(md, "}\n\n")
			stem, _, _ = strings.Cut(stem, "\n\n- [x]")
			if stem != tt.want {
				t.Errorf("got %q, want %q", stem, tt.want)
			}
		})
	}
}

// TestMoodleFiles: files that cannot be read say where they break; none is half read in silence.
func TestMoodleFiles(t *testing.T) {
	good := asked("truefalse", answer("100", "true")+answer("0", "false"))
	for _, tt := range []struct {
		name, xml string
		questions int
		notes     string
	}{
		{"a byte order mark", "\ufeff" + quiz(good), 1, ""},
		{"Windows lines", strings.ReplaceAll(quiz(good, good), "\n", "\r\n"), 2, ""},
		{"an old encoding", "<?xml version=\"1.0\" encoding=\"windows-1258\"?>" + strings.ReplaceAll(quiz(good)[38:], "X?", "\xd0\xf4?"), 1, ""},
		{"an entity that nobody defined", quiz(good, "<question>&nbsp;</question>"), 0, "lost 3 xml"},
		{"an element that is not closed", quiz(good, "<question>"), 0, "lost 4 xml"},
		{"the end missing", strings.TrimSuffix(quiz(good), "</quiz>\n"), 0, "lost 3 xml"},
		{"a definition", "<!DOCTYPE quiz>\n" + quiz(good)[38:], 0, "lost 1 xml-doctype"},
		{"another root", "<questestinterop/>", 0, "lost 0 xml-quiz"},
		{"nothing", "", 0, "lost 0 xml-quiz"},
		{"no XML", "Câu hỏi?\nA. x\n", 0, "lost 0 xml-quiz"},
		{"a page of HTML", "<html><body><br></body></html>", 0, "lost 1 xml"},
		{"no questions", "<quiz></quiz>", 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported("a.xml", tt.xml)
			if got := strings.Count("\n"+md, "\n## "); got != tt.questions {
				t.Errorf("%d questions, want %d\n%s", got, tt.questions, md)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestGradesOfMachines: a grade with a huge exponent is refused without being worked out, which takes long.
func TestGradesOfMachines(t *testing.T) {
	one := asked("truefalse", "<defaultgrade>1e999999</defaultgrade>"+answer("100", "true")+answer("0", "false"))
	begun := time.Now()
	_, notes := imported("a.xml", quiz(slices.Repeat([]string{one}, 400)...))
	if len(notes) != 400 || notes[399] != "lost 401 points" {
		t.Errorf("%d notes, the last %v", len(notes), notes[len(notes)-1])
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestPictures: pictures come along under names of their own, whichever way the other system holds them.
func TestPictures(t *testing.T) {
	held := base64.StdEncoding.EncodeToString([]byte(picture))
	file := func(name, encoding, data string) string {
		return `<file name="` + name + `" path="/" encoding="` + encoding + `">` + data + `</file>`
	}
	question := func(stem, files, inside string) string {
		return `<question type="multichoice"><name><text>T</text></name><questiontext format="html"><text><![CDATA[` + stem + `]]></text>` + files + `</questiontext>` + inside + answer("100", "x") + answer("0", "y") + "</question>"
	}
	img := func(address string) string { return `<p>X <img src="` + address + `" alt="Hình"></p>` }
	for _, tt := range []struct {
		name, file, data string
		want             []string // beside the bank file
		says, notes      string
	}{
		{"in the file", "a.xml", quiz(question(img("@@PLUGINFILE@@/a.svg"), file("a.svg", "base64", held), "")), []string{"t-a.svg"}, "![Hình](t-a.svg)", ""},
		{"under a name with signs", "a.xml", quiz(question(img("@@PLUGINFILE@@/H%C3%ACnh%20A.SVG"), file("Hình A.SVG", "base64", held), "")), []string{"t-hinh-a.svg"}, "![Hình](t-hinh-a.svg)", ""},
		{"two of one name", "a.xml", quiz(question(img("@@PLUGINFILE@@/a.svg"), file("a.svg", "base64", held), ""), question(img("@@PLUGINFILE@@/a.svg"), file("a.svg", "base64", held), "")), []string{"t-2-a.svg", "t-a.svg"}, "![Hình](t-2-a.svg)", ""},
		{"in an answer", "a.xml", quiz(question("X?", "", `<answer fraction="0" format="html"><text><![CDATA[`+img("@@PLUGINFILE@@/b.svg")+`]]></text>`+file("b.svg", "base64", held)+`</answer>`)), []string{"t-b.svg"}, "- [ ] X ![Hình](t-b.svg)", ""},
		{"in lines of 76 letters", "a.xml", quiz(question(img("@@PLUGINFILE@@/a.svg"), file("a.svg", "base64", held[:76]+"\n"+held[76:]), "")), []string{"t-a.svg"}, "![Hình](t-a.svg)", ""},
		{"within the address", "a.gift", "::T::[html]" + giftEscape(img("data:image/svg+xml;base64,"+held)) + " {=x ~y}", []string{"t-hinh.svg"}, "![Hình](t-hinh.svg)", ""},
		{"of another encoding", "a.xml", quiz(question("X?", file("a.svg", "hex", "00"), "")), nil, "X?", "lost 2 picture"},
		{"broken", "a.xml", quiz(question("X?", file("a.svg", "base64", "***"), "")), nil, "X?", "lost 2 picture"},
		{"outside its folder", "a.xml", quiz(question(img("@@PLUGINFILE@@/a.svg"), file("../../a.svg", "base64", held), "")), []string{"t-a.svg"}, "![Hình](t-a.svg)", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files, report := Bank([]Source{{Name: tt.file, Data: []byte(tt.data)}}, plainOptions)
			if len(files) == 0 {
				t.Fatalf("%+v", report.Notes)
			}
			made := map[string]string{}
			for _, f := range files[1:] {
				made[f.Path] = string(f.Data)
				if string(f.Data) != picture {
					t.Errorf("%s holds %q", f.Path, f.Data)
				}
			}
			if got := namesOf(made); got != strings.Join(tt.want, " ") {
				t.Errorf("files %s, want %v", got, tt.want)
			}
			if !strings.Contains(string(files[0].Data), tt.says) {
				t.Errorf("no %q in\n%s", tt.says, files[0].Data)
			}
			if _, notes := imported(tt.file, tt.data); strings.Join(notes, "; ") != tt.notes {
				t.Errorf("notes %q, want %q", notes, tt.notes)
			}
		})
	}
}
