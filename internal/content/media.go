package content

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"image"
	_ "image/jpeg" // the formats whose size image.DecodeConfig can tell
	_ "image/png"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"

	"hocso/internal/fault"
	"hocso/internal/photo"
)

// Sizes in bytes: what the course format sets for pictures, and what no file may exceed.
const (
	maxSVG   = 20 << 10
	maxPhoto = 100 << 10
	maxMedia = 10 << 20
	maxSide  = 10_000 // pixels
)

// types gives the MIME type of what may be shown or offered. Everything else, web pages and programs above
// all, is refused: the browser of a reader would run it with the rights of our pages.
func types(ext string) string {
	return map[string]string{
		".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
		".opus": "audio/ogg", ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".webm": "video/webm", ".vtt": "text/vtt; charset=utf-8",
		".pdf": "application/pdf", ".zip": "application/zip", ".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8",
		".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
		".odt":  "application/vnd.oasis.opendocument.text",
		".ods":  "application/vnd.oasis.opendocument.spreadsheet",
		".odp":  "application/vnd.oasis.opendocument.presentation",
	}[ext]
}

// MediaType is the MIME type of a file's name when courses may show or offer such a file.
func MediaType(name string) (mime string, ok bool) {
	mime = types(strings.ToLower(path.Ext(name)))
	return mime, mime != ""
}

func isPicture(ext string) bool { return strings.HasPrefix(types(ext), "image/") }

func isSound(ext string) bool {
	switch ext {
	case ".opus", ".mp3", ".mp4", ".webm":
		return true
	}
	return false
}

// file reads a picture or download once and checks it. nil: it was refused, and a finding says why.
func (l *loader) file(p *page, pos int, rel string) *Media {
	if m, done := l.media[rel]; done {
		return m
	}
	l.media[rel] = nil
	ext := strings.ToLower(path.Ext(rel))
	if types(ext) == "" {
		p.at(pos, "link.type", fault.Args{"link": rel})
		return nil
	}
	fsys, name := l.open(rel)
	info, err := fs.Stat(fsys, name)
	if err != nil || info.Size() > maxMedia {
		p.at(pos, "media.too-large", fault.Args{"file": rel, "max": kib(maxMedia)})
		return nil
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		p.at(pos, "file.unreadable", fault.Args{"file": rel})
		return nil
	}
	sum := sha256.Sum256(data)
	m := &Media{Path: rel, Hash: hex.EncodeToString(sum[:]), Name: path.Base(rel), Type: types(ext), Data: data}
	if isPicture(ext) && !l.measure(m) {
		return nil
	}
	if (isSound(ext) || ext == ".vtt") && !l.checkSound(m) {
		return nil
	}
	l.media[rel] = m
	return m
}

// measure fills in the picture's size and checks its content; findings are about the picture's own file.
func (l *loader) measure(m *Media) bool {
	if m.Type == "image/svg+xml" {
		before := len(l.log.found)
		checkSVG(m, l.shown(m.Path), l.log)
		return len(l.log.found) == before
	}
	if len(m.Data) > maxPhoto {
		l.fileFinding(m.Path, "image.heavy", fault.Args{"size": kib(len(m.Data)), "max": kib(maxPhoto)})
	}
	w, h, format := photoSize(m.Data)
	if "image/"+format != m.Type || w < 1 || h < 1 || w > maxSide || h > maxSide {
		l.fileFinding(m.Path, "image.broken", nil)
		return false
	}
	m.Width, m.Height, m.turn = w, h, 1
	if m.Type == "image/jpeg" {
		m.turn = photo.Turn(m.Data)
	}
	if photo.Lies(m.turn) { // browsers show it as the camera was held
		m.Width, m.Height = h, w
	}
	return true
}

func photoSize(data []byte) (w, h int, format string) {
	if len(data) >= 30 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		w, h = webpSize(data)
		return w, h, "webp"
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, 0, ""
	}
	return c.Width, c.Height, format
}

// webpSize reads the size of the three kinds of WebP (RFC 9649 §2.5–2.7). data has at least 30 bytes.
func webpSize(data []byte) (w, h int) {
	le := binary.LittleEndian
	switch string(data[12:16]) {
	case "VP8 ":
		return int(le.Uint16(data[26:]) & 0x3fff), int(le.Uint16(data[28:]) & 0x3fff)
	case "VP8L":
		bits := le.Uint32(data[21:])
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1
	case "VP8X":
		return int(le.Uint32(data[24:])&0xffffff) + 1, int(le.Uint32(data[26:])>>8) + 1
	}
	return 0, 0
}

// describe is a file's kind and size for people: "PDF, 180 KB".
func describe(m *Media, lang string) string {
	kind := strings.ToUpper(strings.TrimPrefix(path.Ext(m.Name), "."))
	if len(m.Data) < 1<<20 {
		return kind + ", " + strconv.Itoa(kib(len(m.Data))) + " KB"
	}
	size := strconv.FormatFloat(float64(len(m.Data))/(1<<20), 'f', 1, 64)
	if lang != "en" {
		size = strings.Replace(size, ".", ",", 1)
	}
	return kind + ", " + size + " MB"
}

// zippers are kept: the tables of a new one take longer to clear than a lesson takes to press.
var zippers = sync.Pool{New: func() any { //nolint:gochecknoglobals // nothing but working memory
	z, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed) // the error is for levels that do not exist
	return z
}}

// zipped is about what bytes weigh on the wire.
func zipped(b []byte) int {
	var out counter
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(&out)
	if _, err := z.Write(b); err != nil {
		return len(b)
	}
	if err := z.Close(); err != nil {
		return len(b)
	}
	return int(out)
}

// counter is a writer that only counts.
type counter int

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
