package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

const password = "con trâu đi trước"

// accounts is the service of signing in over the world's database.
func (w *world) accounts() *account.Service {
	return &account.Service{Store: w.Store, IDs: w.ids, Clock: w.clock, Passwords: account.NewPasswords(), Secret: []byte("bí mật"), MailResets: true}
}

// member registers somebody with the password above.
func (w *world) member(s *account.Service, contact string, unit org.Unit) account.Account {
	w.t.Helper()
	a, err := s.Create(w.t.Context(), account.Registration{Name: "Vì Văn " + contact, Contact: contact, Password: password}, unit, "", id.Zero)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

// signedIn opens a session and gives its caller.
func (w *world) signedIn(s *account.Service, a account.Account) account.Tokens {
	w.t.Helper()
	t, err := s.StartSession(w.t.Context(), a, account.Device{Label: "máy", Address: "10.0.0.9"}, false)
	if err != nil {
		w.t.Fatal(err)
	}
	return t
}

// fieldsOf are the refused fields as "name key".
func fieldsOf(err error) string {
	var out []string
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // the service's own answer, not wrapped
		for _, f := range e.Fields {
			out = append(out, f.Name+" "+f.Key)
		}
	}
	return strings.Join(out, "; ")
}

// TestSignInTellsNothing: an unknown name, a wrong password and a locked account answer alike.
func TestSignInTellsNothing(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		w.member(s, "0912345001", w.hamlet)
		locked := w.member(s, "0912345002", w.hamlet)
		must(t, s.SetLocked(ctx, nil, locked.ID, true))
		for i, contact := range []string{"0912345001", "0912345002", "0912345003", "la@vi.du"} {
			typed := password
			if i == 0 {
				typed = "sai rồi nhé"
			}
			_, err := s.SignIn(ctx, contact, typed, account.Device{Address: fmt.Sprint("10.0.0.", i)}, false)
			if fieldsOf(err) != "contact signin.wrong" {
				t.Errorf("%s: %v", contact, err)
			}
		}
		for contact, want := range map[string]string{"": "contact contact.missing", "12": "contact contact.phone", "a@b": "contact contact.mail"} {
			if _, err := s.SignIn(ctx, contact, password, account.Device{}, false); fieldsOf(err) != want {
				t.Errorf("%q: %v, want %s", contact, err, want)
			}
		}
		if _, err := s.SignIn(ctx, "0912345001", "", account.Device{}, false); fieldsOf(err) != "password password.missing" {
			t.Error(err)
		}
		tokens, err := s.SignIn(ctx, "+84 912.345.001", password, account.Device{Label: strings.Repeat("máy ", 99), Address: "10.0.0.1"}, false)
		must(t, err)
		if c, err := s.Caller(ctx, tokens.Token); err != nil || c.UnitPath.Under(w.commune.Path) == false || len([]rune(tokens.Session.Device)) != 120 || tokens.Refresh != "" {
			t.Errorf("%+v, %v, device %q", c, err, tokens.Session.Device)
		}
	})
}

// TestGuessingIsBounded: eight wrong passwords lock this address out for a quarter of an hour, even with the right one;
// other addresses and a manager's code stay open.
func TestGuessingIsBounded(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		a := w.member(s, "0912345001", w.hamlet)
		here := account.Device{Address: "10.0.0.1"}
		for n := range 8 {
			if _, err := s.SignIn(ctx, "0912345001", "sai rồi nhé", here, false); !fault.Is(err, fault.Invalid) {
				t.Fatalf("guess %d: %v", n+1, err)
			}
		}
		_, err := s.SignIn(ctx, "0912345001", password, here, false)
		e, ok := err.(*fault.Error) //nolint:errorlint // the service's own answer, not wrapped
		if !ok || e.Kind != fault.RateLimited || e.RetryAfter > 15*time.Minute || e.RetryAfter < 14*time.Minute || e.Args["count"] != 15 {
			t.Fatalf("the right password while locked: %+v", err)
		}
		if _, err := s.SignIn(ctx, "0912345001", password, account.Device{Address: "10.0.0.2"}, false); err != nil {
			t.Errorf("from elsewhere: %v", err)
		}
		w.clock.Advance(15*time.Minute - 10*time.Second)
		if _, err := s.SignIn(ctx, "0912345001", password, here, false); !fault.Is(err, fault.RateLimited) {
			t.Errorf("just before the end: %v", err)
		}
		code, err := s.MakeResetCode(ctx, nil, a.ID)
		must(t, err)
		if _, err := s.Reset(ctx, "0912345001", code, "mật khẩu khác hẳn", here); err != nil {
			t.Errorf("the code while locked: %v", err)
		}
		if _, err := s.SignIn(ctx, "0912345001", "mật khẩu khác hẳn", here, false); err != nil {
			t.Errorf("the new password right after the code: %v", err)
		}
	})
}

