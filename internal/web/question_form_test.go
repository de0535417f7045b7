package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"hocso/internal/course"
	"hocso/internal/id"
)

const askPath = studioPath + "/cau-hoi"

// goodForms are a form of each kind with everything right in it.
func goodForms() map[string]map[string]string {
	choices := map[string]string{"a0": "Gọi số in trên thẻ", "r0": "1", "f0": "Đúng.", "a1": "Bấm liên kết", "f1": "Liên kết dẫn đến trang giả.", "a2": "Đợi đến mai", "f2": "Chậm thì mất tiền."}
	with := func(more map[string]string) map[string]string {
		out := maps.Clone(choices)
		maps.Copy(out, more)
		return out
	}
	one := with(map[string]string{"r": "0"})
	delete(one, "r0")
	return map[string]map[string]string{
		"single":    one,
		"multiple":  with(map[string]string{"stem": "Nên làm gì? Chọn tất cả ý đúng.", "r2": "1"}),
		"truefalse": choices,
		"short":     choices,
		"numeric":   {"a0": "1.500 ± 2", "r0": "1", "a1": "150", "f1": "Thiếu một số 0.", "unit": "đồng"},
		"matching":  {"a0": "Gọi thợ", "b0": "Điện thoại", "f0": "Gọi thẳng là nhanh.", "a2": "Nhắn cả xóm", "b2": "Nhóm Zalo", "b3": "Thư tay"},
		"ordering":  {"a0": "Bật máy", "a1": "Mở ứng dụng", "f1": "Máy bật rồi mới mở được.", "a2": "Đăng nhập"},
		"cloze": {
			"stem": "Báo cháy thì gọi số {1}, rồi nhắn {2}.", "a0": "số gọi báo cháy", "b0": "114\r\nmột trăm mười bốn", "a1": "nơi nhắn tin", "b1": "nhóm xóm",
			"d1": "người lạ > Người lạ không biết nhà bạn.\r\n",
		},
		"hotspot":   {"hinh": "01-bat-dau/hinh.svg", "alt": "Một ô vuông màu xanh", "a0": "Ô giữa", "b0": "50 50 10", "r0": "1", "a1": "Dải trái", "b1": "0 0 20 100", "f1": "Ở đó không có gì."},
		"practical": {"buoc": "Mở ứng dụng\r\nGọi người nhà", "cham": "photo", "dat": "2", "muc0": "Tốt", "muc2": "Chưa", "a0": "Tự bấm", "b0": "bấm hết", "d0": "bạn bấm hộ", "a1": "Kể lại", "b1": "đủ", "d1": "thiếu"},
		"scenario":  {},
	}
}

// questionOf is a form of a kind, ready to be sent, with some of its fields changed.
func questionOf(kind string, changes map[string]string) url.Values {
	out := url.Values{
		"ten": {lessonFile}, "loai": {kind}, "viec": {"chen"}, "title": {"Câu mới"}, "stem": {"Bác Páo nên làm gì?"}, "explanation": {"Việc gấp thì gọi."},
		"competence": {"2.3"}, "level": {"2"},
	}
	for _, fields := range []map[string]string{goodForms()[kind], changes} {
		for name, value := range fields {
			out.Set(name, value)
		}
	}
	return out
}

