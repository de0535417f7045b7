package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hocso/assets"
	"hocso/internal/content"
	"hocso/internal/fault"
	"hocso/internal/i18n"
	"hocso/internal/id"
	"hocso/internal/web"
)

type previewCmd struct {
	Addr string `help:"Địa chỉ trên máy này / address on this machine." placeholder:"HOST:PORT" default:"127.0.0.1:8081"`
	Dir  string `arg:"" help:"Thư mục khóa học / folder of the course." type:"existingdir"`
}

// preview serves the course of a folder on this machine until ctx ends. It opens no database.
func (r *run) preview(ctx context.Context) error {
	addr := r.Preview.Addr // beside the one of a server that runs at the same time
	fsys, slug, err := courseIn(r.Preview.Dir)
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err != nil || (host != "localhost" && (ip == nil || !ip.IsLoopback())) {
		return fault.New(fault.Invalid, "cli.preview-loopback").With(fault.Args{"addr": addr})
	}
	std, err := content.Standards(standardsFS())
	if err != nil {
		return err
	}
	catalog, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(r.err, &slog.HandlerOptions{Level: slog.LevelError})) // no line a page
	p, err := web.NewPreview(web.PreviewDeps{
		FS: fsys, Slug: slug, Standards: std, I18n: catalog, Assets: assets.FS, IDs: id.NewSource(nil), Log: log, Lang: r.Lang,
	})
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	fmt.Fprintln(r.out, catalog.T(r.Lang, "cli.preview", fault.Args{"slug": slug, "url": "http://" + listener.Addr().String()}))
	return servePreview(ctx, p, listener)
}

// servePreview answers and watches until ctx ends. Pages that wait for news are let go at once.
func servePreview(ctx context.Context, p *web.Preview, listener net.Listener) error {
	server := newServer(p.Handler()) //nolint:contextcheck // each request brings its own
	server.BaseContext = func(net.Listener) context.Context { return ctx }
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	ticker := time.NewTicker(web.LookEvery)
	defer ticker.Stop()
	watching := make(chan struct{})
	go func() {
		defer close(watching)
		p.Watch(ctx, ticker.C)
	}()
	select {
	case err := <-failed:
		return fmt.Errorf("app: %w", err)
	case <-ctx.Done():
	}
	<-watching
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	return server.Shutdown(end)
}

// courseIn is the course of a folder, or the only one of a folder of courses. Error kind: NotFound.
func courseIn(dir string) (fs.FS, string, error) {
	fsys, slug, err := folder(dir)
	if err != nil {
		return nil, "", err
	}
	if _, err := os.Stat(filepath.Join(dir, "course.md")); err == nil {
		return fsys, slug, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, "", fmt.Errorf("app: %w", err)
	}
	below := os.DirFS(dir)
	switch slugs := content.Courses(below); len(slugs) {
	case 0:
		return nil, "", fault.New(fault.NotFound, "cli.preview-none").With(fault.Args{"dir": dir})
	case 1:
		return below, slugs[0], nil
	default:
		return nil, "", fault.New(fault.NotFound, "cli.preview-which").With(fault.Args{"courses": strings.Join(slugs, ", ")})
	}
}
