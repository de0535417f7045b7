package exchange

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// decode reads text of any encoding that spreadsheets and old editors in Việt Nam write: UTF-8 with or without a mark,
// UTF-16 with one, else Windows-1258. Lines end in LF, letters are NFC.
func decode(b []byte) string {
	var s string
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		s = utf16Text(b[2:], binary.LittleEndian)
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		s = utf16Text(b[2:], binary.BigEndian)
	case utf8.Valid(b):
		s = strings.TrimPrefix(string(b), "\ufeff")
	default:
		s = windows1258(b)
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return norm.NFC.String(strings.ReplaceAll(s, "\x00", ""))
}

func utf16Text(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// windows1258 reads the code page of Vietnamese Windows: Latin-1 with five tones as marks of their own, which NFC joins
// with the letter before.
func windows1258(b []byte) string {
	const high = "€\u0081‚ƒ„…†‡ˆ‰\u008a‹Œ\u008d\u008e\u008f\u0090‘’“”•–—˜™\u009a›œ\u009d\u009eŸ"
	table := []rune(high)
	other := map[byte]rune{
		0xc3: 'Ă', 0xcc: '\u0300', 0xd0: 'Đ', 0xd2: '\u0309', 0xd5: 'Ơ', 0xdd: 'Ư', 0xde: '\u0303',
		0xe3: 'ă', 0xec: '\u0301', 0xf0: 'đ', 0xf2: '\u0323', 0xf5: 'ơ', 0xfd: 'ư', 0xfe: '₫',
	}
	var out strings.Builder
	for _, c := range b {
		r, special := other[c]
		switch {
		case special:
		case 0x80 <= c && c < 0xa0:
			r = table[c-0x80]
		default:
			r = rune(c)
		}
		out.WriteRune(r)
	}
	return out.String()
}
