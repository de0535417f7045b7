package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/credential"
	"hocso/internal/privacy"
)

// TestCopyTellsEveryKindOfFact: of each kind the copy has when, in which course and unit, what it was about where that is
// no exam question, the attempt it belongs to, and what was typed.
func TestCopyTellsEveryKindOfFact(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c, _ := w.marked()
		must(t, w.credential.Revoke(ctx, nil, w.paper(c).Serial, credential.WhyMistake, "Nhầm người"))
		w.edition(c, 2)
		got, err := w.privacy.Own(ctx, c)
		must(t, err)
		const lesson, task, exam = "lesson", "task", "exam"
		want := map[string]string{ // what it is about, and whether words or a picture come with it
			factEnrolled: "", factMovedOn: "", factOpened: lesson, factLessonCompleted: lesson, factPractised: "question", factStarted: exam,
			factAnswered: exam, factSubmitted: exam, factScored: exam, factHandedIn: task + " words", factPictured: task + " picture",
			factJudged: task + " words", factCourseCompleted: "", factConfirmed: "", factRevoked: " words",
		}
		told := map[string]string{}
		for _, e := range got.Events {
			if e.At == nil || e.Course != courseSlug || e.Unit != w.hamlet.Name {
				t.Errorf("%s: at %v in %q, %q", e.Kind, e.At, e.Course, e.Unit)
			}
			what := map[string]string{"01-mo-dau/01-mot": lesson, "01-mo-dau/02-hai": lesson, "t1": task}[e.Subject]
			if strings.HasPrefix(e.Subject, "p") {
				what = "question"
			} else if what == "" {
				what = e.Subject
			}
			if e.Attempt != nil && e.Kind != factCourseCompleted && e.Kind != factConfirmed && e.Kind != factRevoked {
				what += exam
			}
			if e.Text != "" && e.Kind != factPractised && e.Kind != factAnswered { // only where something was typed
				what += " words"
			}
			if len(e.Photo) > 0 {
				what += " picture"
			}
			told[e.Kind] = what
		}
		if d := cmp.Diff(want, told); d != "" {
			t.Errorf("the facts (-want +got):\n%s", d)
		}
	})
}

// TestCopyHasWhatWasTyped: every word that a person has written is in the copy of their data, and their name and number of
// today; nothing that stands for a secret is.
func TestCopyHasWhatWasTyped(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		c, _ := w.marked()
		got, err := w.privacy.Own(t.Context(), c)
		must(t, err)
		file, err := got.JSON()
		must(t, err)
		for _, mark := range []string{markName, markPhone, markDevice, markTyped, markNote} {
			if !strings.Contains(string(file), mark) {
				t.Errorf("no %q in the copy", mark)
			}
		}
		for what, secret := range map[string]string{
			"the password": value[string](w, "SELECT password_hash FROM account WHERE id = $1", c.Account), "a client's own key": markKey,
		} {
			if strings.Contains(string(file), secret) {
				t.Errorf("%s is in the copy", what)
			}
		}
	})
}

// TestCopyIsForMachines: times are UTC, lists are never null, and what was copied reads back as it was.
func TestCopyIsForMachines(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		for name, c := range map[string]*account.Caller{"somebody who has done nothing": w.person(1, w.hamlet), "a graduate": w.graduate(2)} {
			got, err := w.privacy.Own(t.Context(), c)
			must(t, err)
			file, err := got.JSON()
			must(t, err)
			var again privacy.Copy
			must(t, json.Unmarshal(file, &again))
			twice, err := again.JSON()
			must(t, err)
			if !bytes.Equal(twice, file) || again.Format != privacy.CopyFormat || again.Account.Person != c.Person {
				t.Errorf("%s: it does not read back:\n%s", name, file)
			}
			var raw map[string]any
			must(t, json.Unmarshal(file, &raw))
			eachValue(raw, "", func(path string, v any) {
				switch s, _ := v.(string); {
				case v == nil:
					t.Errorf("%s: %s is null", name, path)
				case len(s) > 19 && s[4] == '-' && s[10] == 'T' && !strings.HasSuffix(s, "Z"):
					t.Errorf("%s: %s is %s, not UTC", name, path, s)
				}
			})
			lists := []string{"attempts", "audit", "confirmations", "consents", "contacts", "courses", "events", "notes", "roles", "sessions"}
			for _, l := range lists {
				if _, ok := raw[l].([]any); !ok {
					t.Errorf("%s: %s is no list: %v", name, l, raw[l])
				}
			}
			if missing := slices.DeleteFunc(lists, func(l string) bool { _, ok := raw[l]; return ok }); len(missing) > 0 {
				t.Errorf("%s: no %v among %v", name, missing, slices.Sorted(maps.Keys(raw)))
			}
		}
	})
}

// eachValue visits what a JSON value holds.
func eachValue(v any, path string, see func(path string, v any)) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			eachValue(inner, path+"."+name, see)
		}
	case []any:
		for i, inner := range v {
			eachValue(inner, fmt.Sprint(path, "[", i, "]"), see)
		}
	default:
		see(path, v)
	}
}

// edition publishes another edition of the course and puts somebody on it.
func (w *world) edition(c *account.Caller, n int) {
	w.t.Helper()
	v, err := w.catalog.Publish(w.t.Context(), draft(n))
	must(w.t, err)
	must(w.t, w.learning.MoveOn(w.t.Context(), c, courseSlug, v.ID, assess.Key{}))
}
