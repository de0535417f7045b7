package account

import (
	"net/mail"
	"strings"

	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// Kinds of contacts: the names by which people sign in.
const (
	Phone = "phone"
	Email = "email"
)

// Contact is a way to sign in: a telephone number or a mail address in normal form.
type Contact struct{ Kind, Value string }

// ParseContact reads what a person typed. Numbers may have spaces, dots, dashes and +84.
// Error kind: Invalid, with the field name given by the caller.
func ParseContact(field, typed string) (Contact, error) {
	typed = vntext.Normal(typed)
	var form fault.Form
	if typed == "" {
		form.Refuse(field, "contact.missing")
		return Contact{}, form.Err()
	}
	if strings.ContainsRune(typed, '@') {
		a, err := mail.ParseAddress(typed)
		if err != nil || a.Name != "" || len(typed) > 254 || !strings.Contains(a.Address[strings.LastIndexByte(a.Address, '@'):], ".") {
			form.Refuse(field, "contact.mail")
			return Contact{}, form.Err()
		}
		return Contact{Email, strings.ToLower(a.Address)}, nil
	}
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-()", r) {
			return -1
		}
		return r
	}, typed)
	switch {
	case strings.HasPrefix(digits, "+84"):
		digits = "0" + digits[3:]
	case strings.HasPrefix(digits, "84") && len(digits) == 11:
		digits = "0" + digits[2:]
	}
	if len(digits) != 10 || digits[0] != '0' || strings.Trim(digits, "0123456789") != "" {
		form.Refuse(field, "contact.phone")
		return Contact{}, form.Err()
	}
	return Contact{Phone, "+84" + digits[1:]}, nil
}

// Display is the contact as people write it.
func (c Contact) Display() string {
	if c.Kind == Phone && strings.HasPrefix(c.Value, "+84") {
		d := "0" + c.Value[3:]
		if len(d) == 10 {
			return d[:4] + " " + d[4:7] + " " + d[7:]
		}
		return d
	}
	return c.Value
}

// Masked hides all but what its owner needs to recognise it.
func (c Contact) Masked() string {
	if c.Kind == Phone && len(c.Value) > 4 {
		return "•••• ••• " + c.Value[len(c.Value)-3:]
	}
	if at := strings.LastIndexByte(c.Value, '@'); at > 0 {
		return c.Value[:1] + "•••" + c.Value[at:]
	}
	return "•••"
}
