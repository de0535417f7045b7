package app

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPreviewStartsAndStops runs the command as a shell does: it says where it is, answers, and ends in order with 0.
func TestPreviewStartsAndStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	var stderr bytes.Buffer
	code := make(chan int)
	go func() {
		args := []string{"preview", "../../courses/mot-gio-chuyen-doi-so", "--addr", "127.0.0.1:0"}
		code <- Main(ctx, args, func(string) string { return "" }, strings.NewReader(""), in, &stderr)
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err, stderr.String())
	}
	go io.Copy(io.Discard, out)
	_, host, _ := strings.Cut(strings.TrimSpace(line), "http://")
	for _, path := range []string{"/", "/su-kien"} { // the second stays open while the command ends
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+host+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatal(path, res, err)
		}
		t.Cleanup(func() { res.Body.Close() })
	}
	stop()
	if c := <-code; c != 0 || stderr.Len() > 0 {
		t.Errorf("ended with %d: %s", c, stderr.String())
	}
}

func TestPreviewRefuses(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	empty := t.TempDir()
	one := filepath.Join(t.TempDir(), "khoa")
	if err := os.MkdirAll(one, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(one, "course.md"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"another machine could read along": {[]string{one, "--addr", "0.0.0.0:0"}, 1, "127.0.0.1:8081"},
		"the port is taken":                {[]string{one, "--addr", taken.Addr().String()}, 1, "address already in use"},
		"no course":                        {[]string{empty}, 1, "course.md"},
		"several courses":                  {[]string{"../../courses"}, 1, "mot-gio-chuyen-doi-so"},
		"no folder":                        {[]string{filepath.Join(empty, "khong-co")}, 2, "khong-co"},
		"nothing named":                    {nil, 2, "<dir>"},
	} {
		var stderr bytes.Buffer
		code := Main(t.Context(), append([]string{"preview"}, c.args...), func(string) string { return "" }, strings.NewReader(""), io.Discard, &stderr)
		if code != c.code || !strings.Contains(stderr.String(), c.says) {
			t.Errorf("%s: code %d, want %d; %s", name, code, c.code, stderr.String())
		}
	}
}
