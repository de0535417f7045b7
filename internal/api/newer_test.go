package api

import (
	"bytes"
	"net/http"
	"testing"

	"hocso/internal/course"
	"hocso/internal/source"
)

// TestMoveOn: a program is told what a newer version brings, moves its person there, and is told once.
func TestMoveOn(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	const path = "/courses/" + testCourse + "/newer-version"
	c.get(path).want(http.StatusNotFound) // not enrolled
	c.post("/courses/"+testCourse+"/enrolment", nil).want(http.StatusOK)
	if n := into[NewerVersion](c.get(path).want(http.StatusOK)); n.Offered || n.ID != nil {
		t.Errorf("offered to somebody on the newest: %+v", n)
	}
	first, err := s.store.CurrentVersion(t.Context(), testCourse)
	if err != nil {
		t.Fatal(err)
	}
	files, err := s.store.Files(t.Context(), first.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i].Data = bytes.ReplaceAll(files[i].Data, []byte("Bác Páo nhận một"), []byte("Bác Páo vừa nhận một"))
	}
	fsys, err := source.Folder(testCourse, files)
	if err != nil {
		t.Fatal(err)
	}
	desk := source.Desk{Catalog: s.Catalog, Proposals: s.store, Standards: s.Standards, Log: s.Log}
	if out, err := desk.Propose(t.Context(), source.Offer{FS: fsys, Slug: testCourse, Origin: course.Folder, Decided: true}); err != nil || !out.Published() {
		t.Fatalf("%+v, %v", out, err)
	}
	n := into[NewerVersion](c.get(path).want(http.StatusOK))
	if !n.Offered || n.Version != 2 || len(n.Lessons) != 1 || n.Lessons[0].Change != "mended" || n.Bank {
		t.Fatalf("offered: %+v", n)
	}
	c.post(path, map[string]any{"id": first.CourseID}).want(http.StatusConflict)
	if p := into[Progress](c.post(path, map[string]any{"id": n.ID}).want(http.StatusOK)); p.Version != 2 {
		t.Errorf("on version %d", p.Version)
	}
	if n := into[NewerVersion](c.get(path).want(http.StatusOK)); n.Offered {
		t.Errorf("offered again: %+v", n)
	}
}
