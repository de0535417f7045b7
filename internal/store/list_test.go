package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/vntext"
)

func TestListAllowsOnlyItsColumns(t *testing.T) {
	evil := "1 = 1; DROP TABLE person; --"
	for name, use := range map[string]func(l *list) error{
		"filter":     func(l *list) error { l.is(evil, "=", 1); _, err := l.page("name", 5); return err },
		"condition":  func(l *list) error { l.has(evil, 1); _, err := l.page("name", 5); return err },
		"subtree":    func(l *list) error { l.under(evil, nil); _, err := l.page("name", 5); return err },
		"comparison": func(l *list) error { l.is("name", evil, 1); _, err := l.page("name", 5); return err },
		"order":      func(l *list) error { _, err := l.page(evil, 5); return err },
		"cursor":     func(l *list) error { l.after("name", 1); _, err := l.page("name", 5); return err },
		"other way":  func(l *list) error { l.after(evil, 1, 2); _, err := l.page("name", 5); return err },
		"count":      func(l *list) error { l.is(evil, "=", 1); _, err := l.count(t.Context(), nil, 5); return err },
	} {
		if err := use(peopleListing().list()); err == nil {
			t.Errorf("%s: a name that is not allowed was taken", name)
		}
	}
}

// Whatever is asked for, the text holds nothing of it: values go by argument only.
func TestListTextHoldsNoValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := account.PeopleFilter{
			Query: rapid.String().Draw(t, "query"), Audience: rapid.String().Draw(t, "audience"),
			Role: account.Role(rapid.String().Draw(t, "role")), Locked: rapid.Bool().Draw(t, "locked"),
		}
		l := peopleList([]org.Path{{1}, make(org.Path, 32)}, f, rapid.Bool().Draw(t, "few"))
		text, err := l.page("name", 51)
		if err != nil {
			t.Fatal(err)
		}
		for i := range l.args {
			if !strings.Contains(text, fmt.Sprintf("$%d", i+1)) {
				t.Fatalf("argument %d is not in %s", i+1, text)
			}
		}
		for _, v := range []string{f.Query, f.Audience, string(f.Role)} {
			if len(v) > 3 && strings.ContainsAny(v, `'";-`) && strings.Contains(text, v) {
				t.Fatalf("%q stands in %s", v, text)
			}
		}
	})
}

// add makes a person with this name and contact.
func (w *world) add(name, number string, unit org.Unit) account.NewAccount {
	w.t.Helper()
	n := w.newAccount(0, unit)
	n.Name, n.Contact.Value = name, "+84"+number
	if err := w.Register(w.t.Context(), n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func rowNames(rows []account.PersonRow) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Name)
	}
	return out
}

