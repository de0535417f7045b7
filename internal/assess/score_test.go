package assess_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/assess"
	"hocso/internal/course"
)

func choose(c ...int) assess.Answer { return assess.Answer{Choices: c} }
func judge(j ...int8) assess.Answer { return assess.Answer{Judged: j} }
func pick(p ...int) assess.Answer   { return assess.Answer{Picks: p} }
func rank(r ...int) assess.Answer   { return assess.Answer{Ranks: r} }

// fill gives a pick to each menu and a text to each typed gap of a question with both kinds.
func fill(q *course.Question, menu int, texts ...string) assess.Answer {
	var a assess.Answer
	for _, g := range q.Gaps {
		if g.Type == course.Single {
			a.Picks, a.Texts = append(a.Picks, menu), append(a.Texts, "")
			continue
		}
		a.Picks, a.Texts, texts = append(a.Picks, 0), append(a.Texts, texts[0]), texts[1:]
	}
	return a
}

func enter(s string) assess.Answer            { return assess.Answer{Text: s} }
func all(q *course.Question) *course.Question { q.AllOrNone = true; return q }

func TestShare(t *testing.T) {
	number := typed(course.Numeric, "+9", "-7", "+20..30", "-6..40")
	number.Unit = "tháng 11"
	holes := cloze("+-", "=1.500", "=Hà Nội")
	site := typed(course.Short, "+dichvucong.gov.vn", "+https://dichvucong.gov.vn", "-dichvucong.vn")
	tests := []struct {
		name string
		q    *course.Question
		a    assess.Answer
		want *big.Rat
	}{
		{"single right", question(course.Single, "-x--"), choose(1), rat(1, 1)},
		{"single wrong", question(course.Single, "-x--"), choose(0), rat(0, 1)},
		{"single blank", question(course.Single, "-x--"), choose(), rat(0, 1)},
		{"single with two choices fits no single", question(course.Single, "-x--"), choose(0, 1), rat(0, 1)},
		{"multiple all right", question(course.Multiple, "xx--"), choose(0, 1), rat(1, 1)},
		{"multiple half", question(course.Multiple, "xx--"), choose(1), rat(1, 2)},
		{"multiple right and wrong", question(course.Multiple, "xx---"), choose(0, 1, 4), rat(2, 3)},
		{"multiple never under 0", question(course.Multiple, "xx--"), choose(2), rat(0, 1)},
		{"multiple everything", question(course.Multiple, "xxx-"), choose(0, 1, 2, 3), rat(0, 1)},
		{"multiple with one right", question(course.Multiple, "x--"), choose(0), rat(1, 1)},
		{"multiple scoring=all, one missing", all(question(course.Multiple, "xx--")), choose(0), rat(0, 1)},
		{"multiple scoring=all, all right", all(question(course.Multiple, "xx--")), choose(1, 0), rat(1, 1)},
		{"statements all right", question(course.TrueFalse, "x-x"), judge(1, 2, 1), rat(1, 1)},
		{"statements one unjudged", question(course.TrueFalse, "x-x"), judge(1, 0, 1), rat(2, 3)},
		{"statements one wrong", question(course.TrueFalse, "x-x"), judge(1, 1, 1), rat(1, 3)},
		{"statements never under 0", question(course.TrueFalse, "x-x"), judge(2, 1, 1), rat(0, 1)},
		{"statements scoring=all", all(question(course.TrueFalse, "x-x")), judge(1, 2, 0), rat(0, 1)},
		{"number right", number, enter("9"), rat(1, 1)},
		{"number with its unit", number, enter("9 tháng 11"), rat(1, 1)},
		{"number known slip", number, enter("7"), rat(0, 1)},
		{"number in range, low end", number, enter("20"), rat(1, 1)},
		{"number in range, high end", number, enter("30,0"), rat(1, 1)},
		{"number just outside", number, enter("30,001"), rat(0, 1)},
		{"number: first item decides", number, enter("25"), rat(1, 1)},
		{"number unknown", number, enter("100"), rat(0, 1)},
		{"no number", number, enter("chín"), rat(0, 1)},
		{"short right", site, enter("DichVuCong.gov.vn."), rat(1, 1)},
		{"short second item", site, enter("https://dichvucong.gov.vn"), rat(1, 1)},
		{"short known slip", site, enter("dichvucong.vn"), rat(0, 1)},
		{"short unknown", site, enter("vneid.gov.vn"), rat(0, 1)},
		{"short blank", site, enter("  "), rat(0, 1)},
		{"pairs all right", match(3, 1, 0, 1), pick(2, 1, 2), rat(1, 1)},
		{"pairs two of three", match(3, 1, 0, 1), pick(2, 1, 3), rat(2, 3)},
		{"pairs one left open", match(3, 1, 0, 1), pick(2, 0, 2), rat(2, 3)},
		{"pairs all wrong", match(3, 1, 0, 1), pick(1, 2, 3), rat(0, 1)},
		{"pairs scoring=all", all(match(3, 1, 0, 1)), pick(2, 1, 3), rat(0, 1)},
		{"order right", question(course.Ordering, "----"), rank(1, 2, 3, 4), rat(1, 1)},
		{"order with two neighbours swapped", question(course.Ordering, "----"), rank(1, 3, 2, 4), rat(2, 3)},
		{"order reversed", question(course.Ordering, "----"), rank(4, 3, 2, 1), rat(0, 1)},
		{"order half in reverse never under 0", question(course.Ordering, "---"), rank(3, 2, 1), rat(0, 1)},
		{"order of two items only", question(course.Ordering, "---"), rank(1, 0, 3), rat(1, 3)},
		{"two items at one place count neither way", question(course.Ordering, "---"), rank(1, 2, 2), rat(2, 3)},
		{"all items at one place", question(course.Ordering, "---"), rank(1, 1, 1), rat(0, 1)},
		{"order scoring=all", all(question(course.Ordering, "----")), rank(1, 3, 2, 4), rat(0, 1)},
		{"gaps all right", holes, fill(holes, 1, "1500", "hà nội"), rat(1, 1)},
		{"gaps one of three", holes, fill(holes, 1, "1501", "Huế"), rat(1, 3)},
		{"gaps the rest left open", holes, fill(holes, 0, "", "Hà Nội"), rat(1, 3)},
		{"gaps scoring=all", all(cloze("+-", "=1")), assess.Answer{Picks: []int{1}}, rat(0, 1)},
		{"spot right", question(course.Hotspot, "-x-"), choose(1), rat(1, 1)},
		{"spot wrong", question(course.Hotspot, "-x-"), choose(0), rat(0, 1)},
		{"spot in no area", question(course.Hotspot, "-x-"), choose(3), rat(0, 1)},
		{"two spots where one is right fit no question", question(course.Hotspot, "-x-"), choose(1, 2), rat(0, 1)},
		{"spots all right", question(course.Hotspot, "xx-"), choose(0, 1), rat(1, 1)},
		{"spots half", question(course.Hotspot, "xx-"), choose(0), rat(1, 2)},
		{"spots right, one in no area", question(course.Hotspot, "xx--"), choose(0, 1, 4), rat(1, 2)},
		{"spots everywhere", question(course.Hotspot, "xx-"), choose(0, 1, 2, 3), rat(0, 1)},
		{"spots right and elsewhere where no area is wrong", question(course.Hotspot, "xx"), choose(0, 1, 2), rat(0, 1)},
		{"rubric at best", rubric(), pick(1, 1), rat(1, 1)},
		{"rubric in between", rubric(), pick(2, 1), rat(3, 4)},
		{"rubric with one open", rubric(), pick(2), rat(1, 4)},
		{"rubric at worst", rubric(), pick(3, 3), rat(0, 1)},
		{"a grade that the rubric has not", rubric(), pick(4, 1), rat(0, 1)},
		{"answer of another type", site, choose(0), rat(0, 1)},
		{"multiple without a wrong choice does not divide by 0", question(course.Multiple, "xx"), choose(0), rat(1, 2)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := assess.Share(tt.q, tt.a); got.Cmp(tt.want) != 0 {
				t.Errorf("share %s, want %s", got, tt.want)
			}
		})
	}
}

