package org

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/vntext"
)

// Site is what a deployment says of itself.
type Site struct {
	Province string // shown under the product's name
	Issuer   string // body that issues confirmations
	Help     string // telephone number of the help line; "" shows none
	Cut      int    // share right, in percent, at which exams state a level: 50 to 100
}

// UsualCut is the share right at which a level is stated until an administrator sets another. No law sets one.
const UsualCut = 75

// Keys of the settings.
const (
	keyProvince = "site.province"
	keyIssuer   = "site.issuer"
	keyHelp     = "site.help"
	keyCut      = "assess.cut"
)

// SettingStore keeps settings.
type SettingStore interface {
	Settings(ctx context.Context) (map[string]string, error)
	PutSettings(ctx context.Context, values map[string]string, actor id.ID) error
}

// Sites reads and changes the site's settings. What was read is kept for two seconds: every page shows it.
type Sites struct {
	Store SettingStore
	Clock clock.Clock

	mu   sync.Mutex
	site Site
	read time.Time
}

// keep bounds how long another replica's change stays unseen.
const keep = 2 * time.Second

// Site is the current site. While storage cannot be read the last known one is given.
func (s *Sites) Site(ctx context.Context) (Site, error) {
	now := s.Clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := now.Sub(s.read); !s.read.IsZero() && d >= 0 && d < keep {
		return s.site, nil
	}
	v, err := s.Store.Settings(ctx)
	if err != nil {
		if !s.read.IsZero() {
			return s.site, nil
		}
		return Site{}, err
	}
	s.site = Site{Province: v[keyProvince], Issuer: v[keyIssuer], Help: v[keyHelp], Cut: UsualCut}
	if cut, err := strconv.Atoi(v[keyCut]); err == nil {
		s.site.Cut = cut
	}
	s.read = now
	return s.site, nil
}

// Issuer is the name under which confirmations are issued; without a setting the province's.
func (s *Sites) Issuer(ctx context.Context) (string, error) {
	site, err := s.Site(ctx)
	if site.Issuer == "" {
		return site.Province, err
	}
	return site.Issuer, err
}

// Cut is the share right, in percent, at which exams state a level. Error kind: Unavailable.
func (s *Sites) Cut(ctx context.Context) (int, error) {
	site, err := s.Site(ctx)
	return site.Cut, err
}

// Change stores new settings; a Cut of 0 is the usual one. Error kind: Invalid (fields province, issuer, help, cut).
func (s *Sites) Change(ctx context.Context, n Site, actor id.ID) error {
	n = Site{vntext.Normal(n.Province), vntext.Normal(n.Issuer), vntext.Normal(n.Help), cmp.Or(n.Cut, UsualCut)}
	var form fault.Form
	long := func(name, v string) {
		if utf8.RuneCountInString(v) > 120 {
			form.Refuse(name, "unit.name-long", fault.Args{"max": 120})
		}
	}
	long("province", n.Province)
	if n.Province == "" {
		form.Refuse("province", "unit.name-missing")
	}
	long("issuer", n.Issuer)
	if strings.Trim(n.Help, "0123456789 +.") != "" || len(n.Help) > 20 {
		form.Refuse("help", "site.help-number")
	}
	if n.Cut < 50 || n.Cut > 100 {
		form.Refuse("cut", "site.cut")
	}
	if err := form.Err(); err != nil {
		return err
	}
	err := s.Store.PutSettings(ctx, map[string]string{
		keyProvince: n.Province, keyIssuer: n.Issuer, keyHelp: n.Help, keyCut: strconv.Itoa(n.Cut),
	}, actor)
	s.mu.Lock()
	s.read = time.Time{}
	s.mu.Unlock()
	return err
}

// NameAfter puts a name under the product's, unless somebody has named the site before. Error kinds: those of Change.
func (s *Sites) NameAfter(ctx context.Context, name string, actor id.ID) error {
	site, err := s.Site(ctx)
	if err != nil || site.Province != "" {
		return err
	}
	site.Province = name
	return s.Change(ctx, site, actor)
}
