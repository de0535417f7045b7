package httpx

import (
	"errors"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/i18n"
	"hocso/internal/id"
)

// Options of the shared middleware.
type Options struct {
	Log    *slog.Logger
	IDs    *id.Source
	Secure bool // served over https: HSTS, Secure cookies
	// Large are the limits of routes that take more than DefaultBody, by their patterns. Their handlers read the body
	// themselves, once they know who sends it.
	Large map[string]int64
}

// DefaultBody is the limit of request bodies unless a route says otherwise.
const DefaultBody = 1 << 20

// Base is the chain in front of everything: request id, log, recovery, headers, body limit.
func Base(o Options) []gin.HandlerFunc {
	return []gin.HandlerFunc{requestID(o.IDs), accessLog(o.Log), recovery(o.Log), headers(o.Secure), bodyLimit(o.Large), device}
}

func requestID(ids *id.Source) gin.HandlerFunc {
	return func(c *gin.Context) {
		rid := ids.Code(16)
		c.Header("X-Request-Id", rid)
		with(c, keyRequestID, rid)
	}
}

// accessLog writes one line a request: the route's pattern, never the path or query, which may name people or serials.
func accessLog(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now() //nolint:forbidigo // how long it took, not what time it is
		c.Next()
		route := c.FullPath()
		if route == "" {
			route = "(none)"
		}
		log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request",
			slog.String("id", RequestIDOf(c.Request.Context())), slog.String("method", c.Request.Method), slog.String("route", route),
			slog.Int("status", c.Writer.Status()), slog.Int("bytes", c.Writer.Size()), slog.Float64("took_ms", float64(time.Since(start).Microseconds())/1000))
	}
}

func recovery(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler { //nolint:errorlint,err113 // the value itself, as net/http compares it
				panic(p) //nolint:forbidigo // net/http's own way to end a request
			}
			log.ErrorContext(c.Request.Context(), "panic", "request", RequestIDOf(c.Request.Context()), "panic", p, "stack", string(debug.Stack()))
			if !c.Writer.Written() {
				c.String(http.StatusInternalServerError, "%s", "500 "+RequestIDOf(c.Request.Context()))
			}
			c.Abort()
		}()
		c.Next()
	}
}

// csp lets pages run nothing but our own files: no inline script or style, no other host, no frames.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'none'; connect-src 'self'; " +
	"media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func headers(secure bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		h.Set("X-Frame-Options", "DENY")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
	}
}

func bodyLimit(large map[string]int64) gin.HandlerFunc {
	return func(c *gin.Context) {
		limit := int64(DefaultBody)
		if l, ok := large[c.FullPath()]; ok && c.Request.Method == http.MethodPost {
			limit = l
			with(c, keyOwnBody, true)
		}
		if c.Request.ContentLength > limit {
			c.Request.Body = http.NoBody
			with(c, keyTooLarge, limit)
			return
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	}
}

// SizeText says a limit in whole MB where it is one, else in KB; both count in 1,024.
func SizeText(bytes int64) string {
	if bytes >= 1<<20 {
		return strconv.FormatInt(bytes>>20, 10) + " MB"
	}
	return strconv.FormatInt(bytes>>10, 10) + " KB"
}

// RefuseLarge answers a body over the limit before anything reads it.
func RefuseLarge(fail func(c *gin.Context, err error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		if limit, over := c.Request.Context().Value(keyTooLarge).(int64); over {
			fail(c, fault.New(fault.TooLarge, "error.too-large").With(fault.Args{"limit": SizeText(limit)}))
			c.Abort()
		}
	}
}

// ReadForm reads the whole form of a POST before its handler does, so that what is cut off, too large, no form at all or no
// text is refused (TooLarge, Invalid) and never taken for a form with nothing in it.
func ReadForm(fail func(c *gin.Context, err error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		if own, _ := c.Request.Context().Value(keyOwnBody).(bool); own || c.Request.Method != http.MethodPost {
			return
		}
		if err := readForm(c.Request); err != nil {
			fail(c, err)
			c.Abort()
		}
	}
}

// ReadLargeForm reads the form of a route that takes more than DefaultBody. Its files wait on the disk, and whoever calls it
// removes them; without files it is held to DefaultBody. Error kinds: TooLarge, Invalid.
func ReadLargeForm(w http.ResponseWriter, r *http.Request) error {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		r.Body = http.MaxBytesReader(w, r.Body, DefaultBody)
	}
	return readFormWithin(r, 64<<10)
}

func readForm(r *http.Request) error { return readFormWithin(r, DefaultBody) }