func TestRight(t *testing.T) {
	for share, want := range map[*big.Rat]bool{rat(1, 1): true, rat(0, 1): false, rat(999, 1000): false, rat(3, 3): true} {
		if got := assess.Right(share); got != want {
			t.Errorf("Right(%s) = %v", share, got)
		}
	}
}

func TestShareIsBetweenZeroAndOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, a := anyQuestion(t), anyAnswer(t)
		share := assess.Share(q, a)
		if share.Sign() < 0 || share.Cmp(rat(1, 1)) > 0 {
			t.Fatalf("share %s of %+v", share, a)
		}
		if a.Blank() && share.Sign() != 0 {
			t.Fatalf("blank earns %s", share)
		}
		if q.AllOrNone && share.Sign() != 0 && !assess.Right(share) {
			t.Fatalf("scoring=all earns %s", share)
		}
	})
}

func TestChoosingEverythingEarnsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := choiceQuestion(t)
		if q.Type != course.Hotspot || !assess.Several(q) {
			q.Type = course.Multiple
		}
		q.Choices[0].Right, q.Choices[1].Right = true, q.Type == course.Hotspot
		every := make([]int, assess.Places(q))
		for i := range every {
			every[i] = i
		}
		if share := assess.Share(q, choose(every...)); share.Sign() != 0 {
			t.Fatalf("choosing everything earns %s", share)
		}
	})
}

