package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// reply is an answer of the server. doc is nil when it is no HTML.
type reply struct {
	t      testing.TB
	path   string
	status int
	header http.Header
	body   string
	doc    *html.Node
}

// want fails the test when the status is another one; it returns the page for chaining.
func (p *reply) want(status int) *reply {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("%s: status %d, want %d; location %q; main: %s", p.path, p.status, status, p.location(), p.text("main"))
	}
	return p
}

// location is where a redirect leads.
func (p *reply) location() string { return p.header.Get("Location") }

// all lists the elements that a small selector names, in document order: "tag", ".class", "#id", "[attr]", "[attr=value]",
// joined without spaces ("a.btn", "input[name=khoa]"), or with spaces for descendants ("form.ask button").
func (p *reply) all(selector string) []*html.Node {
	p.t.Helper()
	if p.doc == nil {
		return nil
	}
	return findAll(p.doc, selector)
}

func findAll(root *html.Node, selector string) []*html.Node {
	scope := []*html.Node{root}
	for step := range strings.FieldsSeq(selector) {
		var next []*html.Node
		for _, s := range scope {
			for n := range s.Descendants() {
				if n.Type == html.ElementNode && matchesStep(n, step) && !slices.Contains(next, n) {
					next = append(next, n)
				}
			}
		}
		scope = next
	}
	return scope
}

func matchesStep(n *html.Node, step string) bool {
	i := strings.IndexAny(step, ".#[")
	if i < 0 {
		i = len(step)
	}
	if tag := step[:i]; tag != "" && tag != n.Data {
		return false
	}
	for rest := step[i:]; rest != ""; {
		end := len(rest)
		if rest[0] == '[' {
			end = strings.IndexByte(rest, ']') + 1
		} else if j := strings.IndexAny(rest[1:], ".#["); j >= 0 {
			end = j + 1
		}
		part := rest[:end]
		rest = rest[end:]
		switch name, value, given := strings.Cut(strings.Trim(part, "[]"), "="); {
		case part[0] == '.' && !slices.Contains(strings.Fields(attrOf(n, "class")), part[1:]),
			part[0] == '#' && attrOf(n, "id") != part[1:],
			part[0] == '[' && (!hasAttr(n, name) || given && attrOf(n, name) != strings.Trim(value, `"`)):
			return false
		}
	}
	return true
}

// one is the only element that the selector names.
func (p *reply) one(selector string) *html.Node {
	p.t.Helper()
	found := p.all(selector)
	if len(found) != 1 {
		p.t.Fatalf("%s: %d elements %q, want 1; status %d", p.path, len(found), selector, p.status)
	}
	return found[0]
}

// text is the text of all elements that the selector names, with single spaces.
func (p *reply) text(selector string) string {
	p.t.Helper()
	var out []string
	for _, n := range p.all(selector) {
		out = append(out, textOf(n))
	}
	return strings.Join(out, " | ")
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func hasAttr(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attrOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// form gives what a browser would send from the form with this action if nothing were touched.
func (p *reply) form(action string) url.Values {
	p.t.Helper()
	out := url.Values{}
	f := p.one(fmt.Sprintf("form[action=%s]", action))
	for _, n := range findAll(f, "input") {
		switch kind := attrOf(n, "type"); {
		case attrOf(n, "name") == "" || hasAttr(n, "disabled"), (kind == "radio" || kind == "checkbox") && !hasAttr(n, "checked"):
		case (kind == "radio" || kind == "checkbox") && !hasAttr(n, "value"):
			out.Add(attrOf(n, "name"), "on")
		default:
			out.Add(attrOf(n, "name"), attrOf(n, "value"))
		}
	}
	for _, n := range findAll(f, "textarea") {
		out.Add(attrOf(n, "name"), textOf(n))
	}
	for _, n := range findAll(f, "select") {
		options := findAll(n, "option")
		picked := slices.IndexFunc(options, func(o *html.Node) bool { return hasAttr(o, "selected") })
		if len(options) > 0 {
			out.Add(attrOf(n, "name"), attrOf(options[max(picked, 0)], "value"))
		}
	}
	return out
}

// errorsOf gives the links of the error summary: field id → words. Each must lead to an element of the page that
// is marked as refused and described by the same words.
func (p *reply) errorsOf() map[string]string {
	p.t.Helper()
	out := map[string]string{}
	for _, a := range p.all(".errs a") {
		target := strings.TrimPrefix(attrOf(a, "href"), "#")
		out[target] = textOf(a)
		if len(p.all("#"+target)) != 1 {
			p.t.Errorf("%s: the summary links to #%s, which is on the page %d times", p.path, target, len(p.all("#"+target)))
		}
		beside := slices.ContainsFunc(p.all(".err"), func(n *html.Node) bool { return textOf(n) == textOf(a) })
		if !beside {
			p.t.Errorf("%s: no words %q beside the field %s", p.path, textOf(a), target)
		}
	}
	return out
}
