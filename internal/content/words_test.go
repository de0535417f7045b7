package content

import (
	"strings"
	"testing"
)

// TestMessagesUseOneWord: findings call things as pages and the glossary do.
func TestMessagesUseOneWord(t *testing.T) {
	for key, m := range messages() {
		text := strings.ToLower(m.vi + " " + m.viRemedy)
		for _, word := range []string{"mô-đun", "mô đun", "cấp độ", "nhắc nhở", "chương "} {
			if strings.Contains(text, word) {
				t.Errorf("%s says %q", key, word)
			}
		}
	}
}
