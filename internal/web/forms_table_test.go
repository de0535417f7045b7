package web

import (
	"net/url"
	"strconv"
	"strings"

	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/credential"
)

// marksOfHTML is a text that is not itself any more if it is escaped once too often, or once too little.
const marksOfHTML = `"Ánh" <b> & &amp; 'x'`

// formTables are the forms of the site, by the part of it. Each is made for a site of its own.
func formTables() map[string]func(*site) []form {
	return map[string]func(*site) []form{
		"signing in": signInForms, "one's account": accountForms, "people": peopleForms, "units and settings": unitForms, "courses": courseForms,
	}
}

// buttons are the routes without fields, and those whose refusals stand in tests of their own: exams, practice, hand-ins,
// uploads, questions and translations of the editor, the first administrator.
func buttons() []string {
	const soan = "/quan-ly/khoa-hoc/:course/soan"
	return []string{
		"/dang-xuat", "/xac-minh-thu/:token", "/tai-khoan/xac-minh", "/tai-khoan/thiet-bi/:id/thoat", "/tai-khoan/thiet-bi/thoat-het",
		"/khoa-hoc/:course/ghi-danh", "/khoa-hoc/:course/ban-moi", "/khoa-hoc/:course/:module/:lesson/xong",
		"/quan-ly/nguoi/:id/ma", "/quan-ly/nguoi/:id/xac-minh", "/quan-ly/nguoi/:id/du-lieu", "/quan-ly/nguoi/:id/khoa", "/quan-ly/nguoi/:id/mo",
		"/quan-ly/nguoi/:id/vai-tro/thu", "/quan-ly/don-vi/:id/dong", "/quan-ly/khoa-hoc/de-xuat/:id/chap-nhan", "/quan-ly/khoa-hoc/de-xuat/:id/tu-choi", "/quan-ly/khoa-hoc/de-xuat/:id/nhap",
		soan, soan + "/xem", soan + "/xoa", soan + "/rut", soan + "/lay", soan + "/bo",

		"/khoi-tao/:token", "/khoa-hoc/:course/:module/:lesson/hoi/:question", uploadPath, soan + "/hinh", soan + "/cau-hoi", soan + "/dich",
		"/khoa-hoc/:course/thi", answerPath, answerPath + "/dang-nhap", "/bai-thi/:id/nop", handInPath, "/quan-ly/bai-nop/:id", "/quan-ly/bai-nop/:id/sua",
	}
}

func signInForms(s *site) []form {
	s.mailbox()
	token, err := s.Accounts.MailToken(s.t.Context(), s.mailed(), account.PurposeMailReset)
	if err != nil {
		s.t.Fatal(err)
	}
	code, err := s.Accounts.MakeResetCode(s.t.Context(), nil, s.person(otherContact).ID)
	if err != nil {
		s.t.Fatal(err)
	}
	long := strings.Repeat("dài ", 33)
	return []form{
		{action: "/dang-ky", good: url.Values{
			"name": {marksOfHTML}, "contact": {"0987 654 321"}, "password": {"nước chảy đá mòn"}, "consent": {agreed}, "audience": {"lanh-dao"}, "ve": {"/khung-nang-luc?a=1&b=2"},
		}, wrong: []wrong{
			{"nothing", with("name", "", "contact", "", "password", "", "consent", ""), []string{"consent", "contact", "name", "password"}, 0},
			{"a mail address without a host", with("contact", "chu@"), []string{"contact"}, 0},
			{"a password of one letter", with("password", "aaaaaaaaaa"), []string{"password"}, 0},
			{"a password that everybody has", with("password", "MatKhau123"), []string{"password"}, 0},
			{"a password that is too long", with("password", long), []string{"password"}, 0},
			{"one's name as a password", with("name", "Vừ Bá Chư", "password", "Vừ Bá Chư"), []string{"password"}, 0},
		}, to: "/khung-nang-luc?a=1&b=2"},
		{action: "/dang-nhap", good: url.Values{"contact": {learnerContact}, "password": {testPassword}, "ve": {"/khung-nang-luc?a=1&b=2"}}, wrong: []wrong{
			{"nothing", with("contact", "", "password", ""), []string{"contact", "password"}, 0},
			{"no password", with("password", ""), []string{"password"}, 0},
			{"a name", with("contact", marksOfHTML), []string{"contact"}, 0},
			{"another password", with("password", testPassword+" "), []string{"contact"}, 0},
		}, to: "/khung-nang-luc?a=1&b=2"},
		{action: "/quen-mat-khau", good: url.Values{"contact": {"ai@example.vn"}}, wrong: []wrong{
			{"nothing", with("contact", ""), []string{"contact"}, 0},
			{"a number", with("contact", "0100 000 001"), []string{"contact"}, 0},
			{"no address", with("contact", marksOfHTML+"@"), []string{"contact"}, 0},
		}, to: "/quen-mat-khau?xong=mail"},
		{action: "/dat-lai/" + token, good: url.Values{"password": {"nước chảy đá mòn"}}, wrong: []wrong{
			{"nothing", with("password", ""), []string{"password"}, 0},
			{"one's own address", with("password", "lo.anh@example.vn"), []string{"password"}, 0},
		}, to: "/tai-khoan?xong=password"},
		{action: "/dat-lai", good: url.Values{"contact": {otherContact}, "code": {code}, "password": {"nước chảy đá mòn"}}, wrong: []wrong{
			{"nothing", with("contact", "", "code", "", "password", ""), []string{"code", "contact", "password"}, 0},
			{"a code of signs", with("code", " - "), []string{"code"}, 0},
			{"one's own number as a password", with("password", otherContact), []string{"password"}, 0},
		}, to: "/tai-khoan?xong=password"},
	}
}

