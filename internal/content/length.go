package content

import (
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// How long a lesson may be, and how its minutes are estimated: a careful reader takes in some three Vietnamese syllables a
// second, and a minute for each question with its reason. Work away from the page does not count.
const (
	mostSyllables   = 1400
	syllablesPerMin = 180
)

// length reports a lesson that is too long to be read in one go, too heavy to be taken along, or that takes half as long
// again as its front matter says.
func (p *page) length(lesson *course.Lesson) {
	if lesson.Bytes > course.LessonBudget {
		p.at(0, "lesson.heavy", fault.Args{"size": (lesson.Bytes + 1023) >> 10, "max": course.LessonBudget >> 10})
	}
	syllables := 0
	for _, part := range p.parts {
		if part.question != nil {
			continue
		}
		for _, n := range part.nodes {
			syllables += len(strings.Fields(p.plain(n)))
		}
	}
	if syllables > mostSyllables {
		p.at(0, "lesson.long", fault.Args{"words": syllables, "max": mostSyllables})
	}
	takes := (syllables+syllablesPerMin-1)/syllablesPerMin + len(lesson.Questions)
	if n := p.front.get("minutes"); n != nil && lesson.Minutes > 0 && 2*takes > 3*lesson.Minutes {
		p.front.report(n, "lesson.minutes", fault.Args{"minutes": lesson.Minutes, "takes": takes})
	}
}
