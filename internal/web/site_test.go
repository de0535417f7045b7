package web

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hocso/assets"
	"hocso/docs"
	"hocso/internal/course"
)

func TestMediaAreKeptForGoodAndDoNothing(t *testing.T) {
	s := newSite(t)
	src := attrOf(s.public().get(lessonOne).one(".fig img"), "src")
	p := s.public().get(src).want(http.StatusOK)
	h := p.header
	if h.Get("Content-Type") != "image/svg+xml" || !strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers %v", h)
	}
	if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "sandbox") || strings.Contains(csp, "script-src") {
		t.Errorf("policy %q", csp)
	}
	if h.Get("Content-Disposition") != "" || h.Get("Set-Cookie") != "" {
		t.Errorf("headers %v", h)
	}
	c := s.public()
	c.header.Set("Accept-Encoding", "gzip")
	if z := c.get(src).want(http.StatusOK); z.header.Get("Content-Encoding") != "gzip" || len(z.body) >= len(p.body) {
		t.Errorf("%d bytes compressed, %d plain", len(z.body), len(p.body))
	}
	for _, bad := range []string{"/tep/00/x.svg", "/tep/" + strings.Repeat("0", 64) + "/x.svg", "/tep/" + strings.Repeat("z", 64) + "/x.svg"} {
		s.public().get(bad).want(http.StatusNotFound)
	}
}

