// Package photo makes pictures smaller, and makes pictures that people send fit to be kept: decoded and written anew, so
// that nothing but the picture itself is left of the file.
package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	_ "image/png" // a format that phones take screenshots in

	_ "golang.org/x/image/webp" // a format that programs of phones save in
)

// MaxSide is the longer side of a clean picture in pixels: papers and screens can still be read.
const MaxSide = 1600

// Pixels of a picture at most. Decoding a plain JPEG takes a byte and a half for each, everything else up to eight.
const (
	maxPlain = 16_000_000
	maxOther = 6_000_000
)

// quality is where photos of papers still read well.
const quality = 80

// What a picture can be refused for.
var (
	ErrFormat = errors.New("photo: no JPEG, PNG or WebP picture")
	ErrPixels = errors.New("photo: too many pixels")
)

// Clean gives the picture as a JPEG of at most MaxSide, upright and without what the camera wrote into the file: place,
// time, device, previews. It takes up to 60 MB while it runs; callers run one at a time.
func Clean(data []byte) ([]byte, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width < 1 || config.Height < 1 {
		return nil, ErrFormat
	}
	if !Decodable(data, config.Width, config.Height) {
		return nil, ErrPixels
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, ErrFormat
	}
	w, h := fit(config.Width, config.Height)
	small := onWhite(Scale(img, w, h))
	if format == "jpeg" {
		small = Upright(small, Turn(data))
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, small, &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}

// Decodable reports whether a picture of so many pixels is decoded within the memory that Clean may take.
func Decodable(data []byte, w, h int) bool {
	limit := maxOther
	if plain(data) {
		limit = maxPlain
	}
	return h > 0 && w <= limit/h
}

// fit is a size within MaxSide of the same shape; pictures are never made larger.
func fit(w, h int) (int, int) {
	long := max(w, h)
	if long <= MaxSide {
		return w, h
	}
	return max(w*MaxSide/long, 1), max(h*MaxSide/long, 1)
}

// onWhite lays a picture that lets the ground through on paper.
func onWhite(img *image.RGBA) *image.RGBA {
	if img.Opaque() {
		return img
	}
	out := image.NewRGBA(img.Rect)
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, image.Point{}, draw.Over)
	return out
}

// Upright turns a picture as its EXIF value says (TIFF 6, tag Orientation): 1 is upright, 3 upside down, 6 and 8 lie on
// a side, the even ones below 5 and the odd ones above are mirrored.
func Upright(img *image.RGBA, turn int) *image.RGBA {
	if turn < 2 || turn > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if Lies(turn) {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := [9][2]int{
				2: {w - 1 - x, y},
				3: {w - 1 - x, h - 1 - y},
				4: {x, h - 1 - y},
				5: {y, x},
				6: {h - 1 - y, x},
				7: {h - 1 - y, w - 1 - x},
				8: {y, w - 1 - x},
			}[turn]
			out.SetRGBA(to[0], to[1], img.RGBAAt(x, y))
		}
	}
	return out
}

// plain reports whether data are a JPEG that is coded in one pass, so that it needs no second picture in memory while it
// is read.
func plain(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("\xff\xd8")) {
		return false
	}
	for i := 2; i+4 <= len(data) && data[i] == 0xff; {
		switch data[i+1] {
		case 0xc0, 0xc1:
			return true
		case 0xc2, 0xda:
			return false
		}
		i += 2 + int(binary.BigEndian.Uint16(data[i+2:]))
	}
	return false
}

// Turn is how EXIF data of a JPEG tell viewers to turn or mirror it, 1 to 8 (tag 0x0112 of the first directory); 1 is
// upright, and what is said where nothing or nonsense is written.
func Turn(data []byte) int {
	i := bytes.Index(data[:min(len(data), 64<<10)], []byte("Exif\x00\x00"))
	if i < 0 || len(data) < i+14 {
		return 1
	}
	tiff := data[i+6:]
	order := binary.ByteOrder(binary.LittleEndian)
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	for n := range int(order.Uint16(tiff[at:])) {
		entry := at + 2 + 12*n
		if entry+10 > len(tiff) {
			return 1
		}
		if v := order.Uint16(tiff[entry+8:]); order.Uint16(tiff[entry:]) == 0x0112 && v >= 1 && v <= 8 {
			return int(v)
		}
	}
	return 1
}

// Lies reports whether a turn of EXIF data swaps width and height.
func Lies(turn int) bool { return turn > 4 }

// Scale makes a picture smaller: each pixel is the mean of those that it covers, which is what shrinking asks for. Rows of
// the source are converted a band at a time, so that memory holds the result and little else.
func Scale(src image.Image, w, h int) *image.RGBA {
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
