package content

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// pictured is a picture with something to see in every place.
func pictured(w, h int, alpha uint8) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.NRGBA{uint8(x * y), uint8(x ^ y), uint8(x + 3*y), alpha})
		}
	}
	return img
}

func jpegOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, pictured(w, h, 255), &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func withPicture(t *testing.T, text, name string, data []byte, load func(fstest.MapFS) (*Bundle, Report)) *Bundle {
	t.Helper()
	files := base(t)
	files["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + text)}
	files["01-mo-dau/"+name] = &fstest.MapFile{Data: data}
	b, r := load(files)
	if b == nil {
		t.Fatal(lines(r))
	}
	return b
}

func TestSmallerPictures(t *testing.T) {
	b := withPicture(t, "![Ảnh](a.jpg)\n\nTrong câu ![nhỏ](a.jpg).\n", "a.jpg", jpegOf(t, 1600, 900), load)
	html := b.Course.Modules[0].Lessons[0].Blocks[0].HTML
	m := regexp.MustCompile(`<img src="(\S+)" width="1600" height="900" alt="Ảnh" srcset="(\S+) 480w, (\S+) 960w, (\S+) 1600w" sizes="\(min-width: 48em\) 42rem, 100vw">`).FindStringSubmatch(html)
	if m == nil || m[1] != m[4] {
		t.Fatal(html)
	}
	if strings.Count(html, "srcset") != 1 || strings.Count(html, `loading="lazy"`) != 1 {
		t.Errorf("a small picture in a line of text needs no choice: %s", html)
	}
	sizes := map[string]image.Point{}
	for _, media := range b.Media {
		c, err := jpeg.DecodeConfig(bytes.NewReader(media.Data))
		if err != nil {
			t.Fatal(media.Path, err)
		}
		sizes[media.Path] = image.Pt(c.Width, c.Height)
	}
	want := map[string]image.Point{"01-mo-dau/a.jpg": {X: 1600, Y: 900}, "01-mo-dau/a.jpg@480": {X: 480, Y: 270}, "01-mo-dau/a.jpg@960": {X: 960, Y: 540}}
	for path, size := range want {
		if sizes[path] != size {
			t.Errorf("%s: %v, want %v", path, sizes[path], size)
		}
	}
	again := withPicture(t, "![Ảnh](a.jpg)\n\nTrong câu ![nhỏ](a.jpg).\n", "a.jpg", jpegOf(t, 1600, 900), load)
	if again.Course.Modules[0].Lessons[0].Blocks[0].HTML != html {
		t.Error("the same picture became another one")
	}
	if whole := len(b.Media[0].Data); b.Course.Modules[0].Lessons[0].Bytes >= whole {
		t.Errorf("the lesson weighs %d bytes, as with the whole picture", b.Course.Modules[0].Lessons[0].Bytes)
	}
}

// turned is the JPEG with EXIF data that say how the camera was held.
func turned(data []byte, turn byte) []byte {
	tiff := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(turn) + "\x00\x00\x00\x00\x00\x00")
	app := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(tiff)+2))
	return append(append(append([]byte{}, data[:2]...), append(app, tiff...)...), data[2:]...)
}

// TestPicturesAreUpright: a photo that was taken with the phone held upright has the room and the smaller forms of what is
// seen, not of how it is stored.
func TestPicturesAreUpright(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and long: the full suite runs it")
	}
	for turn, want := range map[byte]string{1: "1600 900", 3: "1600 900", 6: "900 1600", 8: "900 1600"} {
		b := withPicture(t, "![Ảnh](a.jpg)\n", "a.jpg", turned(jpegOf(t, 1600, 900), turn), load)
		html := b.Course.Modules[0].Lessons[0].Blocks[0].HTML
		w, h, _ := strings.Cut(want, " ")
		if !strings.Contains(html, `width="`+w+`" height="`+h+`"`) || !strings.Contains(html, "480w") {
			t.Errorf("turn %d: %s", turn, html)
		}
		for _, m := range b.Media {
			if c, err := jpeg.DecodeConfig(bytes.NewReader(m.Data)); strings.Contains(m.Path, "@") && (err != nil || (c.Width > c.Height) != (len(w) > len(h))) {
				t.Errorf("turn %d: %s is %d × %d, %v", turn, m.Path, c.Width, c.Height, err)
			}
		}
	}
}

// TestLargePhotos: what phones take in their usual setting, some twelve million pixels, gets smaller forms.
func TestLargePhotos(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and long: the full suite runs it")
	}
	img, random := image.NewGray(image.Rect(0, 0, 4032, 3024)), rand.New(rand.NewPCG(1, 1))
	for i := range img.Pix {
		img.Pix[i] = byte(random.Uint32())
	}
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, img, &jpeg.Options{Quality: 50}); err != nil {
		t.Fatal(err)
	}
	b := withPicture(t, "![Ảnh](a.jpg)\n", "a.jpg", photo.Bytes(), load)
	if html := b.Course.Modules[0].Lessons[0].Blocks[0].HTML; !strings.Contains(html, "960w") {
		t.Error(html)
	}
}

func TestPicturesThatStay(t *testing.T) {
	var flat bytes.Buffer
	if err := png.Encode(&flat, image.NewPaletted(image.Rect(0, 0, 1000, 10), color.Palette{color.Black, color.White})); err != nil {
		t.Fatal(err)
	}
	half := jpegOf(t, 1600, 900)
	for name, data := range map[string][]byte{"flat.png": flat.Bytes(), "small.jpg": jpegOf(t, 400, 300), "broken.jpg": half[:len(half)/2]} {
		b := withPicture(t, "![Ảnh]("+name+")\n", name, data, load)
		if html := b.Course.Modules[0].Lessons[0].Blocks[0].HTML; strings.Contains(html, "srcset") {
			t.Errorf("%s: %s", name, html)
		}
	}
	draft := func(files fstest.MapFS) (*Bundle, Report) {
		root := fstest.MapFS{}
		for name, f := range files {
			root["k/"+name] = f
		}
		return LoadDraft(root, "k", testSet(), URLs{})
	}
	if b := withPicture(t, "![Ảnh](a.jpg)\n", "a.jpg", jpegOf(t, 1600, 900), draft); len(b.Media) != 1 {
		t.Errorf("a draft has %d pictures", len(b.Media))
	}
}

// FuzzPicture: no bytes make the reading of pictures panic.
func FuzzPicture(f *testing.F) {
	f.Add([]byte(pngOf(3)), uint8(0))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x3f\x01\x00\xc7\x00\x00"), uint8(1))
	f.Add([]byte("\xff\xd8\xff\xe1Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff"), uint8(2))
	f.Fuzz(func(t *testing.T, data []byte, kind uint8) {
		m := &Media{Name: "a.x", Type: []string{"image/png", "image/webp", "image/jpeg"}[kind%3], Data: data}
		var format string
		if m.Width, m.Height, format = photoSize(data); "image/"+format == m.Type && m.Width > 0 && m.Height > 0 && m.Width < 2000 && m.Height < 2000 {
			m.shrink()
		}
	})
}
