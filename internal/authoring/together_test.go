package authoring_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/fault"
	"hocso/internal/store"
)

// page is a file as the model knows it.
type page struct {
	text     string
	revision int
	by       string
}

// folder is a draft as it must be: files by path, and whether they may be changed.
type folder struct {
	files  map[string]page
	review bool
}

// save is what the service answers to a save, and what it does.
func (f *folder) save(path, text string, revision int, by string) fault.Kind {
	have, there := f.files[path]
	switch {
	case f.review, revision == 0 && there, revision > 0 && have.revision != revision:
		return fault.Conflict
	}
	f.files[path] = page{text, have.revision + 1, by}
	return fault.Internal // none
}

func (f *folder) rename(moves []authoring.Move, by string) fault.Kind {
	if slices.ContainsFunc(moves, func(m authoring.Move) bool { return m.From == "course.md" }) {
		return fault.Invalid
	}
	if f.review {
		return fault.Conflict
	}
	after := maps.Clone(f.files)
	for _, m := range moves {
		if _, there := after[m.To]; there {
			return fault.Conflict
		}
		have, there := after[m.From]
		if !there {
			return fault.NotFound
		}
		have.by = by
		after[m.To] = have
		delete(after, m.From)
	}
	f.files = after
	return fault.Internal
}

func (f *folder) remove(paths []string) fault.Kind {
	if f.review || slices.Contains(paths, "course.md") {
		return fault.Conflict
	}
	after := maps.Clone(f.files)
	for _, p := range paths {
		if _, there := after[p]; !there {
			return fault.NotFound
		}
		delete(after, p)
	}
	f.files = after
	return fault.Internal
}

// TestTwoAuthorsAtOneDraft: whatever two authors do in whatever order, with what they read before or after the other's
// saves, the draft is what it was told to be: nobody's text goes without a word, and what was refused changed nothing.
func TestTwoAuthorsAtOneDraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, store.Options{Dir: t.TempDir()})
	ctx, authors := t.Context(), []*account.Caller{w.author(w.commune), w.author(w.province)}
	drafts := 0
	rapid.Check(t, func(rt *rapid.T) {
		drafts++
		name := fmt.Sprint("khoa-", drafts)
		if err := w.Create(ctx, authors[0], w.commune, name, "Khóa", files("x")); err != nil {
			rt.Fatal(err)
		}
		defer func() { w.must(w.Discard(ctx, authors[0], name)) }()
		d := w.draft(authors[0], name)
		model := &folder{files: map[string]page{}}
		for _, f := range files("x") {
			model.files[f.Path] = page{text: string(f.Data), revision: 1}
		}
		paths := rapid.SampledFrom([]string{"course.md", lessonPath, "01-phan/module.md", "glossary.md", "bank/01.md"})
		moves := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) authoring.Move {
			return authoring.Move{From: paths.Draw(rt, "from"), To: paths.Draw(rt, "to")}
		}), 1, 2)
		n := 0
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			c := rapid.SampledFrom(authors).Draw(rt, "who")
			var err error
			var want fault.Kind
			op := rapid.SampledFrom([]string{"save", "save", "save", "new", "stale", "rename", "delete", "submit", "withdraw"}).Draw(rt, "op")
			switch p := paths.Draw(rt, "path"); op {
			case "save", "new", "stale":
				n++
				revision := model.files[p].revision
				switch op {
				case "new":
					revision = 0
				case "stale":
					revision = max(1, revision+rapid.SampledFrom([]int{-1, 1}).Draw(rt, "off"))
				}
				text := lesson(fmt.Sprint("Chữ ", n)).Data
				err, want = w.Save(ctx, c, name, file(p, string(text)), revision), model.save(p, string(text), revision, c.Name)
			case "rename":
				m := moves.Draw(rt, "moves")
				err, want = w.Rename(ctx, c, name, m), model.rename(m, c.Name)
			case "delete":
				gone := rapid.SliceOfN(paths, 1, 3).Draw(rt, "gone")
				err, want = w.Delete(ctx, c, name, gone), model.remove(gone)
			case "submit": // behind the check, which would need a good course each time
				err = w.db.SetDraftState(ctx, d.ID, authoring.Review, authoring.NoteSubmitted, "", c.Account)
				if want = fault.Internal; model.review {
					want = fault.Conflict
				}
				model.review = true
			case "withdraw":
				err = w.Withdraw(ctx, c, name)
				if want = fault.Conflict; model.review {
					want = fault.Internal
				}
				model.review = false
			}
			if err == nil && want != fault.Internal || err != nil && !fault.Is(err, want) || err != nil && want == fault.Internal {
				rt.Fatalf("%s: %v, want %s", op, err, want)
			}
			w.same(rt, d, model)
		}
	})
}

// same holds a stored draft against the model.
func (w *world) same(rt *rapid.T, d authoring.Draft, model *folder) {
	rt.Helper()
	list, err := w.db.DraftFiles(w.t.Context(), d.ID)
	if err != nil {
		rt.Fatal(err)
	}
	sources, err := w.db.DraftSources(w.t.Context(), d.ID)
	if err != nil {
		rt.Fatal(err)
	}
	got := map[string]page{}
	for i, f := range list {
		if sources[i].Path != f.Path || int64(len(sources[i].Data)) != f.Size {
			rt.Fatalf("listed %+v, read %s of %d bytes", f, sources[i].Path, len(sources[i].Data))
		}
		got[f.Path] = page{string(sources[i].Data), f.Revision, f.By}
	}
	if diff := cmp.Diff(model.files, got, cmp.AllowUnexported(page{})); diff != "" {
		rt.Fatalf("the draft (-want +got):\n%s", strings.TrimSpace(diff))
	}
}
