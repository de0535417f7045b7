package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// zipOf is an archive of some files, in the order given.
func zipOf(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const firstRow = `<row r="1"><c r="A1" t="inlineStr"><is><t>Câu hỏi</t></is></c><c r="B1" t="str"><v>A</v></c><c r="C1" t="str"><v>B</v></c><c r="D1" t="str"><v>Đáp án</v></c></row>`

// TestWorkbookCells: every kind of cell that Excel, LibreOffice and web programs write.
func TestWorkbookCells(t *testing.T) {
	for _, tt := range []struct{ name, shared, cell, want string }{
		{"a shared text", "<si><t>chữ</t></si>", `<c r="B2" t="s"><v>0</v></c>`, "chữ"},
		{"a shared text in pieces", `<si><r><rPr><b/></rPr><t>ch</t></r><r><t xml:space="preserve">ữ nữa</t></r></si>`, `<c r="B2" t="s"><v>0</v></c>`, "chữ nữa"},
		{"a shared text with how it is read", "<si><t>chữ</t><rPh sb=\"0\" eb=\"1\"><t>đọc</t></rPh></si>", `<c r="B2" t="s"><v>0</v></c>`, "chữ"},
		{"a text in place", "", `<c r="B2" t="inlineStr"><is><t>chữ</t></is></c>`, "chữ"},
		{"a text in place in pieces", "", `<c r="B2" t="inlineStr"><is><r><t>ch</t></r><r><t>ữ</t></r></is></c>`, "chữ"},
		{"the outcome of a formula", "", `<c r="B2" t="str"><f>CONCAT("a";"b")</f><v>ab</v></c>`, "ab"},
		{"a formula's number", "", `<c r="B2"><f>1+1</f><v>2</v></c>`, "2"},
		{"signs", "", `<c r="B2" t="str"><v>a &lt; b &amp; c</v></c>`, "a \\< b & c"},
		{"signs by number", "", `<c r="B2" t="str"><v>&#273;&#x1ED9;</v></c>`, "độ"},
		{"a comma as a number", "", `<c r="B2"><v>1.1000000000000001</v></c>`, "1.1"},
		{"a third", "", `<c r="B2"><v>0.33333333333333331</v></c>`, "0.3333333333333333"},
		{"a small number", "", `<c r="B2" t="n"><v>1.0000000000000001E-5</v></c>`, "0.00001"},
		{"a large number", "", `<c r="B2"><v>1.5E7</v></c>`, "15000000"},
		{"a very large number", "", `<c r="B2"><v>1E+99</v></c>`, "1E+99"},
		{"a telephone number", "", `<c r="B2" t="str"><v>0912345678</v></c>`, "0912345678"},
		{"a date, which is what Excel stores of it", "", `<c r="B2" s="5"><v>46326</v></c>`, "46326"},
		{"true", "", `<c r="B2" t="b"><v>1</v></c>`, "TRUE"},
		{"a mistake", "", `<c r="B2" t="e"><v>#REF!</v></c>`, "#REF!"},
		{"letters in pieces", "", "<c r=\"B2\" t=\"str\"><v>a\u0302\u0301</v></c>", "ấ"},
		{"a sign that XML cannot hold", "", `<c r="B2" t="str"><v>a_x0041_b</v></c>`, "aAb"},
		{"an escape that is meant", "", `<c r="B2" t="str"><v>a_x005F_x0041_b</v></c>`, "a_x0041_b"},
		{"a number of a text that is missing", "<si><t>chữ</t></si>", `<c r="B2" t="s"><v>7</v></c><c r="B2" t="str"><v>x</v></c>`, "x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := workbookOf(t, tt.shared, firstRow+`<row r="2"><c r="A2" t="str"><v>X?</v></c>`+tt.cell+`<c r="C2" t="str"><v>khác</v></c><c r="D2" t="str"><v>B</v></c></row>`)
			md, notes := imported("a.xlsx", string(data))
			got, _, _ := strings.Cut(strings.TrimPrefix(answersOf(md), "single: [ ] "), " [x]")
			if got != tt.want || len(notes) > 0 {
				t.Errorf("got %q %v, want %q\n%s", got, notes, tt.want, md)
			}
		})
	}
}

// TestWorkbookLines: a cell of two lines is two lines, whoever ended them.
func TestWorkbookLines(t *testing.T) {
	for _, text := range []string{"một\nhai", "một\r\nhai", "một_x000D_\nhai", "một&#13;&#10;hai", "một&#10;hai"} {
		table, err := readXLSX(workbookOf(t, "<si><t>"+text+"</t></si>", `<row><c t="s"><v>0</v></c></row>`))
		if err != nil || table.rows[0][0] != "một\nhai" {
			t.Errorf("%q became %q, %v", text, table.rows, err)
		}
	}
}

