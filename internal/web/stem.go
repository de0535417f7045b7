package web

import "strings"

// splitStem takes the last paragraph of a question's text as the sentence that asks: it names the group of answers, and
// a legend or label cannot hold blocks. What stands before it (a table, a case) is read first. A text that does not end
// in a paragraph is all context.
func splitStem(stem string) (context, ask string) {
	stem = strings.TrimSpace(stem)
	body, ok := strings.CutSuffix(stem, "</p>")
	i := strings.LastIndex(body, "<p>")
	if !ok || i < 0 || strings.Contains(body[i:], "</p") {
		return stem, ""
	}
	return strings.TrimSpace(body[:i]), strings.TrimSpace(body[i+len("<p>"):])
}
