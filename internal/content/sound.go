package content

import (
	"bytes"
	"html"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"hocso/internal/fault"
)

// maxSound is what sound and video may weigh in bytes before their author is warned: people pay for what they fetch.
const maxSound = 4 << 20

const soundAttr = "sound"

// playable is audio or video with its captions. track is nil when there are none.
type playable struct {
	media, track *Media
	words        []string // of the captions or the transcript, as paragraphs
}

// resolveSound checks audio or video, which are written like pictures, with its captions and transcript.
func (l *loader) resolveSound(p *page, n *ast.Image, pos int, dest string) {
	if alonePicture(n.Parent()) != n || n.Parent().Kind() != ast.KindParagraph {
		p.at(pos, "media.place", fault.Args{"link": clip(dest, 80)})
		return
	}
	rel, ok := l.local(p, pos, dest)
	if !ok {
		return
	}
	m := l.file(p, pos, rel)
	if m == nil {
		return
	}
	s := &playable{media: m}
	base := strings.TrimSuffix(rel, path.Ext(rel))
	video := strings.HasPrefix(m.Type, "video/")
	switch {
	case l.files[base+".vtt"]:
		if s.track = l.file(p, pos, base+".vtt"); s.track != nil {
			s.words = captions(s.track.Data).paragraphs()
		}
	case video:
		p.at(pos, "media.captions", fault.Args{"file": path.Base(base) + ".vtt"})
	case l.files[base+".txt"]:
		if t := l.file(p, pos, base+".txt"); t != nil {
			s.words = paragraphsOf(t.Data)
		}
	}
	if len(s.words) == 0 && !l.files[base+".vtt"] && !video {
		p.at(pos, "media.transcript", fault.Args{"file": path.Base(base)})
	}
	n.SetAttributeString(soundAttr, s)
	n.Destination = []byte(l.urls.Media(m.Hash, m.Name))
	p.offered[rel] = true
}

