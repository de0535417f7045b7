package account

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/fault"
)

func TestParseContact(t *testing.T) {
	for _, tc := range []struct{ typed, kind, value string }{
		{"0912345678", Phone, "+84912345678"},
		{" 0912 345 678 ", Phone, "+84912345678"},
		{"0912.345.678", Phone, "+84912345678"},
		{"0912-345-678", Phone, "+84912345678"},
		{"(0912) 345678", Phone, "+84912345678"},
		{"+84 912 345 678", Phone, "+84912345678"},
		{"+84 0912 345 678", Phone, "+84912345678"},
		{"84912345678", Phone, "+84912345678"},
		{"0084 912 345 678", Phone, "+84912345678"},
		{"0912\u00a0345\u200b678", Phone, "+84912345678"},
		{"0845678901", Phone, "+84845678901"},
		{"Anh.Lo@Example.VN", Email, "anh.lo@example.vn"},
		{" <anh@example.vn> ", Email, "anh@example.vn"},
		{"anh+hoc@mail.example.vn", Email, "anh+hoc@mail.example.vn"},
	} {
		c, err := ParseContact("contact", tc.typed)
		if err != nil || c != (Contact{tc.kind, tc.value}) {
			t.Errorf("%q: %+v, %v; want %s %s", tc.typed, c, err, tc.kind, tc.value)
		}
	}
}

func TestParseContactRefuses(t *testing.T) {
	for typed, key := range map[string]string{
		"": "contact.missing", "  \u200b ": "contact.missing",
		"0912": "contact.phone", "091234567": "contact.phone", "09123456789": "contact.phone", "912345678": "contact.phone",
		"0012345678": "contact.phone", "09123a5678": "contact.phone", "０９１２３４５６７８": "contact.phone", "Lò Thị Ánh": "contact.phone",
		"+1 202 555 0100": "contact.phone", "84": "contact.phone",
		"anh@": "contact.mail", "@example.vn": "contact.mail", "anh@localhost": "contact.mail", "anh@[10.0.0.1]": "contact.mail",
		"Ánh <anh@example.vn>": "contact.mail", `"a b"@example.vn`: "contact.mail", "a@b@example.vn": "contact.mail",
		"a@example.": "contact.mail", strings.Repeat("a", 250) + "@b.vn": "contact.mail",
	} {
		c, err := ParseContact("contact", typed)
		if !fault.Is(err, fault.Invalid) || fieldKey(err) != key || c != (Contact{}) {
			t.Errorf("%q: %+v, %v; want %s", typed, c, err, key)
		}
	}
}

// What is accepted once is accepted in the form in which it is shown, and means the same.
func TestContactDisplayIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.OneOf(rapid.StringMatching(`(\+84|84|0084|0)[1-9][0-9]{8}`), rapid.StringMatching(`[a-zA-Z.+]{1,8}@[a-z]{1,5}\.[a-z]{2}`),
			rapid.String()).Draw(t, "typed")
		c, err := ParseContact("contact", typed)
		if err != nil {
			return
		}
		again, err := ParseContact("contact", c.Display())
		if err != nil || again != c {
			t.Fatalf("%q became %+v, shown as %q, read as %+v, %v", typed, c, c.Display(), again, err)
		}
	})
}
