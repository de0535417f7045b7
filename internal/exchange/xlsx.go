package exchange

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"hocso/internal/fault"
)

// XLSX is read here and not by a library (ADR 9): the shared texts and the first sheet are all a table needs, and the
// other sheets are named. What is unpacked is bounded whatever the archive says of its sizes.

const (
	maxUnpacked = 32 << 20 // bytes of one part of the archive
	maxCells    = 1_000_000
	maxText     = 32 << 20 // bytes of text kept
	maxColumns  = 100
	maxParts    = 10_000 // files of the archive
)

var errWorkbook = errors.New("exchange: not a workbook that can be read")

// workbook is an open file with what it may still use up.
type workbook struct {
	zip    *zip.Reader
	text   int   // bytes of text left
	looks  int64 // bytes left to unpack of sheets that are only looked into
	shared []string
}

func (r *reader) xlsx(data []byte) {
	table, err := readXLSX(data)
	if err != nil {
		r.note(Lost, 0, "workbook", nil)
		return
	}
	for _, name := range table.others {
		r.note(Lost, 0, "sheet", fault.Args{"name": clip(name)})
	}
	r.table(table.rows, table.lines)
}

// sheetTable is what a workbook has for us: the rows of its first sheet that hold anything, with their numbers, and the
// names of the other sheets that do.
type sheetTable struct {
	rows   [][]string
	lines  []int
	others []string
}

func readXLSX(data []byte) (sheetTable, error) {
	var t sheetTable
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) > maxParts {
		return t, errWorkbook
	}
	b := &workbook{zip: z, text: maxText, looks: maxUnpacked}
	if err := b.part("xl/sharedStrings.xml", b.readShared); err != nil && !errors.Is(err, errNoPart) {
		return t, err
	}
	sheets := b.sheets()
	err = b.part(sheets[0].path, func(d *xml.Decoder) error {
		t.rows, t.lines, err = b.readSheet(d)
		return err
	})
	for _, s := range sheets[1:] {
		if b.holds(s.path) {
			t.others = append(t.others, s.name)
		}
	}
	return t, err
}

var errNoPart = errors.New("exchange: the workbook has no such part")

// part unpacks one file of the archive for a reader, as far as the limit.
func (b *workbook) part(name string, read func(*xml.Decoder) error) error {
	for _, f := range b.zip.File {
		if !strings.EqualFold(f.Name, name) {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return errWorkbook
		}
		err = read(xml.NewDecoder(&bounded{in, maxUnpacked}))
		return errors.Join(err, in.Close())
	}
	return errNoPart
}

// bounded reads so many bytes and then fails, so that what is cut off is not taken for the end.
type bounded struct {
	io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, errWorkbook
	}
	return n, err
}

// sheetPart is a sheet as the workbook lists it. path is "" when nothing says where it is.
type sheetPart struct{ name, path string }

// sheets are those that the workbook lists, in its order and at least one: a workbook without a list has its sheet at the
// usual place.
func (b *workbook) sheets() []sheetPart {
	const usual = "xl/worksheets/sheet1.xml"
	var out []sheetPart
	var ids []string
	err := b.part("xl/workbook.xml", func(d *xml.Decoder) error {
		return elements(d, func(e xml.StartElement) bool {
			if e.Name.Local == "sheet" {
				out, ids = append(out, sheetPart{name: attrOf(e, "name")}), append(ids, attrOf(e, "id"))
			}
			return len(out) < maxParts
		})
	})
	if err != nil || len(out) == 0 {
		return []sheetPart{{path: usual}}
	}
	paths := map[string]string{}
	err = b.part("xl/_rels/workbook.xml.rels", func(d *xml.Decoder) error {
		return elements(d, func(e xml.StartElement) bool {
			if e.Name.Local == "Relationship" {
				paths[attrOf(e, "Id")] = "xl/" + strings.TrimPrefix(strings.TrimPrefix(attrOf(e, "Target"), "/"), "xl/")
			}
			return len(paths) < maxParts
		})
	})
	if err != nil {
		paths = map[string]string{}
	}
	for i, id := range ids {
		out[i].path = paths[id]
	}
	out[0].path = cmp.Or(out[0].path, usual)
	return out
}

// holds reports whether a cell of a sheet holds anything. A sheet that cannot be looked into, or not within what may be
// unpacked for looking, is taken for one that does.
func (b *workbook) holds(path string) bool {
	if b.looks <= 0 {
		return true
	}
	found := false
	err := b.part(path, func(d *xml.Decoder) error {
		err := elements(d, func(e xml.StartElement) bool {
			found = e.Name.Local == "v" || e.Name.Local == "t"
			return !found
		})
		b.looks -= d.InputOffset()
		return err
	})
	return found || err != nil
}