// TestFormsOfEveryKind: each is shown, looked at without being stored, and added without a finding.
func TestFormsOfEveryKind(t *testing.T) {
	_, author := drafted(t)
	for _, form := range questionForms() {
		blank := author.get(askPath + "?ten=" + lessonFile + "&loai=" + form.Kind).want(http.StatusOK)
		if here := blank.one("nav .pager [aria-current=page]"); textOf(here) == "" || len(blank.all("nav .pager a")) != len(questionForms()) {
			t.Errorf("%s: the kinds are %s", form.Kind, blank.text("nav .pager"))
		}
		before := author.get(openLesson).text("textarea#text")
		look := author.post(askPath, questionOf(form.Kind, map[string]string{"viec": "xem"})).want(http.StatusOK)
		if md := look.text("pre.line"); !strings.HasPrefix(md, "## Câu mới {#cau-moi") || !strings.Contains(md, "type="+form.Kind) {
			t.Errorf("%s: written as %s", form.Kind, md)
		}
		if form.Kind != scenarioForm && !strings.Contains(look.text(".dap-an"), "Việc gấp thì gọi.") {
			t.Errorf("%s: what it becomes is not shown: %s", form.Kind, look.text("main"))
		}
		if author.get(openLesson).text("textarea#text") != before {
			t.Errorf("%s: looking has stored something", form.Kind)
		}
		if form.Kind == scenarioForm {
			continue
		}
		to := author.post(askPath, questionOf(form.Kind, map[string]string{"title": "Câu " + form.Kind})).want(http.StatusSeeOther).location()
		page := author.get(to).want(http.StatusOK)
		if !strings.Contains(page.text("textarea#text"), "type="+form.Kind) || len(page.all("#xem .note.bad")) != 0 {
			t.Errorf("%s: added with findings %s", form.Kind, page.text("#xem .loi"))
		}
	}
	if spots := author.post(askPath, questionOf("hotspot", map[string]string{"viec": "xem"})).all(".spot .ok"); len(spots) != 1 {
		t.Errorf("%d right areas are drawn on the picture", len(spots))
	}
}

// TestPracticalStaysInLessons: exams never draw a task, so the bank does not offer it.
func TestPracticalStaysInLessons(t *testing.T) {
	_, author := drafted(t)
	const bank = "bank/01-cau-hoi.md"
	if offered := author.get(askPath + "?ten=" + bank + "&loai=practical").want(http.StatusOK).text("nav .pager"); strings.Contains(offered, "thực hành") {
		t.Errorf("offered: %s", offered)
	}
	author.post(askPath, questionOf("matching", map[string]string{"ten": bank})).want(http.StatusSeeOther)
	if page := author.get(studioPath + "/tep?ten=" + bank); len(page.all("#xem .note.bad")) != 0 || !strings.Contains(page.text("#xem"), "Nhắn cả xóm") {
		t.Errorf("a question of the bank: %s", page.text("#xem .loi"))
	}
}

