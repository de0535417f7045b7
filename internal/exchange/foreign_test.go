package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"hocso/internal/content"
	"hocso/internal/standard"
)

var plainOptions = Options{Standard: "TT02-2025", Language: "vi", Title: "Câu", Name: "01-cau", Competence: standard.Ref{Framework: "TT02-2025", Code: "4.2"}, Level: 2}

// imported reads a file and gives the questions as text, and the notes as "kind line key".
func imported(name, data string) (md string, notes []string) {
	files, report := Bank([]Source{{Name: name, Data: []byte(data)}}, plainOptions)
	for _, n := range report.Notes {
		asked := slices.Contains([]string{"exchange.no-competence", "exchange.no-explanation", "exchange.no-feedback"}, n.Key)
		if n.Kind != Kept && !asked {
			notes = append(notes, fmt.Sprintf("%s %d %s", n.Kind, n.Line, strings.TrimPrefix(n.Key, "exchange.")))
		}
	}
	if len(files) > 0 {
		_, md, _ = strings.Cut(string(files[0].Data), "# Câu\n\n")
	}
	return md, notes
}

func TestImportFormats(t *testing.T) {
	const head = "competence=4.2 level=2"
	for _, tt := range []struct{ name, file, data, want, notes string }{
		{
			"GIFT as teachers write it", "a.gift", "// ghi chú\n$CATEGORY: a/b\n\n::Thủ đô::Thủ đô\ncủa Việt Nam? {\n~Huế#Cố đô.\n\n=Hà Nội\n}\n\nMấy? {#3:2}\n\n" +
				"Đất tròn {T}\n\nAi {=Hồ =Bác Hồ =%50%ông}\n\nViết luận. {}\n\nMô tả.\n\nHai {=1 -> một =2 -> hai = -> ba} ...",
			"## Thủ đô {#thu-do type=single " + head + "}\n\nThủ đô của Việt Nam?\n\n- [ ] Huế\n  > Cố đô.\n- [x] Hà Nội\n\n" +
				"## Mấy? {#may type=numeric " + head + "}\n\nMấy?\n\n- [x] 3 ± 2\n\n" +
				"## Đất tròn {#dat-tron type=truefalse " + head + "}\n\nNhận định sau đúng hay sai?\n\n- [x] Đất tròn\n\n" +
				"## Ai {#ai type=short " + head + "}\n\nAi\n\n- [x] `Hồ`\n- [x] `Bác Hồ`\n- [ ] `ông`\n\n" +
				"## Hai \\_\\_\\_\\_\\_ ... {#hai type=matching " + head + "}\n\nHai \\_\\_\\_\\_\\_ ...\n\n| Vế trái | Vế phải |\n|---|---|\n| 1 | một |\n| 2 | hai |\n|  | ba |\n",
			"changed 2 category; changed 15 half-right; lost 17 type; lost 19 no-answers; changed 21 missing-word",
		},
		{
			"GIFT with weights and escapes", "a.gift", "A \\{1\\} \\= b? {~%50%x\\~y ~%50%z ~%-100%w#sai}\n\nB?{~%50%x ~%30%z ~w}",
			"## A \\{1} = b? {#a-1-b type=multiple " + head + "}\n\nA {1} = b?\n\n- [x] x\\~y\n- [x] z\n- [ ] w\n  > sai\n\n" +
				"## B? {#b type=multiple " + head + "}\n\nB?\n\n- [x] x\n- [x] z\n- [ ] w\n",
			"changed 3 marks",
		},
		{"GIFT without its brace", "a.gift", "A? {=x ~y\n\n::B::B? {=x ~y}", "## B {#b type=single " + head + "}\n\nB?\n\n- [x] x\n- [ ] y\n", "lost 1 broken"},
		{
			"Aiken", "a.txt", "\ufeffThủ đô?\r\nA. Huế\r\nB) Hà Nội,\r\nở miền Bắc\r\nANSWER: B\r\n\r\nCâu hỏng\r\nANSWER: C\r\nCuối",
			"## Thủ đô? {#thu-do type=single " + head + "}\n\nThủ đô?\n\n- [ ] Huế\n- [x] Hà Nội, ở miền Bắc\n", "lost 8 no-answers; lost 9 no-key",
		},
		{
			"CSV with semicolons", "a.csv", "\ufeffCâu hỏi;Phương án A;Phương án B;Phương án C;Đáp án;Bậc;Phản hồi A;Ghi chú\n\"Chọn tất cả;\nđược?\";một;hai;ba;A, C;3;;x\nĐúng không?;;;;Đúng;;;\nTên gì?;;;;OTP | mã OTP;;;\nX?;a;b;;Z;;;\n",
			"## Chọn tất cả; được? {#chon-tat-ca-duoc type=multiple competence=4.2 level=3}\n\nChọn tất cả;\n\nđược?\n\n- [x] một\n- [ ] hai\n- [x] ba\n\n" +
				"## Đúng không? {#dung-khong type=truefalse " + head + "}\n\nNhận định sau đúng hay sai?\n\n- [x] Đúng không?\n\n" +
				"## Tên gì? {#ten-gi type=short " + head + "}\n\nTên gì?\n\n- [x] `OTP`\n- [x] `mã OTP`\n",
			"lost 1 column; lost 6 row-key",
		},
		{"CSV of numbers", "a.csv", "Question,Type,Answer,Unit\nMấy?,numeric,\"1500,5\",kg\n", "## Mấy? {#may type=numeric " + head + " unit=kg}\n\nMấy?\n\n- [x] 1.500,5\n", ""},
		{"CSV without questions", "a.csv", "x,y\n1,2\n", "", "lost 1 column; lost 1 column; lost 1 no-stem"},
		{
			"Moodle XML", "a.xml", `<?xml version="1.0" encoding="UTF-8"?><quiz><question type="category"><category><text>$course$/top/A</text></category></question>
<question type="multichoice"><name><text>Mã OTP</text></name><questiontext format="html"><text><![CDATA[<p>Ai được biết <b>mã</b>?<script>x()</script></p>]]></text></questiontext>
<idnumber>OTP 1</idnumber><defaultgrade>2.0000000</defaultgrade><single>true</single><shuffleanswers>0</shuffleanswers>
<answer fraction="100"><text>Chỉ tôi &amp; tôi</text><feedback><text></text></feedback></answer><answer fraction="0"><text>Ngân hàng</text><feedback><text>Không.</text></feedback></answer>
<hint><text>Nghĩ</text></hint><tags><tag><text>level=4</text></tag><tag><text>lạ</text></tag></tags></question>
<question type="numerical"><name><text>Số</text></name><questiontext format="plain_text"><text>1 &lt; 2?</text></questiontext><answer fraction="100"><text>1500</text><tolerance>0.5</tolerance></answer><answer fraction="0"><text>*</text></answer><units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units></question>
<question type="essay"><name><text>Luận</text></name></question></quiz>`,
			"## Mã OTP {#otp-1 type=single competence=4.2 level=4 points=2 shuffle=no}\n\nAi được biết **mã**?\n\n- [x] Chỉ tôi & tôi\n- [ ] Ngân hàng\n  > Không.\n\n" +
				"## Số {#so type=numeric " + head + " unit=m}\n\n1 \\< 2?\n\n- [x] 1.500 ± 0,5\n",
			"changed 1 category; lost 2 tag; changed 2 id; lost 2 markup; lost 5 hint; lost 6 other-answers; lost 6 unit; lost 7 type",
		},
		{"XML with an entity bomb", "a.xml", `<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>`, "", "lost 1 xml-doctype"},
		{"XML that nests deeply", "a.xml", strings.Repeat("<a>", 100_000), "", "lost 1 xml-deep"},
		{"XML that breaks", "a.xml", "<quiz>\n<question type=\"essay\">\n</quiz>", "", "lost 3 xml"},
		{"other XML", "a.xml", "<rss></rss>", "", "lost 0 xml-quiz"},
		{"a file of another kind", "a.docx", "x", "", "lost 0 format"},
		{"no workbook", "a.xlsx", "PK", "", "lost 0 workbook"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported(tt.file, tt.data)
			if md != tt.want {
				t.Errorf("got\n%s\nwant\n%s", md, tt.want)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %s\nwant  %s", got, tt.notes)
			}
		})
	}
}

