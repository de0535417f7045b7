package web

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/course"
	"hocso/internal/learning"
	"hocso/internal/org"
)

const (
	taskID  = "kt-nop"
	taskAt  = lessonTwo + "/nop/" + taskID
	worksAt = "/quan-ly/bai-nop"
)

// photoOf is a picture as a phone makes it, lying on its side and with words of the camera in it.
func photoOf(t testing.TB) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 60, 40))
	img.SetGray(3, 3, color.Gray{255})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00NOI-CHUP")
	app := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(tiff)+2))
	return slices.Concat(b.Bytes()[:2], app, tiff, b.Bytes()[2:])
}

// sends posts a form with a file, as browsers do; nil is a field where no file was chosen.
func (c *client) sends(path string, form url.Values, file []byte) *reply {
	c.s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				c.s.t.Fatal(err)
			}
		}
	}
	name := ""
	if file != nil {
		name = "IMG_0001.jpg"
	}
	part, err := w.CreateFormFile("picture", name)
	if err != nil {
		c.s.t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		c.s.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		c.s.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(c.s.t.Context(), http.MethodPost, path, &body)
	r.Header = c.header.Clone()
	r.Header.Set("Content-Type", w.FormDataContentType())
	return c.send(r)
}

// handsIn fills the form of the task as it stands and sends it.
func (c *client) handsIn(text string, file []byte, more ...string) *reply {
	c.s.t.Helper()
	form := c.get(taskAt).want(http.StatusOK).form(taskAt)
	form.Set("text", text)
	for _, name := range more {
		form.Set(name, "co")
	}
	return c.sends(taskAt, form, file)
}

// handedIn is what a person hands in for the matrix of routes.
func (s *site) handedIn(c *client, text string) learning.Work {
	s.t.Helper()
	c.handsIn(text, photoOf(s.t)).want(http.StatusSeeOther)
	task, err := s.Learning.Task(s.t.Context(), c.caller(), learning.Asked{Course: testCourse, Question: taskID})
	if err != nil || len(task.Works) == 0 {
		s.t.Fatal(err)
	}
	return task.Works[0]
}

// judges sends the form of a round with grades and a comment on the first criterion.
func (c *client) judges(path string, grades []string, comment string) *reply {
	c.s.t.Helper()
	return c.post(path, judgement(c.get(path).want(http.StatusOK).form(path), grades, comment))
}

func judgement(form url.Values, grades []string, comment string) url.Values {
	for i, g := range grades {
		form.Set("n"+string(rune('0'+i)), g)
	}
	form.Set("y0", comment)
	return form
}

// state is what the lesson says of the task.
func (c *client) state() string {
	c.s.t.Helper()
	return c.get(lessonTwo).want(http.StatusOK).text("#" + taskID + " .row")
}

func TestTaskInTheLesson(t *testing.T) {
	s := newSite(t)
	page := s.public().get(lessonTwo).want(http.StatusOK)
	if len(page.all("form#"+taskID)) != 0 || !strings.Contains(page.text("#"+taskID), "Đạt khi được từ 3 trên 4 điểm.") {
		t.Error(page.text("#" + taskID))
	}
	if got := attrOf(page.one("#"+taskID+" a.btn"), "href"); !strings.EqualFold(got, "/dang-nhap?ve="+url.QueryEscape(taskAt)) {
		t.Errorf("visitors are led to %s", got)
	}
	if strings.Contains(page.body, "KHOA-NOP") {
		t.Error("the author's words on what passes are shown before anything is handed in")
	}
	c := s.as(learnerContact)
	if got := c.get(lessonTwo).text("#" + taskID + " .save"); got != "Ghi danh khóa này rồi bạn nộp được bài." {
		t.Errorf("somebody who is not enrolled reads %q", got)
	}
	c.get(taskAt).want(http.StatusConflict)
	c = enrolled(s, learnerContact)
	if got := c.state(); got != "Nộp bài" {
		t.Error(got)
	}
	if page := c.get(taskAt).want(http.StatusOK); strings.Contains(page.body, "KHOA-NOP") || !strings.Contains(page.text("main"), "Người quản lý đơn vị của bạn sẽ đọc và chấm") {
		t.Error(page.text("main"))
	}
	c.get("/khoa-hoc/" + testCourse + "/bat-dau/bai-mot/nop/" + taskID).want(http.StatusNotFound)
	c.get(lessonTwo + "/nop/kt-lam-that").want(http.StatusNotFound)
	c.post(lessonTwo+"/hoi/"+taskID, url.Values{"n0": {"1"}, "n1": {"1"}}).want(http.StatusConflict)
}

