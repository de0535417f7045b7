package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/learning"
)

func TestPracticeGivesFeedbackInPlace(t *testing.T) {
	s := newSite(t)
	for name, tt := range map[string]struct {
		path, question string
		form           url.Values
		class          string // of the verdict
		notes          []string
		verdict        string
	}{
		"single, right": {
			lessonOne, "kt-viec-truoc",
			url.Values{"a": {"1"}},
			"ok",
			[]string{"Đúng. Bác tự tìm đến nơi đáng tin."},
			"Bạn đã làm đúng. Tự tìm đến nơi đáng tin, không đi theo liên kết của người lạ.",
		},
		"single, wrong": {
			lessonOne, "kt-viec-truoc",
			url.Values{"a": {"0"}},
			"bad",
			[]string{"Chưa đúng. Liên kết lạ có thể cài mã độc."},
			"Chưa đúng. Đọc lời giải rồi làm lại, bao nhiêu lần cũng được. Tự tìm đến nơi đáng tin, không đi theo liên kết của người lạ.",
		},
		"multiple, half": {
			lessonOne, "kt-nhieu-viec",
			url.Values{"a": {"1"}},
			"warn",
			[]string{"Còn thiếu ý này. Đúng. Khóa trước đã.", "Đúng. Báo càng sớm càng tốt."},
			"Đúng một phần. Đọc lời giải rồi làm lại nhé. Khóa và báo ngay.",
		},
		"statements, one not judged": {
			lessonOne, "kt-tung-y",
			url.Values{"j1": {"2"}},
			"warn",
			[]string{"Bạn chưa xét ý này. Đúng. Dài quan trọng hơn lạ.", "Bạn xét đúng. Sai. Ai cũng biết ngày sinh của bạn."},
			"Đúng một phần. Đọc lời giải rồi làm lại nhé. Mật khẩu tốt là dài và chỉ mình bạn biết.",
		},
		"statements, one right and one wrong earn nothing": {
			lessonOne, "kt-tung-y",
			url.Values{"j0": {"2"}, "j1": {"2"}},
			"bad",
			[]string{"Bạn xét chưa đúng. Đúng. Dài quan trọng hơn lạ.", "Bạn xét đúng. Sai. Ai cũng biết ngày sinh của bạn."},
			"Chưa đúng. Đọc lời giải rồi làm lại, bao nhiêu lần cũng được. Mật khẩu tốt là dài và chỉ mình bạn biết.",
		},
		"pairs, a distractor and one left open": {
			lessonTwo, "kt-ghep", pairsOf("kt-ghep", 3, 3, 2, 0),
			"warn",
			[]string{"Chưa đúng. Thư tay chậm hơn nhiều. Gọi thẳng cho thợ là nhanh nhất.", "Đúng. Một tin đến mọi nhà.", "Bạn chưa chọn cho dòng này."},
			"Đúng một phần. Đọc lời giải rồi làm lại nhé. Việc gấp thì gọi, việc chung thì nhắn nhóm.",
		},
		"order, two swapped": {
			lessonTwo, "kt-xep", placesOf("kt-xep", 3, 1, 3, 2),
			"warn",
			placed("kt-xep", "Đúng chỗ. Máy tắt thì chưa làm được gì.", "Chưa đúng chỗ.", "Chưa đúng chỗ."),
			"Đúng một phần. Đọc lời giải rồi làm lại nhé. Bật máy, mở ứng dụng, rồi mới đăng nhập.",
		},
		"order, right": {
			lessonTwo, "kt-xep", placesOf("kt-xep", 3, 1, 2, 3),
			"ok",
			placed("kt-xep", "Đúng chỗ. Máy tắt thì chưa làm được gì.", "Đúng chỗ.", "Đúng chỗ."),
			"Bạn đã làm đúng. Bật máy, mở ứng dụng, rồi mới đăng nhập.",
		},
		"gaps": {
			lessonTwo, "kt-dien",
			url.Values{"d0": {"114"}, "d1": {"2"}},
			"warn",
			[]string{"số gọi báo cháy: Đúng. Số này gọi lúc nào cũng được.", "nơi nhắn tin: Chưa đúng. Người lạ không biết nhà bạn ở đâu."},
			"Đúng một phần. Đọc lời giải rồi làm lại nhé. Gọi trước, nhắn sau.",
		},
		"gaps, one open": {
			lessonTwo, "kt-dien",
			url.Values{"d0": {"113"}, "d1": {""}},
			"bad",
			[]string{"số gọi báo cháy: Chưa đúng.", "nơi nhắn tin: Bạn chưa điền chỗ này."},
			"Chưa đúng. Đọc lời giải rồi làm lại, bao nhiêu lần cũng được. Gọi trước, nhắn sau.",
		},
		"spots, one missed and a tap in no area": {
			lessonTwo, "kt-hinh",
			url.Values{"a": {"0", "3"}},
			"bad",
			[]string{"Đúng. Dải này sát mép.", "Còn thiếu ý này. Ô ở giữa.", "Chưa đúng."},
			"Chưa đúng. Đọc lời giải rồi làm lại, bao nhiêu lần cũng được. Nhìn cả hình rồi mới chạm.",
		},
		"number with its unit": {
			lessonTwo, "kt-tinh-tien", url.Values{"t": {" 4500 đồng"}}, "ok", []string{"Đúng. Ba lần 1.500."}, "Bạn đã làm đúng. Ba lần 1.500 đồng là 4.500 đồng.",
		},
		"word": {
			lessonTwo, "kt-ten-ung-dung", url.Values{"t": {"vneid"}}, "ok", []string{"Đúng."}, "Bạn đã làm đúng. Ứng dụng tên là VNeID.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := s.public().post(tt.path+"/hoi/"+tt.question, tt.form).want(http.StatusOK)
			var notes []string
			for _, n := range p.all("#" + tt.question + " .fb") {
				notes = append(notes, textOf(n))
			}
			if d := cmp.Diff(tt.notes, notes); d != "" {
				t.Error(d)
			}
			verdict := p.one("#" + tt.question + " [role=status]")
			if got := textOf(verdict); got != tt.verdict || !strings.Contains(attrOf(verdict, "class"), tt.class) {
				t.Errorf("verdict %q, class %q", got, attrOf(verdict, "class"))
			}
			if n := len(p.all("form.ask .fb")) - len(notes); n != 0 {
				t.Errorf("%d notes on other questions", n)
			}
			if got := p.text("#" + tt.question + " .save"); got != "Chưa đăng nhập nên không lưu lại" {
				t.Errorf("saved: %q", got)
			}
		})
	}
}

