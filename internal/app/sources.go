package app

import (
	"context"
	"path/filepath"
	"time"

	"hocso/internal/job"
	"hocso/internal/source"
)

// watchEvery is how often a watched folder is looked at: what is saved is seen within two looks.
const watchEvery = time.Second

// syncEvery is how often a repository is asked without a call from its host: a call may get lost.
const syncEvery = time.Hour

// syncAgain is when a synchronisation that failed is tried again, twice as long after each further failure.
const syncAgain = time.Minute

func (a *App) git(url, branch string) *source.Git {
	return &source.Git{Desk: a.desk, URL: url, Branch: branch, Dir: filepath.Join(a.config.Data, "git"), Env: a.config.Sources.Env}
}

// watchTask looks at the folder of courses, if one is named.
func (a *App) watchTask() []job.Task {
	if a.config.Sources.Folder == "" {
		return nil
	}
	w := &source.Watcher{Desk: a.desk, Dir: a.config.Sources.Folder, Told: a.told}
	return []job.Task{{Name: "watch", Every: watchEvery, Run: w.Look}}
}

// told logs what became of an offer; findings stand with the proposal that was kept.
func (a *App) told(slug string, out source.Outcome, err error) {
	switch {
	case err != nil:
		a.log.Error("a course could not be taken in", "course", slug, "err", err)
	case out.Gone:
		a.log.Info("a source does not hold a course any more; the published version stays", "course", slug)
	case out.Past:
		a.log.Info("a source holds what was replaced or rejected here; the published version stays", "course", slug)
	case out.Report.HasErrors():
		errors, _ := out.Report.Count()
		a.log.Warn("a course has errors and was not published", "course", slug, "errors", errors, "proposal", out.Proposal.ID)
	}
}

// newHook is the address for the code host's calls; nil when no secret is set.
func (a *App) newHook() *source.Hook {
	if a.config.Sources.HookSecret == "" {
		return nil
	}
	return &source.Hook{Secret: []byte(a.config.Sources.HookSecret), Clock: a.clock, Wanted: a.wantSync}
}

// wantSync asks for one synchronisation; several calls before it begins are one.
func (a *App) wantSync() {
	select {
	case a.syncs <- struct{}{}:
	default:
	}
}

// syncLoop synchronises at the start, whenever it is asked for, and each hour; after a failure sooner.
func (a *App) syncLoop(ctx context.Context) {
	if a.config.Sources.Git == "" {
		return
	}
	g := a.git(a.config.Sources.Git, a.config.Sources.Branch)
	again := syncAgain
	for {
		end := a.hook.Begin()
		err := g.Sync(ctx, a.told)
		end(err)
		wait := syncEvery
		if err != nil && ctx.Err() == nil {
			wait, again = again, min(2*again, syncEvery)
			a.log.Error("synchronising with a repository", "from", g.Shown(), "err", err, "again", wait)
		} else {
			again = syncAgain
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		case <-a.syncs:
			timer.Stop()
		}
	}
}
