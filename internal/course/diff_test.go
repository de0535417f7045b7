package course

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/standard"
)

// taught is a course to be changed: two modules, three lessons, a question in a lesson and two in the bank.
func taught() *Course {
	ref := standard.Ref{Framework: "F", Code: "4.2"}
	q := func(id string) Question {
		return Question{
			ID: id, Type: Single, Competence: ref, Level: 2, Points: One(), Stem: "<p>Khi nhận tin lạ, bà con nên làm gì?</p>",
			Choices: []Choice{
				{HTML: "<p>Gọi lại số của ngân hàng in trên thẻ</p>", Right: true},
				{HTML: "<p>Bấm vào đường dẫn trong tin</p>", Feedback: "<p>Dễ mất tiền.</p>"},
			},
			Explanation: "<p>Vì thế.</p>",
		}
	}
	lesson := func(slug, text string, qs ...Question) Lesson {
		return Lesson{Slug: slug, Title: "Bài " + slug, Competences: []Target{{ref, 2}}, Questions: qs, Blocks: []Block{{HTML: "<p>" + text + "</p>"}}}
	}
	long := strings.Repeat("Chuyển tiền cần hai người cùng xem lại. ", 20)
	return &Course{
		Slug: "khoa", Title: "Khóa", Completion: Completion{Lessons: All, Exam: "pass"},
		Exam: &Exam{Title: "Thi", Minutes: 30, Pass: 50, Draw: []Row{{Competences: []standard.Ref{ref}, Low: 1, High: 2, Count: 2}}},
		Modules: []Module{
			{Slug: "mot", Lessons: []Lesson{lesson("a", long, q("q1")), lesson("b", long)}},
			{Slug: "hai", Lessons: []Lesson{lesson("c", long)}},
		},
		Bank: []Question{q("b1"), q("b2")},
	}
}

