package highlight

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestWorkIsLinear: open signs over and over cost no square, which for 200 KB would be minutes. What counts is the
// processor time of this thread alone, so it does not matter how busy the machine is.
func TestWorkIsLinear(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for _, lang := range Languages() {
		for _, sign := range []string{"`", "/*", "'", "<!--", "(", "<a ", "](", "$", "#", `"`, "'''", "\n`"} {
			code, begun := strings.Repeat(sign, 200_000/len(sign)), worked(t)
			if Write(code, lang); worked(t)-begun > time.Second {
				t.Errorf("%s: 200 KB of %q take %v", lang, sign, worked(t)-begun)
			}
		}
	}
}

// worked is the processor time that this thread has taken.
func worked(t *testing.T) time.Duration {
	t.Helper()
	const thread = 1 // RUSAGE_THREAD
	var r syscall.Rusage
	if err := syscall.Getrusage(thread, &r); err != nil {
		t.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
