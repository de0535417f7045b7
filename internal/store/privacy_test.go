package store

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/privacy"
)

// graduate is somebody who has passed the course with typed answers among the others, and is signed in.
func (w *world) graduate(n int) *account.Caller {
	w.t.Helper()
	c := w.person(n, w.hamlet)
	h := &history{world: w, people: []*account.Caller{c}, last: map[id.ID]id.ID{}, edition: 1}
	if err := h.finish(op{Right: true}); err != nil {
		w.t.Fatal(err)
	}
	w.session(c, "phiên của "+c.Account.String(), true)
	return c
}

// paper is the one confirmation of a person.
func (w *world) paper(c *account.Caller) *credential.Credential {
	w.t.Helper()
	all, err := w.credential.Mine(w.t.Context(), c)
	if err != nil || len(all) != 1 {
		w.t.Fatalf("%d confirmations, %v", len(all), err)
	}
	return all[0]
}

func (w *world) erase(c *account.Caller) {
	w.t.Helper()
	if err := w.privacy.ErasePerson(w.t.Context(), nil, c.Account, true, false); err != nil {
		w.t.Fatal(err)
	}
}

// TestErase: nothing that names the person is left, the figures stay, and the doctor finds nothing.
func TestErase(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c, other := w.graduate(1), w.graduate(2)
		must(t, w.AddCode(ctx, account.Code{ID: w.ids.New(), Account: c.Account, Purpose: account.PurposeReset, Hash: []byte("mã"), Life: time.Hour, Tries: 5}))
		must(t, w.Grant(ctx, account.Change{Account: c.Account}, account.Author, w.commune.ID))
		must(t, w.learning.Enrol(ctx, c, courseSlug, assess.Key{Key: "khóa tự đặt 0912345678", Body: []byte("x")}))
		paper, before := w.paper(c), value[int](w, "SELECT count(*) FROM record")
		w.erase(c)

		for table, query := range map[string]string{
			"account": "id = $1", "contact": "account_id = $1", "session": "account_id = $1", "one_time_code": "account_id = $1",
			"role_grant": "account_id = $1", "client_key": "caller = $1",
			"refresh_token": "session_id IN (SELECT id FROM session WHERE account_id = $1)",
		} {
			if n := value[int](w, "SELECT count(*) FROM "+table+" WHERE "+query, c.Account); n != 0 {
				t.Errorf("%s: %d rows left", table, n)
			}
		}
		for what, query := range map[string]string{
			"a name":          "SELECT count(*) FROM person WHERE id = $1 AND (name <> '' OR folded <> '' OR erased_at = 0)",
			"a text":          "SELECT count(*) FROM evidence v JOIN record r ON r.id = v.record_id WHERE r.person_id = $1 AND (length(v.body) > 0 OR length(v.salt) > 0)",
			"a practice text": "SELECT count(*) FROM practice p JOIN enrolment e ON e.id = p.enrolment_id WHERE e.person_id = $1 AND (p.last_answer LIKE '%\"t\"%' OR p.last_answer LIKE '%\"x\"%')",
			"an exam text":    "SELECT count(*) FROM attempt_item i JOIN attempt a ON a.id = i.attempt_id WHERE a.person_id = $1 AND (i.answer LIKE '%\"t\"%' OR i.answer LIKE '%\"x\"%')",
			"a client's key":  "SELECT count(*) FROM record WHERE person_id = $1 AND client_key <> ''",
			"a consent":       "SELECT count(*) FROM consent WHERE person_id = $1 AND withdrawn_at = 0",
		} {
			if n := value[int](w, query, c.Person); n != 0 {
				t.Errorf("%s is left: %d", what, n)
			}
		}
		if after := value[int](w, "SELECT count(*) FROM record"); after != before+1 {
			t.Errorf("%d facts became %d: all stay, the withdrawal comes to them", before, after)
		}
		if n := value[int](w, "SELECT count(*) FROM attempt WHERE person_id = $1 AND passed", c.Person); n != 1 {
			t.Errorf("%d passed exams of the pseudonym", n)
		}
		checked, err := w.credential.Check(ctx, paper.Serial)
		must(t, err)
		if checked.State() != credential.Withdrawn || checked.Told() || checked.Holder != "" {
			t.Errorf("the confirmation answers %s, %q", checked.State(), checked.Holder)
		}
		if k := w.paper(other); k.State() != credential.Valid || k.Holder != other.Name {
			t.Errorf("another person's confirmation became %+v", k)
		}
		rows, _, err := w.People(ctx, []org.Path{w.province.Path}, account.PeopleFilter{}, 10, id.Zero)
		must(t, err)
		if len(rows) != 1 || rows[0].Person != other.Person {
			t.Errorf("the list of people: %+v", rows)
		}
		wantKind(t, "erasing somebody twice", w.privacy.ErasePerson(ctx, nil, c.Account, true, false), fault.NotFound)
		must(t, w.Register(ctx, w.newAccount(1, w.hamlet))) // the number is free again
		w.clock.Advance(time.Hour)
		must(t, w.learning.Sweep(ctx, 1))
		must(t, w.credential.Sweep(ctx))
		w.healthy()
	})
}

