package content

import (
	"maps"
	"sync"
)

// wording is a finding's text in both languages: what is wrong, and how to mend it. Names in braces are arguments.
type wording struct {
	severity     Severity
	vi, viRemedy string
	en, enRemedy string
}

// messages is every message by its key. The tables stand in messages_*.go, by what they are about.
var messages = sync.OnceValue(func() map[string]wording {
	all := map[string]wording{}
	for _, table := range []map[string]wording{
		fileMessages(), frontMessages(), textMessages(), mediaMessages(), mathMessages(), translationMessages(), codeMessages(),
		questionMessages(), typeMessages(), practicalMessages(), courseMessages(), versionMessages(),
	} {
		maps.Copy(all, table)
	}
	return all
})