// TestTaskFromEndToEnd: handed in with a picture, replaced, judged as not passed, handed in again, passed.
func TestTaskFromEndToEnd(t *testing.T) {
	s := newSite(t)
	c, m := enrolled(s, learnerContact), s.as(managerContact)
	if got := m.get(worksAt).want(http.StatusOK).text(".empty b"); got != "Không có bài nào đang chờ" {
		t.Error(got)
	}
	if got := c.handsIn("Tôi giúp <b>bà</b> Mai.", photoOf(t)).want(http.StatusSeeOther).location(); got != taskAt+"?xong=handed" {
		t.Error(got)
	}
	if got := c.state(); got != "Đã nộp, đang chờ chấm Xem bài đã nộp" {
		t.Error(got)
	}
	waiting := c.get(taskAt)
	if form := waiting.form(taskAt); form.Get("text") != "Tôi giúp <b>bà</b> Mai." || form.Get("lan") != "1" || waiting.text(".line") != "Tôi giúp <b>bà</b> Mai." {
		t.Errorf("%v, %s", form, waiting.text("main"))
	}
	c.handsIn("Tôi giúp bà Mai mở ứng dụng.", nil).want(http.StatusSeeOther)

	if got := m.get("/quan-ly").want(http.StatusOK).text("main nav"); !strings.Contains(got, "Bài chờ chấm (1)") {
		t.Error(got)
	}
	list := m.get(worksAt).want(http.StatusOK)
	if got := list.text("tbody tr"); !strings.HasPrefix(got, "Lò Thị Ánh Làm rồi nộp Khóa thử một Tổ công nghệ số cộng đồng thôn Nà Pục") {
		t.Error(got)
	}
	at := attrOf(list.one("tbody th a"), "href")
	work := m.get(at).want(http.StatusOK)
	for _, want := range []string{"Giúp một người mở ứng dụng", "Tôi giúp bà Mai mở ứng dụng.", "Người đó tự bấm", "KHOA-NOP", "Đạt khi được từ 3 trên 4 điểm."} {
		if !strings.Contains(work.text("main"), want) {
			t.Errorf("the judge does not see %q", want)
		}
	}
	picture := attrOf(work.one("main img"), "src")
	s.pictureIs(picture, c, m)
	refused := m.judges(at, []string{"1"}, strings.Repeat("dài ", learning.MaxComment)).want(http.StatusUnprocessableEntity)
	if d := cmp.Diff(map[string]string{"n1_1": "Chọn một mức cho tiêu chí 2.", "y0": "Dài quá 1000 chữ cái. Viết gọn lại."}, refused.errorsOf()); d != "" {
		t.Error(d)
	}
	if form := refused.form(at); form.Get("n0") != "1" || !strings.HasPrefix(form.Get("y0"), "dài dài") {
		t.Error("what the judge chose is gone", form)
	}
	if got := m.judges(at, []string{"2", "3"}, "Để bà tự bấm.").want(http.StatusSeeOther).location(); got != worksAt+"?xong=judged" {
		t.Error(got)
	}
	if got := c.state(); got != "Chưa đạt Xem nhận xét, nộp lại" {
		t.Error(got)
	}
	if got := c.get("/khoa-hoc/" + testCourse).text("main"); !strings.Contains(got, "1 bài thực hành chưa đạt: mở bài học") {
		t.Error(got)
	}
	page := c.get(taskAt).want(http.StatusOK)
	for _, want := range []string{"1 trên 4 điểm", "Được (1)", "Chưa (0)", "Để bà tự bấm.", "KHOA-NOP"} {
		if !strings.Contains(page.text("main"), want) {
			t.Errorf("the learner does not see %q", want)
		}
	}
	if got := page.form(taskAt).Get("lan"); got != "2" {
		t.Errorf("the next round is %s", got)
	}
	c.handsIn("Bà Mai tự bấm hết.", nil).want(http.StatusSeeOther)
	again := attrOf(m.get(worksAt).one("tbody th a"), "href")
	m.judges(again, []string{"1", "2"}, "").want(http.StatusSeeOther)
	if got := c.state(); got != "Đạt Xem nhận xét" {
		t.Error(got)
	}
	passed := c.get(taskAt).want(http.StatusOK)
	if len(passed.all("main form")) != 0 || len(passed.all("section.card")) != 2 {
		t.Error("a passed task takes more, or its history is not shown")
	}
	c.sends(taskAt, url.Values{"text": {"Nữa"}}, nil).want(http.StatusConflict)
	if got := m.get(at).want(http.StatusOK); len(got.all("main form")) != 0 {
		t.Error("what was judged can be judged again")
	}
}

