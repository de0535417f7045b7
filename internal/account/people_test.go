package account

import "testing"

func TestPeopleQuery(t *testing.T) {
	for _, tc := range []struct {
		query, name string
		contact     Contact
	}{
		{"", "", Contact{}},
		{"Ánh", "anh", Contact{}},
		{"  ĐINH  thị ", "dinh thi", Contact{}},
		{"100%_", "100", Contact{}},
		{"12", "12", Contact{}}, // too few digits to be a number
		{"0912 345 678", "", Contact{Phone, "+84912345678"}},
		{"+84912345678", "", Contact{Phone, "+84912345678"}},
		{"345678", "", Contact{"", "345678"}},
		{"0912 345", "", Contact{"", "912345"}},
		{"Anh@Example.vn", "", Contact{Email, "anh@example.vn"}},
		{"anh@", "", Contact{Email, "anh@"}},
	} {
		f := PeopleFilter{Query: tc.query}
		c, ok := f.Contact()
		if f.Names() != tc.name || c != tc.contact || ok != (tc.contact != Contact{}) {
			t.Errorf("%q: name %q, contact %+v %v; want %q, %+v", tc.query, f.Names(), c, ok, tc.name, tc.contact)
		}
	}
}
