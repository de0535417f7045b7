// Command hocso is a learning-management system for digital-skills courses.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"hocso/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := app.Main(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
