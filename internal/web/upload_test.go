package web

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"hocso/internal/source"
)

// zipOf packs a file system.
func zipOf(t *testing.T, fsys fs.FS) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if err := z.AddFS(fsys); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// upload sends a file as a browser does.
func (c *client) upload(path, name string, file []byte, fields url.Values) *reply {
	c.s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for k := range fields {
		if err := form.WriteField(k, fields.Get(k)); err != nil {
			c.s.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("tep", name)
	if err != nil {
		c.s.t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		c.s.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		c.s.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(c.s.t.Context(), http.MethodPost, path, &body)
	r.Header = c.header.Clone()
	r.Header.Set("Content-Type", form.FormDataContentType())
	return c.send(r)
}

// TestUpload: an author uploads, sees what the check says, and an administrator publishes.
func TestUpload(t *testing.T) {
	s := newSite(t)
	fsys, err := s.changed("01-bat-dau/01-bai-mot.md", "chưa biết làm gì", "chưa biết nên làm gì")
	if err != nil {
		t.Fatal(err)
	}
	author, admin := s.as(authorContact), s.as(adminContact)
	if n := len(author.get("/quan-ly/khoa-hoc").want(http.StatusOK).all("form[action=" + uploadPath + "] input[type=file]")); n != 1 {
		t.Errorf("%d fields for a file", n)
	}
	address := author.upload(uploadPath, "khoa-thu.zip", zipOf(t, fsys), nil).want(http.StatusSeeOther).location()
	if page := author.get(address).want(http.StatusOK); !strings.Contains(page.text("main"), "khoa-thu.zip") || page.text("ins") == "" {
		t.Errorf("the author sees %s", page.text("main"))
	}
	form := admin.get(address).form(address + "/chap-nhan")
	form.Set("da-doi-chieu", "1")
	admin.post(address+"/chap-nhan", form).want(http.StatusSeeOther)
	if v, err := s.Catalog.CurrentVersion(t.Context(), testCourse); err != nil || v.Number != 2 || v.Origin != "zip" {
		t.Errorf("published: %+v, %v", v, err)
	}
	author.upload(uploadPath, "khoa-thu.zip", zipOf(t, fsys), nil).want(http.StatusConflict)

	broken, err := s.changed("course.md", "summary:", "tomtat:")
	if err != nil {
		t.Fatal(err)
	}
	address = author.upload(uploadPath, "khoa-thu.zip", zipOf(t, broken), nil).want(http.StatusSeeOther).location()
	if page := admin.get(address); len(page.all("form[action="+address+"/chap-nhan]")) != 0 || !strings.Contains(page.text("main"), "course.md, dòng 3, cột 1") {
		t.Errorf("errors are shown as %s", page.text("main"))
	}
}

// TestUploadRefuses: in words, at once, and before anything is unpacked for those who may not.
func TestUploadRefuses(t *testing.T) {
	s := newSite(t)
	author := s.as(authorContact)
	for name, file := range map[string][]byte{"nothing": nil, "no zip": []byte("x"), "no course": zipOf(t, s.Assets)} {
		if p := author.upload(uploadPath, "a.zip", file, nil).want(http.StatusUnprocessableEntity); !strings.Contains(p.text("main"), "zip") {
			t.Errorf("%s: %s", name, p.text("main"))
		}
	}
	author.upload(uploadPath, "a.zip", make([]byte, source.MaxZip+1<<20), nil).want(http.StatusRequestEntityTooLarge)
	author.raw(uploadPath, "text/plain", "x").want(http.StatusUnprocessableEntity)
	s.as(learnerContact).upload(uploadPath, "a.zip", []byte("x"), nil).want(http.StatusNotFound)
	s.public().upload(uploadPath, "a.zip", []byte("x"), nil).want(http.StatusUnauthorized)
	s.unpacking <- struct{}{}
	author.upload(uploadPath, "a.zip", []byte("x"), nil).want(http.StatusServiceUnavailable)
}
