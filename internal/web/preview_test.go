package web

import (
	"bufio"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"hocso/assets"
	"hocso/internal/course"
	"hocso/internal/id"
)

// previewed is a preview of a copy of the test course, in a folder that the test may write to.
type previewed struct {
	*Preview
	t      testing.TB
	dir    string
	header http.Header
	ticks  int64
}

const previewLessonURL = "/khoa-hoc/khoa-thu/bat-dau/bai-mot"

func newPreviewed(t testing.TB) *previewed {
	t.Helper()
	root := t.TempDir()
	dir := filepath.Join(root, testCourse)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", testCourse))); err != nil {
		t.Fatal(err)
	}
	d, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPreview(PreviewDeps{
		FS: os.DirFS(root), Slug: testCourse, Standards: d.Standards, I18n: d.I18n, Assets: assets.FS, IDs: id.NewSource(nil),
		Log: slog.New(slog.DiscardHandler), Lang: "vi",
	})
	if err != nil {
		t.Fatal(err)
	}
	return &previewed{Preview: p, t: t, dir: dir, header: http.Header{}}
}

// save writes a file as an editor does; its time is a new one however fast the test is.
func (p *previewed) save(name, text string) {
	p.t.Helper()
	file := filepath.Join(p.dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.ticks++
	when := time.Unix(1_800_000_000+p.ticks, 0)
	if err := os.Chtimes(file, when, when); err != nil {
		p.t.Fatal(err)
	}
}

func (p *previewed) text(name string) string {
	p.t.Helper()
	b, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b)
}

func (p *previewed) do(method, path string) *reply {
	p.t.Helper()
	r := httptest.NewRequestWithContext(p.t.Context(), method, "http://127.0.0.1:8081"+path, http.NoBody)
	for k, v := range p.header {
		r.Header[k] = v
	}
	w := httptest.NewRecorder()
	p.Handler().ServeHTTP(w, r)
	out := &reply{t: p.t, path: path, status: w.Code, header: w.Header(), body: w.Body.String()}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		var err error
		if out.doc, err = html.Parse(strings.NewReader(out.body)); err != nil {
			p.t.Fatal(err)
		}
	}
	return out
}

func (p *previewed) get(path string) *reply { return p.do(http.MethodGet, path) }

func TestPreviewShowsWhatIsSaved(t *testing.T) {
	p := newPreviewed(t)
	const lesson = "01-bat-dau/01-bai-mot.md"
	good := p.text(lesson)
	if p.Look() {
		t.Error("read again though nothing had changed")
	}
	if s := p.get(previewLessonURL).want(http.StatusOK); len(s.all("#xem-bao .tag.ok")) != 1 || len(s.all("#xem-bao .tag.bad")) != 0 {
		t.Errorf("strip of a good folder: %s", s.text("#xem-bao"))
	}

	written := strings.Replace(good, "\n## ", "\nMột câu vừa viết.\n\n## ", 1)
	p.save(lesson, written)
	if !p.Look() {
		t.Fatal("a saved file was not noticed")
	}
	if s := p.get(previewLessonURL); !strings.Contains(s.text("main"), "Một câu vừa viết.") {
		t.Error("the new text is not on the page")
	}

	p.save(lesson, strings.Replace(written, "viết.\n", "viết.\n\n![](khong-co.svg)\n", 1))
	p.Look()
	s := p.get(previewLessonURL).want(http.StatusOK)
	if !strings.Contains(s.text("main"), "Một câu vừa viết.") {
		t.Error("the last good page went away")
	}
	for _, want := range []string{lesson, "dòng ", "cột 1", "Không có tệp", "Sửa đường dẫn", "Hình thiếu lời mô tả"} {
		if !strings.Contains(s.text("#xem-bao"), want) {
			t.Errorf("the strip does not say %q: %s", want, s.text("#xem-bao"))
		}
	}
	if got := s.text("#xem-bao mark"); !strings.Contains(got, "![](khong-co.svg)") {
		t.Errorf("marked: %q", got)
	}

	p.save(lesson, good)
	p.Look()
	if s := p.get(previewLessonURL); len(s.all("#xem-bao .tag.bad")) != 0 || strings.Contains(s.text("main"), "vừa viết") {
		t.Error("mending did not bring the page up to date")
	}
}

// TestPreviewOfAFolderThatWasNeverGood: the findings are shown before there is a page.
func TestPreviewOfAFolderThatWasNeverGood(t *testing.T) {
	p := newPreviewed(t)
	p.save("course.md", "---\ntitle: Hỏng\n---\n")
	fresh, err := NewPreview(p.PreviewDeps)
	if err != nil {
		t.Fatal(err)
	}
	p.Preview = fresh
	for path, status := range map[string]int{"/": http.StatusOK, previewLessonURL: http.StatusNotFound, "/ngan-hang": http.StatusNotFound} {
		if s := p.get(path).want(status); !strings.Contains(s.text("#xem-bao"), "course.md") {
			t.Errorf("%s does not list the findings: %s", path, s.text("body"))
		}
	}
}

