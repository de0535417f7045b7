package api

import (
	"net/http"
	"testing"

	"hocso/internal/course"
)

// TestCourseVersions: authors see every version of a course, the newest first; learners do not.
func TestCourseVersions(t *testing.T) {
	s := newSite(t)
	path := "/courses/" + testCourse + "/versions"
	got := into[List[CourseVersion]](s.as(author).get(path).want(http.StatusOK))
	if len(got.Items) != 1 || got.Items[0].Number != 1 || got.Items[0].Origin != course.Embedded || got.Items[0].Title == "" || got.Items[0].Lessons == 0 || got.Items[0].Published == nil {
		t.Errorf("%+v", got.Items)
	}
	s.as(author).get("/courses/khong-co/versions").want(http.StatusNotFound)
	s.as(learner).get(path).want(http.StatusForbidden)
}
