package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gin-gonic/gin"
)

// course and lesson are pages of the shipped catalogue.
const (
	course = "ky-nang-so-to-cnscd"
	lesson = "/khoa-hoc/" + course + "/01-dich-vu-cong-truc-tuyen/01-nop-ho-so-bang-vneid"
)

// pages compares pages with a bare Gin server that sends the same bytes.
func (s *site) pages(ctx context.Context, dir string) error {
	reader, err := s.signedIn(ctx)
	if err != nil {
		return err
	}
	var cookie string
	for _, c := range reader.Jar.Cookies(&url.URL{Scheme: "http", Host: s.addr, Path: "/"}) {
		cookie += c.Name + "=" + c.Value + "; "
	}
	path, err := s.lessonPath(ctx)
	if err != nil {
		return err
	}
	for _, p := range []struct{ name, path, cookie, goal string }{
		{"public lesson page", path, "", "≤ 2 × bare Gin's CPU"},
		{"signed-in lesson page", path, cookie, "≤ 7 × bare Gin's CPU, p99 ≤ 30 ms"},
		{"public course page", "/khoa-hoc/" + course, "", ""},
		{"catalogue, signed in", "/", cookie, ""},
	} {
		if err := s.compare(ctx, dir, p.name, p.path, p.cookie, p.goal); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// lessonPath finds the first lesson of the course from its page, so that a renamed lesson breaks nothing here.
func (s *site) lessonPath(ctx context.Context) (string, error) {
	b, err := fetch(ctx, http.DefaultClient, "http://"+s.addr+"/khoa-hoc/"+course, "identity")
	if err != nil {
		return "", err
	}
	const mark = `href="/khoa-hoc/` + course + "/"
	for part := range strings.SplitSeq(string(b), mark) {
		p, _, _ := strings.Cut(part, `"`)
		if strings.Count(p, "/") == 1 && !strings.ContainsAny(p, "#?<> ") {
			return "/khoa-hoc/" + course + "/" + p, nil
		}
	}
	return lesson, nil
}

func (s *site) compare(ctx context.Context, dir, name, path, cookie, goal string) error {
	request := "GET " + path + " HTTP/1.1\r\nHost: " + s.addr + "\r\nAccept-Encoding: gzip\r\nCookie: " + cookie + "\r\n\r\n"
	if cookie == "" {
		request = strings.Replace(request, "Cookie: \r\n", "", 1)
	}
	body, err := once(s.addr, request)
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "body")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		return err
	}
	addr, err := freeAddr(ctx)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	other := exec.CommandContext(ctx, self, "bare", addr, file) //nolint:gosec // ourselves
	log, err := os.Create(filepath.Join(dir, "bare.log"))
	if err != nil {
		return err
	}
	defer log.Close() //nolint:errcheck // a temporary file
	other.Stderr = log
	if err := other.Start(); err != nil {
		return err
	}
	defer func() {
		other.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may have ended already
		other.Wait()                          //nolint:errcheck // its exit status is no figure
	}()
	if err := (&site{addr: addr}).ready(ctx); err != nil {
		return err
	}
	var ours, theirs []result
	for range rounds {
		theirs = append(theirs, load(ctx, other.Process.Pid, addr, request))
		ours = append(ours, load(ctx, s.cmd.Process.Pid, s.addr, request))
	}
	print2(name, goal, len(body), ours, theirs)
	return ctx.Err()
}

func print2(name, goal string, bytes int, ours, theirs []result) {
	ratios := make([]float64, len(ours))
	for i := range ours {
		ratios[i] = ours[i].cpu / theirs[i].cpu
	}
	slices.Sort(ratios)
	cpu := func(r result) float64 { return r.cpu }
	p99 := func(r result) float64 { return float64(r.p99) / 1e6 }
	row(name, fmt.Sprintf("%.2f × [%.2f–%.2f]; %.0f against %.0f µs CPU", ratios[len(ratios)/2], ratios[0], ratios[len(ratios)-1],
		median(ours, cpu), median(theirs, cpu)), goal)
	row("", fmt.Sprintf("%.0f against %.0f requests/s; p99 %.1f ms; %d bytes", median(ours, func(r result) float64 { return r.rate }),
		median(theirs, func(r result) float64 { return r.rate }), median(ours, p99), bytes), "")
}

func median(rs []result, f func(result) float64) float64 {
	v := make([]float64, len(rs))
	for i, r := range rs {
		v[i] = f(r)
	}
	slices.Sort(v)
	return v[len(v)/2]
}

