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

// ParseContact reads what a person typed. Numbers may have spaces, dots, dashes and the country's code in any of its
// forms. Error kind: Invalid, with the field name given by the caller.
func ParseContact(field, typed string) (Contact, error) {
	typed = vntext.Normal(typed)
	var form fault.Form
	switch {
	case typed == "":
		form.Refuse(field, "contact.missing")
	case strings.ContainsRune(typed, '@'):
		if c, ok := parseMail(typed); ok {
			return c, nil
		}
		form.Refuse(field, "contact.mail")
	default:
		if c, ok := parsePhone(typed); ok {
			return c, nil
		}
		form.Refuse(field, "contact.phone")
	}
	return Contact{}, form.Err()
}

// parseMail takes a bare address of a host with a dotted name. Case is not kept: no server in use tells them apart.
func parseMail(typed string) (Contact, bool) {
	a, err := mail.ParseAddress(typed)
	if err != nil || a.Name != "" || len(a.Address) > 254 {
		return Contact{}, false
	}
	local, host, _ := strings.Cut(a.Address, "@")
	if strings.ContainsAny(local, " \"\\") || strings.ContainsAny(host, "[]@") || !strings.Contains(strings.Trim(host, "."), ".") {
		return Contact{}, false
	}
	return Contact{Email, strings.ToLower(a.Address)}, true
}

// parsePhone takes a ten-digit national number, or the same behind +84, 84 or 0084.
func parsePhone(typed string) (Contact, bool) {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-()", r) {
			return -1
		}
		return r
	}, typed)
	for _, code := range []string{"+84", "0084", "84"} {
		if rest, ok := strings.CutPrefix(digits, code); ok && len(rest) >= 9 {
			digits = "0" + strings.TrimPrefix(rest, "0")
			break
		}
	}
	if len(digits) != 10 || digits[0] != '0' || digits[1] == '0' || strings.Trim(digits, "0123456789") != "" {
		return Contact{}, false
	}
	return Contact{Phone, "+84" + digits[1:]}, true
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
