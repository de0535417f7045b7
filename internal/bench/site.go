package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// site is a running demo of the true binary.
type site struct {
	binary, data, logs string
	cmd                *exec.Cmd
	addr               string
	contact, password  string // of the learner that the demo prints
}

// start runs the demo and returns when it is ready.
func (s *site) start(ctx context.Context) error {
	log, err := os.OpenFile(s.logs, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close() //nolint:errcheck // the process holds its own
	s.addr, err = freeAddr(ctx)
	if err != nil {
		return err
	}
	s.cmd = exec.Command(s.binary, "demo", "--addr", s.addr, "--data", s.data) //nolint:gosec,noctx // ended by stop
	s.cmd.Stderr = log                                                         // the access log is on, as it is in use
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.cmd.Start(); err != nil {
		return err
	}
	go s.signIns(out)
	return s.ready(ctx)
}

// signIns reads the demo's people; the pipe is drained to its end.
func (s *site) signIns(out io.Reader) {
	sc := bufio.NewScanner(out)
	for sc.Scan() {
		f := strings.Fields(sc.Text())
		if len(f) > 3 && f[0] == "learner" && s.contact == "" {
			s.contact, s.password = f[len(f)-2], f[len(f)-1]
		}
	}
}

func freeAddr(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (s *site) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.addr+"/readyz", http.NoBody)
		if err != nil {
			return err
		}
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			res.Body.Close() //nolint:errcheck // only the status counts
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return errors.New("the server did not become ready")
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// stop ends the server in order and waits for it.
func (s *site) stop() {
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may have ended already
	s.cmd.Wait()                          //nolint:errcheck // its exit status is no figure
	s.cmd = nil
}

// starts measures the first start of the demo and starts on the existing database.
func (s *site) starts(ctx context.Context) error {
	var first time.Duration
	var again []time.Duration
	for i := range rounds + 1 {
		begin := time.Now()
		if err := s.start(ctx); err != nil {
			return err
		}
		took := time.Since(begin)
		s.stop()
		if i == 0 {
			first = took
		} else {
			again = append(again, took)
		}
	}
	slices.Sort(again)
	row("demo, first start", first.Round(time.Millisecond).String(), "≤ 3 s")
	row("start on an existing database", fmt.Sprintf("%v [%v–%v]", again[len(again)/2].Round(time.Millisecond),
		again[0].Round(time.Millisecond), again[len(again)-1].Round(time.Millisecond)), "≤ 300 ms")
	return nil
}

// memory reports a server that has answered a little and then rested.
func (s *site) memory(ctx context.Context) error {
	c, err := s.signedIn(ctx)
	if err != nil {
		return err
	}
	for range 20 {
		if _, err := fetch(ctx, c, "http://"+s.addr+"/", ""); err != nil {
			return err
		}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(2 * time.Second):
	}
	return s.report("memory at rest")
}

func (s *site) report(what string) error {
	rss, anonymous, err := memoryOf(s.cmd.Process.Pid)
	row(what, fmt.Sprintf("%d MB resident, %d MB anonymous", rss>>10, anonymous>>10), "anonymous: ≤ 48 MB at rest, ≤ 64 MB under load")
	return err
}

// memoryOf reads /proc: resident and anonymous memory in KiB.
func memoryOf(pid int) (rss, anonymous int, err error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.SplitSeq(string(b), "\n") {
		name, rest, _ := strings.Cut(line, ":")
		n, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
		switch name {
		case "VmRSS":
			rss = n
		case "RssAnon":
			anonymous = n
		}
	}
	return rss, anonymous, nil
}

// signedIn is a browser that has signed in as the demo's learner and enrolled in the first course.
func (s *site) signedIn(ctx context.Context) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &http.Client{Jar: jar}
	base := "http://" + s.addr
	for _, form := range []struct {
		path   string
		values url.Values
	}{
		{"/dang-nhap", url.Values{"contact": {s.contact}, "password": {s.password}}},
		{"/khoa-hoc/" + course + "/ghi-danh", url.Values{}},
	} {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+form.path, strings.NewReader(form.values.Encode()))
		if err != nil {
			return nil, err
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := c.Do(req)
		if err != nil {
			return nil, err
		}
		res.Body.Close() //nolint:errcheck // only the status counts
		if res.StatusCode >= http.StatusBadRequest {
			return nil, fmt.Errorf("%s: %s", form.path, res.Status)
		}
	}
	return c, nil
}

// fetch reads one page as it goes over the wire.
func fetch(ctx context.Context, c *http.Client, address, encoding string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Encoding", encoding)
	res, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", address, res.Status)
	}
	return b, err
}
