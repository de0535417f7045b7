package source

import (
	"io/fs"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"hocso/courses"
	"hocso/internal/clock"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store"
)

const slug = "khoa-thu"

// small is a course of one lesson and one question.
func small() map[string]string {
	return map[string]string{
		"course.md": "---\ntitle: Khóa thử\nsummary: Để thử.\nlanguage: vi\naudience: [nguoi-dan]\nhours: 1\n" +
			"standard: TT02-2025\ncompletion: { lessons: all, exam: none }\n---\n\n# Khóa thử\n\nLời mở đầu.\n",
		"01-mot/module.md": "---\ntitle: Phần một\n---\n\n# Phần một\n",
		"01-mot/01-bai.md": "---\ntitle: Bài một\nsummary: Bài.\nminutes: 5\ncompetences: [{ code: \"4.2\", level: 1 }]\n---\n\n# Bài một\n\n" +
			"Chữ của bài.\n\n## Hỏi {#hoi-1 type=single}\n\nNhận tin lạ thì làm gì?\n\n- [x] Gọi ngân hàng\n- [ ] Bấm vào\n  > Dễ mất tiền.\n\n> Vì thế.\n",
	}
}

// with is small with some files changed; each pair of texts is a replacement in all files.
func with(pairs ...string) fs.FS {
	out := fstest.MapFS{}
	r := strings.NewReplacer(pairs...)
	for name, text := range small() {
		out[slug+"/"+name] = &fstest.MapFile{Data: []byte(r.Replace(text))}
	}
	return out
}

type world struct {
	*Desk
	*testing.T
	store *store.Store
	admin id.ID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	std, err := content.Standards(courses.FS)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	ids := id.NewSource(nil)
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Clock: clock.NewFake(), IDs: ids, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return &world{&Desk{Catalog: course.NewCatalog(s), Proposals: s, Standards: std, Log: log, Release: release(2)}, t, s, ids.New()}
}

// release is a binary's, the higher the later.
func release(n int) string { return "v1 2026-01-0" + string(rune('0'+n)) + "T00:00:00Z" }

func (w *world) propose(o Offer) Outcome {
	w.Helper()
	o.Slug = slug
	out, err := w.Propose(w.Context(), o)
	if err != nil {
		w.Fatal(err)
	}
	return out
}

func (w *world) number() int {
	w.Helper()
	v, err := w.Catalog.CurrentVersion(w.Context(), slug)
	if err != nil {
		w.Fatal(err)
	}
	return v.Number
}

