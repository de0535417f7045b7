package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// corner is a grey picture whose top left quarter is red.
func corner(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{128, 128, 128, 255})
			if x < w/2 && y < h/2 {
				img.SetNRGBA(x, y, color.NRGBA{220, 0, 0, 255})
			}
		}
	}
	return img
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withExif puts a directory with an orientation, and words that nobody shall read, into a JPEG.
func withExif(data []byte, turn byte) []byte {
	tiff := append([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), turn)
	tiff = append(tiff, "\x00\x00\x00\x00\x00\x00thon Na Puc 22.35N"...)
	app := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(tiff)+2))
	out := append([]byte{}, data[:2]...)
	out = append(append(out, app...), tiff...)
	return append(out, data[2:]...)
}

func cleaned(t *testing.T, data []byte) (image.Image, []byte) {
	t.Helper()
	out, err := Clean(data)
	if err != nil {
		t.Fatal(err)
	}
	img, format, err := image.Decode(bytes.NewReader(out))
	if err != nil || format != "jpeg" {
		t.Fatal(format, err)
	}
	return img, out
}

// redAt names the quarter that is red: "top left", "bottom right" and so on.
func redAt(img image.Image) string {
	b := img.Bounds()
	for _, v := range []string{"top", "bottom"} {
		for _, h := range []string{"left", "right"} {
			x, y := b.Dx()/4, b.Dy()/4
			if h == "right" {
				x *= 3
			}
			if v == "bottom" {
				y *= 3
			}
			if r, g, _, _ := img.At(x, y).RGBA(); r > 3*g {
				return v + " " + h
			}
		}
	}
	return "nowhere"
}

// TestCleanTurns: the picture stands as viewers showed it, and nothing of what the camera wrote is left.
func TestCleanTurns(t *testing.T) {
	// Where the top left of the stored picture is seen, by the value (TIFF 6), and whether its sides change places.
	for turn, want := range map[byte]struct {
		red  string
		side bool
	}{
		0: {"top left", false}, 1: {"top left", false}, 2: {"top right", false}, 3: {"bottom right", false}, 4: {"bottom left", false},
		5: {"top left", true}, 6: {"top right", true}, 7: {"bottom right", true}, 8: {"bottom left", true}, 9: {"top left", false},
	} {
		img, out := cleaned(t, withExif(jpegOf(t, corner(120, 80)), turn))
		if got := redAt(img); got != want.red {
			t.Errorf("value %d: red is %s, want %s", turn, got, want.red)
		}
		if side := img.Bounds().Dx() == 80; side != want.side {
			t.Errorf("value %d: %v", turn, img.Bounds())
		}
		if bytes.Contains(out, []byte("Exif")) || bytes.Contains(out, []byte("Na Puc")) {
			t.Errorf("value %d: what the camera wrote is still there", turn)
		}
	}
}

func TestCleanSizes(t *testing.T) {
	for _, tt := range []struct{ w, h, wantW, wantH int }{
		{3200, 1600, 1600, 800}, {1000, 2000, 800, 1600}, {40, 30, 40, 30}, {4000, 1, 1600, 1},
	} {
		if img, _ := cleaned(t, jpegOf(t, corner(tt.w, tt.h))); img.Bounds().Dx() != tt.wantW || img.Bounds().Dy() != tt.wantH {
			t.Errorf("%d × %d became %v", tt.w, tt.h, img.Bounds())
		}
	}
}

// TestCleanOnPaper: what lets the ground through lies on white, not on black.
func TestCleanOnPaper(t *testing.T) {
	img, _ := cleaned(t, pngOf(t, image.NewNRGBA(image.Rect(0, 0, 20, 20))))
	if r, _, _, _ := img.At(10, 10).RGBA(); r < 0xf000 {
		t.Errorf("the ground is %v", img.At(10, 10))
	}
}

// lied is a picture whose head names another size.
func lied(data []byte, marker []byte, after int, w, h uint16) []byte {
	out := bytes.Clone(data)
	i := bytes.Index(out, marker) + after
	binary.BigEndian.PutUint16(out[i:], h)
	binary.BigEndian.PutUint16(out[i+2:], w)
	return out
}

func TestCleanRefuses(t *testing.T) {
	small := jpegOf(t, corner(16, 16))
	progressive := bytes.Replace(lied(small, []byte{0xff, 0xc0}, 5, 4000, 2000), []byte{0xff, 0xc0}, []byte{0xff, 0xc2}, 1)
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":                 {nil, ErrFormat},
		"text":                    {[]byte("không phải ảnh"), ErrFormat},
		"SVG":                     {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), ErrFormat},
		"half a picture":          {small[:len(small)/2], ErrFormat},
		"too many pixels":         {lied(small, []byte{0xff, 0xc0}, 5, 5000, 5000), ErrPixels},
		"too many for two passes": {progressive, ErrPixels},
		"a bomb":                  {lied(pngOf(t, corner(4, 4)), []byte("IHDR"), 6, 0xffff, 0xffff), ErrFormat},
	} {
		if _, err := Clean(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	wide := pngOf(t, image.NewGray(image.Rect(0, 0, 3000, 2001)))
	if _, err := Clean(wide); !errors.Is(err, ErrPixels) {
		t.Errorf("a large PNG: %v", err)
	}
}

// TestScale: a picture of one colour keeps it, and one side black, one white stay apart, with a mean between.
func TestScale(t *testing.T) {
	src := image.NewGray(image.Rect(3, 5, 13, 15))
	for y := 5; y < 15; y++ {
		for x := 8; x < 13; x++ {
			src.SetGray(x, y, color.Gray{255})
		}
	}
	dst := Scale(src, 3, 2)
	for y := range 2 {
		for x, want := range []uint8{0, 127, 255} {
			got := dst.RGBAAt(x, y)
			if d := int(got.R) - int(want); d < -48 || d > 48 || x != 1 && d != 0 || got.A != 255 {
				t.Errorf("%d,%d is %v", x, y, got)
			}
		}
	}
}

// FuzzClean: no bytes make it panic, and what comes out is a picture within bounds.
func FuzzClean(f *testing.F) {
	f.Add(jpegOf(f, corner(20, 10)))
	f.Add(withExif(jpegOf(f, corner(20, 10)), 6))
	f.Add(pngOf(f, corner(3, 5)))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x3f\x01\x00\xc7\x00\x00"))
	f.Add([]byte("\xff\xd8\xff\xe1Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if turn := Turn(data); turn < 1 || turn > 8 {
			t.Fatal(turn)
		}
		plain(data)
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err != nil || c.Width > 3000 || c.Height > 3000 {
			return // too slow to be tried
		}
		out, err := Clean(data)
		if err != nil {
			return
		}
		c, format, err := image.DecodeConfig(bytes.NewReader(out))
		if err != nil || format != "jpeg" || max(c.Width, c.Height) > MaxSide {
			t.Fatal(c, format, err)
		}
	})
}
