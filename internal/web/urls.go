package web

import "hocso/internal/content"

// ContentURLs are the addresses that compiled courses are written with. They are part of every published version:
// changing one needs a redirect for what was published before.
func ContentURLs() content.URLs {
	return content.URLs{
		Media:    func(hash, name string) string { return "/tep/" + hash + "/" + name },
		Lesson:   func(course, module, lesson string) string { return "/khoa-hoc/" + course + "/" + module + "/" + lesson },
		Course:   func(course string) string { return "/khoa-hoc/" + course },
		Glossary: func(course string) string { return "/khoa-hoc/" + course + "/tu-ngu" },
	}
}
