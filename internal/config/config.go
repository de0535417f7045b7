// Package config reads what a deployment sets in its environment.
package config

import (
	"cmp"
	"net"
	"net/url"
	"strings"

	"hocso/internal/fault"
)

// Config is the whole of a deployment's settings; every name begins with HOCSO_. Settings that people change while
// the program runs stand in the database instead.
type Config struct {
	Addr    string // address of the pages, host:port
	Data    string // folder of the database and the secret
	DB      string // postgres://…; "" means SQLite in Data
	BaseURL string // how people reach the server, for links in mail and the cookie's security; "" means http on Addr
	Admin   string // loopback address of metrics and profiles; "" for none
	SMTP    SMTP
	Proxies []string // addresses of reverse proxies whose X-Forwarded-For is believed
}

// SMTP is a mail server; without a Host no mail is sent.
type SMTP struct {
	Host, Port, User, Password, From string
}

// Read takes the environment; flags that were given win. usual is the folder when neither names one. Every problem is
// reported at once. Error kind: Invalid, with the variables as fields.
func Read(getenv func(string) string, addr, data, usual string) (Config, error) {
	c := Config{
		Addr: cmp.Or(addr, getenv("HOCSO_ADDR"), "127.0.0.1:8080"), Data: cmp.Or(data, getenv("HOCSO_DATA"), usual),
		DB: getenv("HOCSO_DB"), BaseURL: strings.TrimSuffix(getenv("HOCSO_URL"), "/"), Admin: getenv("HOCSO_ADMIN_ADDR"),
		SMTP: SMTP{
			Host: getenv("HOCSO_SMTP_HOST"), Port: cmp.Or(getenv("HOCSO_SMTP_PORT"), "587"), User: getenv("HOCSO_SMTP_USER"),
			Password: getenv("HOCSO_SMTP_PASSWORD"), From: getenv("HOCSO_SMTP_FROM"),
		},
	}
	if p := getenv("HOCSO_PROXIES"); p != "" {
		c.Proxies = strings.FieldsFunc(p, func(r rune) bool { return r == ',' || r == ' ' })
	}
	return c, c.check()
}

func (c Config) check() error {
	var form fault.Form
	refuse := func(name, key, value string) { form.Refuse(name, key, fault.Args{"value": value}) }
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		refuse("HOCSO_ADDR, --addr", "config.addr", c.Addr)
	}
	if c.Admin != "" {
		host, _, err := net.SplitHostPort(c.Admin)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
			refuse("HOCSO_ADMIN_ADDR", "config.admin-addr", c.Admin)
		}
	}
	if c.BaseURL != "" {
		u, err := url.Parse(c.BaseURL)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.Path != "" {
			refuse("HOCSO_URL", "config.url", c.BaseURL)
		}
	}
	if c.DB != "" && !strings.HasPrefix(c.DB, "postgres://") && !strings.HasPrefix(c.DB, "postgresql://") {
		refuse("HOCSO_DB", "config.db", "") // it may hold a password
	}
	if c.SMTP.Host != "" && c.SMTP.From == "" {
		refuse("HOCSO_SMTP_FROM", "config.smtp-from", "")
	}
	if c.SMTP.Host != "" && c.BaseURL == "" {
		refuse("HOCSO_URL", "config.smtp-url", "") // a mail is read on another machine
	}
	for _, p := range c.Proxies {
		if _, _, err := net.ParseCIDR(p); err != nil && net.ParseIP(p) == nil {
			refuse("HOCSO_PROXIES", "config.proxies", p)
		}
	}
	return form.Err()
}

// Secure reports whether people reach the server by https.
func (c Config) Secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }
