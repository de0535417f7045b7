package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/jpeg"
	"image/png"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/image/webp"

	"hocso/internal/photo"
)

// Widths in pixels of the smaller forms of a picture: a phone of 360 CSS pixels at one and a half and at three pixels each.
func variantWidths() []int { return []int{480, 960} }

// jpegQuality is where smaller pictures of screens and papers still read well.
const jpegQuality = 80

// shrinkAll makes the smaller forms of every photo that pages show, one photo at a time.
func (l *loader) shrinkAll() {
	for _, rel := range slices.Sorted(maps.Keys(l.media)) {
		if m := l.media[rel]; m != nil && m.shown && m.Type != "image/svg+xml" {
			m.shrink()
			for _, v := range m.variants {
				l.media[v.Path] = v
			}
		}
	}
}

// shrink makes the forms that save a reader something, upright where the camera lay on its side. What cannot be decoded
// has none: its size was read, so browsers show it as it is.
func (m *Media) shrink() {
	if m.Width <= variantWidths()[0] || !photo.Decodable(m.Data, m.Width, m.Height) {
		return
	}
	src, err := decode(m)
	if err != nil {
		return
	}
	ext := path.Ext(m.Name)
	for _, w := range variantWidths() {
		h := max(m.Height*w/m.Width, 1)
		if w*5 > m.Width*4 { // too near to the original
			break
		}
		data, mime, err := encode(scaled(src, w, h, m.turn), m.Type)
		if err != nil || len(data)*10 > len(m.Data)*9 {
			break // a wider one would be heavier still
		}
		sum := sha256.Sum256(data)
		m.variants = append(m.variants, &Media{
			Path: m.Path + "@" + strconv.Itoa(w), Hash: hex.EncodeToString(sum[:]), Type: mime, Data: data,
			Name: strings.TrimSuffix(m.Name, ext) + "-" + strconv.Itoa(w) + endingOf(mime), Width: w, Height: h,
		})
	}
}

// scaled is a picture of w × h as it is looked at, from one that is stored as the camera lay.
func scaled(src image.Image, w, h, turn int) *image.RGBA {
	if photo.Lies(turn) {
		return photo.Upright(photo.Scale(src, h, w), turn)
	}
	return photo.Upright(photo.Scale(src, w, h), turn)
}

// onPhone is the form that a phone of 360 CSS pixels with two pixels each fetches.
func (m *Media) onPhone() *Media {
	for _, v := range m.variants {
		if v.Width >= 720 {
			return v
		}
	}
	return m
}

func endingOf(mime string) string {
	if mime == "image/png" {
		return ".png"
	}
	return ".jpg"
}

func decode(m *Media) (image.Image, error) {
	if m.Type == "image/webp" {
		return webp.Decode(bytes.NewReader(m.Data))
	}
	img, _, err := image.Decode(bytes.NewReader(m.Data))
	return img, err
}

// encode keeps drawings and what lets the ground through as PNG, everything else is JPEG.
func encode(img *image.RGBA, from string) (data []byte, mime string, err error) {
	var out bytes.Buffer
	if from == "image/png" || !img.Opaque() {
		enc := png.Encoder{CompressionLevel: png.BestCompression}
		err = enc.Encode(&out, img)
		return out.Bytes(), "image/png", err
	}
	err = jpeg.Encode(&out, img, &jpeg.Options{Quality: jpegQuality})
	return out.Bytes(), "image/jpeg", err
}