// TestEncodings: a table reads the same whatever saved it.
func TestEncodings(t *testing.T) {
	text := "Câu hỏi;A;B;Đáp án\nTiếng Việt ữ ẵ ộ Đ?;Một;Hai;B\n"
	little := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		little = binary.LittleEndian.AppendUint16(little, u)
	}
	old := []byte("C\xe2u ho\xd2i;A;B;\xd0a\xecp a\xecn\nTi\xea\xecng Vi\xea\xf2t \xfd\xde \xe3\xde \xf4\xf2 \xd0?;M\xf4\xf2t;Hai;B\n")
	for name, data := range map[string][]byte{
		"UTF-8": []byte(text), "with a mark": append([]byte("\xef\xbb\xbf"), text...), "UTF-16": little, "Windows-1258": old,
		"Windows lines": []byte(strings.ReplaceAll(text, "\n", "\r\n")),
	} {
		md, notes := imported("a.csv", string(data))
		if want := "Tiếng Việt ữ ẵ ộ Đ?\n\n- [ ] Một\n- [x] Hai\n"; !strings.HasSuffix(md, want) || len(notes) > 0 {
			t.Errorf("%s: %q %v", name, md, notes)
		}
	}
}

// workbookOf is a minimal XLSX file.
func workbookOf(t testing.TB, shared, rows string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="x"><sheets><sheet name="B" r:id="rId7"/><sheet name="A" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId7" Target="/xl/worksheets/second.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       "<sst>" + shared + "</sst>",
		"xl/worksheets/second.xml":   "<worksheet><sheetData>" + rows + "</sheetData></worksheet>",
		"xl/worksheets/sheet1.xml":   "<worksheet/>",
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSX(t *testing.T) {
	data := workbookOf(t, `<si><t>Câu hỏi</t></si><si><r><t>Đáp</t></r><r><t xml:space="preserve"> án</t></r><rPh><t>zz</t></rPh></si><si><t>Mấy giờ?</t></si>`,
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>A</t></is></c><c t="str"><v>B</v></c><c r="F1" t="s"><v>1</v></c></row>`+
			`<row r="4"><c r="A4" t="s"><v>2</v></c><c r="C4"><v>7</v></c><c r="D4"><v>8</v></c><c r="F4" t="str"><v>B</v></c></row>`)
	md, notes := imported("a.xlsx", string(data))
	if want := "Mấy giờ?\n\n- [ ] 7\n- [x] 8\n"; !strings.HasSuffix(md, want) || len(notes) > 0 {
		t.Errorf("%q %v", md, notes)
	}
}

// TestXLSXBomb: a small file that unpacks to much is refused, and what it takes stays within bounds.
func TestXLSXBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and long: the full suite runs it")
	}
	for name, data := range map[string][]byte{
		"text":    workbookOf(t, "<si><t>"+strings.Repeat("a", 200<<20)+"</t></si>", "<row/>"),
		"cells":   workbookOf(t, "", "<row>"+strings.Repeat("<c/>", 3_000_000)+"</row>"),
		"repeats": workbookOf(t, "<si><t>"+strings.Repeat("a", 1<<20)+"</t></si>", "<row>"+strings.Repeat(`<c t="s"><v>0</v></c>`, 100_000)+"</row>"),
	} {
		if len(data) > 1<<20 {
			t.Fatalf("%s: the bomb has %d bytes", name, len(data))
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := readXLSX(data)
		runtime.ReadMemStats(&after)
		if err == nil {
			t.Errorf("%s: was read", name)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 300<<20 {
			t.Errorf("%s: took %d MiB", name, took>>20)
		}
	}
}

// publishable holds the outcome of any import to what is promised of it: it can be read, and whatever the check still
// asks for is the author's to answer.
func publishable(t *testing.T, std *standard.Set, name string, data []byte) {
	t.Helper()
	files, report := Bank([]Source{{Name: name, Data: data}}, plainOptions)
	for _, n := range report.Notes {
		if n.Key == "" || n.File != name || n.Line < 0 {
			t.Errorf("odd note %+v", n)
		}
	}
	if len(files) == 0 {
		return
	}
	_, found := loadBank(t, std, content.URLs{}, files...)
	for _, f := range found.Findings {
		for _, ours := range []string{"heading.", "front.", "bank.heading", "answers.after", "answers.mixed", "answer.box", "html.", "question.type", "question.id", "footnote.", "callout."} {
			if f.Severity == content.Error && strings.HasPrefix(f.Key, ours) {
				t.Errorf("%s:%d %s %s\n%s", f.File, f.Line, f.Text("en"), f.Quote, files[0].Data)
			}
		}
	}
}

func FuzzGIFT(f *testing.F) {
	std := standards(f)
	f.Add("// [id:a] [tag:level=2]\n::a::[html]b {=c#d ~%-50%e ####f}\n\n$CATEGORY: x\n\ng {T#h#i}\n\nj {#1..2}\n\nk {=l -> m =n -> o}\n")
	f.Add("a {~%50%b ~%50%c}\n\n{\\{}\n\n[markdown]**a** {=*}\n\n::::{=}")
	f.Fuzz(func(t *testing.T, text string) { publishable(t, std, "a.gift", []byte(text)) })
}

func FuzzMoodleXML(f *testing.F) {
	std := standards(f)
	f.Add([]byte(`<quiz><question type="multichoice"><name><text>a</text></name><questiontext format="html"><text>b<img src="@@PLUGINFILE@@/c.png"/></text><file name="c.png" encoding="base64">YQ==</file></questiontext><single>false</single><answer fraction="50"><text>d</text></answer><answer fraction="-1"><text>e</text></answer></question></quiz>`))
	f.Add([]byte(`<quiz><question type="numerical"><answer fraction="100"><text>1e5</text><tolerance>x</tolerance></answer></question><question type="ordering"><answer><text>a</text></answer></question></quiz>`))
	f.Fuzz(func(t *testing.T, data []byte) { publishable(t, std, "a.xml", data) })
}

func FuzzAiken(f *testing.F) {
	std := standards(f)
	f.Add("a\nA. b\nB) c\nANSWER: A\n")
	f.Fuzz(func(t *testing.T, text string) {
		publishable(t, std, "a.aiken", []byte(text+"\nA. x\nB. y\nANSWER: A"))
	})
}

func FuzzCSV(f *testing.F) {
	std := standards(f)
	f.Add([]byte("Câu hỏi;A;B;Đáp án\n\"a\"\"b\";c;d;A\n"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Add([]byte("question,type,answer\na,numeric,1:2\nb,short,c|d\n"))
	f.Fuzz(func(t *testing.T, data []byte) { publishable(t, std, "a.csv", data) })
}

func FuzzXLSX(f *testing.F) {
	f.Add(workbookOf(f, "<si><t>a</t></si>", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := readXLSX(data)
		if err == nil && len(table.rows) != len(table.lines) {
			t.Errorf("%d rows, %d numbers", len(table.rows), len(table.lines))
		}
	})
}

// TestPartsWithoutTheirFirst: no half of a question is lost when a part of a cut one is missing.
func TestPartsWithoutTheirFirst(t *testing.T) {
	md, _ := imported("a.gift", "// [id:x-2] [tag:part=x:2/3]\n::T (2/3)::[html]<p>S</p><p>b</p> {T}\n")
	if !strings.Contains(md, "{#x-2 type=truefalse") {
		t.Error(md)
	}
}
