package web

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/source"
)

const uploadPath = "/quan-ly/khoa-hoc/tai-len"

// uploadTime is how long a zip may take to arrive over a weak line.
const uploadTime = 10 * time.Minute

func (w *Web) uploadRoutes() []Route {
	return []Route{{"POST", uploadPath, account.WriteCourses, w.uploadZip}}
}

// uploadZip keeps the course of a zip, a new one or one that the caller may write, as a proposal and leads to what the
// check says of it. One zip is unpacked at a
// time, so that memory stays bounded whoever sends what.
func (w *Web) uploadZip(c *gin.Context) error {
	extend := http.NewResponseController(c.Writer)
	deadline := w.Clock.Now().Add(uploadTime)
	if err := errors.Join(extend.SetReadDeadline(deadline), extend.SetWriteDeadline(deadline)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	file, name, err := received(c.Request)
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) //nolint:errcheck // a temporary file
	defer file.Close()           //nolint:errcheck // it was only read
	select {
	case w.unpacking <- struct{}{}:
		defer func() { <-w.unpacking }()
	default:
		return fault.New(fault.Unavailable, "upload.busy").After(time.Minute)
	}
	out, err := w.proposeZip(c, file, name)
	if err != nil {
		return err
	}
	if out.Same {
		return fault.New(fault.Conflict, "proposal.same")
	}
	c.Redirect(http.StatusSeeOther, proposalURL(out.Proposal))
	return nil
}

func (w *Web) proposeZip(c *gin.Context, file *os.File, name string) (source.Outcome, error) {
	info, err := file.Stat()
	if err != nil {
		return source.Outcome{}, err
	}
	fsys, slug, err := source.Zip(file, info.Size(), name)
	if err != nil {
		return source.Outcome{}, err
	}
	ctx, caller := c.Request.Context(), httpx.Caller(c)
	unit, err := w.Authoring.Offers(ctx, caller, slug)
	if err != nil {
		return source.Outcome{}, err
	}
	return w.Desk.Propose(ctx, source.Offer{
		FS: fsys, Slug: slug, Origin: course.Zip, From: clip(name, 120), Actor: caller.Account, Unit: unit, Hold: true,
	})
}

// received writes the first file of a form to the disk: the memory is for what is unpacked.
func received(r *http.Request) (*os.File, string, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, "", fault.New(fault.Invalid, "upload.missing").Because(err)
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, "", uploadError(err)
		}
		if part.FormName() != "tep" || part.FileName() == "" {
			continue
		}
		file, err := os.CreateTemp("", "hocso-*.zip")
		if err != nil {
			return nil, "", err
		}
		if _, err := io.Copy(file, part); err != nil {
			return nil, "", errors.Join(uploadError(err), file.Close(), os.Remove(file.Name()))
		}
		return file, part.FileName(), nil
	}
}

// uploadError keeps the limit's error, which has its own answer.
func uploadError(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return fault.New(fault.TooLarge, "error.too-large").With(fault.Args{"limit": httpx.SizeText(source.MaxZip)})
	}
	return fault.New(fault.Invalid, "upload.missing").Because(err)
}