// TestEraseLeavesNoBytes looks into the files themselves, where deleted rows may live on.
func TestEraseLeavesNoBytes(t *testing.T) {
	w := newWorld(t)
	n := w.newAccount(7, w.hamlet)
	n.Name, n.Contact.Value = "Vàng Thị Kỳ Lạ", "+84977000111"
	must(t, w.Register(t.Context(), n))
	c := &account.Caller{Account: n.ID, Person: n.Person, Name: n.Name, Unit: w.hamlet.ID, UnitPath: w.hamlet.Path, Audience: n.Audience}
	w.enrol(c)
	_, _, _, err := w.learning.Practise(t.Context(), c, courseSlug, "p2", assess.Answer{Text: "một chữ rất riêng"}, assess.Key{Key: "khóa rất riêng"})
	must(t, err)
	a := w.start(c)
	for _, it := range a.Items {
		given := w.answer(it, true)
		switch {
		case given.Text != "":
			given.Text = "một chữ rất riêng"
		case given.Texts != nil:
			given.Texts[1] = "một chữ rất riêng"
		}
		_, err := w.save(c, a.ID, it.Position, given, false, 0, assess.Key{})
		must(t, err)
	}
	secrets := []string{n.Name, "vang thi ky la", n.Contact.Value, "một chữ rất riêng", "khóa rất riêng"}
	found := func() (out []string) {
		files, err := filepath.Glob(filepath.Join(w.opts.Dir, "*"))
		must(t, err)
		for _, f := range files {
			b, err := os.ReadFile(f)
			must(t, err)
			for _, s := range secrets {
				if bytes.Contains(b, []byte(s)) {
					out = append(out, filepath.Base(f)+": "+s)
				}
			}
		}
		return out
	}
	if len(found()) < len(secrets) {
		t.Fatalf("the files do not hold what is looked for: %q", found())
	}
	must(t, w.privacy.ErasePerson(t.Context(), nil, c.Account, true, true))
	if left := found(); len(left) > 0 {
		t.Errorf("still in the files: %q", left)
	}
	w.healthy()
}

// TestEraseAfterATextWasTakenBack: a menu that was picked stays, as every choice does.
func TestEraseAfterATextWasTakenBack(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		c := w.person(1, w.hamlet)
		w.enrol(c)
		a := w.start(c)
		for _, it := range a.Items {
			given := w.answer(it, true)
			_, err := w.save(c, a.ID, it.Position, given, false, 0, assess.Key{})
			must(t, err)
			if given.Texts != nil {
				given.Texts = nil
				_, err := w.save(c, a.ID, it.Position, given, false, 0, assess.Key{})
				must(t, err)
			}
		}
		must(t, w.privacy.ErasePerson(t.Context(), nil, c.Account, true, true))
		w.healthy()
	})
}

// TestEraseAmidAnExam: not without saying so; with it, the exam ends with what it holds.
func TestEraseAmidAnExam(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		w.enrol(c)
		a := w.start(c)
		_, err := w.save(c, a.ID, 1, w.answer(a.Items[0], true), false, 0, assess.Key{})
		must(t, err)
		wantKind(t, "erasing amid an exam", w.privacy.ErasePerson(ctx, nil, c.Account, true, false), fault.Conflict)
		if got, err := w.Account(ctx, c.Account); err != nil || got.Name != c.Name {
			t.Fatalf("what was refused has changed the account: %+v, %v", got, err)
		}
		_, err = w.Erase(ctx, privacy.Erasure{Person: c.Person}) // also where the look before came too early
		wantKind(t, "erasing amid an exam, in the transaction", err, fault.Conflict)
		must(t, w.privacy.ErasePerson(ctx, nil, c.Account, true, true))
		if n := value[int](w, "SELECT answered FROM attempt WHERE id = $1 AND submitted_at > 0", a.ID); n != 1 {
			t.Errorf("the exam ended with %d answers", n)
		}
		_, err = w.save(c, a.ID, 2, assess.Answer{}, true, 0, assess.Key{})
		wantKind(t, "a save that was on its way", err, fault.Conflict)
		_, err = w.assess.Start(ctx, c, w.course.CourseID, assess.Key{})
		wantKind(t, "a start that was on its way", err, fault.NotFound)
		_, _, _, err = w.learning.Practise(ctx, c, courseSlug, "p2", assess.Answer{Text: "đến muộn"}, assess.Key{})
		wantKind(t, "practice that was on its way", err, fault.NotFound)
		w.healthy()
	})
}