func TestDownloadsAreOffered(t *testing.T) {
	s := newSite(t)
	published, err := s.Catalog.Current(t.Context(), testCourse)
	if err != nil {
		t.Fatal(err)
	}
	data := []byte("Phiếu ghi chép")
	d := course.Draft{Course: published.Course, Sources: []course.File{{Path: "course.md", Data: []byte("x")}}, Origin: course.Embedded}
	d.Media = []course.Medium{{Hash: course.HashOf(data), Type: "text/plain; charset=utf-8", Data: data}}
	if _, err := s.Catalog.Publish(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	p := s.public().get("/tep/" + course.HashOf(data).String() + "/Phi%E1%BA%BFu%22;.txt").want(http.StatusOK)
	if got := p.header.Get("Content-Disposition"); got != `attachment; filename="phi-u--.txt"` || p.body != string(data) {
		t.Errorf("%q, %q", got, p.body)
	}
}

// TestSoundIsServedInParts: players seek by asking for a range, and do not play otherwise on some phones.
func TestSoundIsServedInParts(t *testing.T) {
	s := newSite(t)
	published, err := s.Catalog.Current(t.Context(), testCourse)
	if err != nil {
		t.Fatal(err)
	}
	data, track := []byte("ID3 0123456789"), []byte("WEBVTT")
	d := course.Draft{Course: published.Course, Sources: []course.File{{Path: "course.md", Data: []byte("x")}}, Origin: course.Embedded}
	d.Media = []course.Medium{
		{Hash: course.HashOf(data), Type: "audio/mpeg", Data: data},
		{Hash: course.HashOf(track), Type: "text/vtt; charset=utf-8", Data: track},
	}
	if _, err := s.Catalog.Publish(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	c := s.public()
	c.header.Set("Range", "bytes=4-6")
	p := c.get("/tep/" + course.HashOf(data).String() + "/nghe.mp3").want(http.StatusPartialContent)
	if p.body != "012" || p.header.Get("Content-Type") != "audio/mpeg" || p.header.Get("Content-Disposition") != "" {
		t.Errorf("%q, %v", p.body, p.header)
	}
	if p := s.public().get("/tep/" + course.HashOf(track).String() + "/nghe.vtt").want(http.StatusOK); p.header.Get("Content-Disposition") != "" {
		t.Errorf("captions are offered for download: %v", p.header)
	}
}

func TestStaticFilesAreNamedByTheirContent(t *testing.T) {
	s := newSite(t)
	for _, name := range []string{"hocso.css", "icons.svg", "icon.svg", "hoi.js"} {
		path, err := s.r.staticPath(name)
		if err != nil {
			t.Fatal(err)
		}
		p := s.public().get(path).want(http.StatusOK)
		if !strings.Contains(p.header.Get("Cache-Control"), "immutable") || p.header.Get("Content-Type") == "" {
			t.Errorf("%s: %v", name, p.header)
		}
	}
	s.public().get("/tinh/hocso.css").want(http.StatusNotFound)
	if loc := s.public().get("/favicon.ico").want(http.StatusFound).location(); !strings.HasPrefix(loc, "/tinh/icon-") {
		t.Errorf("icon at %q", loc)
	}
}

// TestWeights holds DESIGN §10: what a learner's page costs on the wire.
func TestWeights(t *testing.T) {
	s := newSite(t)
	s.mustPublish("ky-nang-so-to-cnscd")
	for name, max := range map[string]int{"hocso.css": 8 << 10, "hoi.js": 4 << 10} {
		b, err := fs.ReadFile(assets.FS, "static/"+name)
		if err != nil {
			t.Fatal(err)
		}
		if z, err := deflated(b); err != nil || len(z) > max {
			t.Errorf("%s: %d bytes compressed, at most %d: %v", name, len(z), max, err)
		}
	}
	learner := enrolled(s, learnerContact)
	learner.post("/khoa-hoc/ky-nang-so-to-cnscd/ghi-danh", nil)
	published, err := s.Catalog.Current(t.Context(), "ky-nang-so-to-cnscd")
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/", "/khoa-hoc/ky-nang-so-to-cnscd"}
	for _, pl := range published.Course.Places() {
		paths = append(paths, lessonURL(published.Slug, pl))
	}
	for _, c := range []*client{s.public(), learner} {
		for _, path := range paths {
			c.header.Del("Accept-Encoding")
			plain := c.get(path).want(http.StatusOK)
			c.header.Set("Accept-Encoding", "gzip")
			total := len(c.get(path).want(http.StatusOK).body)
			if total > 10<<10 {
				t.Errorf("%s: HTML of %d bytes", path, total)
			}
			needs := needed(plain)
			for _, n := range needs {
				total += len(c.get(n).want(http.StatusOK).body)
			}
			if total > 40<<10 || len(needs)+1 > 6 {
				t.Errorf("%s: %d bytes in %d requests", path, total, len(needs)+1)
			}
		}
	}
}

// needed lists what a browser asks for with a page, each once. Pictures that wait until they are scrolled to are none of it.
func needed(p *reply) []string {
	seen := map[string]bool{}
	var out []string
	add := func(n *html.Node, name string) {
		address, _, _ := strings.Cut(attrOf(n, name), "#")
		if address != "" && !seen[address] {
			seen[address] = true
			out = append(out, address)
		}
	}
	for _, n := range p.all("link[rel=stylesheet]") {
		add(n, "href")
	}
	for _, n := range p.all("link[rel=icon]") {
		add(n, "href")
	}
	for _, n := range p.all("script") {
		add(n, "src")
	}
	for _, n := range p.all("img") {
		if attrOf(n, "loading") != "lazy" {
			add(n, "src")
		}
	}
	for _, n := range p.all("use") {
		add(n, "href")
	}
	return out
}

func TestLanguageIsRememberedAndComesBack(t *testing.T) {
	s := newSite(t)
	c := s.public()
	p := c.get("/rieng-tu")
	link := attrOf(p.one("footer a[hreflang=en]"), "href")
	if loc := c.get(link).want(http.StatusSeeOther).location(); loc != "/rieng-tu" {
		t.Errorf("comes back to %q", loc)
	}
	if p = c.get("/rieng-tu"); attrOf(p.one("html"), "lang") != "en" || p.text("h1") != "Your privacy" {
		t.Errorf("%q in %q", p.text("h1"), attrOf(p.one("html"), "lang"))
	}
	for _, away := range []string{"https://example.org/", "//example.org", `/\example.org`, "javascript:alert(1)", ""} {
		if loc := c.get("/ngon-ngu/vi?ve=" + strings.ReplaceAll(away, `\`, "%5C")).want(http.StatusSeeOther).location(); loc != "/" {
			t.Errorf("%q leads to %q", away, loc)
		}
	}
	c.get("/ngon-ngu/fr").want(http.StatusNotFound)
}

func TestPrivacyNamesTheRightsAndTheIssuer(t *testing.T) {
	s := newSite(t)
	p := s.public().get("/rieng-tu").want(http.StatusOK)
	main := p.text("main")
	for _, want := range []string{"Sở Khoa học và Công nghệ", "91/2025/QH15", "Rút lại", "xóa", "2 ngày làm việc"} {
		if !strings.Contains(main, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(main, "privacy.") {
		t.Error("a message is missing")
	}
}

func TestGuides(t *testing.T) {
	s := newSite(t)
	links := s.public().get("/huong-dan").want(http.StatusOK).all(".tasks a")
	files, err := fs.Glob(docs.FS, "huong-dan/*.md")
	if err != nil || len(links) != len(files) || len(links) < 3 {
		t.Fatalf("%d links to %d guides: %v", len(links), len(files), err)
	}
	if attrOf(links[0], "href") != "/huong-dan/nguoi-hoc" {
		t.Errorf("first comes %q", attrOf(links[0], "href"))
	}
	for _, a := range links {
		p := s.public().get(attrOf(a, "href")).want(http.StatusOK)
		if p.text("h1") != textOf(a) || len(p.all("article h2")) == 0 {
			t.Errorf("%s: %q", attrOf(a, "href"), p.text("h1"))
		}
		for _, l := range p.all("article a") {
			if to := attrOf(l, "href"); strings.HasPrefix(to, "/") {
				s.public().get(to).want(http.StatusOK)
			}
		}
	}
	s.public().get("/huong-dan/khong-co").want(http.StatusNotFound)
	if got := s.public().get("/huong-dan").all("a[href=/api/v1/docs?lang=vi]"); len(got) != 1 {
		t.Error("nothing leads to the documentation of the API")
	}
}

// TestGuidesAreInEnglishToo: who reads the pages in English reads the guides in English, each with the same parts.
func TestGuidesAreInEnglishToo(t *testing.T) {
	s := newSite(t)
	english := s.public()
	english.cookies["lang"] = "en"
	for _, a := range english.get("/huong-dan").want(http.StatusOK).all(".tasks a") {
		to := attrOf(a, "href")
		p, vi := english.get(to).want(http.StatusOK), s.public().get(to).want(http.StatusOK)
		if p.text("h1") != textOf(a) || p.text("h1") == vi.text("h1") || len(p.all("article[lang]")) != 0 || len(p.all(".note > span")) != 0 {
			t.Errorf("%s: %q", to, p.text("h1"))
		}
		if en, all := len(p.all("article h2")), len(vi.all("article h2")); en < all {
			t.Errorf("%s: %d parts of %d", to, en, all)
		}
		for _, l := range p.all("article a") {
			if to := attrOf(l, "href"); strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "/api/") {
				english.get(to).want(http.StatusOK)
			}
		}
	}
}

func TestDesignPageIsForUs(t *testing.T) {
	s := newSite(t)
	p := s.public().get("/thiet-ke").want(http.StatusOK)
	if attrOf(p.one("meta[name=robots]"), "content") != "noindex" || len(p.all("link[rel=stylesheet]")) != 2 {
		t.Error("no noindex, or no style of its own")
	}
	if n := len(p.all("[style]")) + len(p.all("style")); n != 0 {
		t.Errorf("%d inline styles, which the policy blocks", n)
	}
}

func TestRobots(t *testing.T) {
	s := newSite(t)
	if p := s.public().get("/robots.txt").want(http.StatusOK); !strings.Contains(p.body, "Disallow: /tai-khoan\n") || strings.Contains(p.body, "Disallow: /\n") {
		t.Error(p.body)
	}
}

func TestUnknownPagesSayWhatToDo(t *testing.T) {
	s := newSite(t)
	p := s.public().get("/khong-co-trang-nay").want(http.StatusNotFound)
	if p.text("h1") != "Không tìm thấy trang" || attrOf(p.one("main a.btn"), "href") != "/" || attrOf(p.one("meta[name=robots]"), "content") != "noindex" {
		t.Errorf("%q", p.text("main"))
	}
	if p.text("main .num") == "" {
		t.Error("no request id")
	}
}

// TestPagesAreDocuments walks the public pages in both languages: one h1, headings without gaps, a language, a title,
// no message key shown, nothing inline, nothing from another host.
func TestPagesAreDocuments(t *testing.T) {
	if testing.Short() {
		t.Skip("one request after another: the full suite walks them all")
	}
	s := newSite(t)
	for _, lang := range []string{"vi", "en"} {
		for _, path := range []string{
			"/", "/khoa-hoc/khoa-thu", "/khoa-hoc/khoa-thu/tu-ngu", lessonOne, lessonTwo, "/khung-nang-luc", "/khung-nang-luc/TT02-2025",
			"/khung-nang-luc/QD757-2025", "/doi-chieu", "/rieng-tu", "/huong-dan", "/huong-dan/nguoi-hoc", "/thiet-ke", "/khong-co",
		} {
			c := s.public()
			c.cookies["lang"] = lang
			p := c.get(path)
			if len(p.all("h1")) != 1 || attrOf(p.one("html"), "lang") != lang || p.text("title") == "" {
				t.Errorf("%s %s: %d h1, language %q, title %q", lang, path, len(p.all("h1")), attrOf(p.one("html"), "lang"), p.text("title"))
			}
			level := 1
			for n := range p.doc.Descendants() {
				if n.Type != html.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
					continue
				}
				if now := int(n.Data[1] - '0'); now > level+1 {
					t.Errorf("%s %s: h%d %q after h%d", lang, path, now, textOf(n), level)
				} else {
					level = now
				}
			}
			for _, bad := range []string{"[style]", "style", "[onclick]", "iframe"} {
				if n := len(p.all(bad)); n > 0 {
					t.Errorf("%s %s: %d × %s", lang, path, n, bad)
				}
			}
			for _, key := range s.I18n.Keys(lang) {
				if strings.Contains(key, ".") && strings.Contains(textOf(p.doc), " "+key+" ") {
					t.Errorf("%s %s shows the key %s", lang, path, key)
				}
			}
			for _, n := range needed(p) {
				if !strings.HasPrefix(n, "/tinh/") && !strings.HasPrefix(n, "/tep/") {
					t.Errorf("%s %s asks for %s", lang, path, n)
				}
			}
		}
	}
}