// TestResetCodes: five tries, one day, one use, the newest only, for the account it was made for.
func TestResetCodes(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		const contact, other = "0912345001", "0912345002"
		a := w.member(s, contact, w.hamlet)
		w.member(s, other, w.hamlet)
		device := 0
		try := func(contact, code string) error {
			device++
			_, err := s.Reset(ctx, contact, code, fmt.Sprintf("mật khẩu mới %d", device), account.Device{Address: fmt.Sprint("10.1.0.", device)})
			return err
		}
		fresh := func() string {
			code, err := s.MakeResetCode(ctx, nil, a.ID)
			must(t, err)
			if len(code) != account.ResetDigits || strings.Trim(code, "0123456789") != "" {
				t.Fatalf("code %q", code)
			}
			return code
		}
		wrong := func(code string) string { return fmt.Sprintf("%08d", (atoi(code)+1)%100_000_000) }
		refused := func(what string, err error) {
			t.Helper()
			if fieldsOf(err) != "code code.wrong" {
				t.Errorf("%s: %v", what, err)
			}
		}

		code := fresh()
		refused("another's contact", try(other, code))
		refused("nobody's contact", try("0912345009", code))
		for range account.ResetTries - 1 {
			refused("a wrong code", try(contact, wrong(code)))
		}
		must(t, try(contact, code[:4]+" "+code[4:]))
		refused("the same code again", try(contact, code))

		code = fresh()
		for range account.ResetTries {
			refused("a wrong code", try(contact, wrong(code)))
		}
		refused("the right code after five wrong ones", try(contact, code))

		old := fresh()
		code = fresh()
		if old != code {
			refused("a code that a newer one made void", try(contact, old))
		}
		must(t, try(contact, code))

		code = fresh()
		w.clock.Advance(account.ResetLife - time.Minute)
		open := w.signedIn(s, a)
		must(t, try(contact, code))
		if _, err := s.Caller(ctx, open.Token); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a session outlived the new password: %v", err)
		}
		code = fresh()
		w.clock.Advance(account.ResetLife + time.Minute)
		refused("a code of yesterday", try(contact, code))

		code = fresh()
		must(t, s.SetLocked(ctx, nil, a.ID, true))
		refused("the code of a locked account", try(contact, code))
		if err := try("", ""); fieldsOf(err) != "contact contact.missing; code code.missing" {
			t.Error(err)
		}
	})
}

func atoi(s string) (n int) {
	for _, d := range s {
		n = n*10 + int(d-'0')
	}
	return n
}

// TestMailedLinks: an hour, one use, the newest only; who has no account learns nothing and gets nothing.
func TestMailedLinks(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		a := w.member(s, "lo.thi@vi-du.vn", w.hamlet)
		mail := account.Contact{Kind: account.Email, Value: "lo.thi@vi-du.vn"}
		link := func(to account.Contact) string {
			token, err := s.MailToken(ctx, to, account.PurposeMailReset)
			must(t, err)
			return token
		}
		for range 2 {
			if _, err := s.AskMail(ctx, " Lo.Thi@vi-du.vn ", account.Device{Address: "10.0.0.1"}); err != nil {
				t.Fatal(err)
			}
		}
		_, err := s.AskMail(ctx, "khong.ai@vi-du.vn", account.Device{Address: "10.0.0.1"})
		must(t, err)
		_, err = s.AskMail(ctx, "lo.thi@vi-du.vn", account.Device{Address: "10.0.0.2"})
		must(t, err)
		_, err = s.AskMail(ctx, "lo.thi@vi-du.vn", account.Device{Address: "10.0.0.3"})
		wantKind(t, "a fourth mail to one address", err, fault.RateLimited)
		if _, err = s.AskMail(ctx, "0912345001", account.Device{}); fieldsOf(err) != "contact contact.mail" {
			t.Error(err)
		}
		if link(account.Contact{Kind: account.Email, Value: "khong.ai@vi-du.vn"}) != "" {
			t.Error("nobody got a link")
		}

		old, token := link(mail), link(mail)
		wantKind(t, "the older link", s.MailLinkOpen(ctx, old, account.PurposeMailReset), fault.Gone)
		wantKind(t, "the link for another purpose", s.MailLinkOpen(ctx, token, account.PurposeMailVerify), fault.Gone)
		must(t, s.MailLinkOpen(ctx, token, account.PurposeMailReset))
		if _, err := s.ResetByMail(ctx, token, "lo.thi@vi-du.vn"); fieldsOf(err) != "password password.guessable" {
			t.Errorf("one's own address as a password: %v", err)
		}
		_, err = s.ResetByMail(ctx, token, "một mật khẩu khác")
		must(t, err)
		_, err = s.ResetByMail(ctx, token, "mật khẩu thứ ba")
		wantKind(t, "the link again", err, fault.Gone)

		token = link(mail)
		w.clock.Advance(account.MailLinkLife + time.Second)
		_, err = s.ResetByMail(ctx, token, "mật khẩu thứ ba")
		wantKind(t, "a link of an hour ago", err, fault.Gone)
		token = link(mail)
		must(t, s.SetLocked(ctx, nil, a.ID, true))
		_, err = s.ResetByMail(ctx, token, "mật khẩu thứ ba")
		wantKind(t, "the link of a locked account", err, fault.Gone)
		if link(mail) != "" {
			t.Error("a locked account got a link")
		}
	})
}

