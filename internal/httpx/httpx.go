// Package httpx is what the two fronts share: who asks, in which language, how errors become answers,
// limits, headers and logs.
package httpx

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/i18n"
)

// Handler is a handler that returns its error; the front's wrapper answers it.
type Handler func(c *gin.Context) error

// Wrap makes a gin handler: fail turns the error into a page or a problem document.
func Wrap(h Handler, fail func(c *gin.Context, err error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			fail(c, err)
			c.Abort()
		}
	}
}

// keys of values in a request's context.
type ctxKey int

const (
	keyCaller ctxKey = iota
	keyLang
	keyRequestID
	keyDevice
	keyTooLarge
	keyOwnBody
)

func with(c *gin.Context, k ctxKey, v any) {
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), k, v))
}

// WithCaller notes who asks.
func WithCaller(c *gin.Context, caller *account.Caller) { with(c, keyCaller, caller) }

// CallerOf is who asks, nil for the public.
func CallerOf(ctx context.Context) *account.Caller {
	c, _ := ctx.Value(keyCaller).(*account.Caller)
	return c
}

// Caller is who asks, nil for the public.
func Caller(c *gin.Context) *account.Caller { return CallerOf(c.Request.Context()) }

// LangOf is the language of the answer.
func LangOf(ctx context.Context) string {
	if l, ok := ctx.Value(keyLang).(string); ok {
		return l
	}
	return i18n.VI
}

// Lang is the language of the answer.
func Lang(c *gin.Context) string { return LangOf(c.Request.Context()) }

// RequestIDOf names the request in logs and in error answers.
func RequestIDOf(ctx context.Context) string {
	s, _ := ctx.Value(keyRequestID).(string)
	return s
}

// DeviceOf is where the request comes from.
func DeviceOf(ctx context.Context) account.Device {
	d, _ := ctx.Value(keyDevice).(account.Device)
	return d
}

// Need is the caller, or an Unauthenticated error for the public.
func Need(c *gin.Context) (*account.Caller, error) {
	if caller := Caller(c); caller != nil {
		return caller, nil
	}
	return nil, fault.New(fault.Unauthenticated, "signin.needed")
}

// Status is the HTTP status of an error's kind: the one table for both fronts.
func Status(k fault.Kind) int {
	switch k {
	case fault.Invalid, fault.Mismatch:
		return http.StatusUnprocessableEntity
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Gone:
		return http.StatusGone
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.RateLimited:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Full:
		return http.StatusInsufficientStorage
	case fault.Internal:
		return http.StatusInternalServerError
	}
	return http.StatusInternalServerError
}

// Explain makes any error one that can be shown: unknown ones become "internal", bodies over the limit TooLarge.
// Details are logged here, once, and never sent.
func Explain(ctx context.Context, log *slog.Logger, err error) *fault.Error {
	if tooBig, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.TooLarge, "error.too-large").With(fault.Args{"limit": SizeText(tooBig.Limit)})
	}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		e = fault.New(fault.Internal, "error.internal").Because(err)
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) { // nobody waits for the answer any more
		log.InfoContext(ctx, "the client hung up", "request", RequestIDOf(ctx))
		return e
	}
	if e.Kind == fault.Internal || e.Kind == fault.Unavailable || e.Kind == fault.Full {
		log.ErrorContext(ctx, "request failed", "kind", e.Kind.String(), "request", RequestIDOf(ctx), "err", err)
	}
	return e
}

// SetRetryAfter writes Retry-After in whole seconds for the kinds that carry it.
func SetRetryAfter(h http.Header, e *fault.Error) {
	switch e.Kind {
	case fault.RateLimited, fault.Unavailable, fault.Full:
		h.Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(e.RetryAfter.Seconds())))))
	default:
	}
}
