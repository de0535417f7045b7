package exchange

import (
	"fmt"
	"strings"
	"testing"
)

// TestAikenKeys: a question is taken when one letter names one of its answers, and else it is said what is amiss.
func TestAikenKeys(t *testing.T) {
	const good = "Sau?\nA. một\nB. hai\nANSWER: B\n"
	for _, tt := range []struct{ name, text, want, notes string }{
		{"a letter that no answer has", "X?\nA. một\nB. hai\nC. ba\nANSWER: D\n", "", "lost 5 no-option D"},
		{"the letter that was left out", "X?\nA. một\nC. ba\nANSWER: B\n", "", "lost 4 no-option B"},
		{"two answers of one letter", "X?\nA. một\nA. hai\nB. ba\nANSWER: A\n", "", "lost 5 letter-twice A"},
		{"two of one letter apart", "X?\nA. một\n\nb) hai\n\nB) ba\n\nANSWER: A\n", "", "lost 8 letter-twice B"},
		{"letters in another order", "X?\nA. một\nC. hai\nB. ba\nANSWER: B\n", "single: [ ] một [ ] hai [x] ba", ""},
		{"two keys", "X?\nA. một\nB. hai\nC. ba\nANSWER: B, C\n", "", "lost 5 many-keys B, C"},
		{"two keys in words", "X?\nA. một\nB. hai\nC. ba\nĐáp án: a và c.\n", "", "lost 5 many-keys a và c"},
		{"two keys without answers", "X?\nANSWER: B;C\n", "", "lost 2 no-answers"},
		{"a number for a key", "X?\nA. một\nB. hai\nANSWER: 2\n", "", "lost 4 row-key 2"},
		{"an empty key", "X?\nA. một\nB. hai\nANSWER:\n", "", "lost 4 row-key "},
		{"a key without a question", "ANSWER: A\n", "", "lost 1 stray-key A"},
		{"words of the question", "Đáp án: câu nào đúng?\nA. một\nB. hai\nANSWER: A\n", "single: [x] một [ ] hai", ""},
		{"no answers", "X?\nANSWER: A\n", "", "lost 2 no-answers"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files, report := Bank([]Source{{Name: "a.txt", Data: []byte(tt.text + "\n" + good)}}, plainOptions)
			var notes []string
			for _, n := range report.Notes {
				if n.Kind == Lost {
					note := fmt.Sprintf("lost %d %s", n.Line, strings.TrimPrefix(n.Key, "exchange."))
					for _, arg := range []string{"letter", "key"} {
						if v, ok := n.Args[arg]; ok {
							note += fmt.Sprintf(" %v", v)
						}
					}
					notes = append(notes, note)
				}
			}
			if got := strings.Join(notes, "; "); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
			want := strings.TrimSpace(tt.want + "\nsingle: [ ] một [x] hai")
			if len(files) == 0 {
				t.Fatal("the question behind it is lost too")
			}
			if got := answersOf(string(files[0].Data)); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	if _, notes := imported("a.txt", "X?\nA. một\nB. hai\nANSWER: A, B\n"); len(notes) != 1 || notes[0] != "lost 4 many-keys" {
		t.Errorf("a file of nothing else is not known: %v", notes)
	}
}
