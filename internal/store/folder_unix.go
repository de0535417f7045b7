//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package store

import (
	"os"
	"path/filepath"
	"syscall"
)

// inherit gives a new file the owner and group of its folder where root has made it. A file system that knows no owners
// keeps it as it is.
func inherit(f *os.File, path string) {
	info, err := os.Stat(filepath.Dir(path))
	if err != nil || os.Geteuid() != 0 {
		return
	}
	if of, ok := info.Sys().(*syscall.Stat_t); ok {
		f.Chown(int(of.Uid), int(of.Gid)) //nolint:errcheck // then it stays root's
	}
}

// flock locks a file for one process until it is closed, which a crash does too. Without wait it answers EWOULDBLOCK
// when another one holds it.
func flock(f *os.File, wait bool) error {
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	for {
		if err := syscall.Flock(int(f.Fd()), how); err != syscall.EINTR { //nolint:errorlint // an errno as the kernel gives it
			return err
		}
	}
}
