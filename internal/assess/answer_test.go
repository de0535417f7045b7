package assess_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
)

func TestAccept(t *testing.T) {
	type answer = assess.Answer
	single, multiple, statements := question(course.Single, "x--"), question(course.Multiple, "x-x-"), question(course.TrueFalse, "x-x")
	pairs, order, holes := match(3, 0, 0, 1), question(course.Ordering, "---"), cloze("+-", "=Hà Nội")
	tests := []struct {
		name string
		q    *course.Question
		in   answer
		want answer
		key  string // of the refusal
	}{
		{"one choice", single, answer{Choices: []int{2}}, answer{Choices: []int{2}}, ""},
		{"the same choice twice is one", single, answer{Choices: []int{2, 2}}, answer{Choices: []int{2}}, ""},
		{"two choices in a single", single, answer{Choices: []int{0, 2}}, answer{}, "answer.one-only"},
		{"choices are sorted and unique", multiple, answer{Choices: []int{3, 0, 3, 2}}, answer{Choices: []int{0, 2, 3}}, ""},
		{"no such choice", multiple, answer{Choices: []int{4}}, answer{}, "answer.unknown-choice"},
		{"negative choice", single, answer{Choices: []int{-1}}, answer{}, "answer.unknown-choice"},
		{"empty lists are blank", multiple, answer{Choices: []int{}, Judged: []int8{}}, answer{}, ""},
		{"judgements", statements, answer{Judged: []int8{1, 0, 2}}, answer{Judged: []int8{1, 0, 2}}, ""},
		{"missing judgements are unjudged", statements, answer{Judged: []int8{2}}, answer{Judged: []int8{2, 0, 0}}, ""},
		{"nothing judged is blank", statements, answer{Judged: []int8{0, 0, 0}}, answer{}, ""},
		{"more judgements than statements", statements, answer{Judged: []int8{1, 1, 1, 1}}, answer{}, "answer.unknown-choice"},
		{"no such judgement", statements, answer{Judged: []int8{3, 0, 0}}, answer{}, "answer.unknown-choice"},
		{"text is trimmed NFC", typed(course.Short, "+Hà Nội"), answer{Text: "  Ha\u0300  No\u0323\u0302i\n"}, answer{Text: "Hà Nội"}, ""},
		{"NFC across an invisible character", typed(course.Short, "+à"), answer{Text: "a\u200d\u0300"}, answer{Text: "à"}, ""},
		{"200 runes", typed(course.Short, "+a"), answer{Text: strings.Repeat("ộ", 200)}, answer{Text: strings.Repeat("ộ", 200)}, ""},
		{"201 runes", typed(course.Short, "+a"), answer{Text: strings.Repeat("ộ", 201)}, answer{}, "answer.too-long"},
		{"text for a choice", single, answer{Text: "0"}, answer{}, "answer.other-type"},
		{"choice for a number", typed(course.Numeric, "+1"), answer{Choices: []int{0}}, answer{}, "answer.other-type"},
		{"judgement for a choice", single, answer{Judged: []int8{1}}, answer{}, "answer.other-type"},
		{"picks", pairs, answer{Picks: []int{3, 0}}, answer{Picks: []int{3, 0, 0}}, ""},
		{"no pick is blank", pairs, answer{Picks: []int{0, 0, 0}}, answer{}, ""},
		{"a right cell that is not there", pairs, answer{Picks: []int{4}}, answer{}, "answer.unknown-choice"},
		{"more picks than left cells", pairs, answer{Picks: []int{1, 1, 1, 1}}, answer{}, "answer.unknown-choice"},
		{"places", order, answer{Ranks: []int{2, 2}}, answer{Ranks: []int{2, 2, 0}}, ""},
		{"a place behind the last", order, answer{Ranks: []int{4}}, answer{}, "answer.unknown-choice"},
		{"a negative place", order, answer{Ranks: []int{-1}}, answer{}, "answer.unknown-choice"},
		{"places for pairs", pairs, answer{Ranks: []int{1}}, answer{}, "answer.other-type"},
		{"picks for an order", order, answer{Picks: []int{1}}, answer{}, "answer.other-type"},
		{"gaps", holes, answer{Picks: []int{2}, Texts: []string{"", " Hà  Nội "}}, answer{Picks: []int{2, 0}, Texts: []string{"", "Hà Nội"}}, ""},
		{"empty gaps are blank", holes, answer{Picks: []int{0}, Texts: []string{" ", ""}}, answer{}, ""},
		{"an option that is not there", holes, answer{Picks: []int{3}}, answer{}, "answer.unknown-choice"},
		{"an option for a typed gap", holes, answer{Picks: []int{0, 1}}, answer{}, "answer.unknown-choice"},
		{"a text for a menu", holes, answer{Texts: []string{"0"}}, answer{}, "answer.unknown-choice"},
		{"more texts than gaps", holes, answer{Texts: []string{"", "a", "b"}}, answer{}, "answer.unknown-choice"},
		{"too long a text", holes, answer{Texts: []string{"", strings.Repeat("ộ", 201)}}, answer{}, "answer.too-long"},
		{"a text for a pair", pairs, answer{Texts: []string{"a"}}, answer{}, "answer.other-type"},
		{"elsewhere on a picture", question(course.Hotspot, "x-"), answer{Choices: []int{2}}, answer{Choices: []int{2}}, ""},
		{"behind elsewhere", question(course.Hotspot, "x-"), answer{Choices: []int{3}}, answer{}, "answer.unknown-choice"},
		{"two spots where one is right", question(course.Hotspot, "x-"), answer{Choices: []int{0, 1}}, answer{}, "answer.one-only"},
		{"two spots where two are right", question(course.Hotspot, "xx-"), answer{Choices: []int{0, 2}}, answer{Choices: []int{0, 2}}, ""},
		{"unknown type", question("essay", "x"), answer{Text: "a"}, answer{}, "answer.other-type"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := assess.Accept(tt.q, tt.in)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("normal form (-want +got):\n%s", diff)
			}
			if key := refusal(t, err); key != tt.key {
				t.Errorf("refused with %q, want %q", key, tt.key)
			}
		})
	}
}

