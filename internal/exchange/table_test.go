package exchange

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/content"
	"hocso/internal/course"
)

// answersOf is the part of imported questions that says what is asked and what is right: their heads' types and their
// lists and tables, one question a line.
func answersOf(md string) string {
	var out []string
	for _, q := range strings.Split("\n"+md, "\n## ")[1:] {
		head, body, _ := strings.Cut(q, "\n")
		_, kind, _ := strings.Cut(head, "type=")
		kind, _, _ = strings.Cut(kind, " ")
		line := strings.TrimSuffix(kind, "}") + ":"
		for l := range strings.Lines(body) {
			l = strings.TrimRight(l, "\n")
			if strings.HasPrefix(l, "- [") || strings.HasPrefix(l, "| ") && l != "| Vế trái | Vế phải |" {
				line += " " + strings.TrimPrefix(l, "- ")
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// TestTableKeys: what a cell of the right answers may say, and what becomes of it.
func TestTableKeys(t *testing.T) {
	const head = "Câu hỏi;Loại;A;B;C;D;Đáp án\n"
	for _, tt := range []struct{ name, row, want, notes string }{
		{"a letter", "X?;;một;hai;ba;;B", "single: [ ] một [x] hai [ ] ba", ""},
		{"a small letter", "X?;;một;hai;;;b", "single: [ ] một [x] hai", ""},
		{"a number", "X?;;một;hai;ba;;3", "single: [ ] một [ ] hai [x] ba", ""},
		{"the text itself", "X?;;một;hai;ba;;HAI", "single: [ ] một [x] hai [ ] ba", ""},
		{"a text that looks like a letter", "X?;;B;A;;;A", "single: [ ] B [x] A", ""},
		{"letters with commas", "X?;;một;hai;ba;;\"A, C\"", "multiple: [x] một [ ] hai [x] ba", ""},
		{"letters with a plus", "X?;;một;hai;ba;;A+B", "multiple: [x] một [x] hai [ ] ba", ""},
		{"letters with a bar", "X?;;một;hai;ba;;B|C", "multiple: [ ] một [x] hai [x] ba", ""},
		{"a letter twice", "X?;;một;hai;ba;;A A", "single: [x] một [ ] hai [ ] ba", ""},
		{"several said to be many", "X?;nhiều đáp án;một;hai;ba;;A", "multiple: [x] một [ ] hai [ ] ba", ""},
		{"statements", "X?;Đúng/Sai;một;hai;ba;;A C", "truefalse: [x] một [ ] hai [x] ba", ""},
		{"an empty column before", "X?;;một;;ba;bốn;C", "single: [ ] một [x] ba [ ] bốn", ""},
		{"an empty first column", "X?;;;hai;ba;;\"B,C\"", "multiple: [x] hai [x] ba", ""},
		{"the letter of an empty column", "X?;;một;;ba;bốn;B", "", "lost 2 row-key"},
		{"one letter of an empty column", "X?;;một;;ba;bốn;\"A,B\"", "", "lost 2 row-key"},
		{"a letter behind the last", "X?;;một;hai;;;C", "", "lost 2 row-key"},
		{"no letter", "X?;;một;hai;;;Z", "", "lost 2 row-key"},
		{"no key", "X?;;một;hai;;;", "", "lost 2 no-key"},
		{"no question", ";;một;hai;;;A", "", "lost 2 no-key"},
		{"a verdict in Vietnamese", "Đất tròn.;;;;;;Đúng", "truefalse: [x] Đất tròn.", ""},
		{"a verdict in English", "Đất dẹt.;;;;;;false", "truefalse: [ ] Đất dẹt.", ""},
		{"a verdict of one letter", "Đất dẹt.;đúng sai;;;;;S", "truefalse: [ ] Đất dẹt.", ""},
		{"no verdict", "Đất dẹt.;truefalse;;;;;có lẽ", "", "lost 2 row-key"},
		{"a text", "Tên gì?;;;;;;OTP|mã OTP", "short: [x] `OTP` [x] `mã OTP`", ""},
		{"a letter without answers", "Thiếu gì?;;;;;;A", "", "lost 2 row-key"},
		{"a letter that is asked for", "Thiếu gì?;điền;;;;;A", "short: [x] `A`", ""},
		{"a number without a type", "Mấy?;;;;;;7", "numeric: [x] 7", ""},
		{"a text beside answers", "Tên gì?;trả lời ngắn;a;b;;;OTP", "short: [x] `OTP`", "lost 2 row-answers"},
		{"a word that is a verdict, asked for", "Ngược với sai?;short;;;;;đúng", "short: [x] `đúng`", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported("a.csv", head+tt.row+"\n")
			if got := answersOf(md); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestTableNumbers: a number means what it means to readers of the course, and in a workbook what Excel stored.
func TestTableNumbers(t *testing.T) {
	row := func(lang, name string, data []byte) string {
		o := plainOptions
		o.Language = lang
		files, report := Bank([]Source{{Name: name, Data: data}}, o)
		if len(files) == 0 {
			return report.Notes[0].Key
		}
		return strings.TrimPrefix(answersOf(string(files[0].Data)), "numeric: ")
	}
	for _, tt := range []struct{ lang, key, csv, xlsx string }{
		{"vi", "1500", "[x] 1.500", "[x] 1.500"},
		{"vi", "1.500", "[x] 1.500", "[x] 1,5"}, // Excel stores no 0 at the end: somebody meant a decimal
		{"vi", "1,5", "[x] 1,5", "[x] 1,5"},
		{"vi", "1.5", "[x] 1,5", "[x] 1,5"},
		{"vi", "1.500,25", "[x] 1.500,25", "[x] 1.500,25"},
		{"en", "1,500", "[x] 1,500", "[x] 1,500"},
		{"en", "1.5", "[x] 1.5", "[x] 1.5"},
		{"vi", "-3..5", "[x] −3..5", "[x] −3..5"},
		{"vi", "2,5..3,5", "[x] 2,5..3,5", "[x] 2,5..3,5"},
		{"vi", "7 ± 1", "[x] 7 ± 1", "[x] 7 ± 1"},
		{"vi", "7:0,5", "[x] 7 ± 0,5", "[x] 7 ± 0,5"},
		{"vi", "3 | 5", "[x] 3 [x] 5", "[x] 3 [x] 5"},
		{"vi", "5..3", "exchange.row-key", "exchange.row-key"},
		{"vi", "7 ± -1", "exchange.row-key", "exchange.row-key"},
		{"vi", "bảy", "exchange.row-key", "exchange.row-key"},
		{"vi", "3|", "exchange.row-key", "exchange.row-key"},
	} {
		if got := row(tt.lang, "a.csv", []byte("Câu hỏi\tLoại\tĐáp án\nX?\tsố\t"+tt.key+"\n")); got != tt.csv {
			t.Errorf("%s %q in CSV: %s, want %s", tt.lang, tt.key, got, tt.csv)
		}
		book := workbookOf(t, "<si><t>"+tt.key+"</t></si>", inlineRow(1, "Câu hỏi", "Loại", "Đáp án")+`<row r="2"><c t="inlineStr"><is><t>X?</t></is></c><c t="str"><v>numeric</v></c><c t="s"><v>0</v></c></row>`)
		if got := row(tt.lang, "a.XLSX", book); got != tt.xlsx {
			t.Errorf("%s %q in a workbook: %s, want %s", tt.lang, tt.key, got, tt.xlsx)
		}
	}
}

func inlineRow(n int, cells ...string) string {
	out := fmt.Sprintf(`<row r="%d">`, n)
	for _, c := range cells {
		out += `<c t="inlineStr"><is><t>` + html.EscapeString(c) + `</t></is></c>`
	}
	return out + "</row>"
}

// TestTableHeaders: columns are known by many names, in either language, and an unknown one is reported.
func TestTableHeaders(t *testing.T) {
	for _, tt := range []struct{ name, head, notes string }{
		{"Vietnamese", "Nội dung câu hỏi,Phương án A,Phương án B,Đáp án đúng", ""},
		{"without marks", "CAU HOI,Lua chon 1,Lua chon 2,DAP AN", ""},
		{"English", "Question Text,Option A,Option B,Correct Answer", ""},
		{"letters only", "stem,a,b,key", ""},
		{"with signs", "*Câu hỏi*,[A],(B),Đáp án:", ""},
		{"answers named as keys", "Đề bài,Đáp án A,Đáp án B,Đáp án", ""},
		{"an unknown name", "Câu hỏi,A,B,Đáp án,Người soạn", "lost 1 column"},
		{"an empty name", "Câu hỏi,A,B,Đáp án,", "lost 2 row-cells"},
		{"a name twice", "Câu hỏi,A,B,Đáp án,Question", "lost 1 column"},
		{"too far a letter", "Câu hỏi,A,B,Đáp án,K", "lost 1 column"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			row := "X?,một,hai,B"
			if strings.Count(tt.head, ",") > strings.Count(row, ",") {
				row += ",thừa"
			}
			md, notes := imported("a.csv", tt.head+"\n"+row+"\n")
			if got := answersOf(md); got != "single: [ ] một [x] hai" {
				t.Error(got)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestTableColumns: everything that a row can say of its question arrives.
func TestTableColumns(t *testing.T) {
	md, notes := imported("a.csv", "Mã,Tiêu đề,Câu hỏi,A,Phản hồi A,B,Nhận xét 2,Đáp án,Giải thích,Năng lực,Bậc,Điểm\n"+
		"mot,Tên hay,\"Dòng một\nDòng hai\",<b>,Đúng rồi,b,Sai & sai,A,Vì thế.,1.1,3,\"0,5\"\n"+
		",,Y?,a,,b,,A,,,9,nhiều\n")
	want := "## Tên hay {#mot type=single competence=1.1 level=3 points=0.5}\n\nDòng một\n\nDòng hai\n\n" +
		"- [x] \\<b>\n  > Đúng rồi\n- [ ] b\n  > Sai & sai\n\n> Vì thế.\n\n" +
		"## Y? {#y type=single competence=4.2 level=2}\n\nY?\n\n- [x] a\n- [ ] b\n"
	if md != want {
		t.Errorf("got\n%s\nwant\n%s", md, want)
	}
	if got := strings.Join(notes, "; "); got != "lost 4 tag; lost 4 points" {
		t.Error(got)
	}
}

// TestTableShapes: the many forms in which programs write the same table.
func TestTableShapes(t *testing.T) {
	const want = "single: [ ] Ầ; 1 [x] hai"
	for _, tt := range []struct{ name, file, data string }{
		{"commas", "a.csv", "Câu hỏi,A,B,Đáp án\nX?,Ầ; 1,hai,B\n"},
		{"semicolons", "a.csv", "Câu hỏi;A;B;Đáp án\nX?;\"Ầ; 1\";hai;B\n"},
		{"tabs", "a.tsv", "Câu hỏi\tA\tB\tĐáp án\nX?\tẦ; 1\thai\tB\n"},
		{"tabs named CSV", "A.CSV", "Câu hỏi\tA\tB\tĐáp án\nX?\t\"Ầ; 1\"\thai\tB\n"},
		{"a separator that is said", "a.csv", "sep=;\nCâu hỏi;A;B;Đáp án\nX?;\"Ầ; 1\";hai;B\n"},
		{"a separator said in capitals", "a.csv", "SEP=,\r\nCâu hỏi,A,B,Đáp án\r\nX?,Ầ; 1,hai,B\r\n"},
		{"no line end", "a.csv", "Câu hỏi,A,B,Đáp án\nX?,Ầ; 1,hai,B"},
		{"empty lines and rows", "a.csv", "\n\nCâu hỏi,A,B,Đáp án\n\n,,,\nX?,Ầ; 1,hai,B\n\n"},
		{"commas in a quoted head", "a.csv", "\",Câu hỏi,,,,,\";A;B;\"Đáp án\"\nX?;\"Ầ; 1\";hai;B\n"},
		{"spaces around", "a.csv", " Câu hỏi , A , B , Đáp án \n X? , Ầ; 1 , hai , B \n"},
		{"a short row", "a.csv", "Câu hỏi,A,B,Đáp án,Giải thích,Điểm\nX?,Ầ; 1,hai,B\n"},
		{"a long row", "a.csv", "Câu hỏi,A,B,Đáp án\nX?,Ầ; 1,hai,B, ,\n"},
		{"letters in pieces", "a.csv", "Ca\u0302u ho\u0309i,A,B,Đa\u0301p a\u0301n\nX?,A\u0302\u0300; 1,hai,B\n"},
		{"UTF-16, the other way", "a.csv", "\xfe\xff" + bigEndian("Câu hỏi,A,B,Đáp án\nX?,Ầ; 1,hai,B\n")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported(tt.file, tt.data)
			if got := answersOf(md); got != want || len(notes) > 0 {
				t.Errorf("%s %v", got, notes)
			}
		})
	}
}

func bigEndian(s string) string {
	var b strings.Builder
	for _, r := range s { // all of the basic plane
		b.WriteByte(byte(r >> 8))
		b.WriteByte(byte(r))
	}
	return b.String()
}

// TestTableLines: a loss has the line where its row begins, whatever stood before it.
func TestTableLines(t *testing.T) {
	_, notes := imported("a.csv", "sep=,\nCâu hỏi,A,B,Đáp án\n\n\"X\nhai dòng\",a,b,A\nY?,a,b,Q\n\nZ?,a,b,\n")
	if got := strings.Join(notes, "; "); got != "lost 6 row-key; lost 8 no-key" {
		t.Error(got)
	}
	if _, notes := imported("a.csv", ""); !slices.Equal(notes, []string{"lost 0 empty"}) {
		t.Error(notes)
	}
	md, notes := imported("a.csv", "Câu hỏi,Đáp án\n"+strings.Repeat("X?,y\n", maxRows+3))
	if !slices.Equal(notes, []string{fmt.Sprintf("lost %d rows", maxRows+1)}) || !strings.Contains(md, fmt.Sprintf("{#x-%d ", maxRows-1)) {
		t.Error("the row at which reading stops is not told", notes[:min(len(notes), 3)])
	}
}

// TestTableOfAnyText: whatever stands in cells, a table of CSV, of TSV and a workbook say the same, and the words survive.
func TestTableOfAnyText(t *testing.T) {
	std := standards(t)
	cell := rapid.StringOfN(rapid.RuneFrom([]rune("abạĐ ,;\t\"'<&>`*_#[]\\|1.{}$")), 1, 12, -1)
	rapid.Check(t, func(rt *rapid.T) {
		drawn := rapid.Custom(func(rt *rapid.T) string { return "x" + cell.Draw(rt, "cell") + "x" })
		texts := rapid.SliceOfNDistinct(drawn, 4, 4, rapid.ID[string]).Draw(rt, "texts")
		rows := [][]string{{"Câu hỏi", "A", "B", "C", "Đáp án", "Phản hồi A", "Phản hồi B", "Giải thích"}, append(slices.Clone(texts), "C", "vì", "vì", "vì")}
		write := func(comma rune) []byte {
			var b strings.Builder
			w := csv.NewWriter(&b)
			w.Comma = comma
			if err := w.WriteAll(rows); err != nil {
				rt.Fatal(err)
			}
			return []byte(b.String())
		}
		made := map[string]File{}
		for name, data := range map[string][]byte{
			"a.csv": write(','), "b.csv": write(';'), "a.tsv": write('\t'), "a.xlsx": workbookOf(t, "", inlineRow(1, rows[0]...)+inlineRow(2, rows[1]...)),
		} {
			files, report := Bank([]Source{{Name: name, Data: data}}, plainOptions)
			if len(files) != 1 || report.Count(Lost) > 0 {
				rt.Fatalf("%s: %+v", name, report.Notes)
			}
			made[name] = files[0]
		}
		for name, f := range made {
			if !bytes.Equal(f.Data, made["a.csv"].Data) {
				rt.Fatalf("%s\n%s\nbut %s", name, f.Data, made["a.csv"].Data)
			}
		}
		again, _ := loadBank(t, std, content.URLs{}, made["a.csv"])
		if again == nil {
			return // such as answers that are equal to readers, which the check asks the author about
		}
		q := again.Course.Bank[0]
		if q.Type != course.Single || len(q.Choices) != 3 || !q.Choices[2].Right {
			rt.Fatalf("%+v", q)
		}
		for i, c := range q.Choices {
			if want := strings.Join(strings.Fields(texts[i+1]), " "); c.Text != want {
				rt.Fatalf("answer %q, want %q\n%s", c.Text, want, made["a.csv"].Data)
			}
		}
	})
}
