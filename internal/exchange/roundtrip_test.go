package exchange

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/courses"
	"hocso/internal/assess"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/standard"
)

const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10"><title>a</title><desc>b</desc><rect width="5" height="5"/></svg>`

func standards(t testing.TB) *standard.Set {
	t.Helper()
	std, err := content.Standards(courses.FS)
	if err != nil {
		t.Fatal(err)
	}
	return std
}

const front = "---\ntitle: Khóa\nsummary: Tóm tắt.\nlanguage: vi\naudience: [nguoi-dan]\nhours: 1\nstandard: TT02-2025\ncompletion: { lessons: all }\n---\n\n# Khóa\n\nChữ.\n"

// loadBank compiles a course with the given bank files.
func loadBank(t testing.TB, std *standard.Set, urls content.URLs, files ...File) (*content.Bundle, content.Report) {
	t.Helper()
	root := fstest.MapFS{
		"k/course.md":       {Data: []byte(front)},
		"k/01-a/module.md":  {Data: []byte("---\ntitle: A\n---\n\n# A\n")},
		"k/01-a/01-b.md":    {Data: []byte("---\ntitle: B\nsummary: B.\nminutes: 5\ncompetences: [{ code: \"4.2\", level: 1 }]\n---\n\n# B\n\nChữ.\n")},
		"k/bank/hinh-a.svg": {Data: []byte(picture)},
	}
	for _, f := range files {
		root["k/bank/"+f.Path] = &fstest.MapFile{Data: f.Data}
	}
	return content.Load(root, "k", std, urls)
}

// bankText is a bank file of questions as authors write them.
func bankText(questions []string) File {
	return File{Path: "01-cau.md", Data: []byte("---\ntitle: Câu\n---\n\n# Câu\n\n" + strings.Join(questions, "\n"))}
}

var space = regexp.MustCompile(`\s+`)

// same are questions as far as both sides can say: the looks of entries, the place of line breaks and the names of
// picture files are not told.
func same(t testing.TB, b *content.Bundle) []course.Question {
	t.Helper()
	byAddress := map[string]string{}
	for _, m := range b.Media {
		byAddress["/"+m.Hash+"/"+m.Name] = m.Hash // without URLs
		byAddress[URLs().Media(m.Hash, m.Name)] = m.Hash
	}
	tidy := func(h string) string {
		h = strings.ReplaceAll(strings.TrimSpace(space.ReplaceAllString(h, " ")), "> <", "><")
		return addressed.ReplaceAllStringFunc(h, func(s string) string {
			m := addressed.FindStringSubmatch(s)
			if hash, ok := byAddress[m[2]]; ok {
				return m[1] + hash + `"`
			}
			return s
		})
	}
	var out []course.Question
	for _, q := range b.Course.Bank {
		q.File = ""
		q.Stem, q.Explanation = tidy(q.Stem), tidy(q.Explanation)
		choices := q.Choices
		q.Choices = nil
		for _, c := range choices {
			c.HTML, c.Feedback = tidy(c.HTML), tidy(c.Feedback)
			switch q.Type {
			case course.Short:
				c.HTML = ""
			case course.Numeric:
				r, err := assess.NumericKey(q.Language, c.Text)
				if err != nil {
					t.Error(err)
				}
				c.HTML, c.Text = "", r.Low.RatString()+" "+r.High.RatString()
			}
			q.Choices = append(q.Choices, c)
		}
		gaps := q.Gaps
		q.Gaps = nil
		for _, g := range gaps {
			own := g.Choices
			g.Choices = nil
			for _, c := range own {
				if r, err := assess.NumericKey(q.Language, c.Text); g.Type == course.Numeric && err == nil {
					c.Text = r.Low.RatString() + " " + r.High.RatString()
				}
				c.HTML, c.Feedback = "", tidy(c.Feedback)
				g.Choices = append(g.Choices, c)
			}
			q.Gaps = append(q.Gaps, g)
		}
		pairs := q.Pairs
		q.Pairs = nil
		for _, p := range pairs {
			p.HTML = tidy(p.HTML)
			q.Pairs = append(q.Pairs, p)
		}
		out = append(out, q)
	}
	return out
}

var equalPoints = cmp.Comparer(func(a, b course.Points) bool { return a.Rat().Cmp(b.Rat()) == 0 })

// words are texts of one line, with the signs of every format.
func words() *rapid.Generator[string] {
	pieces := []string{
		"chữ", "Đúng", " ", "=", "~", "#", "\\{", "}", ":", "::", "//", "\\\\", "\\\\n", "%50%", "->", "**đậm**", "`mã = {x}`", "\\*", "a;b", "\\<c>", "&amp;lt;", "“", "<br>",
		"[nối](https://a.vn/?a=1&b=2#c)", "H<sub>2</sub>O", "\\[html\\]", "####", "TRUE", "]]>", "![hình](hinh-a.svg)", "\"", "'", "!",
	}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.TrimSpace("a" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "pieces"), "") + "z")
	})
}

func blocks() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		a := words().Draw(t, "a")
		return rapid.SampledFrom([]string{a, a, a + "\n" + a, a + "\n\nb", "* " + a + "\n* b", "![Hình](hinh-a.svg \"Một hình\")", "```\n" + "x = {y}\n\n  z\n```", "| a | b |\n|---|---|\n| x | y |"}).Draw(t, "shape")
	})
}

func quote(s, indent string) string {
	return indent + "> " + strings.ReplaceAll(s, "\n", "\n"+indent+"> ") + "\n"
}