// TestFormRefusals: what is not right is said at its field, in words for people who see no Markdown; nothing that was
// typed is lost, and nothing is stored.
func TestFormRefusals(t *testing.T) {
	_, author := drafted(t)
	before := author.get(openLesson).text("textarea#text")
	for _, tt := range []struct {
		kind    string
		changes map[string]string
		field   string
		words   string
	}{
		{"single", map[string]string{"title": " "}, "title", "tên ngắn"},
		{"single", map[string]string{"stem": ""}, "stem", "Viết câu hỏi"},
		{"single", map[string]string{"explanation": ""}, "explanation", "giải thích chung"},
		{"single", map[string]string{"r": ""}, "r0", "0 ý đúng"},
		{"single", map[string]string{"f2": ""}, "f2", "vì sao ý này chưa đúng"},
		{"single", map[string]string{"a3": "Bấm liên kết", "f3": "Không."}, "a3", "giống một ý"},
		{"single", map[string]string{"a3": "", "f3": "Chỉ có lời giải thích"}, "a3", "Viết nội dung"},
		{"single", map[string]string{"a0": "", "f0": "", "a1": "", "f1": "", "a2": "", "f2": ""}, "a0", "ít nhất một đáp án"},
		{"single", map[string]string{"competence": "99.9"}, "competence", "năng lực"},
		{"multiple", map[string]string{"a1": "", "f1": ""}, "r0", "ít nhất ba ý"},
		{"truefalse", map[string]string{"f0": ""}, "f0", "đúng hay sai"},
		{"truefalse", map[string]string{"a0": "Đúng"}, "a0", "cả nhận định"},
		{"short", map[string]string{"r0": ""}, "r0", "ít nhất một câu trả lời"},
		{"short", map[string]string{"a1": "GOI SO IN TREN THE"}, "a1", "Máy không phân biệt"},
		{"short", map[string]string{"a0": "OTP", "sai": "1"}, "a0", "quá ngắn"},
		{"numeric", map[string]string{"a1": "4.2"}, "a1", "4,2"},
		{"numeric", map[string]string{"a3": "nhiều", "f3": "Không."}, "a3", "không phải số"},
		{"matching", map[string]string{"b2": ""}, "b2", "vế phải"},
		{"matching", map[string]string{"a2": "Gọi  thợ"}, "a2", "đã có ở trên"},
		{"matching", map[string]string{"a2": ""}, "a0", "hai cặp"},
		{"ordering", map[string]string{"a2": ""}, "a0", "ba ý"},
		{"ordering", map[string]string{"a3": "Bật máy"}, "a3", "giống một ý"},
		{"cloze", map[string]string{"stem": "Không có chỗ trống", "a0": "", "b0": "", "a1": "", "b1": "", "d1": ""}, "stem", "Viết {1}"},
		{"cloze", map[string]string{"stem": "Gọi {2}, nhắn {1}."}, "stem", "Đổi {2} thành {1}"},
		{"cloze", map[string]string{"stem": "Gọi {1}, nhắn {1}."}, "stem", "Đổi {1} thành {2}"},
		{"cloze", map[string]string{"stem": "Gọi {1}, nhắn {2}, đợi {3}."}, "a2", "{3}"},
		{"cloze", map[string]string{"stem": "{1}{2}{3}{4}{5}"}, "stem", "{5}"},
		{"cloze", map[string]string{"stem": "Gọi {1}."}, "a1", "không có {2}"},
		{"cloze", map[string]string{"a0": ""}, "a0", "Đặt tên"},
		{"cloze", map[string]string{"b0": " \r\n"}, "b0", "đáp án đúng"},
		{"cloze", map[string]string{"d0": "113 > Đó là công an."}, "b0", "Giữ lại một dòng"},
		{"cloze", map[string]string{"d1": "người lạ >"}, "d1", "người lạ > vì"},
		{"hotspot", map[string]string{"hinh": "../../x.svg"}, "hinh", "Chọn một hình"},
		{"hotspot", map[string]string{"alt": ""}, "alt", "mô tả hình"},
		{"hotspot", map[string]string{"b1": "trên cùng"}, "b1", "bốn số"},
		{"hotspot", map[string]string{"b1": "90 0 20 100"}, "b1", "ra ngoài hình"},
		{"hotspot", map[string]string{"b1": "40 40 20 20"}, "b1", "Ô giữa"},
		{"hotspot", map[string]string{"r0": ""}, "r0", "hai vùng"},
		{"practical", map[string]string{"dat": "9"}, "dat", "từ 1 đến 2"},
		{"practical", map[string]string{"muc2": ""}, "muc0", "hai mức"},
		{"practical", map[string]string{"d1": ""}, "d1", "“Chưa”"},
		{"practical", map[string]string{"a1": ""}, "a1", "Viết nội dung"},
		{"practical", map[string]string{"a0": "", "b0": "", "d0": "", "a1": "", "b1": "", "d1": ""}, "a0", "tiêu chí"},
		{"scenario", map[string]string{"stem": ""}, "stem", "Viết câu hỏi"},
		{"single", map[string]string{"thuoc": "khong-con"}, "thuoc", "không còn"},
	} {
		sent := questionOf(tt.kind, tt.changes)
		page := author.post(askPath, sent).want(http.StatusUnprocessableEntity)
		if got := page.errorsOf(); !strings.Contains(got[tt.field], tt.words) {
			t.Errorf("%s %v: refused at %v, want %q at %s", tt.kind, tt.changes, got, tt.words, tt.field)
		}
		kept := page.form(askPath)
		for name := range sent {
			if slices.Contains([]string{"viec", "hinh", "competence", "thuoc"}, name) || tt.kind == scenarioForm && !kept.Has(name) {
				continue // buttons, and choices that there are none of
			}
			if v := strings.Join(strings.Fields(sent.Get(name)), " "); v != strings.Join(strings.Fields(kept.Get(name)), " ") {
				t.Errorf("%s %v: %s was %q, came back as %q", tt.kind, tt.changes, name, v, kept.Get(name))
			}
		}
	}
	if author.get(openLesson).text("textarea#text") != before {
		t.Error("something that was refused is stored")
	}
}

