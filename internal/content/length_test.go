package content

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"strings"
)

// lengthCases are lessons that are too long or too heavy, or that take far more time than they say, beside such as are at
// the limit.
func lengthCases() []bytesCase {
	const file = "01-mo-dau/01-bai.md"
	lesson := func(minutes int, text string) string {
		return fmt.Sprintf("---\ntitle: Bài một\nsummary: Bài thứ nhất.\nminutes: %d\ncompetences:\n  - { code: \"4.2\", level: 2 }\n---\n\n# Bài một\n\n%s", minutes, text)
	}
	words := func(n int) string { return strings.Repeat(strings.Repeat("chữ ", 50)+"\n\n", n/50) }
	questions := words(100)
	for i := range 6 {
		questions += fmt.Sprintf("\n## Câu %d {#cau-%d type=single}\n\nHỏi câu %d?\n\n- [x] phải %d\n- [ ] không\n  > Sai.\n\n> Vì thế.\n", i, i, i, i)
	}
	return []bytesCase{
		{"as long as it may be", lesson(8, words(1350)), nil, nil},
		{"too long", lesson(10, words(1450)), nil, []string{"W " + file + ":1:1 lesson.long"}},
		{"more than half as long again as it says", lesson(4, words(1100)), nil, []string{"W " + file + ":4:10 lesson.minutes"}},
		{"half as long again", lesson(4, words(1050)), nil, nil},
		{"questions take time", lesson(4, questions), nil, []string{"W " + file + ":4:10 lesson.minutes"}},
		{"enough time for them", lesson(5, questions), nil, nil},
		{"pictures and a recording within the budget", lesson(10, lessonWith(3)), album(3), nil},
		{"a picture too many", lesson(10, lessonWith(4)), album(4), []string{"W " + file + ":1:1 lesson.heavy"}},
	}
}

// lessonWith is text with n pictures of an album, and its recording.
func lessonWith(n int) string {
	text := "![Lời](loi.mp3)\n\n"
	for i := range n {
		text += fmt.Sprintf("![Ảnh số %d](anh-%d.png)\n\n", i, i)
	}
	return text
}

// album is n pictures of some 80 KB, and a recording that weighs more than a lesson may but that nobody takes along.
func album(n int) map[string]string {
	files := map[string]string{"01-mo-dau/loi.mp3": "ID3" + strings.Repeat("x", 400<<10), "01-mo-dau/loi.txt": "Lời chép.\n"}
	for i := range n {
		img, random := image.NewGray(image.Rect(0, 0, 400, 200)), rand.New(rand.NewPCG(uint64(i), 1))
		for j := range img.Pix {
			img.Pix[j] = byte(random.Uint32())
		}
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			return nil
		}
		files[fmt.Sprintf("01-mo-dau/anh-%d.png", i)] = b.String()
	}
	return files
}
