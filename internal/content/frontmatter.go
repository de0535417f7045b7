package content

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// maxFront bounds the YAML of a file in bytes, maxDepth how deep it may nest: the YAML parser recurses.
const (
	maxFront = 32 << 10
	maxDepth = 8
)

// front is the front matter of a page. Its mapping is empty when it could not be read.
type front struct {
	mapping
	lines [][]byte // as written, with both "---" lines
	read  bool     // the YAML could be read, so that a missing key is the author's
}

// line is a line of the file (from 1) that lies in the front matter.
func (f *front) line(n int) []byte {
	if n < 1 || n > len(f.lines) {
		return nil
	}
	return f.lines[n-1]
}

// splitFront cuts the front matter off the body, which keeps its offsets.
func (p *page) splitFront() {
	p.front.mapping = mapping{page: p}
	if !bytes.HasPrefix(p.text, []byte("---\n")) {
		p.atLine(1, 1, "front.missing", nil)
		return
	}
	for n := 1; n < len(p.starts); n++ {
		if string(bytes.TrimRight(p.line(n), " ")) != "---" {
			continue
		}
		yamlText := bytes.Clone(p.text[p.starts[1]:p.starts[n]])
		p.blank(p.starts[n] + len(p.line(n)))
		p.readFront(yamlText)
		return
	}
	p.atLine(1, 1, "front.unclosed", nil)
}

// readFront parses the YAML. The parser is not ours: what it could do to odd input is bounded before,
// and a panic of it is a finding like any other syntax it cannot read.
func (p *page) readFront(text []byte) {
	defer func() {
		if recover() != nil {
			p.atLine(2, 1, "front.syntax", nil)
		}
	}()
	if len(text) > maxFront {
		p.atLine(1, 1, "front.too-large", fault.Args{"max": kib(maxFront)})
		return
	}
	if line := tooDeep(text); line > 0 {
		p.atLine(line+1, 1, "front.depth", fault.Args{"max": maxDepth})
		return
	}
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		line, column := 1, 1 // the parser's words are English only: the place and the remedy say enough
		if e := yaml.Error(nil); errors.As(err, &e) {
			if t := e.GetToken(); t != nil && t.Position != nil {
				line, column = t.Position.Line, t.Position.Column
			}
		}
		p.atLine(line+1, column, "front.syntax", nil)
		return
	}
	if len(file.Docs) != 1 {
		p.atLine(2, 1, "front.syntax", nil)
		return
	}
	m, ok := p.mapping(file.Docs[0].Body)
	if !ok {
		p.atLine(2, 1, "front.syntax", nil)
		return
	}
	p.front.mapping, p.front.read = m, true
}

// tooDeep is the line (from 1) at which YAML nests deeper than maxDepth, by indent, by marks on one line or by
// brackets that stay open; 0 when none does.
func tooDeep(text []byte) int {
	open := 0
	for n, line := range bytes.Split(text, []byte("\n")) {
		indent := len(line) - len(bytes.TrimLeft(line, " "))
		marks := bytes.Count(line, []byte("- ")) + bytes.Count(line, []byte("? "))
		for _, c := range line {
			switch c {
			case '[', '{':
				open++
			case ']', '}':
				open = max(open-1, 0)
			}
			if open > maxDepth {
				return n + 1
			}
		}
		if indent > 4*maxDepth || marks > 4*maxDepth {
			return n + 1
		}
	}
	return 0
}

// mapping is a YAML mapping. Reading a key that is absent or of another type reports it and gives the zero value.
type mapping struct {
	page   *page
	line   int // of the file, from 1: where a missing key is reported
	column int
	values []*ast.MappingValueNode
}

func (p *page) mapping(n ast.Node) (mapping, bool) {
	m := mapping{page: p, line: 1, column: 1}
	switch v := n.(type) {
	case *ast.MappingNode:
		m.values = v.Values
	case *ast.MappingValueNode:
		m.values = []*ast.MappingValueNode{v}
	default:
		return m, false
	}
	if len(m.values) > 0 {
		m.line, m.column = place(m.values[0].Key)
	}
	return m, true
}

// place is where a YAML node stands in its file: the first line of the file is "---".
func place(n ast.Node) (line, column int) {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 1, 1
	}
	t := n.GetToken()
	if t.Type == token.MappingValueType && t.Prev != nil { // a mapping's own token is its first colon
		t = t.Prev
	}
	return t.Position.Line + 1, t.Position.Column
}

func (m mapping) report(n ast.Node, key string, args fault.Args) {
	line, column := place(n)
	m.page.atLine(line, column, key, args)
}

// only reports keys that the format does not know, and keys that stand twice.
func (m mapping) only(known ...string) {
	seen := map[string]bool{}
	for _, v := range m.values {
		k := keyOf(v)
		switch {
		case seen[k]:
			m.report(v.Key, "front.repeated", fault.Args{"key": k})
		case !slices.Contains(known, k):
			m.report(v.Key, "front.unknown", fault.Args{"key": k, "near": meantOr(nearest(k, known))})
		}
		seen[k] = true
	}
}

