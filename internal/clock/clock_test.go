package clock

import (
	"testing"
	"time"
)

func TestMicro(t *testing.T) {
	at := time.Date(2026, 9, 30, 16, 59, 59, 999_999_999, time.UTC)
	m := Of(at)
	if got := m.Time(); !got.Equal(at.Truncate(time.Microsecond)) {
		t.Errorf("got %s, want %s", got, at)
	}
	if Of(time.Time{}) != 0 || !Micro(0).Time().IsZero() {
		t.Error("0 must be the zero time")
	}
	if got := m.Add(time.Second).Sub(m); got != time.Second {
		t.Errorf("got %s", got)
	}
}

// TestDaysAreVietnams: 24h00 of 30/9 in Hà Nội is 17:00 UTC; the year turns there seven hours before it does in London.
func TestDaysAreVietnams(t *testing.T) {
	for _, tt := range []struct {
		utc  time.Time
		want string
		year int
	}{
		{time.Date(2026, 9, 30, 16, 59, 59, 0, time.UTC), "30/09/2026 23:59", 2026},
		{time.Date(2026, 9, 30, 17, 0, 0, 0, time.UTC), "01/10/2026 00:00", 2026},
		{time.Date(2026, 12, 31, 17, 0, 0, 0, time.UTC), "01/01/2027 00:00", 2027},
	} {
		m := Of(tt.utc)
		if got := m.Local().Format("02/01/2006 15:04"); got != tt.want || m.Year() != tt.year {
			t.Errorf("%s: got %s of %d, want %s of %d", tt.utc, got, m.Year(), tt.want, tt.year)
		}
	}
}

func TestFake(t *testing.T) {
	start := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	f := NewFrozen(start)
	f.Advance(90 * time.Minute)
	if got := f.Now().Sub(start); got != 90*time.Minute {
		t.Errorf("frozen: moved by %s", got)
	}
	running := NewFake()
	running.Advance(time.Hour)
	if running.Offset() != time.Hour || running.Now().Before(time.Now().Add(time.Hour-time.Minute)) {
		t.Errorf("running: %s from the machine's clock", running.Offset())
	}
}
