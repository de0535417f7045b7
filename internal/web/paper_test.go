package web

import (
	"net/http"
	"testing"

	"hocso/internal/credential"
)

// TestPrintedConfirmationSaysWhatItIsWorth: paper is believed, so one that is not valid says so across the sheet.
func TestPrintedConfirmationSaysWhatItIsWorth(t *testing.T) {
	s := newSite(t)
	serial := s.things(learnerContact)["serial"]
	c := s.as(learnerContact)
	over := func() string {
		return c.get("/giay/" + serial).want(http.StatusOK).text("article.cert .over.only-print")
	}
	if got := over(); got != "" {
		t.Errorf("a valid one prints %q", got)
	}
	store := s.Credentials.Store
	for why, want := range map[string]string{
		credential.WhyFraud: "ĐÃ THU HỒI ngày 15/01/2027", credential.WhyHolder: "ĐÃ RÚT LẠI ngày 15/01/2027",
	} {
		s.Credentials.Store = marked{store, why}
		if got := over(); got != want {
			t.Errorf("revoked for %s it prints %q, want %q", why, got, want)
		}
	}
	s.Demo, s.Credentials.Store = true, marked{store, credential.WhyHolder}
	if got, want := over(), "ĐÃ RÚT LẠI ngày 15/01/2027 BẢN DÙNG THỬ – không có giá trị"; got != want {
		t.Errorf("withdrawn in a trial: %q, want %q", got, want)
	}
	s.Credentials.Store = store
	if got, want := over(), "BẢN DÙNG THỬ – không có giá trị"; got != want {
		t.Errorf("valid in a trial: %q, want %q", got, want)
	}
}
