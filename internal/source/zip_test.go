package source

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"strings"
	"testing"

	"hocso/internal/content"
	"hocso/internal/fault"
)

// entry is a file of an archive.
type entry struct {
	name, text string
	mode       fs.FileMode
}

func packed(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.mode != 0 {
			h.SetMode(e.mode)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZipFindsTheCourse(t *testing.T) {
	for name, tt := range map[string]struct {
		entries []entry
		slug    string
		files   string
	}{
		"its folder":        {[]entry{{name: "khoa/"}, {name: "khoa/course.md", text: "a"}, {name: "khoa/01-a/x.md"}}, "khoa", "01-a/x.md course.md"},
		"a host's download": {[]entry{{name: "repo-main/courses/khoa/course.md"}, {name: "repo-main/courses/_shared/x.md"}, {name: "repo-main/README.md"}}, "khoa", "course.md"},
		"without a folder":  {[]entry{{name: "course.md"}, {name: "bank/01.md"}}, "khoa-hoc-moi", "bank/01.md course.md"},
		"systems' own":      {[]entry{{name: "khoa/course.md"}, {name: "__MACOSX/khoa/._course.md"}, {name: "khoa/.DS_Store"}}, "khoa", "course.md"},
	} {
		b := packed(t, tt.entries...)
		fsys, slug, err := Zip(bytes.NewReader(b), int64(len(b)), `C:\tải\Khóa học mới.zip`)
		if err != nil || slug != tt.slug {
			t.Errorf("%s: %q, %v", name, slug, err)
			continue
		}
		sub, err := fs.Sub(fsys, slug)
		if err != nil {
			t.Fatal(err)
		}
		sources, err := content.Sources(sub, ".")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range sources {
			got = append(got, s.Path)
		}
		if strings.Join(got, " ") != tt.files {
			t.Errorf("%s: files %v", name, got)
		}
	}
}

// TestZipRefuses: what leads out, what is no file, what is too much: each in words of its own, before it is unpacked.
func TestZipRefuses(t *testing.T) {
	course := entry{name: "khoa/course.md"}
	many := []entry{course}
	for i := range maxFiles {
		many = append(many, entry{name: "khoa/" + strings.Repeat("a", i%50) + strings.Repeat("b", i/50) + ".txt"})
	}
	big := strings.Repeat("chữ và chữ khác nữa 0123456789 abcdef ", 40_000) // 1.5 MB, packed very tightly
	for name, tt := range map[string]struct {
		b    []byte
		want string
	}{
		"out":               {packed(t, course, entry{name: "../x"}), "zip.path"},
		"out within":        {packed(t, course, entry{name: "khoa/../../x"}), "zip.path"},
		"absolute":          {packed(t, course, entry{name: "/etc/passwd"}), "zip.path"},
		"Windows":           {packed(t, course, entry{name: `khoa\..\..\x`}), "zip.path"},
		"a drive":           {packed(t, course, entry{name: "C:/x"}), "zip.path"},
		"NUL":               {packed(t, course, entry{name: "khoa/a\x00b"}), "zip.path"},
		"bytes":             {packed(t, course, entry{name: "khoa/\xff"}), "zip.path"},
		"a link":            {packed(t, course, entry{name: "khoa/x", text: "/etc/passwd", mode: fs.ModeSymlink | 0o777}), "zip.link"},
		"a device":          {packed(t, course, entry{name: "khoa/x", mode: fs.ModeDevice | 0o666}), "zip.kind"},
		"twice":             {packed(t, course, course), "zip.twice"},
		"capitals":          {packed(t, course, entry{name: "khoa/COURSE.md"}), "zip.twice"},
		"many files":        {packed(t, many...), "zip.many-files"},
		"tightly packed":    {packed(t, course, entry{name: "khoa/x.txt", text: strings.Repeat("\x00", 8<<20)}), "zip.bomb"},
		"no course":         {packed(t, entry{name: "khoa/lesson.md"}), "zip.none"},
		"several":           {packed(t, course, entry{name: "khoa-hai/course.md"}), "zip.several"},
		"nothing":           {nil, "zip.broken"},
		"no zip":            {[]byte("PK\x03\x04 no"), "zip.broken"},
		"more than it says": {lying(packed(t, course, entry{name: "khoa/x.txt", text: big})), "zip.broken"},
	} {
		_, _, err := Zip(bytes.NewReader(tt.b), int64(len(tt.b)), "a.zip")
		if e, ok := err.(*fault.Error); !ok || e.Key != tt.want || e.Kind != fault.Invalid { //nolint:errorlint // as it was made
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
}

// lying makes the last entry's header say that it unpacks to 10 bytes.
func lying(b []byte) []byte {
	i := bytes.LastIndex(b, []byte("PK\x01\x02"))
	copy(b[i+24:i+28], []byte{10, 0, 0, 0})
	return b
}

// FuzzZip: whatever the bytes, there is a course within the limits or a refusal in words.
func FuzzZip(f *testing.F) {
	f.Add(packed(f, entry{name: "khoa/course.md", text: "# A"}))
	f.Add(packed(f, entry{name: "../x"}, entry{name: "khoa/course.md", mode: fs.ModeSymlink}))
	f.Fuzz(func(t *testing.T, b []byte) {
		fsys, slug, err := Zip(bytes.NewReader(b), int64(len(b)), "a.zip")
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%v", err)
			}
			return
		}
		if _, err := fs.Stat(fsys, slug+"/course.md"); err != nil {
			t.Errorf("%s: %v", slug, err)
		}
	})
}
