package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/httpx"
)

// noting are the pages that note something when they are opened: that a lesson was, by who is enrolled, for the page that
// goes on where they were.
func noting() []string { return []string{"/khoa-hoc/:course/:module/:lesson"} }

// TestLookingStoresNothing: whatever page anybody opens, the database is as it was. Browsers, their helpers and search
// engines open addresses that nobody has pressed.
func TestLookingStoresNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("one request after another: the full suite walks them all")
	}
	for role, contact := range map[string]string{"the public": "", "a learner": learnerContact, "an author": authorContact, "a manager": managerContact, "an administrator": adminContact} {
		t.Run(role, func(t *testing.T) {
			s := newSite(t)
			shared := s.shared()
			things := merged(absentThings(), shared, s.things(learnerContact))
			c := s.public()
			if contact != "" {
				c = s.as(contact)
			}
			before, looked := s.database(), 0
			for _, r := range s.Routes() {
				path, ok := fill(r.Path, things)
				if r.Method != http.MethodGet || !ok || slices.Contains(noting(), r.Path) && contact == learnerContact {
					continue
				}
				for _, query := range []string{"", "?ten=" + lessonFile, "?tu=1&den=1", "?ban=nhap", "?tim=anh&khoa=co", "?xong=erased&ve=/"} {
					c.get(path + query)
					looked++
				}
				if d := cmp.Diff(before, s.database()); d != "" {
					t.Fatalf("opening %s has stored (-before +after):\n%s", path, d)
				}
			}
			if looked < 300 {
				t.Errorf("only %d pages were opened", looked)
			}
		})
	}
}

// TestCheckingLeavesNoTrace: who asks whether a confirmation is real is noted nowhere, nor is which one; not even where it
// is no confirmation.
func TestCheckingLeavesNoTrace(t *testing.T) {
	s := newSite(t)
	serial := s.things(learnerContact)["serial"]
	before := s.database()
	for _, typed := range []string{serial, strings.ToLower(serial), serial[:5] + "-" + serial[5:], serial[:19], "khong-co", strings.Repeat("A", 500)} {
		c := s.public()
		p := c.get("/xac-thuc?ma=" + url.QueryEscape(typed)).want(http.StatusSeeOther)
		page := c.get(p.location())
		if len(c.cookies) != 0 || page.header.Get("Cache-Control") != "no-store" || page.header.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%.20q: cookies %v, headers %v", typed, c.cookies, page.header)
		}
		if found := page.status == http.StatusOK; found != (len(strings.ReplaceAll(typed, "-", "")) == 20) {
			t.Errorf("%.20q: status %d", typed, page.status)
		}
	}
	if d := cmp.Diff(before, s.database()); d != "" {
		t.Errorf("checking has stored (-before +after):\n%s", d)
	}
	if log := s.logs.String(); strings.Contains(strings.ToUpper(log), serial) || strings.Contains(strings.ToUpper(log), serial[:5]+"-") {
		t.Error("the serial stands in the log")
	}
	for _, blank := range []string{"/xac-thuc?ma=", "/xac-thuc?ma=%20-%20"} {
		if got := fields(s.public().get(blank).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"ma"}) {
			t.Errorf("%s: refused %v", blank, got)
		}
	}
}

// TestSecretsOfLinksStayInTheirForms: a page that was opened by a secret link has the secret in its own form and nowhere
// else: not in the links of languages or of signing in, which are followed, kept and sent along.
func TestSecretsOfLinksStayInTheirForms(t *testing.T) {
	s := newSite(t)
	box, contact := s.mailbox(), s.mailed()
	tokens := map[string]string{}
	for purpose, path := range map[string]string{"mail-reset": "/dat-lai/", "mail-verify": "/xac-minh-thu/"} {
		token, err := s.Accounts.MailToken(t.Context(), contact, purpose)
		if err != nil {
			t.Fatal(err)
		}
		tokens[path+token] = token
	}
	empty := emptySite(t)
	first := empty.firstLink()
	for path, token := range tokens {
		checkSecretPage(t, s.public().get(path).want(http.StatusOK), token)
	}
	checkSecretPage(t, empty.public().get(first).want(http.StatusOK), strings.TrimPrefix(first, "/khoi-tao/"))
	if len(box) != 0 {
		t.Error("looking at a link has sent mail")
	}
}