// paragraphsOf are the paragraphs of a transcript: what blank lines part.
func paragraphsOf(data []byte) []string {
	text := strings.ReplaceAll(strings.TrimPrefix(strings.ToValidUTF8(string(data), "?"), "\ufeff"), "\r", "")
	var out []string
	for _, part := range blankLines.Split(text, -1) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

var blankLines = regexp.MustCompile(`\n[ \t]*\n`)

// checkSound holds the content of a sound, a video or captions to its name.
func (l *loader) checkSound(m *Media) bool {
	if strings.HasPrefix(m.Type, "text/vtt") {
		c := captions(m.Data)
		if c.fault != "" {
			l.log.add(Finding{File: l.shown(m.Path), Line: c.line, Column: 1, Key: c.fault, Quote: clip(c.quote, 150)})
		}
		return c.fault == ""
	}
	if len(m.Data) > maxSound {
		l.fileFinding(m.Path, "media.heavy", fault.Args{"size": kib(len(m.Data)), "max": kib(maxSound)})
	}
	head := m.Data[:min(len(m.Data), 64)]
	ok := false
	switch path.Ext(m.Name) {
	case ".opus":
		ok = bytes.HasPrefix(head, []byte("OggS")) && bytes.Contains(head, []byte("OpusHead"))
	case ".mp3":
		ok = bytes.HasPrefix(head, []byte("ID3")) || len(head) > 1 && head[0] == 0xff && head[1]&0xe0 == 0xe0
	case ".mp4":
		ok = len(head) > 8 && string(head[4:8]) == "ftyp"
	case ".webm":
		ok = bytes.HasPrefix(head, []byte{0x1a, 0x45, 0xdf, 0xa3})
	}
	if !ok {
		l.fileFinding(m.Path, "media.broken", fault.Args{"type": path.Ext(m.Name)})
	}
	return ok
}

// vtt is what captions say, or the first fault in them.
type vtt struct {
	cues  []cue
	fault string // key
	line  int
	quote string
}

type cue struct {
	start, end float64 // seconds
	text       string
}

var (
	cueTime = regexp.MustCompile(`^((?:\d{2,3}:)?[0-5]\d:[0-5]\d\.\d{3}) --> ((?:\d{2,3}:)?[0-5]\d:[0-5]\d\.\d{3})(?: .*)?$`)
	cueTag  = regexp.MustCompile(`<[^<>]*>`)
)

// captions reads WebVTT: blocks between blank lines, each with its times and words.
func captions(data []byte) vtt {
	var v vtt
	lines := strings.Split(strings.ReplaceAll(strings.ToValidUTF8(strings.TrimPrefix(string(data), "\ufeff"), "?"), "\r", ""), "\n")
	refuse := func(n int, key string) vtt {
		return vtt{fault: key, line: n + 1, quote: lines[n]}
	}
	if !strings.HasPrefix(lines[0], "WEBVTT") {
		return refuse(0, "vtt.header")
	}
	for n := 1; n < len(lines); n++ {
		if strings.TrimSpace(lines[n]) == "" {
			continue
		}
		first := n
		for n < len(lines) && strings.TrimSpace(lines[n]) != "" {
			n++
		}
		block := lines[first:n]
		if strings.HasPrefix(block[0], "NOTE") {
			continue
		}
		if !strings.Contains(block[0], "-->") && len(block) > 1 { // the cue's name
			first, block = first+1, block[1:]
		}
		m := cueTime.FindStringSubmatch(block[0])
		if m == nil {
			return refuse(first, "vtt.time")
		}
		c := cue{start: seconds(m[1]), end: seconds(m[2]), text: cueTag.ReplaceAllString(strings.Join(block[1:], " "), "")}
		if c.end <= c.start || len(v.cues) > 0 && c.start < v.cues[len(v.cues)-1].start {
			return refuse(first, "vtt.order")
		}
		v.cues = append(v.cues, c)
	}
	if len(v.cues) == 0 {
		return refuse(0, "vtt.empty")
	}
	return v
}

func seconds(s string) float64 {
	sum := 0.0
	for part := range strings.SplitSeq(s, ":") {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil {
			return 0
		}
		sum = sum*60 + v
	}
	return sum
}

// paragraphs is the transcript: a pause of two seconds, or half a screen of words, begins a new paragraph.
func (v vtt) paragraphs() []string {
	var out []string
	for i, c := range v.cues {
		text := strings.TrimSpace(html.UnescapeString(c.text))
		if last := len(out) - 1; last >= 0 && c.start-v.cues[i-1].end < 2 && len(out[last]) < 500 {
			out[last] += " " + text
			continue
		}
		out = append(out, text)
	}
	return out
}

// sound writes a player that fetches nothing before it is used, with captions, size and transcript.
func (w *writer) sound(out util.BufWriter, n *ast.Image, s *playable) (ast.WalkStatus, error) {
	tag := "audio"
	if strings.HasPrefix(s.media.Type, "video/") {
		tag = "video"
	}
	label := w.page.plain(n)
	_, _ = put(out, `<figure class="fig av"><`, tag, ` controls preload="none" src="`, html.EscapeString(string(n.Destination)),
		`" aria-label="`, html.EscapeString(label), `">`)
	if s.track != nil && tag == "video" {
		_, _ = put(out, `<track kind="captions" srclang="`, html.EscapeString(w.lang), `" label="`, w.say("Phụ đề", "Captions"), `" src="`,
			html.EscapeString(w.urls.Media(s.track.Hash, s.track.Name)), `">`)
	}
	caption := label
	if len(n.Title) > 0 {
		caption = unescape(n.Title)
	}
	_, _ = put(out, "</", tag, "><figcaption>", html.EscapeString(caption), " (", describe(s.media, w.lang), ")</figcaption></figure>\n")
	if len(s.words) > 0 {
		_, _ = put(out, "<details><summary>", w.say("Đọc bằng chữ", "Read the words"), "</summary>")
		for _, words := range s.words {
			_, _ = put(out, "<p>", html.EscapeString(strings.TrimSpace(words)), "</p>")
		}
		_, _ = put(out, "</details>\n")
	}
	return ast.WalkSkipChildren, nil
}