// pictureIs: learner and judge get the picture, written anew and never kept by anyone; others do not learn that it is there.
func (s *site) pictureIs(path string, allowed ...*client) {
	s.t.Helper()
	for _, c := range allowed {
		p := c.get(path).want(http.StatusOK)
		img, err := jpeg.Decode(strings.NewReader(p.body))
		if err != nil || img.Bounds().Dx() != 40 || img.Bounds().Dy() != 60 {
			s.t.Errorf("not turned upright: %v, %v", img, err)
		}
		if strings.Contains(p.body, "NOI-CHUP") || strings.Contains(p.body, "Exif") {
			s.t.Error("what the camera wrote is in it")
		}
		for name, want := range map[string]string{
			"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
			"Cross-Origin-Resource-Policy": "same-origin", "Content-Disposition": `inline; filename="anh.jpg"`,
		} {
			if got := p.header.Get(name); got != want {
				s.t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	}
	for _, contact := range []string{otherContact, authorContact} {
		s.as(contact).get(path).want(http.StatusNotFound)
	}
	if p := s.public().get(path); p.status != http.StatusSeeOther {
		s.t.Errorf("the public gets %d", p.status)
	}
}

func TestWhatIsNotTaken(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	for name, tt := range map[string]struct {
		text string
		file []byte
		want map[string]string
	}{
		"nothing":   {" ", nil, map[string]string{"text": "Viết bạn đã làm gì, rồi nộp."}},
		"too long":  {strings.Repeat("dài ", learning.MaxWork), nil, map[string]string{"text": "Dài quá 5000 chữ cái. Viết gọn lại."}},
		"a program": {"Xong", []byte("MZ"), map[string]string{"picture": "Không đọc được ảnh này. Chọn ảnh JPEG, PNG hoặc WebP."}},
		"an SVG":    {"Xong", []byte("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), map[string]string{"picture": "Không đọc được ảnh này. Chọn ảnh JPEG, PNG hoặc WebP."}},
	} {
		p := c.handsIn(tt.text, tt.file).want(http.StatusUnprocessableEntity)
		if d := cmp.Diff(tt.want, p.errorsOf()); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if got := p.form(taskAt).Get("text"); got != strings.TrimSpace(tt.text) {
			t.Errorf("%s: the text came back as %.30q", name, got)
		}
	}
	form := c.get(taskAt).form(taskAt)
	c.sends(taskAt, form, make([]byte, learning.MaxPicture+1<<20)).want(http.StatusRequestEntityTooLarge)
	if got := c.sends(taskAt, form, append(photoOf(t), make([]byte, learning.MaxPicture)...)).want(http.StatusUnprocessableEntity).text(".err"); !strings.Contains(got, "quá 8 MB") {
		t.Error(got)
	}
	if c.state() != "Nộp bài" {
		t.Error("something was kept")
	}
}

// TestNobodyToJudge: the lesson and the page say so, and handing in is enough.
func TestNobodyToJudge(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, otherContact) // of a commune without a manager
	if got := c.get(taskAt).text("main"); !strings.Contains(got, "Đơn vị của bạn chưa có người chấm. Bạn cứ nộp, nộp là xong.") {
		t.Error(got)
	}
	c.handsIn("Xong", nil).want(http.StatusSeeOther)
	if got := c.state(); got != "Đã nộp, tính là xong Xem bài đã nộp" {
		t.Error(got)
	}
	m := enrolled(s, managerContact)
	m.handsIn("Việc của tôi", nil).want(http.StatusSeeOther)
	own := s.Learning
	task, err := own.Task(t.Context(), m.caller(), learning.Asked{Course: testCourse, Question: taskID})
	if err != nil || !task.Works[0].Counted {
		t.Fatal("the only manager's own work waits for nobody", err)
	}
	m.get(worksAt + "/" + task.Works[0].ID.String()).want(http.StatusNotFound)
	if len(m.get(worksAt).all("tbody tr")) != 0 {
		t.Error("one's own work is in the list")
	}
}

// TestWaitingForAJudgeWhoLeft: the page says what to do, and doing it is enough.
func TestWaitingForAJudgeWhoLeft(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	c.handsIn("Xong", nil).want(http.StatusSeeOther)
	boss := s.as(managerContact).caller()
	unit, err := s.Org.Unit(t.Context(), boss.Unit)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Accounts.Revoke(t.Context(), s.as(adminContact).caller(), boss.Account, account.Manager, org.Unit{ID: unit.ID, Path: unit.Path}); err != nil {
		t.Fatal(err)
	}
	if got := c.get(taskAt).text(".note"); !strings.Contains(got, "hiện không còn người chấm") {
		t.Error(got)
	}
	c.handsIn("Xong", nil).want(http.StatusSeeOther)
	if got := c.state(); !strings.HasPrefix(got, "Đã nộp, tính là xong") {
		t.Error(got)
	}
}

// TestTaskCountsForTheCourse: the page of the course says what waits, and what passes counts.
func TestTaskCountsForTheCourse(t *testing.T) {
	s := newSite(t)
	c, m := enrolled(s, learnerContact), s.as(managerContact)
	at := worksAt + "/" + s.handedIn(c, "Xong").ID.String()
	if got := c.get("/khoa-hoc/" + testCourse).text("main"); !strings.Contains(got, "1 bài đang chờ chấm.") {
		t.Error(got)
	}
	standing := func() learning.Standing {
		st, err := s.Learning.Study(t.Context(), c.caller(), testCourse)
		if err != nil {
			t.Fatal(err)
		}
		co := *st.Published.Course
		co.Completion = course.Completion{Practical: true}
		return learning.StandingOf(&co, st.Progress)
	}
	if got := standing(); got.PracticalDone != 0 || got.PracticalNeeded != 2 {
		t.Errorf("%+v", got)
	}
	m.judges(at, []string{"1", "1"}, "").want(http.StatusSeeOther)
	if got := standing(); got.PracticalDone != 1 {
		t.Errorf("%+v", got)
	}
	if got := c.get("/khoa-hoc/" + testCourse).text("main"); strings.Contains(got, "chờ chấm") {
		t.Error(got)
	}
}

// TestJudgedInEnglish: every word of the pages is there in the other language.
func TestJudgedInEnglish(t *testing.T) {
	s := newSite(t)
	c, m := enrolled(s, learnerContact), s.as(managerContact)
	c.cookies["lang"], m.cookies["lang"] = "en", "en"
	at := worksAt + "/" + s.handedIn(c, "Done").ID.String()
	for _, p := range []*reply{c.get(taskAt), m.get(worksAt), m.get(at)} {
		if got := p.want(http.StatusOK).text("main"); strings.Contains(got, "task.") || strings.Contains(got, "chấm") {
			t.Error(got)
		}
	}
	m.get(worksAt + "?sau=" + s.IDs.New().String()).want(http.StatusNotFound)
	m.get(worksAt + "?sau=x").want(http.StatusNotFound)
}