// TestFormAsksForAll: with several right answers the question says so, without anybody having to type it twice.
func TestFormAsksForAll(t *testing.T) {
	_, author := drafted(t)
	for _, tt := range []struct {
		kind, stem string
		changes    map[string]string
		want       string
	}{
		{"multiple", "Nên làm gì?", nil, "Nên làm gì? Chọn tất cả ý đúng.\n"},
		{"multiple", "Bác có thẻ.\r\n\r\nNên làm gì?", nil, "Bác có thẻ.\n\nNên làm gì? Chọn tất cả ý đúng.\n"},
		{"multiple", "Hãy chọn tất\r\ncả các ý bác nên làm.", nil, "Hãy chọn tất cả các ý bác nên làm.\n"},
		{"hotspot", "Bấm vào đâu?", map[string]string{"r1": "1", "f1": ""}, "Bấm vào đâu? Chọn tất cả ý đúng.\n"},
		{"hotspot", "Bấm vào đâu?", nil, "Bấm vào đâu?\n"},
		{"single", "Nên làm gì?", nil, "Nên làm gì?\n"},
	} {
		changes := map[string]string{"viec": "xem", "stem": tt.stem}
		maps.Copy(changes, tt.changes)
		page := author.post(askPath, questionOf(tt.kind, changes)).want(http.StatusOK)
		if md := page.one("pre.line").FirstChild.Data; !strings.Contains(md, tt.want) {
			t.Errorf("%s %q is written as %s", tt.kind, tt.stem, md)
		}
	}
}

// TestFormAimsAtItsLesson: a blank form has what the lesson aims at chosen, and what was chosen otherwise stays. One answer
// of a single choice can be right, so it is a radio button.
func TestFormAimsAtItsLesson(t *testing.T) {
	_, author := drafted(t)
	author.post(studioPath+"/tep", typed(author.get(openLesson), func(text string) string {
		front, rest, _ := strings.Cut(text, "\n---\n")
		lines := strings.Split(front, "\n")
		lines = slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "competences:") || strings.HasPrefix(l, "  ") })
		return strings.Join(lines, "\n") + "\ncompetences: [{ code: \"4.2\", level: 2 }]\n---\n" + rest
	})).want(http.StatusSeeOther)
	blank := author.get(askPath + "?ten=" + lessonFile).want(http.StatusOK).form(askPath)
	if blank.Get("competence") != "4.2" || blank.Get("level") != "2" {
		t.Errorf("preset to %s, level %s", blank.Get("competence"), blank.Get("level"))
	}
	page := author.post(askPath, questionOf("single", map[string]string{"viec": "them", "r": "2", "level": "3"})).want(http.StatusOK)
	kept := page.form(askPath)
	if kept.Get("competence") != "2.3" || kept.Get("level") != "3" || kept.Get("r") != "2" {
		t.Errorf("came back as %v", kept)
	}
	if radios := page.all("input[type=radio][name=r]"); len(radios) != firstRows+moreRows || len(page.all("input[type=checkbox]")) != 0 {
		t.Errorf("%d radio buttons", len(radios))
	}
	if bank := author.get(askPath + "?ten=bank/01-cau-hoi.md").want(http.StatusOK); len(bank.all("#competence")) != 1 {
		t.Error("the bank's form has no competence")
	}
}