func TestPeople(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.add("Trần Quốc Bình", "900000001", w.province)
		w.add("Lò Thị Ánh", "900000002", w.hamlet)
		manager := w.add("Nguyễn Thị Hạnh", "900000003", w.commune)
		locked := w.add("Đinh Văn Ân", "912345678", w.hamlet)
		change := account.Change{Account: manager.ID, Unit: w.commune.ID}
		if err := w.Grant(ctx, change, account.Manager, w.commune.ID); err != nil {
			t.Fatal(err)
		}
		if err := w.SetLocked(ctx, account.Change{Account: locked.ID, Unit: w.hamlet.ID}, true); err != nil {
			t.Fatal(err)
		}
		province, commune := []org.Path{w.province.Path}, []org.Path{w.commune.Path}
		for name, tc := range map[string]struct {
			scopes []org.Path
			f      account.PeopleFilter
			want   []string
		}{
			"all, by given name":  {province, account.PeopleFilter{}, []string{"Lò Thị Ánh", "Đinh Văn Ân", "Trần Quốc Bình", "Nguyễn Thị Hạnh"}},
			"a subtree":           {commune, account.PeopleFilter{}, []string{"Lò Thị Ánh", "Đinh Văn Ân", "Nguyễn Thị Hạnh"}},
			"two subtrees":        {[]org.Path{w.hamlet.Path, {9}}, account.PeopleFilter{}, []string{"Lò Thị Ánh", "Đinh Văn Ân"}},
			"no subtree":          {nil, account.PeopleFilter{}, nil},
			"a name, folded":      {province, account.PeopleFilter{Query: "dinh VAN"}, []string{"Đinh Văn Ân"}},
			"a pattern is text":   {province, account.PeopleFilter{Query: "Đ_nh%"}, nil},
			"a number":            {province, account.PeopleFilter{Query: "0912 345 678"}, []string{"Đinh Văn Ân"}},
			"digits of a number":  {province, account.PeopleFilter{Query: "345"}, []string{"Đinh Văn Ân"}},
			"a number elsewhere":  {commune, account.PeopleFilter{Query: "0900000001"}, nil},
			"learners":            {commune, account.PeopleFilter{Role: account.Learner}, []string{"Lò Thị Ánh", "Đinh Văn Ân"}},
			"managers":            {province, account.PeopleFilter{Role: account.Manager}, []string{"Nguyễn Thị Hạnh"}},
			"an audience":         {province, account.PeopleFilter{Audience: "lanh-dao"}, nil},
			"locked":              {province, account.PeopleFilter{Locked: true}, []string{"Đinh Văn Ân"}},
			"several at once":     {commune, account.PeopleFilter{Query: "thi", Role: account.Learner, Audience: "nguoi-dan"}, []string{"Lò Thị Ánh"}},
			"text that is no SQL": {province, account.PeopleFilter{Query: "' OR 1=1 --", Audience: `"`, Role: "'"}, nil},
		} {
			rows, more, err := w.People(ctx, tc.scopes, tc.f, len(tc.want), id.Zero)
			if err != nil || more || !cmp.Equal(rowNames(rows), tc.want) {
				t.Errorf("%s: %v, more %v, %v; want %v", name, rowNames(rows), more, err, tc.want)
			}
			if n, err := w.CountPeople(ctx, tc.scopes, tc.f, 100); err != nil || n != len(tc.want) {
				t.Errorf("%s: counted %d, %v", name, n, err)
			}
		}
		rows, _, err := w.People(ctx, commune, account.PeopleFilter{Query: "Hạnh"}, 1, id.Zero)
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		want := account.PersonRow{
			Account: manager.ID, Person: manager.Person, Name: manager.Name, Unit: w.commune.ID, UnitName: w.commune.Name, Audience: "nguoi-dan",
			Staff: true, Contact: account.ContactState{Contact: manager.Contact},
		}
		if d := cmp.Diff(want, rows[0]); d != "" {
			t.Error(d)
		}
		if n, err := w.CountPeople(ctx, province, account.PeopleFilter{}, 2); err != nil || n != 2 {
			t.Errorf("counted %d beyond the limit, %v", n, err)
		}
		if _, _, err := w.People(ctx, province, account.PeopleFilter{}, 4, w.ids.New()); !fault.Is(err, fault.NotFound) {
			t.Errorf("after nobody: %v", err)
		}
	})
}

// Page by page everyone comes once, in order, also where names are the same.
func TestPeoplePages(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		var all []string
		for i := range 2*account.PeoplePage + 7 {
			n := w.add([]string{"Lý A Sùng", "Lý A Sung", "Trần Ánh"}[i%3], fmt.Sprintf("9%08d", i), w.hamlet)
			all = append(all, n.Name)
		}
		slices.SortStableFunc(all, func(a, b string) int { return slices.Compare(vntext.SortKey(a), vntext.SortKey(b)) })
		var got []string
		seen := map[id.ID]bool{}
		after, more := id.Zero, true
		for pages := 0; more; pages++ {
			if pages > 3 {
				t.Fatal("the pages do not end")
			}
			var rows []account.PersonRow
			var err error
			if rows, more, err = w.People(t.Context(), []org.Path{w.commune.Path}, account.PeopleFilter{}, account.PeopleCounted, after); err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if seen[r.Person] {
					t.Errorf("%s comes twice", r.Name)
				}
				seen[r.Person], after = true, r.Person
			}
			got = append(got, rowNames(rows)...)
		}
		if d := cmp.Diff(all, got); d != "" {
			t.Error(d)
		}
	})
}

func TestPeopleTotals(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		below, above := w.person(1, w.hamlet), w.person(2, w.province)
		e := w.enrol(below)
		w.enrol(above)
		if _, err := w.CompleteCourse(ctx, e); err != nil {
			t.Fatal(err)
		}
		year := clock.Now(w.clock).Year()
		for name, tc := range map[string]struct {
			scope org.Path
			year  int
			want  account.PeopleTotals
		}{
			"commune":   {w.commune.Path, year, account.PeopleTotals{Enrolled: 1, Completed: 1, Trained: 1, Year: year}},
			"province":  {w.province.Path, year, account.PeopleTotals{Enrolled: 2, Completed: 1, Trained: 1, Year: year}},
			"last year": {w.province.Path, year - 1, account.PeopleTotals{Enrolled: 2, Completed: 1, Year: year - 1}},
		} {
			got, err := w.PeopleTotals(ctx, []org.Path{tc.scope}, tc.year)
			if d := cmp.Diff(tc.want, got); d != "" || err != nil {
				t.Errorf("%s: %v %s", name, err, d)
			}
		}
		if _, err := w.Fold(ctx); err != nil {
			t.Fatal(err)
		}
		folded, err := w.PeopleTotals(ctx, []org.Path{w.province.Path}, year)
		if err != nil || folded.Enrolled != 2 || folded.Trained != 1 {
			t.Errorf("after folding %+v, %v", folded, err)
		}
	})
}
