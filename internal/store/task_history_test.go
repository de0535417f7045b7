package store

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"sync"

	"hocso/internal/account"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// picture is a file that a learner may choose.
var picture = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 6)), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
})

// handIn hands something in, with a picture or by taking one away, for the round that is open or a certain one.
func (h *history) handIn(c *account.Caller, o op) error {
	in := learning.Handing{
		Asked: learning.Asked{Course: courseSlug, Question: "t1"}, Text: fmt.Sprint("Tôi đã làm ", o.N), Number: o.N % 3, Key: o.key(),
		DropPicture: o.N%4 == 1,
	}
	if o.Right {
		in.Picture = bytes.NewReader(picture())
	}
	return h.learning.HandIn(h.t.Context(), c, in)
}

// judge judges what waits longest in the person's scope; now and then as if it had been read before it was replaced.
func (h *history) judge(c *account.Caller, o op) error {
	waiting, _, err := h.learning.Waiting(h.t.Context(), c, id.Zero)
	if err != nil || len(waiting) == 0 {
		return err
	}
	j := learning.Judgement{Changes: h.comings(waiting[0].ID), Grades: []int{2, 3}, Key: o.key()}
	if o.Right {
		j.Grades, j.Comments = []int{1, 2}, []string{"", "Kể rõ hơn"}
	}
	if o.N == 7 {
		j.Changes++
	}
	return h.learning.Judge(h.t.Context(), c, waiting[0].ID, j)
}

// correct puts another judgement in the place of what was judged last in the person's scope; now and then as if it had been
// read before another correction.
func (h *history) correct(c *account.Caller, o op) error {
	done, _, err := h.learning.JudgedWorks(h.t.Context(), c, id.Zero)
	if err != nil || len(done) == 0 {
		return err
	}
	cor := learning.Correction{Judgement: learning.Judgement{Grades: []int{2, 3}, Key: o.key()}, Corrections: done[0].Corrections, Reason: "Xem lại"}
	if o.Right {
		cor.Grades, cor.Comments = []int{1, 1}, []string{"Được rồi"}
	}
	if o.N == 7 {
		cor.Corrections++
	}
	return h.learning.Correct(h.t.Context(), c, done[0].ID, cor)
}

// appoint makes a person the manager of the commune, or takes that away.
func (h *history) appoint(c *account.Caller, on bool) error {
	ctx, ch := h.t.Context(), account.Change{Account: c.Account, Unit: c.Unit}
	if !on {
		c.Grants = nil
		return h.Revoke(ctx, ch, account.Manager, h.commune.ID)
	}
	c.Grants = []account.Grant{{Role: account.Manager, Unit: h.commune.ID, Path: h.commune.Path}}
	return h.Grant(ctx, ch, account.Manager, h.commune.ID)
}

// comings is how often a round has come, as its page says.
func (h *history) comings(handIn id.ID) int {
	w, err := h.Work(h.t.Context(), handIn)
	if err != nil {
		h.t.Fatal(err)
	}
	return w.Changes
}