// question is a question of any of our types.
func question(n int, kinds ...string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		kind := rapid.SampledFrom(append([]string{"single", "multiple", "truefalse", "short", "numeric", "matching"}, kinds...)).Draw(t, "type")
		extra := rapid.SampledFrom([]string{"", " points=0.5", " scoring=all", " apart=nhom", " points=3"}).Draw(t, "extra")
		if kind == "single" || kind == "multiple" {
			extra += rapid.SampledFrom([]string{"", " shuffle=no"}).Draw(t, "shuffle")
		}
		texts := rapid.SliceOfNDistinct(words(), 3, 5, rapid.ID[string]).Draw(t, "texts")
		switch kind {
		case "short":
			texts = []string{"`a = b`", "`c*d`", "`e # {f} ~ g:h`"}
			extra += rapid.SampledFrom([]string{"", " match=exact", " match=marks"}).Draw(t, "match")
		case "numeric":
			texts = []string{"1.500 ± 2,5", "-5", "1..2,5", "0,125"}
			extra += rapid.SampledFrom([]string{"", ` unit="đồng/m²"`}).Draw(t, "unit")
		}
		var b strings.Builder
		fmt.Fprintf(&b, "## %s {#cau-%d type=%s competence=%s level=%d%s}\n\n", rapid.SampledFrom([]string{"Tên", "a:b", "C = {d}", "Tên (1/2)"}).Draw(t, "title"), n, kind,
			rapid.SampledFrom([]string{"4.2", `"ND224-2026-D77:77.2.a"`}).Draw(t, "competence"), rapid.IntRange(1, 8).Draw(t, "level"), extra)
		b.WriteString("Chọn tất cả ý đúng.\n\n" + blocks().Draw(t, "stem") + "\n\n")
		switch kind {
		case "matching":
			cell := strings.NewReplacer("|", "\\|")
			b.WriteString("| a | b |\n|---|---|\n| " + cell.Replace(texts[0]) + " | x = y |\n| | `z` khác |\n| " + cell.Replace(texts[1]) + " | w: {v} |\n| " + cell.Replace(texts[2]) + " | x = y |\n")
			return strings.ReplaceAll(b.String(), "`z`", "z") + "\n" + quote(blocks().Draw(t, "explanation"), "")
		case "cloze":
			b.WriteString("Gõ {1}, chọn {2} rồi tính {3}, không phải {1:SA:=x}.\n\n1. tên mã\n   - [x] `a = b#c}~d`\n     > " + texts[0] + "\n   - [x] OTP\n2. nơi & chốn\n   - [ ] w: {v}\n     > " + texts[1] +
				"\n   - [x] x = y \\#\n3. số\n   - [x] 1.500 ± 2,5\n   - [x] 3..4,5\n     > " + texts[2] + "\n")
			return b.String() + "\n" + quote(blocks().Draw(t, "explanation"), "")
		case "ordering":
			for i, text := range texts {
				fmt.Fprintf(&b, "%d. %s\n", i+1, text)
			}
			return b.String() + "\n" + quote(blocks().Draw(t, "explanation"), "")
		}
		right := rapid.IntRange(0, len(texts)-1).Draw(t, "right")
		for i, text := range texts {
			box := "[ ]"
			if i == right || kind == "multiple" && i > 0 && i < len(texts)-1 {
				box = "[x]"
			}
			if kind == "multiple" && i == len(texts)-1 && i != right {
				box = "[ ]"
			}
			b.WriteString("- " + box + " " + text + "\n" + quote(blocks().Draw(t, "feedback"), "  "))
		}
		return b.String() + "\n" + quote(blocks().Draw(t, "explanation"), "")
	})
}

// roundTrip exports generated questions, imports them and compares.
func roundTrip(t *testing.T, name string, export func(*content.Bundle) ([]byte, Report), kinds ...string) {
	std := standards(t)
	good, tried := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		var all []string
		for n := range rapid.IntRange(1, 3).Draw(rt, "count") {
			all = append(all, question(n, kinds...).Draw(rt, "question"))
		}
		source := bankText(all)
		tried++
		bundle, _ := loadBank(t, std, URLs(), source)
		if bundle == nil {
			return
		}
		good++
		data, report := export(bundle)
		if report.Count(Lost) > 0 {
			rt.Fatalf("lost: %+v\n%s", report.Notes, source.Data)
		}
		files, report := Bank([]Source{{Name: name, Data: data}}, Options{Standard: "TT02-2025", Language: "vi", Title: "Câu", Name: "01-cau"})
		if report.Count(Lost) > 0 {
			rt.Fatalf("lost: %+v\n%s\n%s", report.Notes, source.Data, data)
		}
		again, check := loadBank(t, std, content.URLs{}, files...)
		if again == nil {
			var b strings.Builder
			_ = check.Write(&b, "en")
			rt.Fatalf("%s\n%s\n%s", b.String(), data, files[0].Data)
		}
		if d := cmp.Diff(same(t, bundle), same(t, again), equalPoints); d != "" {
			rt.Fatalf("%s\n---\n%s\n---\n%s\n%s", source.Data, data, files[0].Data, d)
		}
	})
	if good*4 < tried {
		t.Errorf("only %d of %d were good questions", good, tried)
	}
}

func TestGIFTRoundTrip(t *testing.T) {
	roundTrip(t, "a.gift", GIFT)
}

func TestMoodleRoundTrip(t *testing.T) {
	roundTrip(t, "a.xml", MoodleXML, "ordering", "cloze")
}
