package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/credential"
	"hocso/internal/fault"
)

// mendPage corrects a person's name and contact.
type mendPage struct {
	personPage
	Name, Contact string
}

func (w *Web) mendForm(c *gin.Context) error {
	p, err := w.found(c, "manage.mend.title")
	if err != nil {
		return err
	}
	return w.showMend(c, mendPage{p, p.P.Name, firstContact(p.P.Contacts)}, nil)
}

func (w *Web) showMend(c *gin.Context, p mendPage, refusal error) (err error) {
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &p.Layout, refusal, "name"); err != nil {
			return err
		}
	}
	return w.show(c, status, "manage-mend", p)
}

func (w *Web) mend(c *gin.Context) error {
	p, err := w.found(c, "manage.mend.title")
	if err != nil {
		return err
	}
	x := account.Correction{Name: sent(c, "name"), Contact: sent(c, "contact")}
	if err := w.Accounts.Correct(c.Request.Context(), p.Caller, p.P.ID, x); err != nil {
		return w.showMend(c, mendPage{p, c.PostForm("name"), c.PostForm("contact")}, err)
	}
	return done(c, p.URL(), "corrected")
}

// personData is a file with everything about a person who has asked for it.
func (w *Web) personData(c *gin.Context) error {
	p, err := w.found(c, "")
	if err != nil {
		return err
	}
	d, err := w.Privacy.Of(c.Request.Context(), p.Caller, p.P.ID)
	if err != nil {
		return err
	}
	return sendData(c, d)
}

// eraseePage asks before a person is erased.
type eraseePage struct {
	personPage
	Exam       bool // one is under way
	End, Asked bool // what was ticked
}

func (w *Web) eraseeForm(c *gin.Context) error { return w.showErasee(c, nil) }

func (w *Web) showErasee(c *gin.Context, refusal error) error {
	p, err := w.found(c, "manage.erase.title")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.examRefusal(c, &p.Layout, refusal, "asked"); err != nil {
			return err
		}
	}
	exam, err := w.Privacy.ExamOpen(c.Request.Context(), p.P.Person)
	if err != nil {
		return err
	}
	return w.show(c, status, "manage-erase", eraseePage{p, exam, c.PostForm("ket-thuc") != "", c.PostForm("asked") != ""})
}

func (w *Web) erasePerson(c *gin.Context) error {
	p, err := w.found(c, "")
	if err != nil {
		return err
	}
	err = w.Privacy.ErasePerson(c.Request.Context(), p.Caller, p.P.ID, c.PostForm("asked") != "", c.PostForm("ket-thuc") != "")
	if err != nil {
		return w.showErasee(c, err)
	}
	return done(c, "/quan-ly", "erased-person")
}

// revokePage takes a confirmation back.
type revokePage struct {
	personPage
	Paper   *minePaper
	Reasons []choice
	Reason  string
}

// PaperURL is where one of the person's confirmations is taken back.
func (p personPage) PaperURL(serial string) string {
	return p.URL() + "/giay/" + url.PathEscape(serial) + "/thu-hoi"
}

// theirPaper is the person and one of their confirmations, both named by the address. Error kinds: NotFound, Conflict
// when it was taken back before.
func (w *Web) theirPaper(c *gin.Context, titleKey string) (personPage, *credential.Credential, error) {
	p, err := w.found(c, titleKey)
	if err != nil {
		return p, nil, err
	}
	k, err := w.Credentials.Revocable(c.Request.Context(), p.Caller, c.Param("serial"))
	if err != nil {
		return p, nil, err
	}
	if k.Person != p.P.Person {
		return p, nil, fault.Missing()
	}
	if k.State() != credential.Valid {
		return p, nil, fault.New(fault.Conflict, "credential.revoked-before")
	}
	return p, k, nil
}

func (w *Web) revokePaperForm(c *gin.Context) error { return w.showRevokePaper(c, nil) }

func (w *Web) showRevokePaper(c *gin.Context, refusal error) error {
	p, k, err := w.theirPaper(c, "manage.paper.title")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &p.Layout, refusal, "why"); err != nil {
			return err
		}
	}
	reasons := w.choices(c, "credential.why-", credential.Reasons(), c.PostForm("why"))
	return w.show(c, status, "manage-paper", revokePage{p, paperRow(k), reasons, c.PostForm("reason")})
}

func (w *Web) revokePaper(c *gin.Context) error {
	p, k, err := w.theirPaper(c, "")
	if err != nil {
		return err
	}
	if err := w.Credentials.Revoke(c.Request.Context(), p.Caller, k.Serial, c.PostForm("why"), c.PostForm("reason")); err != nil {
		return w.showRevokePaper(c, err)
	}
	return done(c, p.URL(), "paper-revoked")
}
