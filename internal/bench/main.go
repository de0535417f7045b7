// Command bench measures the true binary as whole processes: size, start, memory, and the processor time per request of
// pages beside a bare Gin server that sends the same bytes. Ratios come from interleaved rounds of one run; single
// figures of a shared machine mean little. Everything stays on loopback and ends by itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

// Rounds and their length: short rounds in turn, so that a machine whose speed drifts treats both sides alike.
const (
	rounds      = 5
	roundLength = 2 * time.Second
	connections = 64
)

func main() {
	if len(os.Args) == 4 && os.Args[1] == "bare" { // the other side, as a process of its own
		if err := bare(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "hocso-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	binary := os.Getenv("HOCSO_BIN")
	if binary == "" {
		binary = filepath.Join(dir, "hocso")
		build := exec.CommandContext(ctx, ".ci/build", binary) //nolint:gosec // our own command
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("building: %w", err)
		}
	}
	if err := size(binary); err != nil {
		return err
	}
	site := &site{binary: binary, data: filepath.Join(dir, "data"), logs: filepath.Join(dir, "log")}
	if err := site.starts(ctx); err != nil {
		return err
	}
	if err := site.start(ctx); err != nil {
		return err
	}
	defer site.stop()
	if err := site.memory(ctx); err != nil {
		return err
	}
	return errors.Join(site.pages(ctx, dir), site.report("memory after load"))
}

func size(binary string) error {
	info, err := os.Stat(binary) //nolint:gosec // named by who runs the benchmark
	if err != nil {
		return err
	}
	row("release binary", fmt.Sprintf("%.1f MB", float64(info.Size())/1e6), "≤ 40 MB")
	return nil
}

// row prints one line of the table: what, measured, goal.
func row(what, measured, goal string) { fmt.Printf("%-44s %-44s %s\n", what, measured, goal) }
