package source

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// Limits of an archive. A course of 100 lessons with pictures has a tenth of them.
const (
	MaxZip   = 32 << 20 // bytes as it comes
	maxFiles = 5000
	maxBytes = 64 << 20 // bytes of all files
	maxRatio = 200      // of one file's size to what it takes in the archive; text reaches about 20
)

// Zip reads the one course in an archive: its folder, or its files without one, when the course is called after the
// archive. Nothing is written anywhere. Error kind: Invalid, with what is wrong and the entry's name, for paths that
// lead out, links, names that stand twice, encrypted entries, and whatever unpacks to more than the limits.
func Zip(r io.ReaderAt, size int64, name string) (fsys fs.FS, slug string, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // such paths are refused below, by name
		return nil, "", refusal("zip.broken", "")
	}
	files, err := unpack(z)
	if err != nil {
		return nil, "", err
	}
	root, err := rootOf(files)
	if err != nil {
		return nil, "", err
	}
	slug = path.Base(root)
	if root == "." {
		slug = vntext.Slug(strings.TrimSuffix(path.Base(strings.ReplaceAll(name, `\`, "/")), ".zip"))
	}
	if slug == "" {
		slug = "khoa-hoc"
	}
	fsys, err = Folder(slug, under(root, files))
	return fsys, slug, err
}

func refusal(key, entry string) error {
	return fault.New(fault.Invalid, key).With(fault.Args{
		"entry": strings.ToValidUTF8(entry[:min(len(entry), 120)], "?"), "files": maxFiles, "size": maxBytes >> 20,
	})
}

// unpack reads every file, checking names and sizes before a byte is unpacked.
func unpack(z *zip.Reader) ([]course.File, error) {
	if len(z.File) > maxFiles {
		return nil, refusal("zip.many-files", "")
	}
	seen := map[string]bool{}
	var total uint64
	for _, f := range z.File {
		if err := permitted(f); err != nil {
			return nil, err
		}
		key := strings.ToLower(strings.TrimSuffix(f.Name, "/"))
		if seen[key] {
			return nil, refusal("zip.twice", f.Name)
		}
		seen[key] = true
		if total += f.UncompressedSize64; total > maxBytes || f.UncompressedSize64 > maxBytes {
			return nil, refusal("zip.large", f.Name)
		}
	}
	var out []course.File
	for _, f := range z.File {
		if f.FileInfo().IsDir() || hidden(f.Name) {
			continue
		}
		b, err := readEntry(f)
		if err != nil {
			return nil, err
		}
		out = append(out, course.File{Path: f.Name, Data: b})
	}
	return out, nil
}

// permitted refuses what no course needs and an attacker does.
func permitted(f *zip.File) error {
	mode := f.Mode()
	switch name := strings.TrimSuffix(f.Name, "/"); {
	case !utf8.ValidString(name), !fs.ValidPath(name), strings.ContainsAny(name, "\\:\x00"), name == ".":
		return refusal("zip.path", f.Name)
	case mode&fs.ModeSymlink != 0:
		return refusal("zip.link", f.Name)
	case !mode.IsRegular() && !mode.IsDir(), f.Flags&1 != 0, f.Method != zip.Store && f.Method != zip.Deflate:
		return refusal("zip.kind", f.Name)
	case f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/maxRatio > f.CompressedSize64:
		return refusal("zip.bomb", f.Name)
	}
	return nil
}

// readEntry unpacks a file; one that has more bytes than it says is broken.
func readEntry(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, refusal("zip.broken", f.Name)
	}
	defer r.Close()                                                        //nolint:errcheck // it was only read
	b, err := io.ReadAll(io.LimitReader(r, int64(f.UncompressedSize64)+1)) //nolint:gosec // at most maxBytes
	if err != nil || uint64(len(b)) != f.UncompressedSize64 {
		return nil, refusal("zip.broken", f.Name)
	}
	return b, nil
}

// hidden are files that systems add to archives by themselves.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" || part == "Thumbs.db" || part == "desktop.ini" {
			return true
		}
	}
	return false
}

// rootOf finds the folder of the one course in an archive.
func rootOf(files []course.File) (string, error) {
	root := ""
	for _, f := range files {
		if path.Base(f.Path) != "course.md" {
			continue
		}
		if root != "" {
			return "", refusal("zip.several", f.Path)
		}
		root = path.Dir(f.Path)
	}
	if root == "" {
		return "", refusal("zip.none", "")
	}
	return root, nil
}

// under are the files of a folder by their paths in it, with those of the shared folder beside it.
func under(root string, files []course.File) []course.File {
	prefix, shared := root+"/", path.Join(path.Dir(root), "_shared")+"/"
	if root == "." {
		prefix, shared = "", "\x00"
	}
	var out []course.File
	for _, f := range files {
		if rel, ok := strings.CutPrefix(f.Path, prefix); ok {
			out = append(out, course.File{Path: rel, Data: f.Data})
		} else if rel, ok := strings.CutPrefix(f.Path, shared); ok {
			out = append(out, course.File{Path: "../_shared/" + rel, Data: f.Data})
		}
	}
	return out
}
