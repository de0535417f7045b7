// Package config reads what a deployment sets in its environment.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
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

// Read takes the environment; flags that were given win. Every problem is reported at once.
func Read(getenv func(string) string, addr, data string) (Config, error) {
	or := func(v ...string) string {
		for _, s := range v {
			if s != "" {
				return s
			}
		}
		return ""
	}
	c := Config{
		Addr: or(addr, getenv("HOCSO_ADDR"), "127.0.0.1:8080"), Data: or(data, getenv("HOCSO_DATA"), "hocso-data"),
		DB: getenv("HOCSO_DB"), BaseURL: strings.TrimSuffix(getenv("HOCSO_URL"), "/"), Admin: getenv("HOCSO_ADMIN_ADDR"),
		SMTP: SMTP{
			Host: getenv("HOCSO_SMTP_HOST"), Port: or(getenv("HOCSO_SMTP_PORT"), "587"), User: getenv("HOCSO_SMTP_USER"),
			Password: getenv("HOCSO_SMTP_PASSWORD"), From: getenv("HOCSO_SMTP_FROM"),
		},
	}
	if p := getenv("HOCSO_PROXIES"); p != "" {
		c.Proxies = strings.FieldsFunc(p, func(r rune) bool { return r == ',' || r == ' ' })
	}
	return c, c.check()
}

func (c Config) check() error {
	var errs []error
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		errs = append(errs, fmt.Errorf("HOCSO_ADDR or --addr: %q is not host:port", c.Addr))
	}
	if c.Admin != "" {
		host, _, err := net.SplitHostPort(c.Admin)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
			errs = append(errs, fmt.Errorf("HOCSO_ADMIN_ADDR: %q is not a loopback address with a port, like 127.0.0.1:9090", c.Admin))
		}
	}
	if c.BaseURL != "" {
		u, err := url.Parse(c.BaseURL)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.Path != "" {
			errs = append(errs, fmt.Errorf("HOCSO_URL: %q is not like https://hocso.example", c.BaseURL))
		}
	}
	if c.DB != "" && !strings.HasPrefix(c.DB, "postgres://") && !strings.HasPrefix(c.DB, "postgresql://") {
		errs = append(errs, errors.New("HOCSO_DB: only postgres://… is known; leave it empty for SQLite"))
	}
	if c.SMTP.Host != "" && c.SMTP.From == "" {
		errs = append(errs, errors.New("HOCSO_SMTP_FROM: the sender's address is needed when HOCSO_SMTP_HOST is set"))
	}
	for _, p := range c.Proxies {
		if _, _, err := net.ParseCIDR(p); err != nil && net.ParseIP(p) == nil {
			errs = append(errs, fmt.Errorf("HOCSO_PROXIES: %q is neither an address nor a network", p))
		}
	}
	return errors.Join(errs...)
}

// Secure reports whether people reach the server by https.
func (c Config) Secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }
