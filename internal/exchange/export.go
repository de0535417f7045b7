package exchange

import (
	"encoding/base64"
	"html"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
)

// Course is a course to take out. Load it with the addresses of URLs.
type Course struct {
	*content.Bundle
	report  *Report
	media   map[string]content.Media // by address
	section string                   // file that the question at hand stands in
}

// URLs are the addresses by which exports know the course's own pages and files again.
func URLs() content.URLs {
	const here = "hocso:/"
	return content.URLs{
		Media:    func(hash, name string) string { return here + "media/" + hash + "/" + name },
		Lesson:   func(course, module, lesson string) string { return here + course + "/" + module + "/" + lesson },
		Course:   func(course string) string { return here + course },
		Glossary: func(course string) string { return here + course + "/glossary" },
	}
}

// newCourse prepares an export of a bundle that was loaded with URLs.
func newCourse(b *content.Bundle, report *Report) *Course {
	c := &Course{Bundle: b, report: report, media: map[string]content.Media{}}
	for _, m := range b.Media {
		c.media[URLs().Media(m.Hash, m.Name)] = m
	}
	return c
}

// section is the questions of one file.
type section struct {
	file, name string
	questions  []course.Question
}

// sections lists the course's questions: those of the bank by file, then those of the lessons.
func (c *Course) sections() []section {
	var out []section
	for _, q := range c.Course.Bank {
		if n := len(out) - 1; n >= 0 && out[n].file == "bank/"+q.File {
			out[n].questions = append(out[n].questions, q)
			continue
		}
		name := c.Course.Slug + "/bank/" + strings.TrimSuffix(q.File, ".md")
		out = append(out, section{"bank/" + q.File, name, []course.Question{q}})
	}
	for _, p := range c.Course.Places() {
		if len(p.Lesson.Questions) > 0 {
			out = append(out, section{p.Lesson.Questions[0].File, c.Course.Slug + "/" + p.Key(), withStories(p.Lesson)})
		}
	}
	return out
}

// withStories are the questions of a lesson, each of a scenario with its story as those of the bank have it: outside the
// lesson nothing stands above them.
func withStories(l *course.Lesson) []course.Question {
	out := slices.Clone(l.Questions)
	for _, s := range l.Stories {
		for n, id := range s.Parts {
			if i := slices.IndexFunc(out, func(q course.Question) bool { return q.ID == id }); i >= 0 {
				out[i].Scenario = &course.Scenario{ID: s.ID, Stem: s.HTML, Part: n + 1, Parts: len(s.Parts)}
			}
		}
	}
	return out
}

func (c *Course) note(kind Kind, key string, args fault.Args) {
	c.report.add(kind, c.section, 0, key, args)
}

// Addresses in compiled HTML, whose attributes are escaped, so that no text looks like one.
var (
	addressed = regexp.MustCompile(`(<(?:img|a)\b[^>]*?\s(?:src|href)=")([^"]*)"`)
	player    = regexp.MustCompile(`(?s)<(audio|video)\b[^>]*>.*?</(?:audio|video)>`)
	ownLink   = regexp.MustCompile(`(?s)<a href="hocso:[^"]*"[^>]*>(.*?)</a>`)
)

// portable is HTML that stands for itself: pictures as place says, links into the course as their text, recordings as
// their label.
func (c *Course) portable(q course.Question, h string, place func(content.Media) string) string {
	h = addressed.ReplaceAllStringFunc(h, func(s string) string {
		m := addressed.FindStringSubmatch(s)
		media, ok := c.media[html.UnescapeString(m[2])]
		if !ok || !strings.HasPrefix(media.Type, "image/") {
			return s
		}
		return m[1] + html.EscapeString(place(media)) + `"`
	})
	h = player.ReplaceAllStringFunc(h, func(string) string { // its label and its words stand beside it
		c.note(Lost, "recording", fault.Args{"id": q.ID})
		return ""
	})
	return ownLink.ReplaceAllStringFunc(h, func(s string) string {
		c.note(Lost, "own-link", fault.Args{"id": q.ID})
		return ownLink.FindStringSubmatch(s)[1]
	})
}