func TestLastAdministratorIsNotErased(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.person(1, w.hamlet), w.person(2, w.hamlet)
		for _, p := range []*account.Caller{one, two} {
			must(t, w.Grant(ctx, account.Change{Account: p.Account}, account.Administrator, w.province.ID))
		}
		w.erase(one)
		wantKind(t, "the last administrator", w.privacy.ErasePerson(ctx, nil, two.Account, true, false), fault.Conflict)
		if n, err := w.Administrators(ctx); n != 1 || err != nil {
			t.Errorf("%d administrators, %v", n, err)
		}
		w.healthy()
	})
}

// TestReplay: a restored database forgets again whom the list names, whatever they were doing then.
func TestReplay(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		done, sitting, gone, stays := w.graduate(1), w.person(2, w.hamlet), w.person(3, w.hamlet), w.person(4, w.hamlet)
		must(t, w.Grant(ctx, account.Change{Account: done.Account}, account.Administrator, w.province.ID)) // then the only one
		w.enrol(sitting)
		w.start(sitting)
		_, err := w.Erase(ctx, privacy.Erasure{Person: gone.Person}) // a crash before it came to the list
		must(t, err)
		later := w.ids.New() // registered after the backup was made
		for _, p := range []id.ID{done.Person, sitting.Person, later, done.Person} {
			w.list.lines = append(w.list.lines, privacy.Erased{Person: p, At: 1})
		}
		for _, want := range []int{2, 0} {
			if n, err := w.privacy.Replay(ctx); n != want || err != nil {
				t.Errorf("erased %d again, want %d; %v", n, want, err)
			}
		}
		if n := value[int](w, "SELECT count(*) FROM account"); n != 1 {
			t.Errorf("%d accounts are left", n)
		}
		if _, err := w.Account(ctx, stays.Account); err != nil {
			t.Errorf("somebody who is not on the list: %v", err)
		}
		if !slices.ContainsFunc(w.list.lines, func(e privacy.Erased) bool { return e.Person == gone.Person }) || len(w.list.lines) != 5 {
			t.Errorf("the list was not brought up to date: %v", w.list.lines)
		}
		w.healthy()
	})
}

// TestListThatCannotBeWritten: nobody is erased whom the list could not name afterwards.
func TestListThatCannotBeWritten(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		w.enrol(c)
		w.start(c)
		w.list.full = fault.New(fault.Unavailable, "error.unavailable")
		wantKind(t, "without a list", w.privacy.ErasePerson(ctx, nil, c.Account, true, true), fault.Unavailable)
		if _, err := w.Account(ctx, c.Account); err != nil {
			t.Errorf("the account that was refused its erasure: %v", err)
		}
		if n := value[int](w, "SELECT count(*) FROM attempt WHERE submitted_at = 0"); n != 1 {
			t.Errorf("%d exams go on", n)
		}
		w.list.full = nil
		must(t, w.privacy.ErasePerson(ctx, nil, c.Account, true, true))
		if len(w.list.lines) != 1 || w.list.lines[0].Person != c.Person || w.list.lines[0].At == 0 {
			t.Errorf("listed as %v", w.list.lines)
		}
	})
}

// TestListThatBreaksMeanwhile: an erasure that is stored comes to the list as soon as it can, however long that takes.
func TestListThatBreaksMeanwhile(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		c := w.person(1, w.hamlet)
		w.list.late = os.ErrPermission
		w.erase(c)
		w.clock.Advance(3 * time.Hour)
		if err := w.privacy.Tidy(t.Context()); err == nil {
			t.Error("nobody is told that the list cannot be written")
		}
		w.list.late = nil
		must(t, w.privacy.Tidy(t.Context()))
		if len(w.list.lines) != 1 || w.list.lines[0].Person != c.Person || w.list.lines[0].At == 0 {
			t.Errorf("listed as %v", w.list.lines)
		}
	})
}