// listedQuestion draws a question of any type whose verdict lists every part of it.
func listedQuestion(t *rapid.T) *course.Question {
	switch rapid.IntRange(0, 3).Draw(t, "form") {
	case 0:
		return matchingQuestion(t)
	case 2:
		return clozeQuestion(t)
	case 1:
		return orderingQuestion(t)
	}
	return choiceQuestion(t)
}

// fittingAnswer draws an answer that can be one to a listed question.
func fittingAnswer(t *rapid.T, q *course.Question) assess.Answer {
	n := len(q.Choices)
	switch q.Type {
	case course.Single, course.Multiple, course.Hotspot:
		most := 1
		if n = assess.Places(q); assess.Several(q) {
			most = n
		}
		return choose(rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 1, most, rapid.ID).Draw(t, "choices")...)
	case course.Matching:
		return pick(rapid.SliceOfN(rapid.IntRange(0, n), len(q.Pairs), len(q.Pairs)).Draw(t, "picks")...)
	case course.Ordering:
		return rank(rapid.SliceOfN(rapid.IntRange(0, n), n, n).Draw(t, "ranks")...)
	case course.Cloze:
		typed := make([]string, len(q.Gaps))
		for i := range typed {
			typed[i] = rapid.SampledFrom([]string{"", "Hà Nội", "1500", "3", "gì đó"}).Draw(t, "text")
		}
		return fill(q, rapid.IntRange(0, 2).Draw(t, "menu"), typed...)
	}
	return judge(rapid.SliceOfN(rapid.Int8Range(0, 2), n, n).Draw(t, "judged")...)
}

func TestOrderOfChoicesNeverChangesTheShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := choiceQuestion(t)
		a := fittingAnswer(t, q)
		place := make([]int, len(q.Choices)) // old position → new one
		for i := range place {
			place[i] = i
		}
		place = rapid.Permutation(place).Draw(t, "place")
		moved, b := *q, assess.Answer{}
		moved.Choices = make([]course.Choice, len(q.Choices))
		for old, c := range q.Choices {
			moved.Choices[place[old]] = c
		}
		for _, c := range a.Choices {
			if c < len(place) { // anywhere else on a picture stays behind the areas
				c = place[c]
			}
			b.Choices = append(b.Choices, c)
		}
		if a.Judged != nil {
			b.Judged = make([]int8, len(a.Judged))
			for old, j := range a.Judged {
				b.Judged[place[old]] = j
			}
		}
		if s, u := assess.Share(q, a), assess.Share(&moved, b); s.Cmp(u) != 0 {
			t.Fatalf("share %s as written, %s in another order", s, u)
		}
	})
}

