package httpx

import (
	"mime/multipart"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"hocso/internal/fault"
)

// PlainText refuses addresses with text that no database takes, before a handler sees them.
func PlainText(fail func(c *gin.Context, err error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := PlainAddress(c.Request.URL); err != nil {
			fail(c, err)
			c.Abort()
		}
	}
}

// PlainAddress refuses NUL and bytes that are no UTF-8 in addresses: nothing is stored under such a name. Error kinds:
// NotFound for the path, Invalid for a parameter.
func PlainAddress(u *url.URL) error {
	if !clean(u.Path) {
		return fault.Missing()
	}
	for name, values := range u.Query() {
		if !clean(name, values...) {
			var form fault.Form
			form.Refuse(strings.ToValidUTF8(strings.ReplaceAll(name, "\x00", "?"), "?"), "error.text")
			return form.Err()
		}
	}
	return nil
}

// plainForm reports whether a form that has been read is text throughout, the names of its files too.
func plainForm(values url.Values, form *multipart.Form) bool {
	for name, v := range values {
		if !clean(name, v...) {
			return false
		}
	}
	if form == nil {
		return true
	}
	for name, files := range form.File {
		for _, f := range files {
			if !clean(name, f.Filename) {
				return false
			}
		}
	}
	return true
}

func clean(name string, values ...string) bool {
	for _, s := range append(values, name) {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return false
		}
	}
	return true
}
