package exchange

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"hocso/internal/fault"
)

const tones = "\u0300\u0301\u0303\u0309\u0323"

// vietnamese are texts of every letter of the language with every tone, and what stands between words.
func vietnamese() *rapid.Generator[string] {
	letters := []rune("aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY0123456789 ,.;:!?()'₫\n")
	return rapid.Custom(func(rt *rapid.T) string {
		var b strings.Builder
		for _, r := range rapid.SliceOfN(rapid.SampledFrom(letters), 1, 30).Draw(rt, "letters") {
			b.WriteRune(r)
			if strings.ContainsRune("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY", r) {
				b.WriteString(rapid.SampledFrom(append(strings.Split(tones, ""), "")).Draw(rt, "tone"))
			}
		}
		return norm.NFC.String(b.String())
	})
}

// toneBehind is a text as Windows-1258 keeps it: letters with their own signs, each tone behind its letter.
func toneBehind(s string) string {
	var b strings.Builder
	for _, r := range s {
		tone := ""
		letter := strings.Map(func(r rune) rune {
			if strings.ContainsRune(tones, r) {
				tone = string(r)
				return -1
			}
			return r
		}, norm.NFD.String(string(r)))
		b.WriteString(norm.NFC.String(letter) + tone)
	}
	return b.String()
}

// TestEncodingsOfAnyText: whatever saved a Vietnamese text, on whatever system, it is read as the same.
func TestEncodingsOfAnyText(t *testing.T) {
	utf16Of := func(s string, order binary.AppendByteOrder) []byte {
		var out []byte
		for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
			out = order.AppendUint16(out, u)
		}
		return out
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := vietnamese().Draw(rt, "text")
		windows, err := charmap.Windows1258.NewEncoder().String(toneBehind(text))
		if err != nil {
			rt.Fatal(err)
		}
		for name, data := range map[string][]byte{
			"UTF-8": []byte(text), "UTF-8 with a mark": []byte("\ufeff" + text), "letters in pieces": []byte(norm.NFD.String(text)),
			"UTF-16": utf16Of(text, binary.LittleEndian), "UTF-16, the other way": utf16Of(text, binary.BigEndian), "Windows-1258": []byte(windows),
			"Windows lines": []byte(strings.ReplaceAll(text, "\n", "\r\n")), "old Mac lines": []byte(strings.ReplaceAll(text, "\n", "\r")),
		} {
			if got := decode(data); got != text {
				rt.Fatalf("%s: %q, want %q", name, got, text)
			}
		}
	})
}

// TestSignsOfWindows: the signs that Windows has beside letters, and bytes that are nothing there.
func TestSignsOfWindows(t *testing.T) {
	for in, want := range map[string]string{
		"\x93\xd0\x94":          "“Đ”",
		"\x80 5 \x96 6\x85\xf0": "€ 5 – 6…đ",
		"a\x81\xfd":             "a\u0081ư",
		"x\x00\xf0":             "xđ",
	} {
		if got := decode([]byte(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := decode([]byte("\xff\xfea")); got != "" { // half a sign at the end
		t.Errorf("half a sign: %q", got)
	}
}

// TestNamesOfPictures: each picture has a name that says whose it is, of its own and with the ending of its kind; the same
// picture shown twice is one file.
func TestNamesOfPictures(t *testing.T) {
	data := func(kind, bytes string) string { return "data:image/" + kind + ";base64," + bytes }
	img := func(src string) string { return `<p>X <img src="` + src + `" alt="Hình"></p>` }
	for _, tt := range []struct{ name, stem, want string }{
		{"PNG", img(data("png", "YQ==")), "t-hinh.png"},
		{"JPEG", img(data("jpeg", "YQ==")), "t-hinh.jpg"},
		{"WebP", img(data("webp", "YQ==")), "t-hinh.webp"},
		{"a drawing", img(data("svg+xml", "YQ==")), "t-hinh.svg"},
		{"two", img(data("png", "YQ==")) + img(data("png", "Yg==")), "t-hinh.png t-hinh-2.png"},
		{"three", img(data("png", "YQ==")) + img(data("png", "Yg==")) + img(data("png", "Yw==")), "t-hinh.png t-hinh-2.png t-hinh-3.png"},
		{"the same twice", img(data("png", "YQ==")) + img(data("png", "YQ==")), "t-hinh.png"},
		{"with blanks in it", img(data("png", "Y\nQ =\t=")), "t-hinh.png"},
		{"broken", img(data("png", "Y")), ""},
		{"a kind that is no picture", img("data:text/html;base64,YQ=="), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			gift := "::T::[html]" + giftEscape(tt.stem) + " {=x ~y}"
			files, report := Bank([]Source{{Name: "a.gift", Data: []byte(gift)}}, plainOptions)
			var got []string
			for _, f := range files[1:] {
				got = append(got, f.Path)
				if !strings.Contains(string(files[0].Data), "("+f.Path+")") {
					t.Errorf("%s is shown nowhere\n%s", f.Path, files[0].Data)
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("files %v, want %s; %s", got, tt.want, notesOf(report))
			}
			if left := strings.Contains(string(files[0].Data), "data:"); left {
				t.Errorf("a picture is left in the text\n%s", files[0].Data)
			}
		})
	}
}

// TestStatementsOfACoursesLanguage: what is to be done with a statement alone is said in the language of the course.
func TestStatementsOfACoursesLanguage(t *testing.T) {
	for lang, want := range map[string]string{"vi": "Nhận định sau đúng hay sai?", "en": "Is this statement true or false?", "en-GB": "Is this statement true or false?", "": "Nhận định sau đúng hay sai?"} {
		o := plainOptions
		o.Language = lang
		files, _ := Bank([]Source{{Name: "a.gift", Data: []byte("Đất tròn. {T}")}}, o)
		if !strings.Contains(string(files[0].Data), "\n\n"+want+"\n\n- [x] Đất tròn.\n") {
			t.Errorf("%q: no %q in\n%s", lang, want, files[0].Data)
		}
	}
}

// TestReportListsFiles: what was written stands at the end of a report, also when there is nothing else to say.
func TestReportListsFiles(t *testing.T) {
	say := func(key string, args fault.Args) string {
		return fmt.Sprint(strings.TrimPrefix(key, "exchange."), " ", args["file"])
	}
	var b strings.Builder
	r := Report{Written: []string{"bank/01.md", "bank/a.svg"}}
	if err := r.Write(&b, say); err != nil || b.String() != "written bank/01.md\nwritten bank/a.svg\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}