func TestVerdict(t *testing.T) {
	type v = assess.ChoiceVerdict
	tests := []struct {
		name string
		q    *course.Question
		a    assess.Answer
		want []v
	}{
		{
			"single wrong: feedback of the chosen one only", question(course.Single, "x--"), choose(1),
			[]v{{0, false, true, false, ""}, {1, true, false, false, "f1"}, {2, false, false, true, ""}},
		},
		{
			"multiple: chosen, and missed right ones", question(course.Multiple, "xx--"), choose(0, 2),
			[]v{{0, true, true, true, "f0"}, {1, false, true, false, "f1"}, {2, true, false, false, "f2"}, {3, false, false, true, ""}},
		},
		{
			"statements: always feedback", question(course.TrueFalse, "x-x"), judge(1, 1),
			[]v{{0, true, true, true, "f0"}, {1, true, false, false, "f1"}, {2, false, true, false, "f2"}},
		},
		{
			"pairs: always feedback, and that of a distractor", distractor(), pick(2, 3),
			[]v{{0, true, false, true, "p0"}, {1, true, false, false, "nhiễu\np1"}},
		},
		{
			"spots: elsewhere", question(course.Hotspot, "x-"), choose(2),
			[]v{{0, false, true, false, ""}, {1, false, false, true, ""}, {2, true, false, false, ""}},
		},
		{
			"spots: several, one missed", question(course.Hotspot, "xx"), choose(0),
			[]v{{0, true, true, true, "f0"}, {1, false, true, false, "f1"}, {2, false, false, true, ""}},
		},
		{"pairs: one left open", match(2, 1, 0), pick(2), []v{{0, true, false, true, "p0"}, {1, false, false, false, "p1"}}},
		{
			"items: whether each stands at its place", question(course.Ordering, "---"), rank(1, 3),
			[]v{{0, true, false, true, "f0"}, {1, true, false, false, "f1"}, {2, false, false, false, "f2"}},
		},
		{
			"gaps: feedback of what was met", cloze("+-", "=1", "=2"),
			assess.Answer{Picks: []int{2}, Texts: []string{"", "1", "3"}},
			[]v{{0, true, false, false, "g01"}, {1, true, false, true, "gõ 1"}, {2, true, false, false, ""}},
		},
		{"gaps: one left open", cloze("+-", "=1"), assess.Answer{Picks: []int{1}}, []v{{0, true, false, true, "g00"}, {1, false, false, false, ""}}},
		{"number: the slip", typed(course.Numeric, "+9", "-7"), enter("7"), []v{{1, true, false, false, "về 7"}}},
		{"short: the accepted one", typed(course.Short, "+Huế", "-Hà Nội"), enter("hue"), []v{{0, true, true, true, "về Huế"}}},
		{"short: nothing met", typed(course.Short, "+Huế", "-Hà Nội"), enter("Vinh"), nil},
		{"short: blank", typed(course.Short, "+Huế"), enter(""), nil},
		{"what does not fit is blank", question(course.Single, "x-"), choose(7), []v{{0, false, true, false, ""}, {1, false, false, true, ""}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, assess.Verdict(tt.q, tt.a)); diff != "" {
				t.Errorf("verdict (-want +got):\n%s", diff)
			}
		})
	}
}

// rubric is a task of two criteria with the grades 2, 1 and 0.
func rubric() *course.Question {
	q := question(course.Practical, "")
	q.Rubric = &course.Rubric{Columns: []course.RubricColumn{{Points: 2}, {Points: 1}, {}}, Criteria: make([]course.Criterion, 2)}
	return q
}

// distractor is a matching question whose third right cell belongs to no left one and says why.
func distractor() *course.Question {
	q := match(3, 1, 0)
	q.Choices[2].Feedback = "nhiễu"
	return q
}

func TestVerdictAgreesWithShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := listedQuestion(t)
		a := fittingAnswer(t, q)
		correct := true
		for _, v := range assess.Verdict(q, a) {
			correct = correct && v.Correct
		}
		if right := assess.Right(assess.Share(q, a)); right != correct {
			t.Fatalf("fully right by share: %v, by verdict: %v", right, correct)
		}
	})
}

func BenchmarkShare(b *testing.B) {
	number := typed(course.Numeric, "-7", "-10..20", "+1.500,5")
	number.Unit = "đồng"
	big := question(course.Ordering, strings.Repeat("-", 40))
	sorted := make([]int, 40)
	for i := range sorted {
		sorted[i] = i + 1
	}
	for name, c := range map[string]struct {
		q *course.Question
		a assess.Answer
	}{
		"single":    {question(course.Single, "-x--"), choose(1)},
		"multiple":  {question(course.Multiple, "xx---"), choose(0, 1, 4)},
		"truefalse": {question(course.TrueFalse, "x-x-"), judge(1, 2, 2, 0)},
		"numeric":   {number, enter("1.500,5 đồng")},
		"cloze":     {cloze("+-", "=1.500"), assess.Answer{Picks: []int{1, 0}, Texts: []string{"", "1500 đồng"}}},
		"matching":  {match(4, 1, 0, 2, 3), pick(2, 1, 3, 4)},
		"ordering":  {big, rank(sorted...)},
		"short":     {typed(course.Short, "+thủ tục hành chính", "-hồ sơ"), enter("Hồ Sơ")},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				assess.Share(c.q, c.a)
			}
		})
	}
}
