package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// childVar tells the test binary to be a process that is killed or hurt by its parent.
const childVar = "HOCSO_STORE_CHILD"

func TestMain(m *testing.M) {
	if job := os.Getenv(childVar); job != "" {
		if err := beChild(context.Background(), job); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// childJob is what a parent asks of its child.
type childJob struct {
	Dir, DB         string
	Account, Person id.ID
	Unit, Attempt   id.ID
	Loop            bool // save without end; otherwise once for each line of the input
}

// ack is an answer that the store has acknowledged: on the disk, come what may.
type ack struct {
	Position int
	Sequence int64
	Refused  string // kind of the refusal, "" when acknowledged
}

func beChild(ctx context.Context, job string) error {
	var j childJob
	if err := json.Unmarshal([]byte(job), &j); err != nil {
		return err
	}
	s, err := Open(ctx, Options{Dir: j.Dir, DB: j.DB, Clock: clock.System{}})
	if err != nil {
		return err
	}
	a, err := s.Attempt(ctx, j.Person, j.Attempt)
	if err != nil {
		return err
	}
	if !j.Loop {
		return j.obey(ctx, s, a.Items[0])
	}
	go func() { // and the jobs of the background
		for ctx.Err() == nil {
			_ = s.PutSettings(ctx, map[string]string{"k": "v"}, id.Zero)
			_, _ = s.Seal(ctx)
			_ = s.SignHead(ctx)
			_, _ = s.Fold(ctx)
		}
	}()
	var wg sync.WaitGroup
	for _, it := range a.Items {
		wg.Go(func() {
			for n := it.Sequence + 1; ; n++ {
				tell(j.save(ctx, s, it.Position, n))
			}
		})
	}
	wg.Wait()
	return nil
}

// obey saves once for each line, and reads at "read".
func (j childJob) obey(ctx context.Context, s *Store, it assess.Item) error {
	in := bufio.NewScanner(os.Stdin)
	n := it.Sequence
	for in.Scan() {
		if in.Text() == "read" {
			_, err := s.Attempt(ctx, j.Person, j.Attempt)
			tell(ack{Refused: kindOf(err)})
			continue
		}
		a := j.save(ctx, s, it.Position, n+1)
		if a.Refused == "" {
			n++
		}
		tell(a)
	}
	return in.Err()
}

func (j childJob) save(ctx context.Context, s *Store, position int, n int64) ack {
	saved, err := s.SaveAnswer(ctx, assess.Save{
		Attempt: j.Attempt, Position: position, Sequence: n, Answer: assess.Answer{Text: fmt.Sprint("trả lời ", n)},
		Caller: &account.Caller{Account: j.Account, Person: j.Person, Unit: j.Unit},
	})
	return ack{position, saved.Sequence, kindOf(err)}
}

func kindOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.KindOf(err).String()
}

// tell writes one line at once: what was said before a kill was acknowledged.
func tell(a ack) {
	b, err := json.Marshal(a)
	if err == nil {
		_, err = os.Stdout.Write(append(b, '\n'))
	}
	if err != nil { // the parent has gone
		os.Exit(0)
	}
}

// child is the process as its parent holds it.
type child struct {
	t    *testing.T
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Scanner
	acks map[ack]bool // everything that was ever acknowledged
}

// childOf starts a process on the database of a world, which its parent has closed.
func childOf(t *testing.T, j childJob, acks map[ack]bool) *child {
	t.Helper()
	job, err := json.Marshal(j)
	must(t, err)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVar+"="+string(job))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	c := &child{t: t, cmd: cmd, in: in, out: bufio.NewScanner(out), acks: acks}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return c
}

// hear reads one line and notes what was acknowledged; false at the end.
func (c *child) hear() (a ack, ok bool) {
	c.t.Helper()
	if !c.out.Scan() {
		return a, false
	}
	must(c.t, json.Unmarshal(c.out.Bytes(), &a))
	if a.Refused == "" && a.Sequence > 0 {
		c.acks[a] = true
	}
	return a, true
}

// ask sends a line and returns the answer.
func (c *child) ask(line string) ack {
	c.t.Helper()
	_, err := fmt.Fprintln(c.in, line)
	must(c.t, err)
	a, ok := c.hear()
	if !ok {
		c.t.Fatal("the process has ended")
	}
	return a
}

// kill sends SIGKILL and hears what was said before it.
func (c *child) kill() {
	c.t.Helper()
	must(c.t, c.cmd.Process.Kill())
	for ok := true; ok; {
		_, ok = c.hear()
	}
	_ = c.cmd.Wait() // killed
}

// examinee prepares an exam that has begun, in a world that is closed then.
func examinee(t *testing.T, o Options) childJob {
	t.Helper()
	w := openWorld(t, o)
	defer w.Close()
	c := w.person(1, w.hamlet)
	w.enrol(c)
	a := w.start(c)
	return childJob{Dir: o.Dir, DB: o.DB, Account: c.Account, Person: c.Person, Unit: c.Unit, Attempt: a.ID}
}

// nothingLost opens the database and looks for every acknowledged answer, once, and for anything wrong.
func nothingLost(t *testing.T, o Options, acks map[ack]bool) {
	t.Helper()
	w := openWorld(t, o)
	defer w.Close()
	rows, err := w.reads.QueryContext(t.Context(), "SELECT data FROM record WHERE kind = $1", factAnswered)
	must(t, err)
	defer rows.Close()
	stored := map[ack]int{}
	for rows.Next() {
		var data string
		must(t, rows.Scan(&data))
		var d factData
		must(t, json.Unmarshal([]byte(data), &d))
		stored[ack{Position: d.Position, Sequence: d.Sequence}]++
	}
	must(t, rows.Err())
	for a := range acks {
		if stored[a] != 1 {
			t.Errorf("question %d, sequence %d was acknowledged and is stored %d times", a.Position, a.Sequence, stored[a])
		}
	}
	w.healthy()
}