func TestDiffOfCourses(t *testing.T) {
	lesson := func(c *Course) *Lesson { return &c.Modules[0].Lessons[0] }
	const a, b, cKey = "mot/a", "mot/b", "hai/c"
	for name, tt := range map[string]struct {
		change func(*Course)
		want   Changes
	}{
		"nothing": {func(*Course) {}, Changes{}},
		"tags only": {func(c *Course) {
			lesson(c).Blocks[0].HTML = `<div class="text">` + lesson(c).Blocks[0].HTML + "</div>"
		}, Changes{}},
		"a slip": {func(c *Course) {
			lesson(c).Blocks[0].HTML += "<p>Xong.</p>"
		}, Changes{Lessons: []LessonChange{{Kind: Mended, Key: a, Was: a, Title: "Bài a", Words: 1}}}},
		"a picture": {func(c *Course) {
			lesson(c).Blocks[0].HTML += `<img src="/m/1/p.svg" alt="Hình">`
		}, Changes{Lessons: []LessonChange{{Kind: Mended, Key: a, Was: a, Title: "Bài a", Words: 2}}}},
		"another text": {func(c *Course) {
			lesson(c).Blocks[0].HTML = "<p>" + strings.Repeat("mới ", 30) + "</p>"
		}, Changes{Lessons: []LessonChange{{Kind: Changed, Key: a, Was: a, Title: "Bài a", Words: 190}}}},
		"another aim": {func(c *Course) {
			lesson(c).Competences[0].Level = 3
		}, Changes{Lessons: []LessonChange{{Kind: Changed, Key: a, Was: a, Title: "Bài a", Competences: true}}}},
		"a lesson more": {func(c *Course) {
			c.Modules[1].Lessons = append(c.Modules[1].Lessons, Lesson{Slug: "d", Title: "Bài d"})
		}, Changes{Lessons: []LessonChange{{Kind: Added, Key: "hai/d", Title: "Bài d"}}}},
		"a lesson less": {func(c *Course) {
			c.Modules[0].Lessons = c.Modules[0].Lessons[:1]
		}, Changes{Lessons: []LessonChange{{Kind: Removed, Was: b, Title: "Bài b"}}}},
		"a new name": {func(c *Course) {
			c.Modules[0].Lessons[1].Slug, c.Modules[0].Lessons[1].Was = "be", "b"
		}, Changes{Lessons: []LessonChange{{Kind: Renamed, Key: "mot/be", Was: b, Title: "Bài b"}}}},
		"a module's new name": {func(c *Course) {
			c.Modules[1].Slug, c.Modules[1].Was = "ba", "hai"
		}, Changes{
			Parts:   []PartChange{{Part: PartModules}},
			Lessons: []LessonChange{{Kind: Renamed, Key: "ba/c", Was: cKey, Title: "Bài c"}},
		}},
		"another module": {func(c *Course) {
			c.Modules[1].Lessons = append(c.Modules[1].Lessons, c.Modules[0].Lessons[1])
			c.Modules[0].Lessons = c.Modules[0].Lessons[:1]
		}, Changes{Lessons: []LessonChange{{Kind: Renamed, Key: "hai/b", Was: b, Title: "Bài b"}}}},
		"a question of a lesson": {func(c *Course) {
			lesson(c).Questions[0].Stem = "<p>Nhận tin lạ thì làm gì?</p>"
		}, Changes{
			Lessons:   []LessonChange{{Kind: Mended, Key: a, Was: a, Title: "Bài a"}},
			Questions: []QuestionChange{{Kind: Mended, ID: "q1", Lesson: a}},
		}},
		"a question goes to another lesson": {func(c *Course) {
			c.Modules[1].Lessons[0].Questions, lesson(c).Questions = lesson(c).Questions, nil
		}, Changes{
			Lessons:   []LessonChange{{Kind: Mended, Key: cKey, Was: cKey, Title: "Bài c"}},
			Questions: []QuestionChange{{Kind: Renamed, ID: "q1", Lesson: cKey}},
		}},
		"the bank": {func(c *Course) {
			c.Bank[0].Level = 1
			c.Bank[1].ID = "b3"
		}, Changes{Questions: []QuestionChange{
			{Kind: Changed, ID: "b1", Bank: true, Why: []Aspect{AspectLevel}},
			{Kind: Added, ID: "b3", Bank: true},
			{Kind: Removed, ID: "b2", Bank: true},
		}}},
		"an unknown bank": {func(c *Course) { c.Bank = nil }, Changes{}},
		"a translation": {func(c *Course) {
			c.Translations = []Translation{{Language: "hmn", Lessons: map[string]Lesson{a: {Title: "Zaj a"}}}}
		}, Changes{Parts: []PartChange{{Part: PartLanguages}}}},
		"the exam": {func(c *Course) {
			c.Exam.Minutes, c.Exam.Pass, c.Exam.Draw[0].Count = 45, 60, 3
		}, Changes{Parts: []PartChange{{PartMinutes, "30", "45"}, {PartPass, "50", "60"}, {PartSize, "2", "3"}, {Part: PartDraw}}}},
		"no exam": {func(c *Course) {
			c.Exam, c.Completion.Exam = nil, "none"
		}, Changes{Parts: []PartChange{{Part: PartCompletion}, {Part: PartExam, From: "Thi"}}}},
	} {
		before, after := taught(), taught()
		tt.change(after)
		got := Diff(before, after)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if got.Empty() != (name == "nothing" || name == "tags only" || name == "an unknown bank") {
			t.Errorf("%s: empty is %v", name, got.Empty())
		}
	}
}

// TestKeptReading: reading counts on under a lesson's new name, and not where it is to be read again.
func TestKeptReading(t *testing.T) {
	before, after := taught(), taught()
	after.Modules[0].Lessons[0].Blocks[0].HTML = "<p>khác hẳn</p>"
	after.Modules[0].Lessons[1].Slug, after.Modules[0].Lessons[1].Was = "be", "b"
	want := map[string]string{"mot/b": "mot/be", "hai/c": "hai/c"}
	if diff := cmp.Diff(want, Diff(before, after).Kept(before)); diff != "" {
		t.Error(diff)
	}
}

