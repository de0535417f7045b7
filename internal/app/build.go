package app

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// build tells which sources the binary was made of.
type build struct{ Version, Revision, Time, Go string }

func readBuild() build {
	b := build{Version: "(devel)", Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if v := info.Main.Version; v != "" {
		b.Version = v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.time":
			b.Time = s.Value
		}
	}
	return b
}

func (b build) String() string {
	s := fmt.Sprintf("hocso %s (%s, %s/%s)", b.Version, b.Go, runtime.GOOS, runtime.GOARCH)
	if b.Revision != "" {
		s += "\n" + b.Revision + " " + b.Time
	}
	return s
}
