package store_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store"
)

// TestThereIsAlwaysAnAdministrator: whoever of three takes roles from whom, locks, opens or leaves, in whatever order, at
// the command line or on the pages: somebody is left who can act at the top, and is refused nothing for it.
func TestThereIsAlwaysAnAdministrator(t *testing.T) {
	t.Parallel()
	w := newWorld(t, store.Options{Dir: t.TempDir()})
	ctx := t.Context()
	top := role(account.Administrator, w.province)
	people := []*account.Caller{w.person(w.province, top), w.person(w.hamlet, top), w.person(w.commune, role(account.Administrator, w.commune))}
	// caller is somebody as their next request finds them; nil when they cannot sign in.
	caller := func(rt *rapid.T, n int) *account.Caller {
		a, err := w.db.Account(ctx, people[n].Account)
		if err != nil {
			rt.Fatal(err)
		}
		c := *people[n]
		if c.Grants, err = w.db.Grants(ctx, c.Account); err != nil {
			rt.Fatal(err)
		}
		if a.Locked != 0 {
			return nil
		}
		return &c
	}
	able := func(rt *rapid.T) (n int) {
		for i := range people {
			if c := caller(rt, i); c != nil && c.MayIn(account.GrantRoles, w.province.Path) {
				n++
			}
		}
		return n
	}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			before := able(rt)
			by := rapid.IntRange(-1, len(people)-1).Draw(rt, "by") // -1: the command line
			to := people[rapid.IntRange(0, len(people)-1).Draw(rt, "to")].Account
			var c *account.Caller
			if by >= 0 {
				if c = caller(rt, by); c == nil {
					continue
				}
			}
			op := rapid.SampledFrom([]string{"grant", "revoke", "revoke", "lock", "lock", "open"}).Draw(rt, "op")
			var err error
			switch op {
			case "grant":
				err = w.Grant(ctx, c, to, account.Administrator, w.province)
			case "revoke":
				err = w.Revoke(ctx, c, to, account.Administrator, w.province)
			case "lock", "open":
				err = w.SetLocked(ctx, c, to, op == "lock")
			}
			what := fmt.Sprintf("%s by %d: %v", op, by, err)
			if after := able(rt); after < 1 || err != nil && after != before {
				rt.Fatalf("%s: %d who can act became %d", what, before, after)
			}
			if err != nil && !slices.Contains([]fault.Kind{fault.NotFound, fault.Forbidden, fault.Conflict}, fault.KindOf(err)) {
				rt.Fatal(what)
			}
			if op == "open" && c == nil && err != nil || op == "grant" && c == nil && err != nil {
				rt.Fatalf("the command line is refused what harms nobody: %s", what)
			}
		}
	})
	if n, err := w.db.Administrators(ctx); n < 1 || err != nil {
		t.Errorf("the store counts %d, %v", n, err)
	}
	w.must(w.Grant(ctx, nil, people[0].Account, account.Administrator, w.province))
	w.must(w.SetLocked(ctx, nil, people[0].Account, false))
	if _, err := w.db.Account(ctx, id.Zero); !fault.Is(err, fault.NotFound) {
		t.Errorf("nobody's account: %v", err)
	}
}
