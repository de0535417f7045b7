package app

import (
	"context"
	"fmt"

	"hocso/internal/fault"
)

// doctor recomputes everything from the records and prints every difference; there must be none.
func (r *run) doctor(ctx context.Context, a *App) error {
	differences, err := a.store.Doctor(ctx, a.catalog)
	if err != nil {
		return err
	}
	for _, d := range differences {
		fmt.Fprintln(r.out, d)
	}
	fmt.Fprintln(r.out, r.say(a, "cli.doctor", fault.Args{"count": len(differences)}))
	if len(differences) > 0 {
		return errFailed
	}
	return nil
}
