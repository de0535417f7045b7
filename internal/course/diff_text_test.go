package course

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/vntext"
)

// TestLikely: what a reader takes for the same, what must be asked about, and what is another answer.
func TestLikely(t *testing.T) {
	for _, tt := range []struct {
		was, is string
		want    likeness
	}{
		{"Gọi lại số in trên thẻ", "gọi lại số, in trên thẻ.", sameSense},
		{"Goi lại ngan hàng", "Gọi lại ngân hàng", sameSense},
		{"Khoong gửi mã OTP", "Không gửi mã OTP", sameSense},
		{"khong gửi mã", "không gửi mã", sameSense},
		{"sữa lại dia chi", "sửa lại địa chỉ", sameSense},
		{"mở VNe ID", "mở VNeID", sameSense},
		{"nộp 15 000 đồng", "nộp 15.000 đồng", sameSense},
		{"cân 15kg", "cân 15 kg", sameSense},
		{"nặng 1.5 tạ", "nặng 1,5 tạ", sameSense},
		{"Nộp trong 5 ngày kể từ ngày nhận", "Nộp trong 15 ngày kể từ ngày nhận", anotherSense},
		{"Nộp trong 5 ngày kể từ ngày nhận", "Không nộp trong 5 ngày kể từ ngày nhận", anotherSense},
		{"chưa nộp hồ sơ ở xã", "nộp hồ sơ ở xã", anotherSense},
		{"gửi mã cho người quen", "đừng gửi mã cho người quen", anotherSense},
		{"gọi số in trên thẻ", "chỉ gọi số in trên thẻ", unsureSense},
		{"gửi lên mọi nhóm", "gửi lên mọi nhóm trừ nhóm xã", unsureSense},
		{"nhiệt độ ≤ 5 độ", "nhiệt độ ≥ 5 độ", anotherSense},
		{"từ -5 độ", "từ 5 độ", anotherSense},
		{"nặng 1,5 kg", "nặng 15 kg", anotherSense},
		{"Xóa tin nhắn", "Gọi cho ngân hàng", anotherSense},
		{"Đừng trả lời tin", "Dừng trả lời tin", anotherSense},
		{"Call the bank", "Do not call the bank", anotherSense},
		{"trong 2 tuần", "trong hai tuần", unsureSense},
		{"từ 5 đến 15 ngày", "từ 15 đến 5 ngày", unsureSense},
		{"nặng 5 kg", "nặng 5 g", unsureSense},
		{"báo trước khi chuyển tiền", "báo sau khi chuyển tiền", unsureSense},
		{"mức tăng hằng tháng", "mức giảm hằng tháng", unsureSense},
		{"không nộp hồ sơ", "chưa nộp hồ sơ", unsureSense},
		{"bố gọi mẹ", "mẹ gọi bố", unsureSense},
		{"bay đường hàng không", "bay đường máy bay", unsureSense}, // no negation
		{"/m/ab/the.svg Thẻ ngân hàng", "/quan-ly/soan/tep/ab/the.svg Thẻ ngân hàng", sameSense},
		{"/m/a1/the.svg Thẻ ngân hàng", "/m/b2/the.svg Thẻ ngân hàng", unsureSense},
	} {
		if got := likely(tt.was, tt.is); got != tt.want {
			t.Errorf("%q, %q: %d, want %d", tt.was, tt.is, got, tt.want)
		}
		if got := likely(tt.is, tt.was); got != tt.want {
			t.Errorf("back: %q, %q: %d, want %d", tt.is, tt.was, got, tt.want)
		}
	}
}

// plainWords are words that turn nothing round and name no number.
func plainWords() *rapid.Generator[[]string] {
	return rapid.SliceOfN(rapid.SampledFrom(strings.Fields(
		"thẻ trình trường ngân hàng mật khẩu đăng nhập thông tin chuyển tiền nhận giấy khai sinh nghỉ người phường xã hồ sơ mạng chữ ký điện tử sửa mở máy trong trước",
	)), 3, 14)
}

// TestMendedSlipsRaiseNoAlarm: marks that were missing, a letter typed twice or two that were swapped, a capital, a full
// stop, a space in a word.
func TestMendedSlipsRaiseNoAlarm(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := plainWords().Draw(rt, "words")
		good := strings.Join(words, " ")
		i := rapid.IntRange(0, len(words)-1).Draw(rt, "at")
		w := []rune(words[i])
		slips := map[string]func() string{
			"marks":   func() string { return vntext.Fold(words[i]) },
			"capital": func() string { return strings.ToUpper(words[i]) },
			"stop":    func() string { return words[i] + "," },
			"twice": func() string {
				k := rapid.IntRange(0, len(w)-1).Draw(rt, "letter")
				return string(slices.Insert(slices.Clone(w), k, w[k]))
			},
			"swapped": func() string {
				if len(w) < 3 || !slices.Contains(strings.Fields("th tr ch nh ng kh ph"), vntext.Fold(string(w[:2]))) {
					return words[i]
				}
				return string([]rune{w[1], w[0]}) + string(w[2:])
			},
			"parted": func() string { return string(w[:1]) + " " + string(w[1:]) },
		}
		words[i] = slips[rapid.SampledFrom([]string{"marks", "capital", "stop", "twice", "swapped", "parted"}).Draw(rt, "slip")]()
		bad := strings.Join(words, " ")
		if got := likely(bad, good); got != sameSense {
			rt.Fatalf("%q mended to %q: %d", bad, good, got)
		}
		before, after := taught().Bank[0], taught().Bank[0]
		before.Choices[0].HTML, after.Choices[0].HTML = "<p>"+bad+"</p>", "<p>"+good+"</p>"
		if sure, doubt := Meaning(&before, &after), Doubts(&before, &after); len(sure)+len(doubt) > 0 {
			rt.Fatalf("%q mended to %q: %v, %v", bad, good, sure, doubt)
		}
	})
}

