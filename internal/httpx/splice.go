package httpx

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
)

// Spliced is a page of which all but small personal parts is the same for everyone. The shared stretches are
// deflated once; the personal parts are put between them as stored blocks, which makes a valid gzip stream
// (RFC 1951, 1952) without compressing anything per request.
type Spliced struct {
	parts []part
	size  int // of the compressed shared parts
}

type part struct {
	raw, deflated []byte
	slot          string // the slot that follows; "" after the last part
}

// slotMark brackets a slot's name in a rendered page. NUL cannot come from a template's data.
const slotMark = "\x00"

// Slot is the place of a personal part in a template's output.
func Slot(name string) string { return slotMark + name + slotMark }

// NewSpliced cuts a rendered page at its slots and deflates what is between them.
func NewSpliced(page []byte) (*Spliced, error) {
	s := &Spliced{}
	pieces := bytes.Split(page, []byte(slotMark))
	if len(pieces)%2 == 0 {
		return nil, fmt.Errorf("httpx: a page with an open slot mark")
	}
	for i := 0; i < len(pieces); i += 2 {
		p := part{raw: bytes.Clone(pieces[i])}
		if i+1 < len(pieces) {
			p.slot = string(pieces[i+1])
		}
		var buf bytes.Buffer
		w, err := flate.NewWriter(&buf, flate.BestCompression)
		if err != nil {
			return nil, fmt.Errorf("httpx: %w", err)
		}
		if _, err := w.Write(p.raw); err != nil {
			return nil, fmt.Errorf("httpx: %w", err)
		}
		if err := w.Flush(); err != nil { // ends on a byte, without the final bit
			return nil, fmt.Errorf("httpx: %w", err)
		}
		p.deflated = bytes.Clone(buf.Bytes())
		s.parts = append(s.parts, p)
		s.size += len(p.deflated)
	}
	return s, nil
}

// Size is roughly what the page holds in memory, in bytes.
func (s *Spliced) Size() int {
	n := s.size
	for _, p := range s.parts {
		n += len(p.raw)
	}
	return n
}

// Bytes assembles the plain page; fill gives each slot's content.
func (s *Spliced) Bytes(fill func(slot string) []byte) []byte {
	var b bytes.Buffer
	for _, p := range s.parts {
		b.Write(p.raw)
		if p.slot != "" {
			b.Write(fill(p.slot))
		}
	}
	return b.Bytes()
}

// gzipHeader says deflate, no name, no time, unknown system (RFC 1952).
const gzipHeader = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

// Gzip assembles the page as a gzip stream.
func (s *Spliced) Gzip(fill func(slot string) []byte) []byte {
	out := make([]byte, 0, len(gzipHeader)+s.size+4096)
	out = append(out, gzipHeader...)
	crc, n := uint32(0), uint32(0)
	for _, p := range s.parts {
		out = append(out, p.deflated...)
		crc = crc32.Update(crc, crc32.IEEETable, p.raw)
		n += uint32(len(p.raw)) //nolint:gosec // pages are far below 4 GiB
		if p.slot == "" {
			continue
		}
		content := fill(p.slot)
		crc = crc32.Update(crc, crc32.IEEETable, content)
		n += uint32(len(content)) //nolint:gosec // pages are far below 4 GiB
		out = appendStored(out, content)
	}
	out = append(out, 1, 0, 0, 0xff, 0xff) // final, empty stored block
	out = binary.LittleEndian.AppendUint32(out, crc)
	return binary.LittleEndian.AppendUint32(out, n)
}

// appendStored adds uncompressed blocks of at most 65,535 bytes.
func appendStored(out, content []byte) []byte {
	for len(content) > 0 {
		k := min(len(content), 0xffff)
		out = append(out, 0)
		out = binary.LittleEndian.AppendUint16(out, uint16(k))
		out = binary.LittleEndian.AppendUint16(out, ^uint16(k))
		out = append(out, content[:k]...)
		content = content[k:]
	}
	return out
}

// Write sends the page, compressed where the client takes gzip.
func (s *Spliced) Write(w http.ResponseWriter, r *http.Request, status int, fill func(slot string) []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Encoding")
	assemble := s.Bytes
	if AcceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		assemble = s.Gzip
	}
	body := assemble(fill)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body) //nolint:errcheck // the client has gone: nobody is left to tell
	}
}

// AcceptsGzip reports whether the client takes gzip; a weight of 0, as in "gzip;q=0", is a no.
func AcceptsGzip(r *http.Request) bool {
	for f := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(f), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			weight, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(q), "q="), 64)
			return err != nil || weight > 0
		}
	}
	return false
}
