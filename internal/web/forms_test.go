package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"hocso/internal/storetest"
)

// form is a form of the site: who fills it in and where it goes, what a good one says, and ways to fill it in wrongly.
type form struct {
	who, action string
	good        url.Values
	wrong       []wrong
	to          string // where the good one leads; "" skips it, where other tests hand it in
}

// wrong is a good form with some values changed, and the fields that are refused for it.
type wrong struct {
	name   string
	change map[string]string
	fields []string
	status int // 0: 422
}

func with(pairs ...string) map[string]string {
	out := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// database is every row of every table but the one that counts guesses, read from the file.
func (s *site) database() map[string][]string {
	s.t.Helper()
	out := storetest.Rows(s.t, s.dir)
	if len(out["person"]) < 5 {
		s.t.Fatalf("read %d people", len(out["person"]))
	}
	return out
}

// sentBack is what the fields of a form on a page hold, as a browser would send them again.
func (p *reply) sentBack(action string) url.Values {
	p.t.Helper()
	out := url.Values{}
	for _, n := range p.all("form[action=" + action + "] [name]") {
		name := attrOf(n, "name")
		switch kind := attrOf(n, "type"); {
		case n.Data == "textarea":
			if n.FirstChild != nil {
				out.Set(name, n.FirstChild.Data)
			}
		case n.Data == "select":
			for _, o := range findAll(n, "option") {
				if hasAttr(o, "selected") {
					out.Set(name, attrOf(o, "value"))
				}
			}
		case kind == "radio" || kind == "checkbox":
			if hasAttr(n, "checked") {
				out.Set(name, attrOf(n, "value"))
			}
		case kind != "submit" && n.Data != "button":
			out.Set(name, attrOf(n, "value"))
		}
	}
	return out
}

// offers reports whether a select or a group of boxes has a value.
func (p *reply) offers(action, name, value string) bool {
	p.t.Helper()
	boxes := slices.DeleteFunc(p.all("form[action="+action+"] [name="+name+"]"), func(n *html.Node) bool { return n.Data == "select" })
	options := p.all("form[action=" + action + "] select[name=" + name + "] option")
	return slices.ContainsFunc(append(options, boxes...), func(n *html.Node) bool { return attrOf(n, "value") == value })
}

// checkRefusal holds the page of a refused form to what every form promises: the summary and the fields themselves say
// what is wrong, in the title too; what was typed is still there; passwords are not.
func checkRefusal(t *testing.T, p *reply, action string, sent url.Values, want []string) {
	t.Helper()
	if got := fields(p); !cmp.Equal(got, want) {
		t.Errorf("refused %v, want %v", got, want)
	}
	if title := p.text("title"); !strings.HasPrefix(title, "Lỗi: ") {
		t.Errorf("the title is %q", title)
	}
	for _, id := range want {
		for _, n := range p.all("#" + id) {
			words := strings.Fields(attrOf(n, "aria-describedby"))
			if attrOf(n, "aria-invalid") != "true" || !slices.Contains(words, id+"-loi") {
				t.Errorf("%s is not marked: invalid %q, described by %v", id, attrOf(n, "aria-invalid"), words)
			}
			for _, w := range words {
				if len(p.all("#"+w)) != 1 {
					t.Errorf("%s is described by %s, which is nowhere", id, w)
				}
			}
		}
	}
	if len(p.all("form[action="+action+"]")) != 1 {
		t.Fatalf("the form is not there any more: %s", p.text("main"))
	}
	back := p.sentBack(action)
	for name := range sent {
		kind := ""
		fields := p.all("form[action=" + action + "] [name=" + name + "]")
		if len(fields) > 0 {
			kind = attrOf(fields[0], "type")
		}
		chosen := len(fields) > 0 && (fields[0].Data == "select" || kind == "radio" || kind == "checkbox")
		switch {
		case len(fields) == 0 || fields[0].Data == "button":
		case kind == "password":
			if back.Get(name) != "" {
				t.Errorf("the secret %s was sent back", name)
			}
		case chosen && !p.offers(action, name, sent.Get(name)): // what nobody could choose
		case back.Get(name) != sent.Get(name):
			t.Errorf("%s was %q and came back as %q", name, sent.Get(name), back.Get(name))
		}
	}
}

// TestFormsRefuse fills in every form of the site wrongly and looks at the answer, and into the database, where nothing
// may have changed. In the end the good form is taken: what was refused was refused for what was changed.
func TestFormsRefuse(t *testing.T) {
	if testing.Short() {
		t.Skip("one request after another: the full suite walks them all")
	}
	for name := range formTables() {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			for _, f := range formTables()[name](s) {
				s.refuses(t, f)
			}
		})
	}
}

func (s *site) refuses(t *testing.T, f form) {
	t.Helper()
	c := s.public()
	if f.who != "" {
		c = s.as(f.who)
	}
	for _, bad := range f.wrong {
		t.Run(f.action+" "+bad.name, func(t *testing.T) {
			sent := maps.Clone(f.good)
			for k, v := range bad.change {
				sent[k] = []string{v}
			}
			before, status := s.database(), bad.status
			if status == 0 {
				status = http.StatusUnprocessableEntity
			}
			p := c.post(f.action, sent)
			if p.status != status {
				t.Fatalf("status %d to %q: %s", p.status, p.location(), p.text("main"))
			}
			checkRefusal(t, p, f.action, sent, bad.fields)
			if d := cmp.Diff(before, s.database()); d != "" {
				t.Errorf("what was refused has stored (-before +after):\n%s", d)
			}
		})
	}
	if f.to == "" {
		return
	}
	if p := c.post(f.action, f.good); p.status != http.StatusSeeOther || !strings.HasPrefix(p.location(), f.to) {
		t.Errorf("%s: the good form has status %d to %q: %s", f.action, p.status, p.location(), p.text("main"))
	}
}

// TestEveryFormIsRefusedSomewhere: a route that takes a form stands in a table above, or is one of those whose answers have
// tests of their own, or is a button.
func TestEveryFormIsRefusedSomewhere(t *testing.T) {
	s := newSite(t)
	known := map[string]bool{}
	for _, table := range formTables() {
		for _, f := range table(s) {
			known[f.action] = true
		}
	}
	matches := func(pattern string) bool {
		for path := range known {
			if len(strings.Split(path, "/")) == len(strings.Split(pattern, "/")) && samePlaces(pattern, path) {
				return true
			}
		}
		return false
	}
	for _, r := range s.Routes() {
		if r.Method == http.MethodPost && !matches(r.Path) && !slices.Contains(buttons(), r.Path) {
			t.Errorf("nobody tests how %s refuses: put it into a table of forms_table_test.go", r.Path)
		}
	}
}

// samePlaces reports whether a path is one of a pattern's.
func samePlaces(pattern, path string) bool {
	a, b := strings.Split(pattern, "/"), strings.Split(path, "/")
	for i := range a {
		if !strings.HasPrefix(a[i], ":") && a[i] != b[i] {
			return false
		}
	}
	return true
}