// result of one round: processor time per request in µs, requests a second, 99th percentile.
type result struct {
	cpu, rate float64
	p99       time.Duration
}

// load asks with a fixed number of connections for a fixed time and reads the server's own processor time.
func load(ctx context.Context, pid int, addr, request string) result {
	var mu sync.Mutex
	var times []time.Duration
	var wg sync.WaitGroup
	before := cpuOf(pid)
	begin := time.Now()
	end := begin.Add(roundLength)
	for range connections {
		wg.Go(func() {
			took := ask(ctx, addr, request, end)
			mu.Lock()
			times = append(times, took...)
			mu.Unlock()
		})
	}
	wg.Wait()
	elapsed := time.Since(begin).Seconds()
	if len(times) == 0 {
		return result{}
	}
	slices.Sort(times)
	n := float64(len(times))
	return result{
		cpu: (cpuOf(pid) - before).Seconds() * 1e6 / n, rate: n / elapsed, p99: times[len(times)*99/100],
	}
}

// ask sends the same request over one connection until the end and returns how long each took.
func ask(ctx context.Context, addr, request string, end time.Time) []time.Duration {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil
	}
	defer conn.Close() //nolint:errcheck // nothing is lost
	r := bufio.NewReaderSize(conn, 64<<10)
	var times []time.Duration
	for time.Now().Before(end) && ctx.Err() == nil {
		begin := time.Now()
		if _, err := conn.Write([]byte(request)); err != nil {
			return times
		}
		if _, err := answer(r, io.Discard); err != nil {
			return times
		}
		times = append(times, time.Since(begin))
	}
	return times
}

// once is one request's body as it went over the wire.
func once(addr, request string) ([]byte, error) {
	conn, err := net.Dial("tcp", addr) //nolint:noctx // loopback
	if err != nil {
		return nil, err
	}
	defer conn.Close() //nolint:errcheck // nothing is lost
	if _, err := conn.Write([]byte(request)); err != nil {
		return nil, err
	}
	var b strings.Builder
	status, err := answer(bufio.NewReader(conn), &b)
	if err == nil && !strings.Contains(status, " 200 ") {
		err = fmt.Errorf("answered %q", status)
	}
	return []byte(b.String()), err
}

// answer reads one response: small enough that the client costs little beside the server.
func answer(r *bufio.Reader, body io.Writer) (status string, err error) {
	if status, err = r.ReadString('\n'); err != nil {
		return "", err
	}
	length, chunked := 0, false
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return "", err
		}
		if len(line) <= 2 {
			break
		}
		if name, v, ok := strings.Cut(string(line), ":"); ok {
			switch strings.ToLower(name) {
			case "content-length":
				length, _ = strconv.Atoi(strings.TrimSpace(v))
			case "transfer-encoding":
				chunked = strings.Contains(v, "chunked")
			}
		}
	}
	if !chunked {
		_, err = io.CopyN(body, r, int64(length))
		return status, err
	}
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return "", err
		}
		n, err := strconv.ParseInt(strings.TrimSpace(line), 16, 64)
		if err != nil {
			return "", err
		}
		if _, err := io.CopyN(body, r, n); err != nil {
			return "", err
		}
		if _, err := r.Discard(2); err != nil || n == 0 {
			return status, err
		}
	}
}

// cpuOf reads a process's user and system time from /proc, in ticks of 10 ms.
func cpuOf(pid int) time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// bare is Gin with an access log and nothing else, sending the same bytes.
func bare(addr, file string) error {
	body, err := os.ReadFile(file) //nolint:gosec // our own file
	if err != nil {
		return err
	}
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	e.Use(func(c *gin.Context) {
		begin := time.Now()
		c.Next()
		log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request", slog.String("method", c.Request.Method),
			slog.String("route", c.FullPath()), slog.Int("status", c.Writer.Status()), slog.Float64("took_ms", float64(time.Since(begin).Microseconds())/1000))
	})
	length := strconv.Itoa(len(body))
	e.GET("/*path", func(c *gin.Context) {
		c.Header("Content-Encoding", "gzip")
		c.Header("Content-Length", length)
		c.Data(http.StatusOK, "text/html; charset=utf-8", body)
	})
	return (&http.Server{Addr: addr, Handler: e, ReadHeaderTimeout: 10 * time.Second}).ListenAndServe()
}