// readFormWithin reads a form, and the files in it as far as they fit into memory.
func readFormWithin(r *http.Request, memory int64) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/x-www-form-urlencoded":
		err = r.ParseForm()
	case "multipart/form-data":
		err = r.ParseMultipartForm(memory) //nolint:gosec // bodyLimit has bounded the body
	default: // a button without fields may come without a type
		if n, readErr := r.Body.Read(make([]byte, 1)); n == 0 && errors.Is(readErr, io.EOF) {
			return nil
		}
		return fault.New(fault.Invalid, "error.form").Because(err)
	}
	if _, large := errors.AsType[*http.MaxBytesError](err); large || (err == nil && plainForm(r.PostForm, r.MultipartForm)) {
		return err
	}
	return fault.New(fault.Invalid, "error.form").Because(err)
}

// device notes the caller's address and a short name of the browser or program.
func device(c *gin.Context) {
	host := c.ClientIP()
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		host = ip.Mask(net.CIDRMask(64, 128)).String() // one IPv6 line is one caller
	}
	with(c, keyDevice, account.Device{Label: browser(c.Request.UserAgent()), Address: host})
}

// browser names what people know: browser and system. Order matters: Edge and Chrome both say Chrome.
func browser(ua string) string {
	pick := func(pairs ...[2]string) string {
		for _, p := range pairs {
			if strings.Contains(ua, p[0]) {
				return p[1]
			}
		}
		return ""
	}
	name := pick([2]string{"Zalo", "Zalo"}, [2]string{"Edg/", "Edge"}, [2]string{"coc_coc", "Cốc Cốc"}, [2]string{"OPR/", "Opera"},
		[2]string{"SamsungBrowser", "Samsung Internet"}, [2]string{"Firefox/", "Firefox"}, [2]string{"Chrome/", "Chrome"},
		[2]string{"Safari/", "Safari"}, [2]string{"curl/", "curl"})
	system := pick([2]string{"Android", "Android"}, [2]string{"iPhone", "iPhone"}, [2]string{"iPad", "iPad"},
		[2]string{"Windows", "Windows"}, [2]string{"Mac OS X", "macOS"}, [2]string{"Linux", "Linux"})
	switch {
	case name == "" && system == "":
		return "?"
	case name == "" || system == "":
		return name + system
	}
	return name + ", " + system
}

// SameOrigin refuses state-changing requests that another site caused (net/http.CrossOriginProtection).
func SameOrigin(fail func(c *gin.Context, err error)) gin.HandlerFunc {
	p := http.NewCrossOriginProtection()
	return func(c *gin.Context) {
		if err := p.Check(c.Request); err != nil {
			fail(c, fault.New(fault.Forbidden, "error.cross-site").Because(err))
			c.Abort()
		}
	}
}

// Locale decides the language of pages: the cookie "lang", else Vietnamese, whatever the browser announces (ADR 6).
func Locale(c *gin.Context) {
	lang := ""
	if v, err := c.Cookie("lang"); err == nil {
		lang = i18n.Known(v)
	}
	if lang == "" {
		lang = i18n.VI
	}
	with(c, keyLang, lang)
}

// LocaleFromHeader decides the language of API answers.
func LocaleFromHeader(c *gin.Context) { with(c, keyLang, i18n.Best(c.GetHeader("Accept-Language"))) }

// CookieName is the session cookie's: with https the prefix binds it to this host.
func CookieName(secure bool) string {
	if secure {
		return "__Host-hocso"
	}
	return "hocso"
}

// SetSession writes the browser's session cookie.
func SetSession(c *gin.Context, secure bool, token string, life time.Duration) {
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // Secure follows the deployment: plain http on a local network is allowed
		Name: CookieName(secure), Value: token, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode,
	})
}

// ClearSession removes it.
func ClearSession(c *gin.Context, secure bool) { SetSession(c, secure, "", -time.Second) }

// BrowserSession resolves the cookie on every request, so that rights, locks and sign-outs act at once.
// A cookie that is no longer good is removed; storage failures go to fail.
func BrowserSession(accounts *account.Service, secure bool, fail func(c *gin.Context, err error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		token, err := c.Cookie(CookieName(secure))
		if err != nil || token == "" {
			return
		}
		caller, err := accounts.Caller(c.Request.Context(), token)
		switch {
		case err == nil:
			WithCaller(c, caller)
		case fault.Is(err, fault.Unauthenticated):
			ClearSession(c, secure)
		default:
			fail(c, err)
			c.Abort()
		}
	}
}
