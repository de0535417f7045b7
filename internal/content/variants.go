package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/image/webp"
)

// Widths in pixels of the smaller forms of a picture: a phone of 360 CSS pixels at one and a half and at three pixels each.
func variantWidths() []int { return []int{480, 960} }

// maxPixels bounds the memory of decoding a picture: four bytes a pixel at most, one picture at a time.
const maxPixels = 12_000_000

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

// shrink makes the forms that save a reader something. What cannot be decoded, or is turned by its EXIF data, has none:
// its size was read, so browsers show it as it is.
func (m *Media) shrink() {
	if m.Width <= variantWidths()[0] || m.Width*m.Height > maxPixels || turned(m.Data) {
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
		data, mime, err := encode(scale(src, w, h), m.Type)
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

// onPhone is the form that a phone of 360 CSS pixels with two pixels each fetches.
func (m *Media) onPhone() *Media {
	for _, v := range m.variants {
		if v.Width >= 720 {
			return v
		}
	}
	return m
}

// turned reports whether EXIF data of a JPEG tell browsers to turn or mirror it (tag 0x0112 of the first directory).
func turned(data []byte) bool {
	i := bytes.Index(data[:min(len(data), 64<<10)], []byte("Exif\x00\x00"))
	if i < 0 || len(data) < i+14 {
		return false
	}
	tiff := data[i+6:]
	order := binary.ByteOrder(binary.LittleEndian)
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return false
	}
	for n := range int(order.Uint16(tiff[at:])) {
		entry := at + 2 + 12*n
		if entry+10 > len(tiff) {
			return false
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			return order.Uint16(tiff[entry+8:]) > 1
		}
	}
	return false
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

// scale makes a picture smaller: each pixel is the mean of those that it covers, which is what shrinking asks for. Rows of
// the source are converted a band at a time, so that memory holds the result and little else.
func scale(src image.Image, w, h int) *image.RGBA {
	from := src.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	bandHeight := from.Dy()/h + 2
	band := image.NewRGBA(image.Rect(0, 0, from.Dx(), bandHeight))
	for y := range h {
		y0, y1 := y*from.Dy()/h, max((y+1)*from.Dy()/h, y*from.Dy()/h+1)
		draw.Draw(band, image.Rect(0, 0, from.Dx(), y1-y0), src, image.Pt(from.Min.X, from.Min.Y+y0), draw.Src)
		for x := range w {
			x0, x1 := x*from.Dx()/w, max((x+1)*from.Dx()/w, x*from.Dx()/w+1)
			dst.SetRGBA(x, y, mean(band, x0, x1, y1-y0))
		}
	}
	return dst
}

// mean is the average of the pixels from x0 to x1 in the first rows of a band.
func mean(band *image.RGBA, x0, x1, rows int) color.RGBA {
	var r, g, b, a, n int
	for y := range rows {
		row := band.Pix[y*band.Stride+4*x0 : y*band.Stride+4*x1]
		for i := 0; i < len(row); i += 4 {
			r, g, b, a = r+int(row[i]), g+int(row[i+1]), b+int(row[i+2]), a+int(row[i+3])
			n++
		}
	}
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), uint8(a / n)} //nolint:gosec // means of bytes
}