func TestMeaning(t *testing.T) {
	type change = func(*Question)
	right := func(text string) change {
		return func(q *Question) { q.Choices[0].HTML = "<p>" + text + "</p>" }
	}
	for name, tt := range map[string]struct {
		change change
		want   []Aspect
	}{
		"stem":               {func(q *Question) { q.Stem = "<p>Nên làm gì?</p>" }, nil},
		"explanation":        {func(q *Question) { q.Explanation = "" }, nil},
		"order of answers":   {func(q *Question) { slices.Reverse(q.Choices) }, nil},
		"reworded":           {right("Gọi lại số của ngân hàng ở mặt sau thẻ"), nil},
		"punctuation":        {right("gọi lại số của ngân hàng, in trên thẻ."), nil},
		"another wrong one":  {func(q *Question) { q.Choices = append(q.Choices, Choice{HTML: "Trả lời tin"}) }, nil},
		"reworded wrong one": {func(q *Question) { q.Choices[1].HTML = "Trả lời" }, nil},
		"another right one":  {right("Xóa tin"), []Aspect{AspectKey}},
		"swapped key":        {func(q *Question) { q.Choices[0].Right, q.Choices[1].Right = false, true }, []Aspect{AspectKey}},
		"two right ones":     {func(q *Question) { q.Choices = append(q.Choices, Choice{HTML: "Xóa tin", Right: true}) }, []Aspect{AspectKey}},
		"level":              {func(q *Question) { q.Level = 3 }, []Aspect{AspectLevel}},
		"competence":         {func(q *Question) { q.Competence.Code = "4.1" }, []Aspect{AspectCompetence}},
		"type":               {func(q *Question) { q.Type = Multiple }, []Aspect{AspectType}},
	} {
		before, after := taught().Bank[0], taught().Bank[0]
		tt.change(&after)
		if diff := cmp.Diff(tt.want, Meaning(&before, &after)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestMeaningOfEntries(t *testing.T) {
	entry := func(text string, right bool) Choice { return Choice{Text: text, Right: right} }
	for name, tt := range map[string]struct {
		typ           Type
		before, after []Choice
		same          bool
	}{
		"same number":          {Numeric, []Choice{entry("5", true)}, []Choice{entry("5", true)}, true},
		"another number":       {Numeric, []Choice{entry("5", true)}, []Choice{entry("6", true)}, false},
		"a wider range":        {Numeric, []Choice{entry("5..6", true)}, []Choice{entry("5..7", true)}, false},
		"a known slip":         {Numeric, []Choice{entry("5", true)}, []Choice{entry("5", true), entry("4", false)}, true},
		"one more text":        {Short, []Choice{entry("VNeID", true)}, []Choice{entry("VNeID", true), entry("VN eID", true)}, true},
		"one text less":        {Short, []Choice{entry("a", true), entry("b", true)}, []Choice{entry("a", true)}, false},
		"wrong becomes right":  {Short, []Choice{entry("a", true), entry("b", false)}, []Choice{entry("a", true), entry("b", true)}, false},
		"a statement flips":    {TrueFalse, []Choice{{HTML: "Mưa rơi", Right: true}}, []Choice{{HTML: "Mưa rơi"}}, false},
		"a statement reworded": {TrueFalse, []Choice{{HTML: "Mưa đang rơi"}}, []Choice{{HTML: "Mưa đang rơi nhiều"}}, true},
		"a statement more":     {TrueFalse, []Choice{{HTML: "Mưa rơi"}}, []Choice{{HTML: "Mưa rơi"}, {HTML: "Nắng lên"}}, false},
	} {
		got := Meaning(&Question{Type: tt.typ, Choices: tt.before}, &Question{Type: tt.typ, Choices: tt.after})
		if (len(got) == 0) != tt.same {
			t.Errorf("%s: %v", name, got)
		}
	}
	strict, lenient := Question{Type: Short, Choices: []Choice{entry("VNeID", true)}}, Question{Type: Short, Choices: []Choice{entry("VNeID", true)}, Typos: 1}
	if len(Meaning(&strict, &lenient)) != 0 || len(Meaning(&lenient, &strict)) == 0 {
		t.Error("what a slip passed may not fail later")
	}
}

// TestMeaningOfParts: the key of a question of several parts is which part belongs where.
func TestMeaningOfParts(t *testing.T) {
	texts := func(words ...string) []Choice {
		out := make([]Choice, len(words))
		for i, w := range words {
			out[i] = Choice{HTML: w, Right: true}
		}
		return out
	}
	pairs := func(choices ...int) *Question {
		q := &Question{Type: Matching, Choices: texts("gọi tổng đài ngân hàng", "báo công an xã", "hỏi tổ công nghệ số")}
		for i, c := range choices {
			q.Pairs = append(q.Pairs, Pair{HTML: []string{"mất thẻ ngân hàng", "bị lừa chuyển tiền"}[i], Choice: c})
		}
		return q
	}
	row := func(words ...string) *Question { return &Question{Type: Ordering, Choices: texts(words...)} }
	gap := func(typ Type, choices ...Choice) *Question {
		return &Question{Type: Cloze, Gaps: []Gap{{Label: "Chỗ trống 1", Type: typ, Choices: choices}}}
	}
	rubric := func(points int, words string) *Question {
		return &Question{Type: Practical, Rubric: &Rubric{Columns: []RubricColumn{{"Tốt", points}, {"Chưa", 0}}, Criteria: []Criterion{{HTML: words}}}}
	}
	edit := func(q *Question, change func(*Question)) *Question { change(q); return q }
	for name, tt := range map[string]struct {
		before, after *Question
		same          bool
	}{
		"pairs as they were":       {pairs(0, 1), pairs(0, 1), true},
		"pairs in another order":   {pairs(0, 1), edit(pairs(0, 1), func(q *Question) { slices.Reverse(q.Pairs) }), true},
		"a left cell reworded":     {pairs(0, 1), edit(pairs(0, 1), func(q *Question) { q.Pairs[0].HTML = "làm mất thẻ ngân hàng" }), true},
		"a right cell reworded":    {pairs(0, 1), edit(pairs(0, 1), func(q *Question) { q.Choices[0].HTML = "gọi ngay tổng đài ngân hàng" }), true},
		"right cells swapped":      {pairs(0, 1), pairs(1, 0), false},
		"another right cell":       {pairs(0, 1), pairs(0, 2), false},
		"a pair less":              {pairs(0, 1), pairs(0), false},
		"a right cell for nothing": {pairs(0, 1), edit(pairs(0, 1), func(q *Question) { q.Choices = append(q.Choices, Choice{HTML: "xóa tin"}) }), true},
		"steps as they were":       {row("mở máy", "chọn người", "bấm gọi"), row("mở máy", "chọn người", "bấm gọi"), true},
		"steps in another order":   {row("mở máy", "chọn người", "bấm gọi"), row("chọn người", "mở máy", "bấm gọi"), false},
		"a step reworded":          {row("mở máy", "chọn người", "bấm gọi"), row("mở máy lên", "chọn người", "bấm gọi"), true},
		"a step more":              {row("mở máy", "chọn người"), row("mở máy", "chọn người", "bấm gọi"), false},
		"a gap as it was":          {gap(Short, Choice{Text: "VNeID", Right: true}), gap(Short, Choice{Text: "VNeID", Right: true}, Choice{Text: "vneid", Right: true}), true},
		"another word in a gap":    {gap(Short, Choice{Text: "VNeID", Right: true}), gap(Short, Choice{Text: "Zalo", Right: true}), false},
		"a gap's menu flips":       {gap(Single, Choice{HTML: "mã OTP", Right: true}, Choice{HTML: "số thẻ"}), gap(Single, Choice{HTML: "mã OTP"}, Choice{HTML: "số thẻ", Right: true}), false},
		"a gap to type into":       {gap(Single, Choice{HTML: "5", Text: "5", Right: true}), gap(Numeric, Choice{HTML: "5", Text: "5", Right: true}), false},
		"a criterion reworded":     {rubric(2, "ảnh chụp rõ mặt giấy"), rubric(2, "ảnh chụp thật rõ mặt giấy"), true},
		"another criterion":        {rubric(2, "ảnh chụp rõ mặt giấy"), rubric(2, "nộp đúng hạn"), false},
		"other points":             {rubric(2, "ảnh chụp rõ mặt giấy"), rubric(3, "ảnh chụp rõ mặt giấy"), false},
		"a spot moves a little":    {&Question{Type: Hotspot, Choices: []Choice{{HTML: "nút gửi", Right: true, Area: &Area{X: 10}}}}, &Question{Type: Hotspot, Choices: []Choice{{HTML: "nút gửi", Right: true, Area: &Area{X: 12}}}}, true},
		"another spot":             {&Question{Type: Hotspot, Choices: []Choice{{HTML: "nút gửi", Right: true}, {HTML: "nút xóa"}}}, &Question{Type: Hotspot, Choices: []Choice{{HTML: "nút gửi"}, {HTML: "nút xóa", Right: true}}}, false},
	} {
		if got := Meaning(tt.before, tt.after); (len(got) == 0) != tt.same {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestWordsAreWhatIsSeen: tags do not count, characters written as entities do, and a picture counts by its name.
func TestWordsAreWhatIsSeen(t *testing.T) {
	got := Words(`<p class="x">Ng&acirc;n hàng&nbsp;A</p><img src="/m/ab/p.svg" alt="Thẻ">`)
	if diff := cmp.Diff([]string{"Ngân", "hàng", "A", "/m/ab/p.svg", "Thẻ"}, got); diff != "" {
		t.Error(diff)
	}
}
