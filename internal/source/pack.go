package source

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"

	"hocso/internal/course"
)

// Pack writes sources as a zip, in which the course has the folder slug and what it shares with others
// ("../_shared/…") lies beside it: the very folder that it would be in git.
func Pack(w io.Writer, slug string, files []course.File, method uint16) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		name := path.Join(slug, f.Path)
		if !fs.ValidPath(name) {
			return fmt.Errorf("source: %q is no path within a folder", f.Path)
		}
		e, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			return fmt.Errorf("source: %w", err)
		}
		if _, err := e.Write(f.Data); err != nil {
			return fmt.Errorf("source: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("source: %w", err)
	}
	return nil
}

// Folder is a file system of sources in memory, laid out as Pack does.
func Folder(slug string, files []course.File) (fs.FS, error) {
	var b bytes.Buffer
	if err := Pack(&b, slug, files, zip.Store); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	return z, nil
}
