// Package docs carries the user guides that the pages show.
package docs

import "embed"

// FS holds huong-dan/*.md, in Vietnamese, and guides/*.md, which say the same in English.
//
//go:embed huong-dan/*.md guides/*.md
var FS embed.FS
