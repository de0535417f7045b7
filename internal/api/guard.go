package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
)

// asked is what the guard has learnt of a request.
type asked struct {
	hash []byte // of method, path and body
	body bool   // the input came in the body
}

type askedKey struct{}

func askedOf(ctx context.Context) asked {
	v, _ := ctx.Value(askedKey{}).(asked)
	return v
}

// guard runs before an operation reads its input: text that no database takes is refused, the caller is found, the
// rights are held against the operation, the body is read.
func (a *API) guard(o op) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(ctx)
		if err := a.admit(c, o); err != nil {
			a.Fail(c, err)
			return
		}
		next(ctx)
	}
}

func (a *API) admit(c *gin.Context, o op) error {
	if err := httpx.PlainAddress(c.Request.URL); err != nil {
		return err
	}
	if o.access != blind {
		if err := a.identify(c); err != nil {
			return err
		}
	}
	if o.access == signed {
		who, err := httpx.Need(c)
		if err != nil {
			return err
		}
		if !who.May(o.who) { // the operation is documented for everyone: nothing is told by saying so
			return fault.New(fault.Forbidden, "api.forbidden")
		}
	}
	return readBody(c)
}

// identify finds the caller of a bearer token (RFC 6750). The session behind it is read on every request, so that
// sign-out, locks and changed rights act at once.
func (a *API) identify(c *gin.Context) error {
	values := c.Request.Header.Values("Authorization")
	if len(values) == 0 {
		return nil
	}
	refused := fault.New(fault.Unauthenticated, "signin.needed")
	scheme, bearer, _ := strings.Cut(values[0], " ")
	if len(values) > 1 || !strings.EqualFold(scheme, "Bearer") {
		return refused
	}
	ctx := c.Request.Context()
	sub, err := a.Tokens.Verify(ctx, strings.TrimSpace(bearer))
	if err != nil {
		return err
	}
	who, err := a.Accounts.CallerBySession(ctx, sub.Session)
	if err != nil {
		return err
	}
	if who.Account != sub.Account {
		return refused
	}
	httpx.WithCaller(c, who)
	return nil
}

// readBody takes the body into memory, within the limit that the request carries, and names what was asked by a hash.
func readBody(c *gin.Context) error {
	var body []byte
	if c.Request.Body != nil && c.Request.Method != http.MethodGet {
		b, err := io.ReadAll(c.Request.Body)
		if err != nil {
			return err
		}
		body = b
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	hash := course.HashOf([]byte(c.Request.Method + " " + c.Request.URL.Path + "\x00" + string(body)))
	ctx := context.WithValue(c.Request.Context(), askedKey{}, asked{hash: hash[:], body: len(body) > 0})
	c.Request = c.Request.WithContext(ctx)
	return nil
}

// Keyed is the input of writes that a client may repeat.
type Keyed struct {
	Key string `header:"Idempotency-Key" maxLength:"128" pattern:"^[ -~]*$"`
}

func (k Keyed) key(ctx context.Context) assess.Key {
	return assess.Key{Key: k.Key, Body: askedOf(ctx).hash}
}

// device is where the request comes from.
func device(ctx context.Context) account.Device { return httpx.DeviceOf(ctx) }