func checkSecretPage(t *testing.T, p *reply, token string) {
	t.Helper()
	for _, n := range p.all("[href]") {
		if strings.Contains(attrOf(n, "href"), token) {
			t.Errorf("%s: the secret stands in the link %s", p.path, attrOf(n, "href"))
		}
	}
	if len(p.all("meta[name=robots][content=noindex]")) != 1 {
		t.Errorf("%s may be kept by search engines", p.path)
	}
	if p.header.Get("Cache-Control") != "no-store" || p.header.Get("Referrer-Policy") != "same-origin" {
		t.Errorf("%s: %v", p.path, p.header)
	}
	if n := len(p.all("form[method=post]")); n < 1 {
		t.Errorf("%s has no form", p.path)
	}
}

// TestSigningInOverAnother ends the session before: on a device that is shared nobody's stays behind.
func TestSigningInOverAnother(t *testing.T) {
	s := newSite(t)
	c := s.as(learnerContact)
	before := s.public()
	before.cookies[httpx.CookieName(false)] = c.cookies[httpx.CookieName(false)]
	c.post("/dang-nhap", url.Values{"contact": {otherContact}, "password": {"không phải mật khẩu"}}).want(http.StatusUnprocessableEntity)
	before.get("/tai-khoan").want(http.StatusOK) // a mistake ends nothing
	c.post("/dang-nhap", url.Values{"contact": {otherContact}, "password": {testPassword}}).want(http.StatusSeeOther)
	if name := c.caller().Name; name != "Giàng A Páo" {
		t.Errorf("signed in as %s", name)
	}
	before.get("/tai-khoan").want(http.StatusSeeOther)
}

// TestConfirmingAnAddress leads to one's account where one is signed in, else to the door.
func TestConfirmingAnAddress(t *testing.T) {
	s := newSite(t)
	s.mailbox()
	contact := s.mailed()
	for who, want := range map[string]string{"": "/dang-nhap?xong=verified", learnerContact: "/tai-khoan?xong=verified"} {
		c := s.public()
		if who != "" {
			c = s.as(who)
		}
		token, err := s.Accounts.MailToken(t.Context(), contact, "mail-verify")
		if err != nil {
			t.Fatal(err)
		}
		link := "/xac-minh-thu/" + token
		to := c.post(link, c.get(link).want(http.StatusOK).form(link)).want(http.StatusSeeOther).location()
		if note := c.get(to).want(http.StatusOK).text("[role=status]"); to != want || note == "" {
			t.Errorf("%q leads to %s, which says %q", who, to, note)
		}
	}
}

// TestCookiesOfASecureSite are bound to the host and sent over https only.
func TestCookiesOfASecureSite(t *testing.T) {
	s := newSite(t)
	s.Secure = true
	s.engine = newEngine(s.Web)
	in := s.public().post("/dang-nhap", url.Values{"contact": {learnerContact}, "password": {testPassword}}).want(http.StatusSeeOther)
	var seen bool
	for _, k := range (&http.Response{Header: in.header}).Cookies() {
		if k.Name != "__Host-hocso" {
			continue
		}
		seen = true
		if !k.Secure || !k.HttpOnly || k.Path != "/" || k.Domain != "" || k.SameSite != http.SameSiteLaxMode {
			t.Errorf("%+v", k)
		}
	}
	if !seen {
		t.Errorf("no such cookie: %v", in.header)
	}
	plain := s.as(learnerContact) // with the name that plain http uses
	plain.get("/tai-khoan").want(http.StatusSeeOther)
}

// TestNotesAreOurs: an address cannot put words on a page.
func TestNotesAreOurs(t *testing.T) {
	s := newSite(t)
	c := s.as(adminContact)
	for _, path := range []string{"/tai-khoan", "/tai-khoan/thiet-bi", "/quan-ly", "/quan-ly/don-vi", "/quan-ly/cai-dat", "/quan-ly/khoa-hoc"} {
		if note := c.get(path + "?xong=" + url.QueryEscape("Mật khẩu của bạn là <b>123</b>")).want(http.StatusOK).text(".note.ok"); note != "" {
			t.Errorf("%s says %q", path, note)
		}
		if note := c.get(path + "?xong=settings").want(http.StatusOK).text(".note.ok"); note != "" && note != s.I18n.T("vi", "done.settings", nil) {
			t.Errorf("%s says %q", path, note)
		}
	}
}
