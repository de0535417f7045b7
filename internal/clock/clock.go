// Package clock holds hocso's one notion of time: microseconds UTC from a clock that tests can set,
// and calendar days of Vietnam.
package clock

import (
	"sync"
	"time"
	_ "time/tzdata" // a container from scratch has no zone files
)

// Micro is an instant as microseconds since 1970 UTC. 0 means "not yet".
type Micro int64

// Clock tells the time.
type Clock interface{ Now() time.Time }

// System is the machine's clock.
type System struct{}

// Now is the machine's time.
func (System) Now() time.Time { return time.Now() }

// Of converts a time.
func Of(t time.Time) Micro {
	if t.IsZero() {
		return 0
	}
	return Micro(t.UnixMicro())
}

// Now reads c.
func Now(c Clock) Micro { return Of(c.Now()) }

// Time is the instant in UTC; the zero Micro is the zero time.
func (m Micro) Time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(m)).UTC()
}

// Add moves an instant.
func (m Micro) Add(d time.Duration) Micro { return m + Micro(d.Microseconds()) }

// Sub is the time from o to m.
func (m Micro) Sub(o Micro) time.Duration { return time.Duration(m-o) * time.Microsecond }

// Local is the instant on Vietnam's clocks: days, quarters and windows are counted there.
func (m Micro) Local() time.Time { return m.Time().In(Vietnam()) }

// Year is the calendar year in Vietnam.
func (m Micro) Year() int { return m.Local().Year() }

// Vietnam is Asia/Ho_Chi_Minh.
var Vietnam = sync.OnceValue(func() *time.Location {
	loc, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil { // the zone data are linked in; this cannot happen in a built binary
		return time.FixedZone("ICT", 7*3600)
	}
	return loc
})

// Fake is a clock that tests move. It runs beside the machine's clock at a distance, so that a database server's
// clock can be moved by the same distance. It is safe for concurrent use.
type Fake struct {
	mu     sync.Mutex
	offset time.Duration
	frozen time.Time
}

// NewFake starts at the machine's time and runs on.
func NewFake() *Fake { return &Fake{} }

// NewFrozen stands at t and moves only by Advance.
func NewFrozen(t time.Time) *Fake { return &Fake{frozen: t} }

// Now is the moved time.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.frozen.IsZero() {
		return f.frozen
	}
	return time.Now().Add(f.offset)
}

// Offset is the distance from the machine's clock.
func (f *Fake) Offset() time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.frozen.IsZero() {
		return time.Until(f.frozen)
	}
	return f.offset
}

// Advance moves the clock.
func (f *Fake) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.offset += d
	if !f.frozen.IsZero() {
		f.frozen = f.frozen.Add(d)
	}
}
