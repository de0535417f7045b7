// Package docs carries the user guides that the pages show.
package docs

import "embed"

// FS holds huong-dan/*.md, in Vietnamese.
//
//go:embed huong-dan/*.md
var FS embed.FS
