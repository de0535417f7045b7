package exchange

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
)

// TestTableTypes: a row is taken as what its type and its cells say, and where they say too little it is not taken.
func TestTableTypes(t *testing.T) {
	const head = "Câu hỏi;Loại;A;B;C;Đáp án\n"
	for _, tt := range []struct{ name, row, want, notes string }{
		{"a word that is no type", "X?;Tự luận;;;;Tùy người viết", "", "lost 2 row-type"},
		{"a type that tables cannot hold", "X?;matching;a;b;c;A", "", "lost 2 row-type"},
		{"no word at all", "X?;?;a;b;c;A", "", "lost 2 row-type"},
		{"an order", "X?;ordering;một;hai;ba;C, A, B", "ordering: 1. ba 2. một 3. hai", ""},
		{"an order in Vietnamese, by number", "X?;Sắp xếp;một;hai;ba;\"3,2,1\"", "ordering: 1. ba 2. hai 3. một", ""},
		{"an order of some", "X?;ordering;một;hai;ba;C,A", "", "lost 2 row-key"},
		{"an order that names one twice", "X?;ordering;một;hai;ba;C,A,A,B", "", "lost 2 row-key"},
		{"an order without answers", "X?;ordering;;;;B,A", "", "lost 2 row-options"},
		{"choices without saying how many", "X?;Trắc nghiệm;một;hai;ba;A,C", "multiple: [x] một [ ] hai [x] ba", ""},
		{"choices in English", "X?;Multiple-Choice;một;hai;ba;A", "single: [x] một [ ] hai [ ] ba", ""},
		{"one asked for, two right", "X?;một đáp án;một;hai;ba;A,C", "multiple: [x] một [ ] hai [x] ba", "changed 2 row-many"},
		{"choices without answers", "X?;một đáp án;;;;B", "", "lost 2 row-options"},
		{"several without answers", "X?;multiple;;;;\"A,B\"", "", "lost 2 row-options"},
		{"a statement whose answers are the verdicts", "Đất tròn.;Đúng/Sai;Đúng;Sai;;A", "truefalse: [x] Đất tròn.", ""},
		{"a statement whose verdict is named", "Đất dẹt.;Đúng/Sai;Đúng;Sai;;Sai", "truefalse: [ ] Đất dẹt.", ""},
		{"a statement with both verdicts", "Đất dẹt.;Đúng/Sai;Đúng;Sai;;A,B", "", "lost 2 row-key"},
		{"a number for a verdict", "Đất tròn.;;;;;1", "numeric: [x] 1", ""},
		{"a number for a verdict that is asked for", "Đất tròn.;Đúng - sai;;;;1", "truefalse: [x] Đất tròn.", ""},
		{"a letter that is a verdict", "Đất tròn.;;;;;Đ", "", "lost 2 row-key"},
		{"a decimal", "Mấy?;;;;;0.5", "numeric: [x] 0,5", ""},
		{"two numbers", "Mấy?;;;;;\"-3 | 1.500,25\"", "numeric: [x] −3 [x] 1.500,25", ""},
		{"a number and a text", "Mấy?;;;;;7|bảy", "short: [x] `7` [x] `bảy`", ""},
		{"a code", "Gọi số nào?;;;;;0912345678", "short: [x] `0912345678`", ""},
		{"a time", "Mấy giờ?;;;;;7:30", "short: [x] `7:30`", ""},
		{"a number as a text", "Gõ gì?;Trả lời ngắn;;;;113", "short: [x] `113`", ""},
		{"a text beside answers", "X?;short;a;b;;OTP", "short: [x] `OTP`", "lost 2 row-answers"},
		{"a text that names an answer", "X?;short;a;b;;B", "", "lost 2 row-key"},
		{"a number beside answers", "X?;số;5;6;;7", "numeric: [x] 7", "lost 2 row-answers"},
		{"a number that names an answer", "X?;số;5;6;;2", "", "lost 2 row-key"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported("a.csv", head+tt.row+"\n")
			got := answersOf(md)
			if strings.HasPrefix(got, "ordering") {
				got += " " + strings.Join(listOf(md), " ")
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// listOf is the lines of a numbered list.
func listOf(md string) []string {
	var out []string
	for l := range strings.Lines(md) {
		if l = strings.TrimSpace(l); len(l) > 2 && l[0] >= '1' && l[0] <= '9' && l[1:3] == ". " {
			out = append(out, l)
		}
	}
	return out
}

// TestTableFeedback: feedback and units arrive with what they belong to, or the report says that they do not.
func TestTableFeedback(t *testing.T) {
	const head = "Câu hỏi;Loại;A;B;Đáp án;Phản hồi A;Phản hồi B;Đơn vị\n"
	for _, tt := range []struct{ name, row, want, notes string }{
		{"of a number", "Mấy?;số;;;7;Đủ bảy.;;kg", "- [x] 7\n  > Đủ bảy.\n", ""},
		{"of two numbers", "Mấy?;;;;7|8;Bảy.;Tám.;", "- [x] 7\n  > Bảy.\n- [x] 8\n  > Tám.\n", ""},
		{"of a text", "Gì?;;;;OTP|mã OTP;Gọn.;Đủ.;", "- [x] `OTP`\n  > Gọn.\n- [x] `mã OTP`\n  > Đủ.\n", ""},
		{"of a statement", "Đất tròn.;;;;Đúng;Nhìn từ xa.;;", "- [x] Đất tròn.\n  > Nhìn từ xa.\n", ""},
		{"of the two verdicts", "Đất tròn.;đúng sai;Sai;Đúng;B;Nhìn lại.;;", "- [x] Đất tròn.\n  > Nhìn lại.\n", ""},
		{"of an answer that is not there", "Mấy?;số;;;7;Bảy.;Không.;", "- [x] 7\n  > Bảy.\n", "lost 2 row-feedback B"},
		{"of an empty column", "Mấy?;;a;;A;;Không.;", "- [x] a\n", "lost 2 row-feedback B"},
		{"of answers that are not used", "Gì?;short;a;;OTP;Vì a.;;", "- [x] `OTP`\n", "lost 2 row-answers A; lost 2 row-feedback A"},
		{"the unit of a text", "Gì?;short;;;OTP;;;kg", "- [x] `OTP`\n", "lost 2 row-unit kg"},
		{"the unit of choices", "Gì?;;a;b;A;;;kg", "- [x] a\n- [ ] b\n", "lost 2 row-unit kg"},
		{"the unit of a statement", "Đất tròn.;;;;Đúng;;;kg", "- [x] Đất tròn.\n", "lost 2 row-unit kg"},
		{"a row that is not taken", "Gì?;lạ;;;OTP;Vì.;;kg", "", "lost 2 row-type"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files, report := Bank([]Source{{Name: "a.csv", Data: []byte(head + tt.row + "\n")}}, plainOptions)
			var notes []string
			for _, n := range report.Notes {
				if n.Kind == Lost {
					note := fmt.Sprintf("lost %d %s", n.Line, strings.TrimPrefix(n.Key, "exchange."))
					for _, arg := range []string{"columns", "name"} {
						if v, ok := n.Args[arg]; ok {
							note += fmt.Sprintf(" %v", v)
						}
					}
					notes = append(notes, note)
				}
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
			md := ""
			if len(files) > 0 {
				md = string(files[0].Data)
			}
			if tt.want == "" != (md == "") || !strings.HasSuffix(md, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", md, tt.want)
			}
			if strings.Contains(tt.row, "kg") && tt.notes == "" != strings.Contains(md, "unit=kg") {
				t.Error(md)
			}
		})
	}
}

// TestTableNumberCells: a number that Excel stores without a type is one to learners, as they write it.
func TestTableNumberCells(t *testing.T) {
	for _, tt := range []struct{ cell, want string }{
		{`<c><v>0.5</v></c>`, "numeric: [x] 0,5"},
		{`<c><v>1500.25</v></c>`, "numeric: [x] 1.500,25"},
		{`<c><v>1</v></c>`, "numeric: [x] 1"},
		{`<c t="b"><v>1</v></c>`, "truefalse: [x] X?"},
		{`<c t="b"><v>0</v></c>`, "truefalse: [ ] X?"},
		{`<c t="inlineStr"><is><t>0912</t></is></c>`, "short: [x] `0912`"},
	} {
		md, notes := imported("a.xlsx", string(workbookOf(t, "", inlineRow(1, "Câu hỏi", "Đáp án")+`<row r="2"><c t="str"><v>X?</v></c>`+tt.cell+`</row>`)))
		if got := answersOf(md); got != tt.want || len(notes) > 0 {
			t.Errorf("%s: %s %v, want %s", html.EscapeString(tt.cell), got, notes, tt.want)
		}
	}
}

// TestTableStrayCells: a cell of a column without a name is not left out in silence.
func TestTableStrayCells(t *testing.T) {
	for _, data := range []string{"Câu hỏi,A,B,Đáp án\nX?,một,hai,A,thừa,thừa\n", "Câu hỏi,A,B,,Đáp án\nX?,một,hai,thừa,A\n"} {
		md, notes := imported("a.csv", data)
		if got := answersOf(md); got != "single: [x] một [ ] hai" || !slices.Equal(notes, []string{"lost 2 row-cells"}) {
			t.Errorf("%s %v", got, notes)
		}
	}
}