// TestWhatTurnsTheSenseIsTold: another number, and a negation more or less, wherever in however long an answer.
func TestWhatTurnsTheSenseIsTold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := plainWords().Draw(rt, "words")
		i := rapid.IntRange(0, len(words)).Draw(rt, "at")
		was, is := slices.Clone(words), slices.Clone(words)
		if rapid.Bool().Draw(rt, "number") {
			number := rapid.StringMatching(`[1-9][0-9]{0,2}(,[0-9])?|[1-9]\.[0-9]{3}`)
			m, n := number.Draw(rt, "m"), number.Draw(rt, "n")
			if m == n {
				return
			}
			was, is = slices.Insert(was, i, m), slices.Insert(is, i, n)
		} else {
			is = slices.Insert(is, i, rapid.SampledFrom(strings.Fields("không chưa đừng chớ chẳng")).Draw(rt, "negation"))
			if i > 0 && is[i-1] == "hàng" { // hàng không flies
				return
			}
		}
		before, after := taught().Bank[0], taught().Bank[0]
		before.Choices[0].HTML, after.Choices[0].HTML = strings.Join(was, " "), strings.Join(is, " ")
		for _, way := range [][2]*Question{{&before, &after}, {&after, &before}} {
			if got := Meaning(way[0], way[1]); !slices.Equal(got, []Aspect{AspectKey}) {
				rt.Fatalf("%q to %q: %v", way[0].Choices[0].HTML, way[1].Choices[0].HTML, got)
			}
		}
	})
}

// TestEveryChangeOfWordsIsAsked: an answer may not become another one without a word, but for slips.
func TestEveryChangeOfWordsIsAsked(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := plainWords().Draw(rt, "words")
		i := rapid.IntRange(0, len(words)-1).Draw(rt, "at")
		other := rapid.SampledFrom(strings.Fields("sau quên thuế cũ đóng bảo")).Draw(rt, "other")
		was := strings.Join(words, " ")
		words[i] = other
		if is := strings.Join(words, " "); likely(was, is) == sameSense {
			rt.Fatalf("%q to %q is the same", was, is)
		}
	})
}

// TestAspectsBesideTheAnswers: what may be typed, how exactly, and how it counts.
func TestAspectsBesideTheAnswers(t *testing.T) {
	for name, tt := range map[string]struct {
		was, is     Question
		sure, doubt []Aspect
	}{
		"another unit":     {Question{Unit: "kg"}, Question{Unit: "g"}, []Aspect{AspectUnit}, nil},
		"a unit less":      {Question{Unit: "kg"}, Question{}, []Aspect{AspectUnit}, nil},
		"a unit more":      {Question{}, Question{Unit: "kg"}, nil, []Aspect{AspectUnit}},
		"a unit mended":    {Question{Unit: "dong"}, Question{Unit: "đồng"}, nil, []Aspect{AspectUnit}},
		"stricter":         {Question{Match: "loose"}, Question{Match: "exact"}, []Aspect{AspectMatch}, nil},
		"less strict":      {Question{Match: "exact"}, Question{Match: "marks"}, nil, []Aspect{AspectMatch}},
		"as strict":        {Question{Match: "loose"}, Question{}, nil, nil},
		"all or nothing":   {Question{}, Question{AllOrNone: true}, []Aspect{AspectScoring}, nil},
		"other number":     {Question{Stem: "<p>Bà có 5 triệu</p>"}, Question{Stem: "<p>Bà có 6 triệu</p>"}, nil, []Aspect{AspectStem}},
		"turned stem":      {Question{Stem: "<p>Nên làm gì?</p>"}, Question{Stem: "<p>Không nên làm gì?</p>"}, nil, []Aspect{AspectStem}},
		"reworded stem":    {Question{Stem: "<p>Nên làm gì?</p>"}, Question{Stem: "<p>Bà con làm gì?</p>"}, nil, nil},
		"translated key":   {Question{In: map[string]Question{"en": {Choices: []Choice{{HTML: "5 days", Right: true}}}}}, Question{In: map[string]Question{"en": {Choices: []Choice{{HTML: "15 days", Right: true}}}}}, nil, []Aspect{AspectKey}},
		"a translation":    {Question{}, Question{In: map[string]Question{"en": {}}}, nil, nil},
		"an answer turned": {Question{Choices: []Choice{{HTML: "gửi trước khi trả tiền", Right: true}}}, Question{Choices: []Choice{{HTML: "gửi sau khi trả tiền", Right: true}}}, nil, []Aspect{AspectKey}},
	} {
		if sure, doubt := Meaning(&tt.was, &tt.is), Doubts(&tt.was, &tt.is); !slices.Equal(sure, tt.sure) || !slices.Equal(doubt, tt.doubt) {
			t.Errorf("%s: sure %v, in doubt %v", name, sure, doubt)
		}
	}
}