// mailed is the mail address of one person more.
func (s *site) mailed() account.Contact {
	s.t.Helper()
	const address = "lo.anh@example.vn"
	r := account.Registration{Name: "Lò Thị Ánh", Contact: address, Password: testPassword}
	root, err := s.Org.Root(s.t.Context())
	if err == nil {
		_, err = s.Accounts.Create(s.t.Context(), r, root, "", root.ID)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return account.Contact{Kind: account.Email, Value: address}
}

func accountForms(s *site) []form {
	s.things(otherContact) // an exam of theirs is open
	return []form{
		{who: learnerContact, action: "/tai-khoan/sua", good: url.Values{"name": {marksOfHTML}, "contact": {"0912 000 111"}, "old": {testPassword}}, wrong: []wrong{
			{"nothing", with("name", "", "contact", "", "old", ""), []string{"contact", "name", "old"}, 0},
			{"blanks", with("name", " ", "contact", " "), []string{"contact", "name"}, 0},
			{"a name that is too long", with("name", strings.Repeat("Ấ", 101)), []string{"name"}, 0},
			{"another's number", with("contact", managerContact), []string{"contact"}, 0},
			{"another password", with("old", "mật khẩu khác"), []string{"old"}, 0},
		}, to: "/tai-khoan?xong=corrected"},
		{who: managerContact, action: "/tai-khoan/mat-khau", good: url.Values{"old": {testPassword}, "password": {"nước chảy đá mòn"}}, wrong: []wrong{
			{"nothing", with("old", "", "password", ""), []string{"old", "password"}, 0},
			{"another password", with("old", "mật khẩu khác"), []string{"old"}, 0},
			{"a short one", with("password", "ngắn"), []string{"password"}, 0},
		}, to: "/tai-khoan?xong=password"},
		{who: otherContact, action: "/tai-khoan/xoa", good: url.Values{"password": {testPassword}, "ket-thuc": {agreed}}, wrong: []wrong{
			{"nothing", with("password", "", "ket-thuc", ""), []string{"password"}, 0},
			{"another password", with("password", "mật khẩu khác"), []string{"password"}, 0},
			{"an exam that nobody agreed to end", with("ket-thuc", ""), []string{"ket-thuc"}, 409},
		}, to: "/rieng-tu?xong=erased"},
	}
}

func peopleForms(s *site) []form {
	learner, unit := s.personPage(learnerContact), s.unit("Xã Tân Hòa").ID.String()
	serial := s.things(learnerContact)["serial"]
	return []form{
		{who: adminContact, action: learner + "/don-vi", good: url.Values{"don-vi": {unit}, "audience": {"lanh-dao"}}, wrong: []wrong{
			{"no unit", with("don-vi", ""), []string{"don-vi"}, 0},
			{"an audience that is none", with("audience", "vua-chua"), []string{"audience"}, 0},
		}, to: learner + "?xong=moved"},
		{who: adminContact, action: learner + "/vai-tro", good: url.Values{"don-vi": {unit}, "role": {"author"}}, wrong: []wrong{
			{"no role", with("role", ""), []string{"role"}, 0},
			{"no unit", with("don-vi", ""), []string{"don-vi"}, 0},
			{"the role that all have", with("role", "learner"), []string{"role"}, 0},
		}, to: learner + "?xong=granted"},
		{who: adminContact, action: learner + "/sua", good: url.Values{"name": {marksOfHTML}, "contact": {"0912 000 111"}}, wrong: []wrong{
			{"nothing", with("name", "", "contact", ""), []string{"contact", "name"}, 0},
			{"a name of nothing to be seen", with("name", "\u200b"), []string{"name"}, 0},
			{"half a number", with("contact", "0912"), []string{"contact"}, 0},
			{"another's number", with("contact", otherContact), []string{"contact"}, 0},
		}, to: learner + "?xong=corrected"},
		{who: adminContact, action: learner + "/giay/" + serial + "/thu-hoi", good: url.Values{"why": {credential.WhyMistake}, "reason": {marksOfHTML + "\nhai dòng"}}, wrong: []wrong{
			{"nothing", with("why", "", "reason", ""), []string{"reason", "why"}, 0},
			{"a reason that is none", with("why", "khac"), []string{"why"}, 0},
			{"too many words", with("reason", strings.Repeat("x", credential.MaxReason+1)), []string{"reason"}, 0},
		}, to: learner + "?xong=paper-revoked"},
		{who: adminContact, action: learner + "/xoa", good: url.Values{"asked": {agreed}, "ket-thuc": {agreed}}, wrong: []wrong{
			{"nobody asked", with("asked", ""), []string{"asked"}, 0},
			{"an exam that nobody agreed to end", with("ket-thuc", ""), []string{"ket-thuc"}, 409},
		}, to: "/quan-ly?xong=erased-person"},
	}
}

func unitForms(s *site) []form {
	may, tan := s.unit("Xã Bản Mây").ID.String(), s.unit("Xã Tân Hòa").ID.String()
	return []form{
		{who: adminContact, action: "/quan-ly/don-vi", good: url.Values{"parent": {may}, "kind": {"hamlet"}, "name": {marksOfHTML}}, wrong: []wrong{
			{"no name", with("name", " "), []string{"name"}, 0},
			{"no parent", with("parent", ""), []string{"parent"}, 0},
			{"a name that is too long", with("name", strings.Repeat("x", 121)), []string{"name"}, 0},
			{"a kind that is none", with("kind", "district"), []string{"kind"}, 0},
			{"a province below a commune", with("kind", "province"), []string{"kind"}, 0},
			{"a sibling's name", with("name", "tổ công nghệ số cộng đồng thôn NÀ PỤC"), []string{"name"}, 0},
		}, to: "/quan-ly/don-vi?xong=unit"},
		{who: adminContact, action: "/quan-ly/don-vi/" + may, good: url.Values{"kind": {"commune"}, "name": {marksOfHTML}}, wrong: []wrong{
			{"nothing", with("name", "", "kind", ""), []string{"kind", "name"}, 0},
			{"a sibling's name", with("name", "Xã Tân Hòa"), []string{"name"}, 0},
			{"a kind that does not fit below its parent", with("kind", "hamlet"), []string{"kind"}, 0},
		}, to: "/quan-ly/don-vi?xong=unit-changed"},
		{who: adminContact, action: "/quan-ly/don-vi/" + tan, good: url.Values{"kind": {"agency"}, "name": {"Chi cục"}}, to: "/quan-ly/don-vi?xong=unit-changed"},
		{who: adminContact, action: "/quan-ly/cai-dat", good: url.Values{"province": {marksOfHTML}, "issuer": {marksOfHTML}, "help": {"0100 000 000"}, "cut": {"80"}}, wrong: []wrong{
			{"nothing", with("province", "", "help", "", "cut", ""), []string{"cut", "province"}, 0},
			{"words for a number", with("help", "gọi anh Bình"), []string{"help"}, 0},
			{"too long", with("province", strings.Repeat("x", 121), "issuer", strings.Repeat("x", 121)), []string{"issuer", "province"}, 0},
			{"a cut below half", with("cut", "49"), []string{"cut"}, 0},
		}, to: "/quan-ly/cai-dat?xong=settings"},
	}
}

func courseForms(s *site) []form {
	ctx := s.t.Context()
	v, err := s.Catalog.CurrentVersion(ctx, testCourse)
	if err != nil {
		s.t.Fatal(err)
	}
	author := s.as(authorContact).caller()
	if err := s.Authoring.Begin(ctx, author, testCourse, v); err != nil {
		s.t.Fatal(err)
	}
	for _, slug := range []string{"khoa-gui", "khoa-xem"} { // one to be submitted, one that waits for its review
		if err := s.Authoring.Create(ctx, author, s.unit("Tỉnh Sông Lam"), slug, "Khóa", beginning(s.Web, "vi", "Khóa", "Khóa", "nguoi-dan")); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := s.Authoring.Submit(ctx, author, "khoa-xem", ""); err != nil {
		s.t.Fatal(err)
	}
	waiting, err := s.Authoring.Draft(ctx, author, "khoa-xem")
	if err != nil {
		s.t.Fatal(err)
	}
	submit, review := studioURL("khoa-gui"), studioURL("khoa-xem")+"/duyet"
	at, long := strconv.FormatInt(int64(waiting.Submitted), 10), strings.Repeat("x", authoring.MaxNote+1)
	return []form{
		{who: authorContact, action: "/quan-ly/khoa-hoc/moi", good: url.Values{
			"title": {marksOfHTML}, "summary": {marksOfHTML}, "slug": {"khoa-moi"}, "audience": {"lanh-dao"}, "unit": {s.unit("Xã Bản Mây").ID.String()},
		}, wrong: []wrong{
			{"no title", with("title", " "), []string{"title"}, 0},
			{"neither title nor address", with("title", "", "slug", ""), []string{"slug", "title"}, 0},
			{"an address with a blank", with("slug", "khóa mới"), []string{"slug"}, 0},
			{"an address that is taken", with("slug", testCourse), []string{"slug"}, 0},
		}, to: "/quan-ly/khoa-hoc/khoa-moi/soan?xong=course-begun"},
		{who: authorContact, action: studioPath + "/them", good: url.Values{"loai": {addLesson}, "phan": {"02-lam-thu"}, "title": {"Bài " + marksOfHTML}}, wrong: []wrong{
			{"no title", with("title", " "), []string{"title"}, 0},
			{"a title of signs", with("title", "!?"), []string{"title"}, 0},
			{"a part without a title", with("loai", addModule, "title", ""), []string{"title"}, 0},
		}, to: studioPath + "/tep?ten=02-lam-thu"},
		{who: authorContact, action: studioPath + "/doi", good: url.Values{"ten": {lessonFile}, "path": {"01-bat-dau/07-khac.md"}}, wrong: []wrong{
			{"out of the course", with("path", "../../x.md"), []string{"path"}, 0},
			{"capitals", with("path", "01-bat-dau/07-KHAC.md"), []string{"path"}, 0},
			{"onto another", with("path", "01-bat-dau/02-bai-hai.md"), []string{"path"}, 0},
		}, to: studioPath + "?xong=file-moved"},
		{who: authorContact, action: studioPath + "/tep", good: url.Values{"ten": {"glossary.md"}, "ban": {"1"}, "viec": {"luu"}, "text": {"---\ntitle: Từ ngữ\n---\n\n# Từ ngữ\n"}}, wrong: []wrong{
			{"too large", with("text", strings.Repeat("x", authoring.MaxText)+"\n"), []string{"text"}, 0},
		}, to: studioPath + "/tep?ten=glossary.md"},
		{who: authorContact, action: submit + "/gui", good: url.Values{"text": {marksOfHTML}}, wrong: []wrong{
			{"too many words", with("text", long), []string{"text"}, 0},
		}, to: submit + "?xong=draft-submitted"},
		{who: adminContact, action: review, good: url.Values{"luc": {at}, "text": {marksOfHTML + "\nhai dòng"}, "viec": {"noi"}}, wrong: []wrong{
			{"nothing said", with("text", " "), []string{"text"}, 0},
			{"sent back without a word", with("viec", "tra", "text", ""), []string{"text"}, 0},
			{"too many words", with("text", long), []string{"text"}, 0},
		}, to: review + "?xong=draft-noted"},
	}
}
