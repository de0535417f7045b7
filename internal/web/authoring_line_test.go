package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// TestFindingLeadsToItsLine: the link of a finding opens its file with the line shown, from the file and from the draft.
func TestFindingLeadsToItsLine(t *testing.T) {
	_, author := drafted(t)
	const faulty = "![](khong-co.svg) trên dòng này"
	saved := author.post(studioPath+"/tep", typed(author.get(openLesson), add(faulty))).want(http.StatusSeeOther).location()
	text := author.get(saved).want(http.StatusOK).one("textarea#text").FirstChild.Data
	before, _, _ := strings.Cut(text, faulty)
	number := strings.Count(before, "\n") + 1
	for _, from := range []string{openLesson, studioPath} {
		var led string
		for _, a := range author.get(from).want(http.StatusOK).all(".loi a") {
			if to := attrOf(a, "href"); strings.Contains(to, "&dong="+strconv.Itoa(number)+"#dong") {
				led = to
			}
		}
		if led == "" {
			t.Fatalf("%s: no finding leads to line %d", from, number)
		}
		to, _, _ := strings.Cut(led, "#")
		if shown := author.get(to).want(http.StatusOK).text("#dong"); !strings.Contains(shown, "Dòng "+strconv.Itoa(number)) || !strings.Contains(shown, faulty) {
			t.Errorf("%s: line %d is shown as %q", from, number, shown)
		}
	}
	for _, none := range []string{"0", "-1", "99999", "x", "", "99999999999999999999"} {
		if page := author.get(openLesson + "&dong=" + none).want(http.StatusOK); len(page.all("#dong")) != 0 {
			t.Errorf("line %q: %s", none, page.text("#dong"))
		}
	}
}
