package account

import (
	"context"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/fault"
)

func TestCheckPassword(t *testing.T) {
	name := "Lò Thị Ánh"
	phone, mail := Contact{Phone, "+84912345678"}, Contact{Email, "anh.lo1990@example.vn"}
	for password, key := range map[string]string{
		"mua-tre-dong-gieng": "", "trời mưa tre đổ": "", "ôôôôôôôa": "", "Ánh Lò 1990 ở bản": "",
		"": "password.short", "1234567": "password.short", "o\u0302o\u0302o\u0302o\u0302": "password.short", // four letters, in pieces
		strings.Repeat("ấ", 128): "password.guessable", strings.Repeat("ấ", 129): "password.long", strings.Repeat("x", 1<<20): "password.long",
		"12345678": "password.guessable", "MatKhau123": "password.guessable", "mậtkhẩu123": "password.guessable", "zzzzzzzzz": "password.guessable",
		"ωωωωωωωω": "password.guessable", "        ": "password.guessable",
		"\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301": "password.guessable", // nothing but marks
		"lothianh": "password.guessable", "Lò Thị Ánh": "password.guessable",
		"0912345678": "password.guessable", "so912345678": "password.guessable", "anh.lo1990": "password.guessable",
		"anh.lo1990@example.vn": "password.guessable",
	} {
		var form fault.Form
		checkPassword(&form, password, name, phone, mail)
		got := ""
		if err := form.Err(); err != nil {
			got = fieldKey(err)
		}
		if got != key {
			t.Errorf("%.40q: %q, want %q", password, got, key)
		}
	}
}

func TestCheckPasswordNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var form fault.Form
		checkPassword(&form, rapid.String().Draw(t, "password"), rapid.String().Draw(t, "name"), Contact{Email, "a@b.vn"})
	})
}

func TestPasswords(t *testing.T) {
	p := NewPasswords()
	ctx := t.Context()
	hash, err := p.Hash(ctx, "tre già măng mọc")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash %q", hash)
	}
	cost, _, _ := strings.Cut(hash, "p=1$") // what an unknown name is compared with must cost as much
	if !strings.HasPrefix(p.dummy, cost) || len(p.dummy) != len(hash) {
		t.Errorf("dummy %q, hash %q", p.dummy, hash)
	}
	for _, tc := range []struct {
		password, hash string
		want           bool
	}{
		{"tre già măng mọc", hash, true},
		{"tre gia\u0300 ma\u0306ng mo\u0323c", hash, true}, // the same, typed on another system
		{"tre già măng mọc.", hash, false},
		{"a password that nobody has", "", false}, // no account: never right
	} {
		if ok, err := p.Check(ctx, tc.password, tc.hash); ok != tc.want || err != nil {
			t.Errorf("%q: %v, %v", tc.password, ok, err)
		}
	}
}

// A storm is turned away at the door and told so; those who wait and give up take no core.
func TestPasswordsQueueIsBounded(t *testing.T) {
	p := NewPasswords()
	hold := make(chan struct{})
	var wg sync.WaitGroup
	for range cap(p.permits) {
		started := make(chan struct{})
		wg.Go(func() {
			err := p.do(context.Background(), func() error { close(started); <-hold; return nil })
			if err != nil {
				t.Error(err)
			}
		})
		<-started
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.do(gone, func() error { t.Error("ran for nobody"); return nil }); !fault.Is(err, fault.Unavailable) {
		t.Errorf("given up: %v", err)
	}
	for range cap(p.queue) - cap(p.permits) {
		p.queue <- struct{}{}
	}
	if _, err := p.Hash(t.Context(), "x"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("the queue is full: %v", err)
	}
	close(hold)
	wg.Wait()
}
