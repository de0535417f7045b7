package exchange

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// xmlNode is an element of a foreign XML file.
type xmlNode struct {
	name  string
	line  int
	attrs []xml.Attr
	text  string // character data directly in it
	kids  []*xmlNode
}

// Bounds of a foreign XML file. Definitions of entities, which can be bombs, are refused with the whole file.
const (
	maxXMLDepth = 32
	maxXMLNodes = 2_000_000
)

var (
	errXML     = errors.New("exchange: not well-formed XML")
	errDoctype = errors.New("exchange: XML with definitions of its own")
	errDeep    = errors.New("exchange: XML that nests too deeply or holds too much")
)

// readXML reads a whole file. line says where an error lies.
func readXML(data []byte) (root *xmlNode, line int, err error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) {
		b, err := io.ReadAll(in)
		return strings.NewReader(decode(b)), err
	}
	root = &xmlNode{}
	open := []*xmlNode{root}
	nodes := 0
	for {
		line, _ = d.InputPos()
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, line, nil
		}
		if err != nil {
			return nil, line, errXML
		}
		top := open[len(open)-1]
		switch t := tok.(type) {
		case xml.Directive:
			return nil, line, errDoctype
		case xml.StartElement:
			line, _ = d.InputPos()
			if nodes++; len(open) > maxXMLDepth || nodes > maxXMLNodes {
				return nil, line, errDeep
			}
			n := &xmlNode{name: t.Name.Local, line: line, attrs: t.Attr}
			top.kids = append(top.kids, n)
			open = append(open, n)
		case xml.EndElement:
			top.text = norm.NFC.String(top.text)
			open = open[:len(open)-1]
		case xml.CharData:
			if s := string(t); len(top.kids) == 0 || strings.TrimSpace(s) != "" {
				top.text += s
			}
		}
	}
}

func (n *xmlNode) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// list is the children of a name.
func (n *xmlNode) list(name string) []*xmlNode {
	var out []*xmlNode
	for _, k := range n.kids {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

// at is the first child down a path; an empty node when there is none.
func (n *xmlNode) at(path ...string) *xmlNode {
	for _, name := range path {
		found := n.list(name)
		if len(found) == 0 {
			return &xmlNode{line: n.line}
		}
		n = found[0]
	}
	return n
}

// says is the trimmed text of a child.
func (n *xmlNode) says(path ...string) string { return strings.TrimSpace(n.at(path...).text) }