// orderOf is how a lesson shows the n choices of a matching or ordering question.
func orderOf(id string, n int) []int {
	return assess.InLesson(&course.Question{ID: id, Type: course.Ordering, Choices: make([]course.Choice, n)}).Order
}

// pairsOf is the form of a matching question with n right cells: the choice for each row from 1, as written; 0 for none.
func pairsOf(id string, n int, choices ...int) url.Values {
	out := url.Values{}
	order := assess.InLesson(&course.Question{ID: id, Type: course.Matching, Choices: make([]course.Choice, n)}).Order
	for i, c := range choices {
		if c > 0 {
			out.Set(fmt.Sprint("n", i), fmt.Sprint(slices.Index(order, c-1)+1))
		}
	}
	return out
}

// placesOf is the form of an ordering question: the place of each item as written.
func placesOf(id string, n int, places ...int) url.Values {
	out := url.Values{}
	for place, item := range orderOf(id, n) {
		out.Set(fmt.Sprint("x", place), fmt.Sprint(places[item]))
	}
	return out
}

// placed puts what belongs to each item as written into the order of display.
func placed(id string, written ...string) []string {
	var out []string
	for _, item := range orderOf(id, len(written)) {
		out = append(out, written[item])
	}
	return out
}

func TestPracticeKeepsWhatWasChosen(t *testing.T) {
	s := newSite(t)
	p := s.public().post(lessonOne+"/hoi/kt-nhieu-viec", url.Values{"a": {"0", "2"}}).want(http.StatusOK)
	if got := p.form(lessonOne + "/hoi/kt-nhieu-viec#kt-nhieu-viec")["a"]; cmp.Diff([]string{"0", "2"}, got) != "" {
		t.Errorf("chosen %q", got)
	}
	p = s.public().post(lessonTwo+"/hoi/kt-tinh-tien", url.Values{"t": {"1 500"}}).want(http.StatusOK)
	if got := p.form(lessonTwo + "/hoi/kt-tinh-tien#kt-tinh-tien").Get("t"); got != "1 500" {
		t.Errorf("typed %q", got)
	}
	gaps := s.public().post(lessonTwo+"/hoi/kt-dien", url.Values{"d0": {"<115>"}, "d1": {"1"}}).want(http.StatusUnprocessableEntity)
	if got := gaps.form(lessonTwo + "/hoi/kt-dien#kt-dien"); got.Get("d0") != "<115>" || got.Get("d1") != "1" {
		t.Errorf("in the gaps: %v", got)
	}
	if got := p.text("#kt-tinh-tien .hint"); got != "Máy hiểu số bạn gõ là 1.500." {
		t.Errorf("understood %q", got)
	}
}