// TestTidyTakesWhatCameLate: on PostgreSQL a request may store beside an erasure; it does not stay.
func TestTidyTakesWhatCameLate(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		c := w.graduate(1)
		w.erase(c)
		w.sql("UPDATE evidence SET body = $1, salt = $1, deleted_at = 0 WHERE record_id = (SELECT v.record_id FROM evidence v ORDER BY v.record_id LIMIT 1)", []byte("đến muộn"))
		if len(w.differences()) == 0 {
			t.Fatal("the doctor does not see it")
		}
		must(t, w.privacy.Tidy(t.Context()))
		w.healthy()
	})
}

func TestRevokeCredential(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.graduate(1)
		paper := w.paper(c)
		wantKind(t, "without words", w.credential.Revoke(ctx, nil, paper.Serial, "vì thế", " "), fault.Invalid)
		const words = "Người khác thi hộ"
		must(t, w.credential.Revoke(ctx, nil, paper.Serial, credential.WhyFraud, words))
		wantKind(t, "a second time", w.credential.Revoke(ctx, nil, paper.Serial, credential.WhyMistake, words), fault.Conflict)
		k, err := w.credential.Check(ctx, paper.Serial)
		must(t, err)
		if k.State() != credential.Revoked || k.Revoked == 0 || !k.Told() {
			t.Errorf("checked as %+v", k)
		}
		record, data := value[id.ID](w, "SELECT id FROM record WHERE kind = 'revoked'"), value[string](w, "SELECT data FROM record WHERE kind = 'revoked'")
		salt := value[[]byte](w, "SELECT salt FROM evidence WHERE record_id = $1", record)
		if strings.Contains(data, words) || !strings.Contains(data, saltedHash(salt, []byte(words))) || !strings.Contains(data, `"why":"fraud"`) {
			t.Errorf("the fact holds %s (salt %s)", data, hex.EncodeToString(salt))
		}
		if n := value[int](w, "SELECT count(*) FROM audit WHERE action = 'credential-revoked' AND target_id = $1", k.ID); n != 1 {
			t.Errorf("%d audit lines", n)
		}
		w.clock.Advance(time.Hour)
		must(t, w.credential.Sweep(ctx))
		w.paper(c) // no second one is issued in its place
		w.erase(c)
		if k, err = w.credential.Check(ctx, paper.Serial); err != nil || k.State() != credential.Revoked || k.Told() {
			t.Errorf("after the erasure: %+v, %v", k, err)
		}
		wantKind(t, "of somebody erased", w.credential.Revoke(ctx, nil, paper.Serial, credential.WhyFraud, words), fault.NotFound)
		w.healthy()
	})
}

func TestCorrect(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.graduate(1)
		ch := account.Change{Actor: c.Account, Account: c.Account, Unit: c.Unit}
		other := w.person(2, w.hamlet)
		must(t, w.AddCode(ctx, account.Code{ID: w.ids.New(), Account: c.Account, Purpose: account.PurposeReset, Hash: []byte("mã"), Life: time.Hour, Tries: 5}))
		x := account.Corrected{
			Person: c.Person, Name: "Lò Thị Ánh Đào", Old: account.Contact{Kind: account.Phone, Value: "+84900000001"},
			New: account.Contact{Kind: account.Phone, Value: "+84900000002"},
		}
		wantKind(t, "a contact that another account has", w.Correct(ctx, ch, x), fault.Invalid)
		if k := w.paper(c); k.Holder != c.Name {
			t.Errorf("half of what was refused is stored: %q", k.Holder)
		}
		x.New = account.Contact{Kind: account.Email, Value: "anh@example.vn"}
		must(t, w.Correct(ctx, ch, x))
		contacts, err := w.Contacts(ctx, c.Account)
		must(t, err)
		if len(contacts) != 1 || contacts[0].Contact != x.New || contacts[0].Verified != 0 {
			t.Errorf("contacts %+v", contacts)
		}
		_, _, _, err = w.TryCode(ctx, c.Account, account.PurposeReset)
		wantKind(t, "a code from before", err, fault.NotFound)
		x.Old = account.Contact{Kind: account.Phone, Value: "+84900000002"} // not theirs
		wantKind(t, "taking another account's contact away", w.Correct(ctx, ch, x), fault.NotFound)
		if a, err := w.AccountByContact(ctx, x.Old); err != nil || a.ID != other.Account {
			t.Errorf("the other account's contact: %v", err)
		}
		if k := w.paper(c); k.Holder != "Lò Thị Ánh Đào" {
			t.Errorf("the confirmation names %q", k.Holder)
		}
		rows, _, err := w.People(ctx, []org.Path{w.province.Path}, account.PeopleFilter{Query: "dao"}, 1, id.Zero)
		must(t, err)
		if len(rows) != 1 {
			t.Errorf("found by the new name: %v", rows)
		}
		if n := value[int](w, "SELECT count(*) FROM audit WHERE action = 'name-corrected' AND data = '{}'"); n != 1 {
			t.Errorf("%d audit lines that name nobody", n)
		}
		w.erase(c)
		wantKind(t, "of somebody erased", w.Correct(ctx, ch, account.Corrected{Person: c.Person, Name: "Ai đó"}), fault.NotFound)
		w.healthy()
	})
}