// require reports required keys that are absent. It says nothing of front matter that could not be read.
func (m mapping) require(keys ...string) {
	if m.page == nil || !m.page.front.read {
		return
	}
	for _, k := range keys {
		if m.get(k) == nil {
			m.page.atLine(m.line, m.column, "front.required", fault.Args{"key": k})
		}
	}
}

// get is the value of a key, nil when it is absent or empty.
func (m mapping) get(key string) ast.Node {
	for _, v := range m.values {
		if keyOf(v) != key {
			continue
		}
		if _, empty := v.Value.(*ast.NullNode); empty || v.Value == nil {
			return nil
		}
		return v.Value
	}
	return nil
}

func keyOf(v *ast.MappingValueNode) string {
	if v.Key == nil || v.Key.GetToken() == nil {
		return ""
	}
	return v.Key.GetToken().Value
}

// text is a single-line text.
func (m mapping) text(key string) string {
	n := m.get(key)
	if n == nil {
		return ""
	}
	return m.scalar(n, key)
}

func (m mapping) scalar(n ast.Node, key string) string {
	switch v := n.(type) {
	case *ast.StringNode:
		if line, _ := place(n); v.Token.Type == token.StringType && bytes.Contains(m.page.quoted(line), []byte(" #")) {
			m.report(n, "front.hash", fault.Args{"key": key})
		}
		return vntext.Normal(v.Value)
	case *ast.LiteralNode:
		return vntext.Normal(v.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value
	}
	m.report(n, "front.text", fault.Args{"key": key})
	return ""
}

// number is a decimal number above 0 and up to most.
func (m mapping) number(key string, most float64) float64 {
	n := m.get(key)
	if n == nil {
		return 0
	}
	if _, quoted := n.(*ast.StringNode); !quoted {
		if v, err := strconv.ParseFloat(tokenText(n), 64); err == nil && v > 0 && v <= most {
			return v
		}
	}
	m.report(n, "front.number", fault.Args{"key": key, "max": strconv.FormatFloat(most, 'f', -1, 64)})
	return 0
}

// integer is a whole number from low to high; absent gives otherwise.
func (m mapping) integer(key string, low, high, otherwise int) int {
	n := m.get(key)
	if n == nil {
		return otherwise
	}
	v, ok := m.whole(n, key, low, high)
	if !ok {
		return otherwise
	}
	return v
}

func (m mapping) whole(n ast.Node, key string, low, high int) (int, bool) {
	if _, ok := n.(*ast.IntegerNode); ok {
		if v, err := strconv.Atoi(tokenText(n)); err == nil && low <= v && v <= high {
			return v, true
		}
	}
	m.report(n, "front.integer", fault.Args{"key": key, "min": low, "max": high})
	return 0, false
}

func tokenText(n ast.Node) string {
	if n.GetToken() == nil {
		return ""
	}
	return n.GetToken().Value
}

// list is the items of a list.
func (m mapping) list(key string) []ast.Node {
	n := m.get(key)
	if n == nil {
		return nil
	}
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		m.report(n, "front.list", fault.Args{"key": key})
		return nil
	}
	return s.Values
}

// texts is a list of texts.
func (m mapping) texts(key string) []string {
	var out []string
	for _, n := range m.list(key) {
		if t := m.scalar(n, key); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// maps is a list of mappings that may have the given keys.
func (m mapping) maps(key string) []mapping {
	var out []mapping
	for _, n := range m.list(key) {
		sub, ok := m.page.mapping(n)
		if !ok {
			m.report(n, "front.map", fault.Args{"key": key})
			continue
		}
		out = append(out, sub)
	}
	return out
}

// sub is a mapping below a key.
func (m mapping) sub(key string) (mapping, bool) {
	n := m.get(key)
	if n == nil {
		return mapping{page: m.page}, false
	}
	sub, ok := m.page.mapping(n)
	if !ok {
		m.report(n, "front.map", fault.Args{"key": key})
	}
	return sub, ok
}

// oneOf is a word out of a few; absent gives otherwise.
func (m mapping) oneOf(key, otherwise string, words ...string) string {
	n := m.get(key)
	if n == nil {
		return otherwise
	}
	if t := tokenText(n); slices.Contains(words, t) {
		return t
	}
	m.report(n, "front.word", fault.Args{"key": key, "value": clip(tokenText(n), 60), "words": strings.Join(words, ", ")})
	return otherwise
}

// code is a code of a framework, which must be quoted: bare 4.10 is the number 4.1.
func (m mapping) code(n ast.Node) string {
	t := n.GetToken()
	if t == nil || t.Type == token.DoubleQuoteType || t.Type == token.SingleQuoteType {
		return tokenText(n)
	}
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode:
		m.report(n, "front.code", fault.Args{"code": clip(t.Value, 60)})
		return t.Value
	}
	m.report(n, "front.text", fault.Args{"key": "code"})
	return ""
}
