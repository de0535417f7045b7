package store

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

// auditPurpose names the key that signs the heads of the audit's chain.
const auditPurpose = "audit"

// headEvery is the time between two signed heads.
const headEvery = time.Hour

// line is an audit line as it is chained.
type line struct {
	number              int64
	id                  id.ID
	at                  clock.Micro
	actor, target, unit id.ID // zero: none
	action, data        string
}

// chain is the hash of a line behind the hash of the line before it (zeros for the first): SHA-256 over the previous
// hash, the numbers as 8 bytes, the ids as 16, and each text behind its length. Two lines never have the same bytes.
func (l line) chain(previous []byte) []byte {
	b := append(make([]byte, 0, 256), "hocso audit line 1\x00"...)
	b = append(b, previous...)
	b = binary.BigEndian.AppendUint64(b, uint64(l.number)) //nolint:gosec // from 1
	b = append(b, l.id[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(l.at)) //nolint:gosec // after 1970
	for _, i := range []id.ID{l.actor, l.target, l.unit} {
		b = append(b, i[:]...)
	}
	for _, s := range []string{l.action, l.data} {
		b = binary.BigEndian.AppendUint64(b, uint64(len(s)))
		b = append(b, s...)
	}
	h := sha256.Sum256(b)
	return h[:]
}

// headBytes is what the signature of a head stands for: the whole chain up to a number, at a time.
func headBytes(number int64, hash []byte, at clock.Micro) []byte {
	b := append(make([]byte, 0, 80), "hocso audit head 1\x00"...)
	b = binary.BigEndian.AppendUint64(b, uint64(number)) //nolint:gosec // from 1
	b = append(b, hash...)
	return binary.BigEndian.AppendUint64(b, uint64(at)) //nolint:gosec // after 1970
}

// errSealedMeanwhile says that another sealer was faster; what it left is sealed next time.
var errSealedMeanwhile = errors.New("store: the audit line was sealed meanwhile")

// Seal numbers and chains the audit lines that are not sealed yet, a bounded batch at a time, and returns how many it
// sealed. Of two sealers at once one does nothing. Error kinds: Unavailable, Full.
func (s *Store) Seal(ctx context.Context) (sealed int, err error) {
	for {
		waiting, err := s.q.UnsealedAudit(ctx)
		if err != nil || len(waiting) == 0 { // an idle second costs no write
			return sealed, storageErr(err)
		}
		n := 0
		err = s.writeLow(ctx, func(tx *Tx) (err error) {
			n, err = tx.seal(ctx)
			return err
		})
		if errors.Is(err, errSealedMeanwhile) {
			return sealed, nil
		}
		if err != nil {
			return sealed, err
		}
		sealed += n
	}
}

func (tx *Tx) seal(ctx context.Context) (int, error) {
	rows, err := tx.UnsealedAudit(ctx)
	if err != nil {
		return 0, err
	}
	last, err := tx.LastSealed(ctx)
	if err != nil && !absent(err) {
		return 0, err
	}
	if absent(err) {
		last.Hash = make([]byte, sha256.Size)
	}
	for _, r := range rows {
		last.Number++
		last.Hash = line{last.Number, r.ID, r.At, r.ActorID, r.TargetID, r.UnitID, r.Action, r.Data}.chain(last.Hash)
		n, err := tx.SealAudit(ctx, last.Number, last.Hash, r.ID)
		if isUnique(err) || (err == nil && n == 0) {
			return 0, errSealedMeanwhile
		}
		if err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

// SignHead signs the last sealed line once an hour, so that whoever cuts lines off the end leaves a signature without
// its line. The head also goes to the log, whose keeper has a copy that the database's owner cannot alter.
// Error kinds: Unavailable, Full.
func (s *Store) SignHead(ctx context.Context) error {
	seed, err := s.Secret(ctx, auditPurpose, ed25519.SeedSize)
	if err != nil {
		return err
	}
	if len(seed) != ed25519.SeedSize {
		return fault.New(fault.Internal, "error.internal").Because(errors.New("store: the audit's key is not a seed of Ed25519"))
	}
	key := ed25519.NewKeyFromSeed(seed)
	var signed db.LastSealedRow
	err = s.writeLow(ctx, func(tx *Tx) error {
		signed = db.LastSealedRow{}
		last, err := tx.LastSealed(ctx)
		if absent(err) {
			return nil
		}
		if err != nil {
			return err
		}
		head, err := tx.LastAuditHead(ctx)
		if err != nil && !absent(err) {
			return err
		}
		if head.Number == last.Number || tx.Now.Sub(head.SignedAt) < headEvery {
			return nil
		}
		signed = last
		return tx.AddAuditHead(ctx, db.AddAuditHeadParams{
			Number: last.Number, Hash: last.Hash, SignedAt: tx.Now, KeyID: auditPurpose,
			Signature: ed25519.Sign(key, headBytes(last.Number, last.Hash, tx.Now)),
		})
	})
	if err == nil && signed.Number > 0 {
		s.log.InfoContext(ctx, "audit head", "number", signed.Number, "hash", hex.EncodeToString(signed.Hash))
	}
	return err
}