// TestPracticeForgivesASlip: what is nearly right is right, and the page shows how it is spelled.
func TestPracticeForgivesASlip(t *testing.T) {
	s := newSite(t)
	for typed, want := range map[string]string{"vneid": "", "VNelD": "Viết đúng là “VNeID”.", "vneidd": "Viết đúng là “VNeID”."} {
		p := s.public().post(lessonTwo+"/hoi/kt-ten-ung-dung", url.Values{"t": {typed}}).want(http.StatusOK)
		if len(p.all("#kt-ten-ung-dung .note.ok")) != 1 || p.text("#kt-ten-ung-dung .hint") != want {
			t.Errorf("%s: %q", typed, p.text("#kt-ten-ung-dung"))
		}
	}
	wrong := s.public().post(lessonTwo+"/hoi/kt-ten-ung-dung", url.Values{"t": {"vssid"}}).want(http.StatusOK)
	if len(wrong.all("#kt-ten-ung-dung .note.bad")) != 1 || len(wrong.all("#kt-ten-ung-dung .hint")) != 0 {
		t.Errorf("two letters: %q", wrong.text("#kt-ten-ung-dung"))
	}
}

func TestPracticeRefusesWithTheField(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	for name, tt := range map[string]struct {
		path, question, field string
		form                  url.Values
	}{
		"nothing chosen":      {lessonOne, "kt-viec-truoc", "kt-viec-truoc_0", url.Values{}},
		"no such choice":      {lessonOne, "kt-viec-truoc", "kt-viec-truoc_0", url.Values{"a": {"7"}}},
		"not a choice":        {lessonOne, "kt-viec-truoc", "kt-viec-truoc_0", url.Values{"a": {"<b>"}}},
		"two of one":          {lessonOne, "kt-viec-truoc", "kt-viec-truoc_0", url.Values{"a": {"0", "1"}}},
		"nothing judged":      {lessonOne, "kt-tung-y", "kt-tung-y_0_1", url.Values{}},
		"judged how":          {lessonOne, "kt-tung-y", "kt-tung-y_0_1", url.Values{"j0": {"9"}}},
		"statement too many":  {lessonOne, "kt-tung-y", "kt-tung-y_0_1", url.Values{"j5": {"1"}}},
		"no row chosen":       {lessonTwo, "kt-ghep", "kt-ghep_n0", url.Values{"n0": {""}, "n1": {""}}},
		"no such right cell":  {lessonTwo, "kt-ghep", "kt-ghep_n0", url.Values{"n0": {"4"}}},
		"not a right cell":    {lessonTwo, "kt-ghep", "kt-ghep_n0", url.Values{"n0": {"Thư tay"}}},
		"two at one place":    {lessonTwo, "kt-xep", "kt-xep_x0", url.Values{"x0": {"1"}, "x1": {"1"}, "x2": {"2"}}},
		"no such place":       {lessonTwo, "kt-xep", "kt-xep_x0", url.Values{"x1": {"0"}, "x0": {"5"}}},
		"no gap filled":       {lessonTwo, "kt-dien", "kt-dien_d0", url.Values{"d0": {" "}, "d1": {""}}},
		"no number in a gap":  {lessonTwo, "kt-dien", "kt-dien_d0", url.Values{"d0": {"một một bốn"}, "d1": {"1"}}},
		"no such option":      {lessonTwo, "kt-dien", "kt-dien_d0", url.Values{"d1": {"3"}}},
		"no such spot":        {lessonTwo, "kt-hinh", "kt-hinh_0", url.Values{"a": {"4"}}},
		"no criterion judged": {lessonTwo, "kt-lam-that", "kt-lam-that_n0_1", url.Values{}},
		"one criterion open":  {lessonTwo, "kt-lam-that", "kt-lam-that_n0_1", url.Values{"n0": {"1"}}},
		"no such grade":       {lessonTwo, "kt-lam-that", "kt-lam-that_n0_1", url.Values{"n0": {"1"}, "n1": {"4"}}},
		"nothing typed":       {lessonTwo, "kt-ten-ung-dung", "kt-ten-ung-dung_0", url.Values{"t": {"  "}}},
		"no number":           {lessonTwo, "kt-tinh-tien", "kt-tinh-tien_0", url.Values{"t": {"bốn nghìn"}}},
		"too long":            {lessonTwo, "kt-ten-ung-dung", "kt-ten-ung-dung_0", url.Values{"t": {strings.Repeat("a", 900)}}},
		"too long a number":   {lessonTwo, "kt-tinh-tien", "kt-tinh-tien_0", url.Values{"t": {strings.Repeat("9", 900)}}},
	} {
		t.Run(name, func(t *testing.T) {
			p := c.post(tt.path+"/hoi/"+tt.question, tt.form).want(http.StatusUnprocessableEntity)
			if !strings.HasPrefix(p.text("title"), "Lỗi:") {
				t.Errorf("title %q", p.text("title"))
			}
			if words := p.errorsOf(); len(words) != 1 || words[tt.field] == "" || strings.HasPrefix(words[tt.field], "answer.") {
				t.Errorf("errors %v", words)
			}
			if attrOf(p.one("#"+tt.field), "type") != "radio" || tt.question == "kt-viec-truoc" {
				if attrOf(p.one("#"+tt.field), "aria-invalid") != "true" {
					t.Error("the field is not marked")
				}
			}
			if n := len(p.all("[role=status] .note")) + len(p.all(".fb")); n != 0 {
				t.Error("feedback to an answer that was not taken")
			}
		})
	}
	st, err := s.Learning.Study(t.Context(), c.caller(), testCourse)
	if err != nil || len(st.Progress.Practice) != 0 {
		t.Errorf("stored: %v %v", st.Progress.Practice, err)
	}
}