// TestCopyHasTheTexts: what evidence holds is in the copy, earlier answers and the reason of a revocation too.
func TestCopyHasTheTexts(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c, other := w.graduate(1), w.graduate(2)
		must(t, w.credential.Revoke(ctx, nil, w.paper(c).Serial, credential.WhyFraud, "Người khác thi hộ"))
		got, err := w.privacy.Of(ctx, nil, c.Account)
		must(t, err)
		var texts []string
		for _, e := range got.Events {
			if e.Text != "" {
				texts = append(texts, e.Kind+" "+e.Text)
			}
			if e.Text != "" && e.Kind == factPractised && e.Subject == "" || e.At == nil {
				t.Errorf("a text without its question or time: %+v", e)
			}
		}
		if n := value[int](w, "SELECT count(*) FROM evidence v JOIN record r ON r.id = v.record_id WHERE r.person_id = $1 AND length(v.body) > 0", c.Person); len(texts) != n || n < 3 {
			t.Errorf("%d of %d texts: %q", len(texts), n, texts)
		}
		if !slices.Contains(texts, "revoked Người khác thi hộ") {
			t.Errorf("no reason in %q", texts)
		}
		if len(got.Audit) == 0 {
			t.Error("no audit lines")
		}
		for _, a := range got.Audit {
			if !strings.HasPrefix(string(a.Data), "{") {
				t.Errorf("%s: not an object: %s", a.Action, a.Data)
			}
		}
		file, err := got.JSON()
		must(t, err)
		if !strings.Contains(string(file), `"why": "fraud"`) {
			t.Errorf("what belongs to an audit line is no JSON in\n%s", file)
		}
		theirs, err := w.privacy.Of(ctx, nil, other.Account)
		must(t, err)
		if file, err = theirs.JSON(); err != nil || strings.Contains(string(file), "thi hộ") {
			t.Errorf("another person's copy has it: %v", err)
		}
	})
}

// TestCopy: everything is in it, and nothing of anybody else.
func TestCopy(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.graduate(1)
		w.graduate(2)
		got, err := w.privacy.Of(ctx, nil, c.Account)
		must(t, err)
		counts := []int{
			len(got.Contacts), len(got.Consents), len(got.Sessions), len(got.Courses), len(got.Courses[0].Lessons), len(got.Courses[0].Practice),
			len(got.Attempts), len(got.Attempts[0].Answers), len(got.Attempts[0].Levels), len(got.Confirmations),
		}
		if d := cmp.Diff([]int{1, 1, 1, 1, 2, 4, 1, 6, 1, 1}, counts); d != "" {
			t.Errorf("contacts, consents, sessions, courses, lessons, practice, attempts, answers, levels, confirmations (-want +got):\n%s", d)
		}
		if n := value[int](w, "SELECT count(*) FROM record WHERE person_id = $1", c.Person); len(got.Events) != n {
			t.Errorf("%d of %d records", len(got.Events), n)
		}
		file, err := got.JSON()
		must(t, err)
		for _, want := range []string{c.Name, "+84900000001", account.ConsentVersion, `"text": "42"`, `"data-copied"`, `"credential-issued"`, `"share": "1"`} {
			if !strings.Contains(string(file), want) {
				t.Errorf("no %s in the copy", want)
			}
		}
		for _, not := range []string{"Ánh 2", "+84900000002", `"q1"`, "null"} {
			if strings.Contains(string(file), not) {
				t.Errorf("%s is in the copy", not)
			}
		}
		w.start(c) // from now on the answers before would help with these
		again, err := w.privacy.Own(ctx, c)
		must(t, err)
		for _, a := range again.Attempts {
			for _, it := range a.Answers {
				if it.Share != "" {
					t.Fatalf("attempt %d tells what question %d earned", a.Number, it.Position)
				}
			}
		}
	})
}
