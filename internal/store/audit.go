package store

import (
	"context"
	"encoding/json"
	"fmt"

	"hocso/internal/id"
	"hocso/internal/store/db"
)

// codes are the facts of a record or an audit line: ids, codes and numbers, never free text or names.
type codes map[string]any

func (c codes) json() (string, error) {
	if len(c) == 0 {
		return "{}", nil
	}
	b, err := json.Marshal(c) // keys come out sorted: the same facts are the same bytes
	if err != nil {
		return "", fmt.Errorf("store: %w", err)
	}
	return string(b), nil
}

// entry is an audit line: who did what to which thing, in which unit.
type entry struct {
	actor, target, unit id.ID
	action              string
	data                codes
}

// audit adds an unchained line; the sealer numbers and chains it within a second.
func (tx *Tx) audit(ctx context.Context, e entry) error {
	data, err := e.data.json()
	if err != nil {
		return err
	}
	return tx.AddAudit(ctx, db.AddAuditParams{
		ID: tx.ids.New(), At: tx.Now, ActorID: e.actor, Action: e.action, TargetID: e.target, UnitID: e.unit, Data: data,
	})
}