func TestPracticeIsStoredOnceForTheEnrolled(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	action := lessonOne + "/hoi/kt-viec-truoc"
	form := c.get(lessonOne).form(action + "#kt-viec-truoc")
	form.Set("a", "0")
	for range 2 { // a lost reply, or a second press
		if got := c.post(action, form).want(http.StatusOK).text("#kt-viec-truoc .save.ok"); !strings.HasPrefix(got, "Đã lưu lúc ") {
			t.Errorf("saved: %q", got)
		}
	}
	tries := func() learning.PracticeState {
		st, err := s.Learning.Study(t.Context(), c.caller(), testCourse)
		if err != nil {
			t.Fatal(err)
		}
		return st.Progress.Practice["kt-viec-truoc"]
	}
	if got := tries(); got.Tries != 1 || got.Right != 0 {
		t.Errorf("%+v", got)
	}
	if got := c.get(lessonOne).text("#kt-viec-truoc .save"); got != "Lần trước chưa đúng" {
		t.Errorf("state %q", got)
	}
	form.Set("a", "1") // going back and answering otherwise from the same page
	c.post(action, form).want(http.StatusOK)
	if got := tries(); got.Tries != 2 || got.Right == 0 || cmp.Diff(assess.Answer{Choices: []int{1}}, got.Answer) != "" {
		t.Errorf("%+v", got)
	}
	if got := c.get(lessonOne).text("#kt-viec-truoc .save"); got != "Bạn đã làm đúng câu này" {
		t.Errorf("state %q", got)
	}
	if n := len(c.get(lessonOne).all("#kt-viec-truoc input[checked]")); n != 0 {
		t.Error("an old answer is chosen for a new try")
	}
}

