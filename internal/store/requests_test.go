package store

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

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
