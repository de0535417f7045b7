package app

import (
	"context"
	"fmt"

	"hocso/internal/fault"
	"hocso/internal/store"
)

// doctor recomputes everything from the records and prints every difference; there must be none.
func (r *run) doctor(ctx context.Context, a *App) error {
	count := 0
	err := a.store.Doctor(ctx, a.catalog, a.standards, func(d store.Difference) {
		count++
		fmt.Fprintln(r.out, d)
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(r.out, r.say(a, "cli.doctor", fault.Args{"count": count}))
	if count > 0 {
		return errFailed
	}
	return nil
}