func (w *world) open() []course.Proposal {
	w.Helper()
	ps, err := w.Proposals.OpenProposals(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return ps
}

// TestEmbeddedFollowsItself: a course that nobody edited here follows the binaries, and never an older one.
func TestEmbeddedFollowsItself(t *testing.T) {
	w := newWorld(t)
	if out := w.propose(Offer{FS: with(), Origin: course.Embedded}); out.Version.Number != 1 {
		t.Fatalf("first start: %+v", out)
	}
	if out := w.propose(Offer{FS: with(), Origin: course.Embedded}); !out.Same {
		t.Errorf("a second start published %+v", out.Version)
	}
	w.Release = release(3)
	if out := w.propose(Offer{FS: with("Chữ", "Lời"), Origin: course.Embedded}); out.Version.Number != 2 {
		t.Errorf("a newer binary: %+v", out)
	}
	for name, fsys := range map[string]fs.FS{"that was here": with(), "that never was here": with("Chữ", "Văn")} {
		w.Release = release(1)
		if out := w.propose(Offer{FS: fsys, Origin: course.Embedded}); !out.Same || w.number() != 2 {
			t.Errorf("an older binary %s: %+v", name, out)
		}
	}
	if n := len(w.open()); n != 0 {
		t.Errorf("%d proposals that nobody needs", n)
	}
}

// TestWorkMeetsBinary: where the binary's course and somebody's work here meet, a person decides, and once.
func TestWorkMeetsBinary(t *testing.T) {
	w := newWorld(t)
	w.propose(Offer{FS: with(), Origin: course.Embedded})
	edit := Offer{FS: with("Chữ", "Lời"), Origin: course.Folder, From: "/srv/khoa"}
	out := w.propose(edit)
	if out.Proposal.State != course.Waiting || w.number() != 1 {
		t.Fatalf("an edit of an embedded course: %+v", out)
	}
	w.propose(edit)
	if n := len(w.open()); n != 1 {
		t.Fatalf("%d proposals of one edit", n)
	}
	r, err := w.Review(w.Context(), out.Proposal.ID)
	if err != nil || len(r.Changes.Lessons) != 1 || len(r.Files) != 1 || r.Current.Number != 1 || r.From != "/srv/khoa" {
		t.Fatalf("review: %+v, %v", r, err)
	}
	if v, err := w.Accept(w.Context(), out.Proposal.ID, w.admin); err != nil || v.Number != 2 || v.Origin != course.Folder {
		t.Fatalf("accepted: %+v, %v", v, err)
	}
	if _, err := w.Accept(w.Context(), out.Proposal.ID, w.admin); !fault.Is(err, fault.Conflict) {
		t.Errorf("accepted twice: %v", err)
	}
	if out := w.propose(Offer{FS: with("Chữ", "Văn"), Origin: course.Folder}); out.Version.Number != 3 {
		t.Errorf("the work goes on: %+v", out)
	}

	w.Release = release(3)
	newer := Offer{FS: with("Chữ", "Bản mới"), Origin: course.Embedded}
	out = w.propose(newer)
	if out.Proposal.State != course.Waiting || w.number() != 3 {
		t.Fatalf("a newer binary over somebody's work: %+v", out)
	}
	if err := w.Reject(w.Context(), out.Proposal.ID, w.admin); err != nil {
		t.Fatal(err)
	}
	if again := w.propose(newer); !again.Past || len(w.open()) != 0 || w.number() != 3 {
		t.Errorf("rejected, and offered again: %+v", again)
	}
	if err := w.Reject(w.Context(), out.Proposal.ID, w.admin); !fault.Is(err, fault.Conflict) {
		t.Errorf("rejected twice: %v", err)
	}
}

// TestApprovedStays: whatever a source holds and holds again, it brings back nothing that people have replaced or
// rejected here, and takes over nobody's version unasked.
func TestApprovedStays(t *testing.T) {
	for _, origin := range []string{course.Embedded, course.Folder, course.Git} {
		t.Run(origin, func(t *testing.T) {
			w := newWorld(t)
			offer := func(text string) Offer { return Offer{FS: with("Chữ", text), Origin: origin} }
			edit := func(text string) Outcome {
				return w.propose(Offer{FS: with("Chữ", text), Origin: course.Editor, Actor: w.admin, Decided: true})
			}
			decided := func(out Outcome, decide func(id.ID) error) {
				t.Helper()
				if out.Proposal.State != course.Waiting {
					t.Fatalf("nobody was asked: %+v", out)
				}
				if err := decide(out.Proposal.ID); err != nil {
					t.Fatal(err)
				}
			}
			accept := func(p id.ID) error { _, err := w.Accept(t.Context(), p, w.admin); return err }
			reject := func(p id.ID) error { return w.Reject(t.Context(), p, w.admin) }

			w.propose(offer("một"))
			w.propose(offer("hai"))
			edit("ba")
			for _, old := range []string{"hai", "một"} {
				if out := w.propose(offer(old)); !out.Same || !out.Past || w.number() != 3 || len(w.open()) != 0 {
					t.Errorf("version 3 was undone by what was there before: version %d, %+v", w.number(), out)
				}
			}
			if out := w.propose(offer("ba")); !out.Same || out.Past {
				t.Errorf("what is published: %+v", out)
			}
			decided(w.propose(offer("bốn")), reject)
			for _, from := range []string{course.Embedded, course.Folder, course.Git} {
				if out := w.propose(Offer{FS: with("Chữ", "bốn"), Origin: from}); !out.Past || len(w.open()) != 0 {
					t.Errorf("what was rejected came back from %s: %+v", from, out)
				}
			}
			decided(w.propose(offer("năm")), accept)
			if out := w.propose(offer("sáu")); out.Version.Number != 5 {
				t.Errorf("the source's own version is followed by its next: %+v", out)
			}
			edit("một")
			if n := w.number(); n != 1 {
				t.Fatalf("a person took version 1 back and got %d", n)
			}
			for _, held := range []string{"sáu", "hai"} {
				if out := w.propose(offer(held)); !out.Past || w.number() != 1 {
					t.Errorf("what was taken back is undone: version %d", w.number())
				}
			}
			decided(w.propose(offer("bảy")), accept)
			if n := w.number(); n != 6 {
				t.Errorf("version %d", n)
			}
		})
	}
}

// TestPersonMayAsk: what a source must not bring back, a person who says so may.
func TestPersonMayAsk(t *testing.T) {
	w := newWorld(t)
	w.propose(Offer{FS: with(), Origin: course.Git})
	w.propose(Offer{FS: with("Chữ", "Lời"), Origin: course.Editor, Decided: true})
	if out := w.propose(Offer{FS: with(), Origin: course.Folder, Decided: true}); !out.Published() || w.number() != 1 {
		t.Errorf("at the command line: %+v", out)
	}
	out := w.propose(Offer{FS: with("Chữ", "Lời"), Origin: course.Zip, Actor: w.admin, Hold: true})
	if out.Proposal.State != course.Waiting {
		t.Fatalf("uploaded: %+v", out)
	}
	if r, err := w.Review(t.Context(), out.Proposal.ID); err != nil || r.Number != 2 {
		t.Errorf("it would become %+v, %v", r, err)
	}
	next := w.propose(Offer{FS: with("Chữ", "Văn"), Origin: course.Git}) // over version 1, brought back
	if r, err := w.Review(t.Context(), next.Proposal.ID); err != nil || r.Number != 3 {
		t.Errorf("the next would become %+v, %v", r, err)
	}
	if w.propose(Offer{FS: with(), Origin: course.Git}); len(w.open()) != 1 {
		t.Errorf("%d wait: what git does not hold any more is still offered", len(w.open()))
	}
	if _, err := w.Accept(t.Context(), out.Proposal.ID, w.admin); err != nil || w.number() != 2 {
		t.Errorf("accepted: version %d, %v", w.number(), err)
	}
}

// TestFindingsWait: what cannot be published is kept for its administrators until the source mends it.
func TestFindingsWait(t *testing.T) {
	w := newWorld(t)
	bad := w.propose(Offer{FS: with("[x] Gọi", "[ ] Gọi"), Origin: course.Git})
	if bad.Published() || bad.Proposal.State != course.Faulty || !bad.Report.HasErrors() {
		t.Fatalf("a question without a right answer: %+v", bad)
	}
	if _, err := w.Accept(w.Context(), bad.Proposal.ID, w.admin); !fault.Is(err, fault.Conflict) {
		t.Errorf("errors were accepted: %v", err)
	}
	if r, err := w.Review(w.Context(), bad.Proposal.ID); err != nil || !r.Report.HasErrors() || r.Bundle != nil {
		t.Errorf("review: %+v, %v", r, err)
	}
	if out := w.propose(Offer{FS: with(), Origin: course.Git}); !out.Published() || len(w.open()) != 0 {
		t.Errorf("mended: %+v, %d wait", out, len(w.open()))
	}
}

// TestMeaningIsHeld: every source is held against what was published, also somebody who may publish.
func TestMeaningIsHeld(t *testing.T) {
	w := newWorld(t)
	w.propose(Offer{FS: with(), Origin: course.Folder, Decided: true})
	swapped := []string{"[x] Gọi ngân hàng", "[ ] Gọi ngân hàng\n  > Sai.", "[ ] Bấm vào\n  > Dễ mất tiền.", "[x] Bấm vào"}
	out := w.propose(Offer{FS: with(swapped...), Origin: course.Folder, Decided: true})
	if out.Published() || out.Report.Findings[0].Key != "version.question-changed" || len(w.open()) != 0 {
		t.Fatalf("another key under the same id: %+v", out)
	}
	if out := w.propose(Offer{FS: with(append(swapped, "#hoi-1", "#hoi-2")...), Origin: course.Folder, Decided: true}); out.Version.Number != 2 {
		t.Fatalf("declared: %+v", out.Report)
	}
	if out := w.propose(Offer{FS: with("level: 1", "level: 2"), Origin: course.Folder, Decided: true}); out.Published() {
		t.Errorf("an id of version 1 came back with another level")
	}
}

// TestFactsAreConfirmed: what is to be held against official sources is published by somebody who says that it was.
func TestFactsAreConfirmed(t *testing.T) {
	w := newWorld(t)
	doubtful := with("hours: 1", "hours: 1\nverify: [\"Phí là 5.000 đồng\"]")
	var seen []course.Fact
	says := func(yes bool) func([]course.Fact) bool {
		return func(facts []course.Fact) bool { seen = facts; return yes }
	}
	o := Offer{FS: doubtful, Origin: course.Folder, Decided: true, Confirmed: says(false)}
	if out := w.propose(o); out.Published() || !out.Unconfirmed || len(seen) != 1 || len(w.open()) != 0 {
		t.Fatalf("said no: %+v, facts %v", out, seen)
	}
	if out := w.propose(Offer{FS: doubtful, Origin: course.Git}); out.Proposal.State != course.Waiting {
		t.Errorf("nobody was there to ask: %+v", out)
	}
	o.Confirmed = says(true)
	if out := w.propose(o); out.Version.Number != 1 {
		t.Errorf("said yes: %+v", out)
	}
	if out := newWorld(t).propose(Offer{FS: doubtful, Origin: course.Embedded}); !out.Published() {
		t.Errorf("the binary's own: %+v", out)
	}
}

// TestHeldForItsAuthor: a person's upload waits until they have seen it, however often it was rejected before.
func TestHeldForItsAuthor(t *testing.T) {
	w := newWorld(t)
	o := Offer{FS: with(), Origin: course.Zip, From: "khoa.zip", Actor: w.admin, Hold: true, Decided: true}
	first := w.propose(o)
	if first.Published() || first.Proposal.State != course.Waiting {
		t.Fatalf("uploaded: %+v", first)
	}
	if err := w.Reject(w.Context(), first.Proposal.ID, w.admin); err != nil {
		t.Fatal(err)
	}
	if again := w.propose(o); again.Proposal.State != course.Waiting {
		t.Errorf("uploaded again: %+v", again.Proposal)
	}
	if n := len(w.open()); n != 1 {
		t.Errorf("%d wait", n)
	}
}

// TestFolderIsWhatItWas: sources come back under their paths, with what courses share beside them.
func TestFolderIsWhatItWas(t *testing.T) {
	fsys, err := Folder("khoa", []course.File{{Path: "course.md", Data: []byte("a")}, {Path: "../_shared/x.md", Data: []byte("b")}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, name := range []string{"khoa/course.md", "_shared/x.md"} {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			t.Fatal(err)
		}
		got[name] = string(b)
	}
	if want := map[string]string{"khoa/course.md": "a", "_shared/x.md": "b"}; !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if _, err := Folder("khoa", []course.File{{Path: "../../x"}}); err == nil {
		t.Error("a path out of the folder was taken")
	}
}
