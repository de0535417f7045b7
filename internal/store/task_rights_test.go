package store

import (
	"bytes"
	"testing"

	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/privacy"
)

// TestHandInsAreTheirs: text, picture and judgement of a practical task are in the copy; after an erasure neither they nor
// a place among what waits for a judge are left.
func TestHandInsAreTheirs(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, j := t.Context(), newJudging(w)
		must(t, j.hands(j.learner, "Bà Mai tự bấm hết.", func(h *learning.Handing) { h.Picture = bytes.NewReader(picture()) }))
		got, err := w.privacy.Of(ctx, nil, j.learner.Account)
		must(t, err)
		var text, photo bool
		for _, e := range got.Events {
			text = text || e.Kind == factHandedIn && e.Text == "Bà Mai tự bấm hết." && e.Subject == "t1"
			photo = photo || e.Kind == factPictured && len(e.Photo) > 0 && e.Text == ""
		}
		if !text || !photo {
			t.Errorf("text in the copy: %v, picture: %v", text, photo)
		}
		if waiting, _, err := w.learning.Waiting(ctx, j.judge, id.Zero); len(waiting) != 1 || err != nil {
			t.Errorf("before the erasure %d wait, %v", len(waiting), err)
		}
		if _, err := w.Erase(ctx, privacy.Erasure{Person: j.learner.Person, By: privacy.ByPerson}); err != nil {
			t.Fatal(err)
		}
		left := "SELECT count(*) FROM evidence v JOIN record r ON r.id = v.record_id WHERE r.person_id = $1 AND length(v.body) > 0"
		if n := value[int](w, left, j.learner.Person); n != 0 {
			t.Errorf("%d texts and pictures are left", n)
		}
		waiting, _, err := w.learning.Waiting(ctx, j.judge, id.Zero)
		must(t, err)
		if len(waiting) != 0 {
			t.Errorf("a judge still waits for an erased person: %+v", waiting)
		}
		w.healthy()
	})
}