// TestMoreRows: a form makes room for further answers and keeps what was typed, up to its bound.
func TestMoreRows(t *testing.T) {
	_, author := drafted(t)
	page := author.post(askPath, questionOf("ordering", map[string]string{"viec": "them"})).want(http.StatusOK)
	if n := len(page.all("fieldset")); n != firstRows+moreRows {
		t.Errorf("%d rows", n)
	}
	sent := page.form(askPath)
	sent.Set("a7", "Tắt máy")
	sent.Set("viec", "xem")
	if md := author.post(askPath, sent).want(http.StatusOK).text("pre.line"); !strings.Contains(md, "4. Tắt máy") || !strings.Contains(md, "1. Bật máy") {
		t.Errorf("written as %s", md)
	}
	for range 20 {
		page = author.post(askPath, questionOf("ordering", map[string]string{"viec": "them", "hang": page.form(askPath).Get("hang")})).want(http.StatusOK)
	}
	if n := len(page.all("fieldset")); n != mostRows || len(page.all("button[value=them]")) != 0 {
		t.Errorf("%d rows", n)
	}
}

// TestScenarioByForms: the story first, then its parts one behind the other; what follows in the file stays below them.
func TestScenarioByForms(t *testing.T) {
	s, author := drafted(t)
	to := author.post(askPath, questionOf("scenario", map[string]string{"title": "Chuyện bác Páo", "stem": "Bác nhận một tin nhắn."})).want(http.StatusSeeOther).location()
	form := author.get(to).want(http.StatusOK)
	if chosen := form.form(askPath).Get("thuoc"); chosen != "chuyen-bac-pao" || !strings.Contains(form.text(".note.ok"), "câu hỏi đầu tiên") {
		t.Fatalf("after the story: %q, %s", chosen, form.text(".note"))
	}
	// Somebody writes a section below the story meanwhile.
	f, err := s.Authoring.Store.DraftFile(t.Context(), s.draft(author), lessonFile)
	if err != nil {
		t.Fatal(err)
	}
	below := course.File{Path: lessonFile, Data: append(f.Data, "\n## Mục sau\n\nChữ của mục sau.\n"...)}
	if err := s.Authoring.Save(t.Context(), author.caller(), testCourse, below, f.Revision); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"single", "ordering"} {
		to = author.post(askPath, questionOf(kind, map[string]string{"title": "Phần " + kind, "thuoc": "chuyen-bac-pao"})).want(http.StatusSeeOther).location()
		if next := author.get(to).want(http.StatusOK); next.form(askPath).Get("thuoc") != "chuyen-bac-pao" || !strings.Contains(next.text(".note.ok"), "câu tiếp theo") {
			t.Errorf("after a part: %s", next.text(".note"))
		}
	}
	page := author.get(openLesson).want(http.StatusOK)
	text := page.text("textarea#text")
	var order []int
	for _, heading := range []string{"## Chuyện bác Páo {#chuyen-bac-pao type=scenario}", "### Phần single {#phan-single type=single", "### Phần ordering {#phan-ordering type=ordering", "## Mục sau Chữ của mục sau."} {
		order = append(order, strings.Index(text, heading))
	}
	if !slices.IsSorted(order) || order[0] < 0 || len(page.all("#xem .note.bad")) != 0 {
		t.Errorf("at %v in %s; findings %s", order, text, page.text("#xem .loi"))
	}
}

// draft is the id of the draft of the test course.
func (s *site) draft(author *client) id.ID {
	s.t.Helper()
	d, err := s.Authoring.Draft(s.t.Context(), author.caller(), testCourse)
	if err != nil {
		s.t.Fatal(err)
	}
	return d.ID
}