func TestPreviewFrames(t *testing.T) {
	p := newPreviewed(t)
	s := p.get("/?trang=/khoa-hoc/khoa-thu/tu-ngu").want(http.StatusOK)
	frames := s.all("iframe")
	if len(frames) != 2 || attrOf(frames[0], "width") != "360" || attrOf(frames[1], "width") != "1280" {
		t.Fatalf("%d frames", len(frames))
	}
	for _, f := range frames {
		if attrOf(f, "src") != "/khoa-hoc/khoa-thu/tu-ngu" {
			t.Errorf("a frame shows %s", attrOf(f, "src"))
		}
	}
	if n := len(s.all("#xem-cay progress")); n != 3 {
		t.Errorf("%d lessons have a weight, want 3", n)
	}
	for _, bad := range []string{"//evil.example", "https://evil.example/", "/che-do", "/khoa-hoc/khac"} {
		if got := attrOf(p.get("/?trang=" + bad).all("iframe")[0], "src"); got != previewLessonURL {
			t.Errorf("trang=%s puts %q into the frame", bad, got)
		}
	}
	p.header.Set("Sec-Fetch-Dest", "iframe")
	inside := p.get(previewLessonURL).want(http.StatusOK)
	if len(inside.all("#xem-bao")) != 0 || len(inside.all("script")) != 0 {
		t.Error("a page in a frame has the strip, or a script, of its own")
	}
	if csp := inside.header.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'self'") || inside.header.Get("X-Frame-Options") != "SAMEORIGIN" {
		t.Errorf("a page cannot be framed: %s", csp)
	}
	if to := p.get("/").location(); to != "/khoa-hoc/khoa-thu" {
		t.Errorf("the first page in a frame leads to %q", to)
	}
}

// TestPreviewKeysOnDemand: keys of lessons and bank stand on the page only when asked for.
func TestPreviewKeysOnDemand(t *testing.T) {
	p := newPreviewed(t)
	bank := len(p.seen.Load().good.Course.Bank)
	for path, count := range map[string]int{previewLessonURL: 3, "/ngan-hang": bank} {
		if n := len(p.get(path).want(http.StatusOK).all(".dap-an")); n != 0 {
			t.Errorf("%s shows %d keys unasked", path, n)
		}
		s := p.get(path + "?dap-an=1").want(http.StatusOK)
		if n := len(s.all(".dap-an")); n < 1 || n != len(s.all("form.ask")) || (path == "/ngan-hang" && n != count) {
			t.Errorf("%s shows %d keys of %d questions", path, n, len(s.all("form.ask")))
		}
	}
	question := p.seen.Load().good.Course.Places()[0].Lesson.Questions[0].ID
	if to := p.do(http.MethodPost, previewLessonURL+"/hoi/"+question).want(http.StatusSeeOther).location(); to != previewLessonURL+"?dap-an=1#"+question {
		t.Errorf("checking an answer leads to %q", to)
	}
	s := p.get("/che-do?dap-an=1&ve=/ngan-hang").want(http.StatusSeeOther)
	p.header.Set("Cookie", strings.Split(s.header.Get("Set-Cookie"), ";")[0])
	if s.location() != "/ngan-hang" || len(p.get("/ngan-hang").all(".dap-an")) != bank {
		t.Error("the choice is not kept from page to page")
	}
}

func TestPreviewWithoutNetwork(t *testing.T) {
	p := newPreviewed(t)
	const path = previewLessonURL + "?khong-mang=1"
	s := p.get(path).want(http.StatusOK)
	if len(s.all("script")) != 0 || !strings.Contains(s.header.Get("Content-Security-Policy"), "script-src 'none'") {
		t.Error("there are scripts without a network")
	}
	shown := s.all("main img")
	if len(shown) == 0 {
		t.Fatal("the lesson's picture is missing")
	}
	for _, img := range shown {
		if !strings.HasPrefix(attrOf(img, "src"), "data:image/svg+xml;base64,") || attrOf(img, "alt") == "" || hasAttr(img, "srcset") {
			t.Errorf("a picture is not in the page: %s", attrOf(img, "src"))
		}
	}
	for _, m := range p.seen.Load().media {
		m.Data = append(m.Data, make([]byte, course.LessonBudget)...)
	}
	s = p.get(path)
	if len(s.all("main img")) != 0 || !strings.Contains(s.text("main .note"), "Không có hình khi mất mạng") {
		t.Error("a picture over the budget is not said to be missing")
	}
	sound := (&reading{}).offline([]byte(`<figure><audio controls src="/tep/x"><track src="/tep/y"></audio></figure>`), "", "câm & tối")
	if string(sound) != `<figure><p class="note">câm &amp; tối</p></figure>` {
		t.Errorf("sound became %s", sound)
	}
}