// TestWorkbookRows: rows stand where they say, cells where they say, and losses have their row.
func TestWorkbookRows(t *testing.T) {
	full := func(n int, key string) string {
		return fmt.Sprintf(`<row r="%d"><c r="A%[1]d" t="str"><v>X?</v></c><c r="B%[1]d" t="str"><v>a</v></c><c r="C%[1]d" t="str"><v>b</v></c><c r="D%[1]d" t="str"><v>%[2]s</v></c></row>`, n, key)
	}
	for _, tt := range []struct{ name, rows, want, notes string }{
		{"rows with gaps", firstRow + full(5, "A") + full(9, "Z"), "single: [x] a [ ] b", "lost 9 row-key"},
		{"empty rows before the head", `<row r="1"/><row r="2"><c r="A2"/></row>` + strings.NewReplacer(`r="1"`, `r="3"`, `1"`, `3"`).Replace(firstRow) + full(4, "Z"), "", "lost 4 row-key"},
		{"rows without numbers", "<row/>" + strings.ReplaceAll(firstRow, ` r="1"`, "") + strings.ReplaceAll(full(0, "Z"), ` r="0"`, ""), "", "lost 3 row-key"},
		{"cells without places", firstRow + `<row r="2"><c t="str"><v>X?</v></c><c t="str"><v>a</v></c><c t="str"><v>b</v></c><c t="str"><v>A</v></c></row>`, "single: [x] a [ ] b", ""},
		{"cells in another order", firstRow + `<row r="2"><c r="D2" t="str"><v>B</v></c><c r="B2" t="str"><v>a</v></c><c r="A2" t="str"><v>X?</v></c><c r="C2" t="str"><v>b</v></c></row>`, "single: [ ] a [x] b", ""},
		{"a question merged over two rows", firstRow + full(2, "A") + `<row r="3"><c r="A3"/><c r="B3" t="str"><v>c</v></c><c r="D3" t="str"><v>A</v></c></row><mergeCells><mergeCell ref="A2:A3"/></mergeCells>`, "single: [x] a [ ] b", "lost 3 no-key"},
		{"an answer that is empty", firstRow + `<row r="2"><c r="A2" t="str"><v>X?</v></c><c r="C2" t="str"><v>b</v></c><c r="D2" t="str"><v>B</v></c></row>`, "single: [x] b", ""},
		{"a cell far to the right", firstRow + full(2, "A") + `<row r="3"><c r="ZZ3" t="str"><v>x</v></c></row>`, "single: [x] a [ ] b", ""},
		{"a cell at no place", firstRow + full(2, "A") + `<row r="3"><c r="3" t="str"><v>x</v></c></row>`, "single: [x] a [ ] b", ""},
		{"only a head", firstRow, "", ""},
		{"nothing", "", "", "lost 0 empty"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported("a.xlsx", string(workbookOf(t, "", tt.rows)))
			if got := answersOf(md); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestWorkbookParts: which part of the archive is the first sheet, and what is no workbook.
func TestWorkbookParts(t *testing.T) {
	const sheet = "<worksheet><sheetData>" + firstRow + `<row r="2"><c r="A2" t="str"><v>X?</v></c><c r="B2" t="str"><v>a</v></c><c r="C2" t="str"><v>b</v></c><c r="D2" t="str"><v>A</v></c></row></sheetData></worksheet>`
	book := func(id string) string {
		return `<workbook><sheets><sheet name="A" sheetId="3" r:id="` + id + `"/><sheet name="B" r:id="rId2"/></sheets></workbook>`
	}
	rels := func(target string) string {
		return `<Relationships><Relationship Id="rId2" Target="worksheets/sheet1.xml"/><Relationship Id="rId1" Target="` + target + `"/></Relationships>`
	}
	const other = "<worksheet><sheetData><row><c t=\"str\"><v>trang khác</v></c></row></sheetData></worksheet>"
	for _, tt := range []struct {
		name  string
		data  []byte
		notes string
	}{
		{"the usual one", zipOf(t, "xl/worksheets/sheet1.xml", sheet), ""},
		{"the one that the workbook lists first", zipOf(t, "xl/workbook.xml", book("rId1"), "xl/_rels/workbook.xml.rels", rels("worksheets/sheet2.xml"), "xl/worksheets/sheet1.xml", other, "xl/worksheets/sheet2.xml", sheet), "lost 0 sheet"},
		{"by a whole path", zipOf(t, "xl/workbook.xml", book("rId1"), "xl/_rels/workbook.xml.rels", rels("/xl/worksheets/z.xml"), "xl/worksheets/sheet1.xml", other, "xl/worksheets/z.xml", sheet), "lost 0 sheet"},
		{"names in capitals", zipOf(t, "XL/Worksheets/Sheet1.XML", sheet), ""},
		{"elements with a prefix", zipOf(t, "xl/worksheets/sheet1.xml", strings.NewReplacer("</", "</x:", "<", "<x:", "<x:/x:", "</x:").Replace(sheet)), ""},
		{"relations that break", zipOf(t, "xl/workbook.xml", book("rId1"), "xl/_rels/workbook.xml.rels", "<a", "xl/worksheets/sheet1.xml", sheet), "lost 0 sheet"},
		{"a sheet that is missing", zipOf(t, "xl/workbook.xml", book("rId1"), "xl/_rels/workbook.xml.rels", rels("worksheets/sheet9.xml"), "xl/worksheets/sheet1.xml", sheet), "lost 0 workbook"},
		{"a sheet that breaks", zipOf(t, "xl/worksheets/sheet1.xml", sheet[:200]+"<"), "lost 0 workbook"},
		{"texts that break", zipOf(t, "xl/sharedStrings.xml", "<sst><si><t>a</t", "xl/worksheets/sheet1.xml", sheet), "lost 0 workbook"},
		{"a document", zipOf(t, "word/document.xml", "<w/>"), "lost 0 workbook"},
		{"an old workbook under the new name", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), "lost 0 workbook"},
		{"the archive cut off", zipOf(t, "xl/worksheets/sheet1.xml", sheet)[:150], "lost 0 workbook"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md, notes := imported("a.xlsx", string(tt.data))
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
			if want := map[bool]string{true: "single: [x] a [ ] b"}[tt.notes != "lost 0 workbook"]; answersOf(md) != want {
				t.Errorf("got %q, want %q", answersOf(md), want)
			}
		})
	}
}

// TestWorkbookOtherSheets: a table is one sheet; others that hold anything are named, whatever their state, and empty ones,
// which Excel adds by itself, are not.
func TestWorkbookOtherSheets(t *testing.T) {
	const sheet = "<worksheet><sheetData>" + firstRow + `<row r="2"><c r="A2" t="str"><v>X?</v></c><c r="B2" t="str"><v>a</v></c><c r="C2" t="str"><v>b</v></c><c r="D2" t="str"><v>A</v></c></row></sheetData></worksheet>`
	list := `<workbook><sheets><sheet name="Câu" r:id="r1"/><sheet name="Thêm &amp; nữa" r:id="r2"/><sheet name="Trống" r:id="r3"/><sheet name="Giấu" state="hidden" r:id="r4"/><sheet name="Mất" r:id="r5"/></sheets></workbook>`
	rels, files := "<Relationships>", []string{"xl/workbook.xml", list}
	for i, data := range []string{sheet, sheet, `<worksheet><sheetData><row r="1"><c r="A1" s="3"/></row></sheetData></worksheet>`, `<worksheet><sheetData><row><c t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`} {
		rels += fmt.Sprintf(`<Relationship Id="r%d" Target="worksheets/s%[1]d.xml"/>`, i+1)
		files = append(files, fmt.Sprintf("xl/worksheets/s%d.xml", i+1), data)
	}
	bankFiles, report := Bank([]Source{{Name: "a.xlsx", Data: zipOf(t, append(files, "xl/_rels/workbook.xml.rels", rels+"</Relationships>")...)}}, plainOptions)
	var names []any
	for _, n := range report.Notes {
		if n.Key == "exchange.sheet" {
			names = append(names, n.Args["name"])
		}
	}
	if want := []any{"Thêm & nữa", "Giấu", "Mất"}; !slices.Equal(names, want) || len(bankFiles) != 1 {
		t.Errorf("%v, want %v; %d files", names, want, len(bankFiles))
	}
}

// TestWorkbookNumbers: a number of Excel is written as short as it can be and means the same.
func TestWorkbookNumbers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cents := rapid.IntRange(-9_999_999, 9_999_999).Draw(rt, "cents")
		want := strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", float64(cents)/100), "0"), ".")
		stored := fmt.Sprintf("%.17g", float64(cents)/100)
		data := workbookOf(t, "", `<row r="1"><c t="str"><v>a</v></c><c><v>`+stored+`</v></c></row>`)
		table, err := readXLSX(data)
		if err != nil || table.rows[0][1] != want {
			rt.Fatalf("%s became %q, want %q, %v", stored, table.rows, want, err)
		}
	})
}