// refusal is the key of the one field of an Invalid error.
func refusal(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != "answer" {
		t.Fatalf("error %v is not Invalid with the one field answer", err)
	}
	return f.Fields[0].Key
}

// anyAnswer draws answers that may or may not fit a question.
func anyAnswer(t *rapid.T) assess.Answer {
	var a assess.Answer
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		a.Choices = rapid.SliceOfN(rapid.IntRange(-1, 7), 0, 7).Draw(t, "choices")
	case 1:
		a.Judged = rapid.SliceOfN(rapid.Int8Range(0, 3), 0, 7).Draw(t, "judged")
	case 2:
		a.Picks = rapid.SliceOfN(rapid.IntRange(-1, 8), 0, 7).Draw(t, "picks")
	case 3:
		a.Ranks = rapid.SliceOfN(rapid.IntRange(-1, 8), 0, 7).Draw(t, "ranks")
	case 4:
		a.Picks = rapid.SliceOfN(rapid.IntRange(0, 3), 0, 5).Draw(t, "picks")
		a.Texts = rapid.SliceOfN(rapid.SampledFrom([]string{"", " ", "hà nội", "1500", "3"}), 0, 5).Draw(t, "texts")
	default:
		a.Text = rapid.OneOf(rapid.String(), rapid.StringMatching(`[-−]?[0-9. ,]{1,9}( đồng)?`)).Draw(t, "text")
	}
	return a
}

// anyQuestion draws a question of any type.
func anyQuestion(t *rapid.T) *course.Question {
	switch rapid.IntRange(0, 5).Draw(t, "form") {
	case 0:
		return typed(course.Numeric, "+1.500,5", "+2..3", "-4 ± 1")
	case 1:
		return typed(course.Short, "+Hà Nội", "-Huế")
	case 2:
		return matchingQuestion(t)
	case 3:
		return orderingQuestion(t)
	case 4:
		return clozeQuestion(t)
	}
	return choiceQuestion(t)
}

func TestAcceptIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, a := anyQuestion(t), anyAnswer(t)
		once, err := assess.Accept(q, a)
		if err != nil {
			return
		}
		twice, err := assess.Accept(q, once)
		if err != nil {
			t.Fatalf("accepted %+v is refused: %v", once, err)
		}
		if diff := cmp.Diff(once, twice); diff != "" {
			t.Fatalf("accepting twice differs:\n%s", diff)
		}
		if once.Blank() != a.Blank() {
			t.Fatalf("blank: %v before, %v after", a.Blank(), once.Blank())
		}
		if once.Blank() != cmp.Equal(once, assess.Answer{}) {
			t.Fatalf("a blank answer has the normal form %+v", once)
		}
		if s, u := assess.Share(q, once), assess.Share(q, a); s.Cmp(u) != 0 {
			t.Fatalf("share %s as accepted, %s as given", s, u)
		}
	})
}

func TestAnswerJSONRoundTrip(t *testing.T) {
	for in, want := range map[string]assess.Answer{
		`{}`:              {},
		`{"c":[0,2]}`:     {Choices: []int{0, 2}},
		`{"j":[1,0,2]}`:   {Judged: []int8{1, 0, 2}},
		`{"t":"1.500,5"}`: {Text: "1.500,5"},
		`{"p":[2,0]}`:     {Picks: []int{2, 0}},
		`{"r":[3,1,2]}`:   {Ranks: []int{3, 1, 2}},
		`{"x":["","a"]}`:  {Texts: []string{"", "a"}},
	} {
		var got assess.Answer
		if err := json.Unmarshal([]byte(in), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
		if out, err := json.Marshal(got); err != nil || string(out) != in {
			t.Errorf("marshal: %s, %v; want %s", out, err, in)
		}
	}
}
