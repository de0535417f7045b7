package web

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/authoring"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/photo"
	"hocso/internal/vntext"
)

// maxUpload is what is taken in, in bytes: recordings and downloads as they are, photos before they are made fit for a course.
// What phones take is some 4 MB.
const maxUpload = authoring.MaxFile

// uploadFile stores a picture or download. Its bytes must be of the kind that its name says.
func (w *Web) uploadFile(c *gin.Context) error {
	file, given, cleanup, err := w.received(c, "tep")
	if err != nil {
		return err
	}
	defer cleanup()
	s, err := w.studio(c, "", nil)
	if err != nil {
		return err
	}
	if file == nil {
		return w.showAdd(c, invalidField("tep", "editor.file-missing"))
	}
	data, err := io.ReadAll(io.LimitReader(file, maxUpload+1))
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	ext := strings.ToLower(path.Ext(given))
	name := courseFileName(strings.TrimSuffix(path.Base(given), path.Ext(given)))
	mime, ok := content.MediaType("x" + ext)
	if !ok || ext == ".md" || !looksLike(mime, data) {
		return w.showAdd(c, invalidField("tep", "editor.file-type"))
	}
	if data, ext, err = w.photoFor(mime, data, ext); err != nil {
		return w.showAdd(c, invalidField("tep", "editor.photo-unreadable"))
	}
	f := course.File{Path: path.Join(c.PostForm("phan"), name+ext), Data: data}
	if !authoring.Path(f.Path) {
		return w.showAdd(c, invalidField("tep", "editor.file-name"))
	}
	switch err := w.Authoring.Save(c.Request.Context(), httpx.Caller(c), s.Slug, f, 0); {
	case fault.Is(err, fault.Invalid):
		return w.showAdd(c, invalidField("tep", "editor.file-large"))
	case fault.Is(err, fault.Conflict) && s.Writing():
		return w.showAdd(c, invalidField("tep", "editor.file-taken"))
	case err != nil:
		return err
	}
	c.Redirect(http.StatusSeeOther, fileURL(s.Slug, f.Path)+"&xong=file-added")
	return nil
}

// courseFileName makes a name that files of a course may have. Dots stay: a recording names by them the lesson and section that
// it reads.
func courseFileName(given string) string {
	var parts []string
	for part := range strings.SplitSeq(given, ".") {
		if slug := vntext.Slug(part); slug != "" {
			parts = append(parts, slug)
		}
	}
	return strings.Join(parts, ".")
}

// photoFor makes a photo fit for a course: JPEGs always, so that nobody publishes the place and time that a phone wrote into
// them, and other pictures that are too large to be stored. One is decoded at a time.
func (w *Web) photoFor(mime string, data []byte, ext string) ([]byte, string, error) {
	fits := len(data) <= authoring.MaxPicture
	if mime != "image/jpeg" && (fits || mime != "image/png" && mime != "image/webp") {
		return data, ext, nil
	}
	w.photos.Lock()
	defer w.photos.Unlock()
	clean, err := photo.Clean(data)
	if err != nil {
		return nil, "", err
	}
	return clean, ".jpg", nil
}

// looksLike reports whether bytes are of a kind, as far as their beginning tells.
func looksLike(mime string, data []byte) bool {
	seen := http.DetectContentType(data)
	kind, _, _ := strings.Cut(mime, "/")
	switch {
	case mime == "image/svg+xml":
		return strings.Contains(string(data[:min(len(data), 1024)]), "<svg")
	case kind == "image", mime == "application/pdf":
		return seen == mime
	case kind == "text":
		return strings.HasPrefix(seen, "text/plain")
	case strings.HasPrefix(seen, "text/html"):
		return false
	}
	return true
}

func mediaType(name string) string {
	if mime, ok := content.MediaType(name); ok {
		return mime
	}
	return "application/octet-stream"
}