// inPlace gives a picture as an address that holds it.
func inPlace(m content.Media) string {
	return "data:" + m.Type + ";base64," + base64.StdEncoding.EncodeToString(m.Data)
}

// each calls write for the questions as other systems have them: true or false is asked of one statement at a time.
func (c *Course) each(q course.Question, write func(q course.Question, tags []string) bool) {
	if q.Scenario != nil {
		c.note(Changed, "scenario", fault.Args{"id": q.ID, "scenario": q.Scenario.ID})
		q.Stem = q.Scenario.Stem + "\n" + q.Stem
	}
	pieces := []course.Question{q}
	if q.Type == course.TrueFalse {
		pieces = statements(q)
	}
	if len(pieces) > 1 {
		c.note(Changed, "statements", fault.Args{"id": q.ID, "count": len(pieces)})
	}
	if q.AllOrNone && (q.Type == course.Multiple || len(pieces) > 1) {
		c.note(Changed, "scoring", fault.Args{"id": q.ID})
	}
	for i, p := range pieces {
		tags := tagsOf(p)
		if len(pieces) > 1 {
			tags = append(tags, "part="+q.ID+":"+strconv.Itoa(i+1)+"/"+strconv.Itoa(len(pieces)))
		}
		if !write(p, tags) {
			c.note(Lost, "cannot-say", fault.Args{"id": q.ID, "type": string(q.Type)})
			return
		}
	}
	c.note(Kept, "exported", fault.Args{"id": q.ID})
}

// statements cuts a question of several statements into one of each.
func statements(q course.Question) []course.Question {
	var out []course.Question
	of := strconv.Itoa(len(q.Choices))
	for i, choice := range q.Choices {
		p := q
		p.Choices = []course.Choice{choice}
		if len(q.Choices) > 1 {
			n := strconv.Itoa(i + 1)
			p.ID, p.Title = q.ID+"-"+n, q.Title+" ("+n+"/"+of+")"
		}
		p.Stem = strings.TrimSpace(q.Stem) + "<p>" + choice.HTML + "</p>"
		out = append(out, p)
	}
	return out
}

// pictureName is the name of a picture within one question.
func pictureName(m content.Media) string { return path.Base(m.Path) }

// percent is a share of the points as Moodle knows it.
func percent(part, all int) string {
	s := strconv.FormatFloat(100*float64(part)/float64(all), 'f', 5, 64)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// fraction is the mark of an answer: all for the one right, else the shares by which we score.
func fraction(q course.Question, i int) string {
	right := 0
	for _, c := range q.Choices {
		if c.Right {
			right++
		}
	}
	switch {
	case q.Type != course.Multiple && q.Choices[i].Right:
		return "100"
	case q.Type != course.Multiple:
		return "0"
	case q.Choices[i].Right:
		return percent(1, right)
	}
	return "-" + percent(1, len(q.Choices)-right)
}

// pairRow is a row of a matching question: a left cell, or none, and a right one.
type pairRow struct {
	left  *course.Pair
	right course.Choice
}

// pairRows lists the rows in an order in which the right cells come as they stand in the question. What is said beside
// the pairs is noted as lost.
func (c *Course) pairRows(q course.Question) []pairRow {
	used := map[int]bool{}
	said := false
	for _, p := range q.Pairs {
		used[p.Choice] = true
		said = said || p.Feedback != ""
	}
	var out []pairRow
	next := 0
	alone := func(before int) {
		for ; next < before; next++ {
			if !used[next] {
				out = append(out, pairRow{right: q.Choices[next]})
			}
		}
	}
	for i := range q.Pairs {
		alone(min(q.Pairs[i].Choice, len(q.Choices)))
		if k := q.Pairs[i].Choice; k < len(q.Choices) {
			out = append(out, pairRow{&q.Pairs[i], q.Choices[k]})
		}
	}
	alone(len(q.Choices))
	for _, choice := range q.Choices {
		said = said || choice.Feedback != ""
		if strings.Contains(choice.HTML, "<") {
			c.note(Lost, "right-markup", fault.Args{"id": q.ID, "text": clip(choice.Text)})
		}
	}
	if said {
		c.note(Lost, "answer-feedback", fault.Args{"id": q.ID})
	}
	return out
}
