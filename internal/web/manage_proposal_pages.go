package web

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
)

// proposedContent is what a proposal holds, file by file: whoever decides reads the course before others learn from it.
type proposedContent struct {
	Tree               []treeNode
	Here, Name         string // the file that is open, and its title
	Shown              sketchView
	Source             string // of that file
	Lessons, Questions int    // of the course; questions of its exams
}

// proposalURLs are the addresses in the pages of a proposal, whose media are nowhere else yet.
func proposalURLs(address string) content.URLs {
	u := ContentURLs()
	u.Media = func(hash, name string) string { return address + "/tep/" + hash + "/" + name }
	return u
}

// contentOf reads a proposal as far as it can be read and shows the file that the address names, the course's own page
// with "". Error kind: NotFound for a file that is no text of the proposal.
func (w *Web) contentOf(c *gin.Context, m managed, p course.Proposal, name string) (*proposedContent, error) {
	files, err := w.Desk.Proposals.ProposalSources(c.Request.Context(), p.ID)
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = "course.md"
	}
	at := slices.IndexFunc(files, func(f course.File) bool { return f.Path == name && strings.HasSuffix(name, ".md") })
	if at < 0 {
		return nil, fault.Missing()
	}
	s := studio{managed: m, Slug: p.Slug, files: files}
	if s.bundle, s.report, err = w.sketch(c, p.Slug, files, proposalURLs(proposalURL(p))); err != nil {
		return nil, err
	}
	return &proposedContent{
		Tree: w.treeOf(c, s), Here: name, Name: titleOf(files[at]), Shown: w.sketchOf(s, name), Source: string(files[at].Data),
		Lessons: s.bundle.Course.Lessons(), Questions: len(s.bundle.Course.Bank),
	}, nil
}

// proposalMedium serves a picture or download of a proposal.
func (w *Web) proposalMedium(c *gin.Context) error {
	p, err := w.seen(c)
	if err != nil {
		return err
	}
	hash, ok := course.ParseHash(c.Param("hash"))
	if !ok {
		return fault.Missing()
	}
	f, err := w.Desk.Proposals.ProposalFile(c.Request.Context(), p.ID, hash)
	if err != nil {
		return err
	}
	sendMedium(c, f)
	return nil
}
