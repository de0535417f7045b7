package content

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/fault"
)

// svgReader walks a drawing and notes what is wrong with it.
type svgReader struct {
	dec         *xml.Decoder
	media       *Media
	shown       string
	log         *log
	path        []string // names of the open elements
	title, desc bool
	findings    int
}

// svgFindings are told of one drawing at most.
const svgFindings = 20

// checkSVG checks a drawing as the course format wants it and reads its size from viewBox, else width and height.
// It may be opened by its own address, so nothing in it may act or fetch.
func checkSVG(m *Media, shown string, lg *log) {
	s := &svgReader{dec: xml.NewDecoder(bytes.NewReader(m.Data)), media: m, shown: shown, log: lg}
	if len(m.Data) > maxSVG {
		s.report("svg.heavy", fault.Args{"size": kib(len(m.Data)), "max": kib(maxSVG)})
		if len(m.Data) > 4*maxSVG {
			return
		}
	}
	for {
		t, err := s.dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			s.report("svg.broken", nil)
			return
		}
		if s.token(t); s.findings >= svgFindings {
			return
		}
	}
	if !s.title || !s.desc {
		s.report("svg.words", nil)
	}
	if m.Width < 1 || m.Height < 1 {
		s.report("svg.size", nil)
	}
}

func (s *svgReader) report(key string, args fault.Args) {
	if s.findings++; s.findings > svgFindings {
		return
	}
	line, column := s.dec.InputPos()
	lines := bytes.SplitN(s.media.Data, []byte("\n"), line+1)
	f := Finding{File: s.shown, Line: line, Column: column, Key: key, Args: args}
	if line <= len(lines) {
		f.Quote, f.Caret = window(strings.ToValidUTF8(clip(string(lines[line-1]), 4096), "?"), column)
	}
	s.log.add(f)
}

func (s *svgReader) token(t xml.Token) {
	switch v := t.(type) {
	case xml.StartElement:
		s.open(v)
	case xml.EndElement:
		s.path = s.path[:max(len(s.path)-1, 0)]
	case xml.CharData:
		text := strings.TrimSpace(string(v)) != ""
		if len(s.path) == 2 && s.path[0] == "svg" && text {
			s.title = s.title || s.path[1] == "title"
			s.desc = s.desc || s.path[1] == "desc"
		}
		if len(s.path) > 0 && s.path[len(s.path)-1] == "style" {
			s.style(string(v))
		}
	case xml.Directive:
		s.report("svg.forbidden", fault.Args{"what": "<!" + clip(string(v), 20) + ">"})
	case xml.ProcInst:
		if v.Target != "xml" {
			s.report("svg.forbidden", fault.Args{"what": "<?" + clip(v.Target, 20) + "?>"})
		}
	}
}

func (s *svgReader) open(e xml.StartElement) {
	name := e.Name.Local
	if len(s.path) == 0 {
		s.root(e)
	}
	s.path = append(s.path, name)
	// image and feImage fetch; animations can set href. Elements of web pages fetch and lead away in many ways.
	forbidden := []string{
		"script", "a", "foreignobject", "iframe", "embed", "object", "audio", "video", "image", "feimage",
		"set", "animate", "animatemotion", "animatetransform", "handler", "listener",
	}
	if slices.Contains(forbidden, strings.ToLower(name)) || e.Name.Space == "http://www.w3.org/1999/xhtml" {
		s.report("svg.forbidden", fault.Args{"what": "<" + name + ">"})
	}
	for _, a := range e.Attr {
		attr := strings.ToLower(a.Name.Local)
		switch {
		case strings.HasPrefix(attr, "on"):
			s.report("svg.forbidden", fault.Args{"what": a.Name.Local})
		case attr == "href" || attr == "src":
			if !strings.HasPrefix(strings.TrimSpace(a.Value), "#") {
				s.report("svg.external", fault.Args{"what": clip(a.Value, 60)})
			}
		case a.Name.Space != "xmlns" && attr != "xmlns":
			s.style(a.Value)
		}
	}
}

// style refuses addresses in CSS and in attributes that take it. A backslash could hide one.
func (s *svgReader) style(css string) {
	css = strings.ToLower(css)
	bad := strings.Contains(css, "@import") || strings.Contains(css, "image-set(") || strings.Contains(css, `\`)
	for rest := css; ; {
		_, after, ok := strings.Cut(rest, "url(")
		if !ok {
			break
		}
		bad = bad || !strings.HasPrefix(strings.TrimLeft(after, ` '"`), "#")
		rest = after
	}
	if bad {
		s.report("svg.external", fault.Args{"what": clip(css, 60)})
	}
}

// root reads the size of the drawing.
func (s *svgReader) root(e xml.StartElement) {
	if e.Name.Local != "svg" || e.Name.Space != "http://www.w3.org/2000/svg" {
		s.report("svg.root", nil)
	}
	var w, h string
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "width":
			w = a.Value
		case "height":
			h = a.Value
		case "viewBox":
			if f := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' }); len(f) == 4 {
				s.media.Width, s.media.Height = pixels(f[2]), pixels(f[3])
				return
			}
		}
	}
	s.media.Width, s.media.Height = pixels(w), pixels(h)
}

func pixels(v string) int {
	f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(v), "px"), 64)
	if err != nil || f < 1 || f > maxSide {
		return 0
	}
	return int(math.Round(f))
}