// TestPreviewIsForThisMachine: a page of the internet that points a name of its own at 127.0.0.1 reads nothing.
func TestPreviewIsForThisMachine(t *testing.T) {
	p := newPreviewed(t)
	for host, want := range map[string]int{
		"127.0.0.1:8081": http.StatusOK, "localhost:8081": http.StatusOK, "[::1]:8081": http.StatusOK, "evil.example": http.StatusForbidden,
		"evil.example:8081": http.StatusForbidden, "127.0.0.1.evil.example": http.StatusForbidden, "10.0.0.1:8081": http.StatusForbidden,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
		r.Host = host
		w := httptest.NewRecorder()
		p.Handler().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %s: status %d, want %d", host, w.Code, want)
		}
	}
}

// TestPreviewServesEverythingItNames: every picture and style of a page is there, in both languages.
func TestPreviewServesEverythingItNames(t *testing.T) {
	p := newPreviewed(t)
	p.Lang = "en"
	for _, path := range []string{"/", previewLessonURL, "/ngan-hang", "/khoa-hoc/khoa-thu", "/khoa-hoc/khoa-thu/tu-ngu"} {
		s := p.get(path).want(http.StatusOK)
		if !strings.Contains(s.text("#xem-bao"), "Preview") {
			t.Errorf("%s is not in English: %s", path, s.text("#xem-bao"))
		}
		for _, n := range append(s.all("img"), append(s.all("script"), s.all("iframe")...)...) {
			p.get(attrOf(n, "src")).want(http.StatusOK)
		}
		for _, n := range s.all("link") {
			p.get(attrOf(n, "href")).want(http.StatusOK)
		}
	}
	p.get("/dang-nhap").want(http.StatusNotFound)
	p.get("/tep/" + strings.Repeat("0", 64) + "/x.svg").want(http.StatusNotFound)
	p.get("/khoa-hoc/khac").want(http.StatusNotFound)
}

// TestPreviewTellsOfChanges reads the events as a browser does, over a real connection.
func TestPreviewTellsOfChanges(t *testing.T) {
	p := newPreviewed(t)
	server := httptest.NewServer(p.Handler())
	defer server.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/su-kien?ban=0", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	ticks := make(chan time.Time)
	go p.Watch(t.Context(), ticks)
	lines := bufio.NewScanner(res.Body)
	for n := 1; n <= 2; n++ {
		p.save("glossary.md", strings.TrimRight(p.text("glossary.md"), "\n")+strings.Repeat("\n", n))
		ticks <- time.Time{}
		want := fmt.Sprintf("data: %d", n)
		for lines.Scan() && lines.Text() != want {
			if strings.HasPrefix(lines.Text(), "data:") {
				t.Fatalf("told %q, want %q", lines.Text(), want)
			}
		}
	}
	if lines.Err() != nil {
		t.Error(lines.Err())
	}
}

// BenchmarkPreview is what lies between a saved file and the page of it, but for the wait until the folder is looked at
// (LookEvery): a course of 100 lessons is looked at, read, and a lesson rendered.
func BenchmarkPreview(b *testing.B) {
	p := newPreviewed(b)
	lesson := p.text("01-bat-dau/01-bai-mot.md")
	for n := 3; n < 102; n++ {
		module := fmt.Sprintf("%02d-phan-%d", 10+n/25, n/25)
		if err := os.MkdirAll(filepath.Join(p.dir, module), 0o700); err != nil {
			b.Fatal(err)
		}
		p.save(module+"/module.md", fmt.Sprintf("---\ntitle: Phần %d\n---\n", n/25))
		p.save(fmt.Sprintf("%s/%02d-bai-%d.md", module, n%25+1, n), strings.NewReplacer("{#", fmt.Sprintf("{#b%d-", n), "(hinh.svg", "(../01-bat-dau/hinh.svg").Replace(lesson))
	}
	p.Look()
	if lessons := p.seen.Load().good.Course.Lessons(); lessons < 100 || p.seen.Load().stale() {
		b.Fatalf("%d lessons: %v", lessons, p.seen.Load().report.Findings[0])
	}
	for b.Loop() {
		p.save("01-bat-dau/01-bai-mot.md", strings.Replace(lesson, "\n## ", fmt.Sprintf("\nLần %d.\n\n## ", p.ticks), 1))
		if !p.Look() || p.get(previewLessonURL).status != http.StatusOK {
			b.Fatal("not seen")
		}
	}
}
