package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

func TestProposals(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, b := w.ids.New(), w.ids.New()
		files := func(text string) []course.File {
			return []course.File{{Path: "bank/01.md", Data: []byte("câu")}, {Path: "course.md", Data: []byte(text)}}
		}
		add := func(text, origin string, actor id.ID) course.Proposal {
			t.Helper()
			p := course.Proposal{Slug: courseSlug, Title: "Khóa", Manifest: course.Manifest(files(text)), Origin: origin, From: "/srv", Release: "v1", State: course.Waiting, Actor: actor, Unit: w.commune.ID}
			kept, err := w.AddProposal(ctx, p, files(text))
			must(t, err)
			want := p
			want.ID, want.Created, want.State = kept.ID, kept.Created, kept.State
			if kept.State == course.Rejected {
				want.Decided, want.DecidedBy = kept.Decided, kept.DecidedBy
			}
			if diff := cmp.Diff(want, kept); diff != "" || kept.ID.IsZero() || kept.Created == 0 {
				t.Fatalf("kept (-want +got):\n%s", diff)
			}
			return kept
		}
		open := func() int {
			t.Helper()
			list, err := w.OpenProposals(ctx)
			must(t, err)
			return len(list)
		}
		first := add("một", course.Git, id.Zero)
		if again := add("một", course.Git, id.Zero); again.ID != first.ID || open() != 1 {
			t.Errorf("the same sources made %d proposals", open())
		}
		got, err := w.ProposalSources(ctx, first.ID)
		must(t, err)
		if diff := cmp.Diff(files("một"), got); diff != "" {
			t.Errorf("sources (-want +got):\n%s", diff)
		}
		if f, err := w.ProposalFile(ctx, first.ID, course.HashOf([]byte("câu"))); err != nil || f.Path != "bank/01.md" || string(f.Data) != "câu" {
			t.Errorf("a file by its content: %+v, %v", f, err)
		}
		second := add("hai", course.Git, id.Zero)
		_, err = w.ProposalFile(ctx, second.ID, course.HashOf([]byte("một")))
		wantKind(t, "another proposal's file", err, fault.NotFound)
		add("ba", course.Zip, a)
		add("bốn", course.Zip, b)
		if p, err := w.Proposal(ctx, first.ID); err != nil || p.State != course.Replaced || open() != 3 {
			t.Errorf("%+v, %v: one of git and each person's own are open, not %d", p, err, open())
		}
		must(t, w.Decide(ctx, second.ID, course.Rejected, a))
		wantKind(t, "deciding twice", w.Decide(ctx, second.ID, course.Accepted, a), fault.Conflict)
		for text, want := range map[string]bool{"hai": true, "một": false, "chưa có": false} {
			if got, err := w.Rejected(ctx, courseSlug, course.Manifest(files(text))); got != want || err != nil {
				t.Errorf("%s is rejected: %t, %v", text, got, err)
			}
		}
		if p := add("hai", course.Git, id.Zero); p.State != course.Rejected {
			t.Errorf("what was rejected is %s again", p.State)
		}
		if p := add("một", course.Git, id.Zero); p.State != course.Waiting || p.ID != first.ID {
			t.Errorf("what was replaced came back as %+v", p)
		}
		must(t, w.Withdraw(ctx, courseSlug, course.Git))
		must(t, w.Withdraw(ctx, courseSlug, course.Zip))
		if n := open(); n != 2 {
			t.Errorf("%d are open: people's own stay until they decide", n)
		}
		_, err = w.Proposal(ctx, w.ids.New())
		wantKind(t, "an unknown proposal", err, fault.NotFound)
		if n := value[int](w, "SELECT count(*) FROM audit WHERE action = 'proposal-rejected'"); n != 1 {
			t.Errorf("%d audit lines of one decision", n)
		}
		sources, err := w.Store.Files(ctx, w.course.ID)
		must(t, err)
		if course.Manifest(sources) != w.course.Manifest {
			t.Error("the sources of a version are not those it was published with")
		}
		w.healthy()
	})
}
