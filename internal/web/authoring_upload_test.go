package web

import (
	"archive/zip"
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestUploads(t *testing.T) {
	_, author := drafted(t)
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>a</title><desc>b</desc></svg>`)
	png := append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 64)...)
	into := url.Values{"phan": {"01-bat-dau"}}
	to := author.upload(studioPath+"/hinh", "Hình Mới.SVG", svg, into).want(http.StatusSeeOther).location()
	if !strings.Contains(to, "01-bat-dau%2Fhinh-moi.svg") {
		t.Errorf("stored at %s", to)
	}
	for name, c := range map[string]struct {
		file string
		data []byte
	}{
		"a page":                  {"x.html", []byte("<html><script>1</script>")},
		"a page called a picture": {"x.png", []byte("<html><script>1</script>")},
		"a picture called an SVG": {"x.svg", png},
		"a text file of a course": {"x.md", []byte("# x")},
		"a program":               {"x.exe", []byte("MZ")},
		"no name":                 {".png", png},
		"a name that is there":    {"hinh-moi.svg", svg},
		"too large":               {"to.png", append(bytes.Clone(png), make([]byte, 901<<10)...)},
	} {
		bad := author.upload(studioPath+"/hinh", c.file, c.data, into)
		if bad.status != http.StatusUnprocessableEntity || bad.errorsOf()["tep"] == "" {
			t.Errorf("%s: status %d, %v", name, bad.status, bad.errorsOf())
		}
	}
	read := append([]byte("ID3\x04"), make([]byte, 2<<20)...) // two minutes of a lesson read aloud
	if to := author.upload(studioPath+"/hinh", "01-bai-mot.Các bước.MP3", read, into).want(http.StatusSeeOther).location(); !strings.Contains(to, "01-bai-mot.cac-buoc.mp3") {
		t.Errorf("a recording is stored at %s", to)
	}
	if p := author.upload(studioPath+"/hinh", "x.svg", svg, url.Values{"phan": {"../../x"}}); p.status != http.StatusSeeOther && p.status != http.StatusUnprocessableEntity {
		t.Errorf("outside the course: status %d to %s", p.status, p.location())
	}
	author.upload(studioPath+"/hinh", "lon.png", make([]byte, maxUpload+1<<20), into).want(http.StatusRequestEntityTooLarge)
	page := author.post(studioPath+"/tep", func() url.Values {
		f := typed(author.get(openLesson), add("![Hình](hinh-moi.svg)"))
		f.Set("viec", "xem")
		return f
	}()).want(http.StatusOK)
	shown := false
	for _, img := range page.all("#xem img") {
		if strings.HasSuffix(attrOf(img, "src"), "/hinh-moi.svg") {
			shown = true
			pic := author.get(attrOf(img, "src")).want(http.StatusOK)
			if pic.header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(pic.header.Get("Content-Security-Policy"), "sandbox") {
				t.Errorf("a draft's picture: %v", pic.header)
			}
		}
	}
	if !shown {
		t.Error("an uploaded picture is not in the preview")
	}
}

// snapshot is a picture of noise, which no format makes small.
func snapshot(w, h int) image.Image {
	img, random := image.NewGray(image.Rect(0, 0, w, h)), rand.New(rand.NewPCG(1, 1))
	for i := range img.Pix {
		img.Pix[i] = byte(random.Uint32())
	}
	return img
}

// TestPhotosOfAuthors: what a phone takes is stored in a size that courses can have, and says nothing of where it was taken;
// what is no photo has its limit, told at the field.
func TestPhotosOfAuthors(t *testing.T) {
	_, author := drafted(t)
	into := url.Values{"phan": {"01-bat-dau"}}
	var taken, screen bytes.Buffer
	if err := jpeg.Encode(&taken, snapshot(3000, 2000), &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&screen, snapshot(1200, 1000)); err != nil {
		t.Fatal(err)
	}
	secret := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00 22.3402 N 103.8440 E")
	photo := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(secret) + 2)}, append(secret, taken.Bytes()[2:]...)...)
	for name, tt := range map[string]struct {
		file string
		data []byte
		to   string // "": refused
	}{
		"a photo of a phone":  {"IMG 20261122.JPG", photo, "img-20261122.jpg"},
		"a large screenshot":  {"man-hinh.png", screen.Bytes(), "man-hinh.jpg"},
		"a JPEG that is none": {"hong.jpg", append([]byte("\xff\xd8\xff\xe0"), make([]byte, 100)...), ""},
		"a large download":    {"tai-lieu.zip", append([]byte("PK\x03\x04"), make([]byte, 1<<20)...), "tai-lieu.zip"},
		"a large drawing":     {"so-do.svg", append([]byte("<svg>"), make([]byte, 1<<20)...), ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := author.upload(studioPath+"/hinh", tt.file, tt.data, into)
			if tt.to == "" {
				if errs := p.want(http.StatusUnprocessableEntity).errorsOf(); errs["tep"] == "" {
					t.Errorf("%v", errs)
				}
				return
			}
			if to := p.want(http.StatusSeeOther).location(); !strings.Contains(to, "01-bat-dau%2F"+tt.to) {
				t.Fatal(to)
			}
			folder := author.get(studioPath + "/tai-ve?ban=nhap").want(http.StatusOK)
			z, err := zip.NewReader(strings.NewReader(folder.body), int64(len(folder.body)))
			if err != nil {
				t.Fatal(err)
			}
			stored, err := fs.ReadFile(z, "khoa-thu/01-bat-dau/"+tt.to)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(tt.to, ".zip") {
				if !bytes.Equal(stored, tt.data) {
					t.Error("the download was changed")
				}
				return
			}
			c, err := jpeg.DecodeConfig(bytes.NewReader(stored))
			if err != nil || max(c.Width, c.Height) > 1600 || bytes.Contains(stored, []byte("103.8440")) || bytes.Contains(stored, []byte("Exif")) {
				t.Errorf("%d × %d, %d bytes, %v", c.Width, c.Height, len(stored), err)
			}
		})
	}
}