// elements calls see for each start tag until it says false.
func elements(d *xml.Decoder, see func(xml.StartElement) bool) error {
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errWorkbook
		}
		if e, ok := tok.(xml.StartElement); ok && !see(e) {
			return nil
		}
	}
}

func attrOf(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// keep counts text against the limit.
func (b *workbook) keep(s string) (string, error) {
	if b.text -= len(s); b.text < 0 {
		return "", errWorkbook
	}
	s = escapedSign.ReplaceAllStringFunc(s, func(m string) string {
		code, err := strconv.ParseUint(m[2:6], 16, 16)
		if err != nil || code == '\r' {
			return ""
		}
		return string(rune(code))
	})
	return norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n")), nil
}

// escapedSign is how workbooks write signs that XML cannot hold, and the line ends of Windows.
var escapedSign = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// shortest writes a number as people do: Excel stores 1.1 as 1.1000000000000001 and 0.00001 as 1E-5.
func shortest(s string) string {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) >= 1e15 || v != 0 && math.Abs(v) < 1e-9 {
		return s
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// readShared reads the texts that cells name by number.
func (b *workbook) readShared(d *xml.Decoder) error {
	var text strings.Builder
	inText, aloud := false, false // aloud: how it is read, which is no part of it
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || text.Len() > maxText || len(b.shared) > maxCells {
			return errWorkbook
		}
		switch t := tok.(type) {
		case xml.StartElement:
			aloud = aloud || t.Name.Local == "rPh"
			inText = t.Name.Local == "t" && !aloud
		case xml.CharData:
			if inText {
				text.Write(t)
			}
		case xml.EndElement:
			inText = false
			if t.Name.Local == "rPh" {
				aloud = false
			}
			if t.Name.Local == "si" {
				s, err := b.keep(text.String())
				if err != nil {
					return err
				}
				b.shared = append(b.shared, s)
				text.Reset()
			}
		}
	}
}

// sheet gathers the rows of a sheet.
type sheet struct {
	book  *workbook
	rows  [][]string
	lines []int
	row   []string
	line  int
	cells int
	kind  string // of the cell: s shared, inlineStr, str, b, e or a number
	col   int
	text  strings.Builder
	in    bool // within <v> or <t>
}

func (b *workbook) readSheet(d *xml.Decoder) ([][]string, []int, error) {
	s := &sheet{book: b}
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return s.rows, s.lines, nil
		}
		if err != nil || s.cells > maxCells || len(s.rows) > maxRows+1 || s.text.Len() > maxText {
			return nil, nil, errWorkbook
		}
		switch t := tok.(type) {
		case xml.StartElement:
			s.start(t)
		case xml.CharData:
			if s.in {
				s.text.Write(t)
			}
		case xml.EndElement:
			if err := s.end(t.Name.Local); err != nil {
				return nil, nil, err
			}
		}
	}
}

func (s *sheet) start(t xml.StartElement) {
	switch t.Name.Local {
	case "row":
		s.row = nil
		if s.line++; attrOf(t, "r") != "" {
			if n, err := strconv.Atoi(attrOf(t, "r")); err == nil && n > 0 {
				s.line = n
			}
		}
		s.col = -1
	case "c":
		s.cells++
		s.kind = attrOf(t, "t")
		s.text.Reset()
		if s.col++; attrOf(t, "r") != "" {
			s.col = columnNumber(attrOf(t, "r"))
		}
	case "v", "t":
		s.in = true
	}
}

func (s *sheet) end(name string) error {
	switch name {
	case "v", "t":
		s.in = false
	case "c":
		value := s.text.String()
		if s.kind == "s" {
			value = ""
			if n, err := strconv.Atoi(s.text.String()); err == nil && n >= 0 && n < len(s.book.shared) {
				value = s.book.shared[n]
			}
		}
		switch s.kind {
		case "", "n":
			value = shortest(value)
		case "b": // as Excel shows it
			value = map[string]string{"0": "FALSE", "1": "TRUE"}[value]
		}
		value, err := s.book.keep(value)
		if err != nil || s.col >= maxColumns || s.col < 0 {
			return err
		}
		for len(s.row) <= s.col {
			s.row = append(s.row, "")
		}
		s.row[s.col] = value
	case "row":
		if strings.TrimSpace(strings.Join(s.row, "")) != "" {
			s.rows, s.lines = append(s.rows, s.row), append(s.lines, s.line)
		}
	}
	return nil
}

// columnNumber is 0 for "A1", 27 for "AB7", -1 for what names no cell.
func columnNumber(ref string) int {
	n := 0
	for i := 0; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && n < 10_000; i++ {
		n = n*26 + int(ref[i]-'A') + 1
	}
	return n - 1
}