// TestConfirmedContacts: an address is the person's once a mailed link was opened or a manager has said so.
func TestConfirmedContacts(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		tokens, err := s.Register(ctx, account.Registration{Name: "Lò Thị", Contact: "lo@vi-du.vn", Password: password, Consent: true}, w.hamlet, account.Device{Address: "10.0.0.1"}, false)
		must(t, err)
		if got, err := s.UnverifiedMail(ctx, tokens.Caller); err != nil || got != "lo@vi-du.vn" {
			t.Errorf("%q, %v", got, err)
		}
		token, err := s.MailToken(ctx, account.Contact{Kind: account.Email, Value: "lo@vi-du.vn"}, account.PurposeMailVerify)
		must(t, err)
		for range 2 {
			must(t, s.VerifyByMail(ctx, token))
		}
		_, err = s.UnverifiedMail(ctx, tokens.Caller)
		wantKind(t, "after it was confirmed", err, fault.NotFound)
		wantKind(t, "a link nobody made", s.VerifyByMail(ctx, "x"), fault.Gone)

		phone := account.Contact{Kind: account.Phone, Value: "+84912345001"}
		second, err := s.Register(ctx, account.Registration{Name: "Lò Văn", Contact: "0912345001", Password: password, Consent: true}, w.hamlet, account.Device{Address: "10.0.0.1"}, false)
		must(t, err)
		wantKind(t, "another's contact", s.VerifyContact(ctx, nil, second.Caller.Account, account.Contact{Kind: account.Email, Value: "lo@vi-du.vn"}), fault.NotFound)
		must(t, s.VerifyContact(ctx, nil, second.Caller.Account, phone))
		contacts, _, err := s.Own(ctx, second.Caller)
		if err != nil || len(contacts) != 1 || contacts[0].Verified == 0 || contacts[0].Contact != phone {
			t.Errorf("%+v, %v", contacts, err)
		}
	})
}

// TestRegistering: every fault of the form at once; a button pressed twice is signed in; a taken name is said.
func TestRegistering(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		here := account.Device{Address: "10.0.0.1"}
		_, err := s.Register(ctx, account.Registration{Contact: "x", Password: "ngắn", Audience: "ai đó"}, w.province, here, false)
		if got := fieldsOf(err); got != "name name.missing; contact contact.phone; password password.short; consent consent.missing; audience audience.unknown" {
			t.Error(got)
		}
		good := account.Registration{Name: "  Lò   Thị  Ánh ", Contact: "0912 345 001", Password: password, Consent: true}
		first, err := s.Register(ctx, good, w.province, here, false)
		must(t, err)
		if c := first.Caller; c.Name != "Lò Thị Ánh" || c.Unit != w.province.ID || c.Audience != "nguoi-dan" || c.Staff {
			t.Errorf("%+v", c)
		}
		second, err := s.Register(ctx, good, w.province, here, false)
		if err != nil || second.Caller.Account != first.Caller.Account || second.Session.ID == first.Session.ID {
			t.Errorf("pressed twice: %+v, %v", second, err)
		}
		good.Password = "một mật khẩu khác"
		if _, err := s.Register(ctx, good, w.province, here, false); fieldsOf(err) != "contact contact.taken" {
			t.Errorf("taken: %v", err)
		}
	})
}