func TestPracticeStoresNothingForOthers(t *testing.T) {
	s := newSite(t)
	c := s.as(otherContact)
	p := c.post(lessonOne+"/hoi/kt-viec-truoc", url.Values{"a": {"1"}, "khoa": {"k"}}).want(http.StatusOK)
	if got := p.text("#kt-viec-truoc .save"); got != "Chưa ghi danh nên không lưu lại" {
		t.Errorf("saved: %q", got)
	}
	if st, err := s.Learning.Study(t.Context(), c.caller(), testCourse); err != nil || st.Progress != nil {
		t.Errorf("%v %v", st.Progress, err)
	}
}

func TestPracticeForScriptsSendsTheQuestionOnly(t *testing.T) {
	s := newSite(t)
	c := s.public()
	c.header.Set("X-Partial", "1")
	p := c.post(lessonOne+"/hoi/kt-viec-truoc", url.Values{"a": {"1"}}).want(http.StatusOK)
	if !strings.HasPrefix(p.body, `<form class="ask" id="kt-viec-truoc"`) || strings.Contains(p.body, "<html") || len(p.all("form")) != 1 {
		t.Errorf("fragment %.200q", p.body)
	}
	p = c.post(lessonOne+"/hoi/kt-viec-truoc", url.Values{}).want(http.StatusUnprocessableEntity)
	if attrOf(p.one("#kt-viec-truoc_0"), "aria-invalid") != "true" || p.text(".err") == "" {
		t.Errorf("fragment %.400q", p.body)
	}
	c.get(lessonOne + "/hoi/kt-viec-truoc").want(http.StatusSeeOther)
}

func TestPracticeAddressLeadsBackToTheQuestion(t *testing.T) {
	s := newSite(t)
	if loc := s.public().get(lessonOne + "/hoi/kt-tung-y").want(http.StatusSeeOther).location(); loc != lessonOne+"#kt-tung-y" {
		t.Errorf("leads to %q", loc)
	}
}

func TestFinishingTheCourse(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	for path, next := range map[string]string{lessonOne: lessonTwo, lessonTwo: lessonThree, lessonThree: "/khoa-hoc/khoa-thu"} {
		if loc := c.post(path+"/xong", c.get(path).form(path+"/xong")).want(http.StatusSeeOther).location(); loc != next {
			t.Errorf("after %s comes %s", path, loc)
		}
	}
	p := c.get("/khoa-hoc/khoa-thu")
	if got := p.text(".read p"); !strings.Contains(got, "Bạn đã xong 3 trong 3 bài") || !strings.Contains(got, "đã đúng 0, cần đúng 5") {
		t.Errorf("standing %q", got)
	}
	if got := attrOf(p.one("a.btn"), "href"); got != "/khoa-hoc/khoa-thu/thi" {
		t.Errorf("what is next: %q", got)
	}
	if n := p.all(`.tasks a[href=/khoa-hoc/khoa-thu/thi]`); len(n) != 1 {
		t.Error("the exam is not a link")
	}
}

func TestMotifFollowsTheArea(t *testing.T) {
	lesson := func(codes ...string) course.Lesson {
		var l course.Lesson
		for _, c := range codes {
			var target course.Target
			target.Framework, target.Code = "TT02-2025", c
			l.Competences = append(l.Competences, target)
		}
		return l
	}
	for want, lessons := range map[string][]course.Lesson{
		"w2":   {lesson("2.3"), lesson("2.1", "4.2")},
		"star": {lesson("2.3", "4.2")},
		"w4":   {lesson("4.2")},
	} {
		if got := motifOf(&course.Course{Modules: []course.Module{{Lessons: lessons}}}); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := motifOf(&course.Course{}); got != "star" {
		t.Errorf("an empty course has %s", got)
	}
}
