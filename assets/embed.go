// Package assets embeds what the pages are made of: templates, styles, scripts, icons and messages.
package assets

import "embed"

// FS holds templates/, static/ and i18n/.
//
//go:embed templates static i18n
var FS embed.FS
