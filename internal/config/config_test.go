package config

import (
	"strings"
	"testing"
)

func env(m map[string]string) func(string) string { return func(k string) string { return m[k] } }

func TestFlagsWinOverEnvironmentOverDefaults(t *testing.T) {
	c, err := Read(env(nil), "", "", "hocso-data")
	if err != nil || c.Addr != "127.0.0.1:8080" || c.Data == "" || c.Secure() {
		t.Errorf("defaults: %+v, %v", c, err)
	}
	e := env(map[string]string{"HOCSO_ADDR": "0.0.0.0:80", "HOCSO_DATA": "/var/lib/hocso", "HOCSO_URL": "https://hocso.example/"})
	c, err = Read(e, ":9000", "", "hocso-data")
	if err != nil || c.Addr != ":9000" || c.Data != "/var/lib/hocso" || c.BaseURL != "https://hocso.example" || !c.Secure() {
		t.Errorf("got %+v, %v", c, err)
	}
}

// TestEveryProblemAtOnce: who sets up a server is told of all mistakes in one go.
func TestEveryProblemAtOnce(t *testing.T) {
	_, err := Read(env(map[string]string{
		"HOCSO_ADDR": "nowhere", "HOCSO_ADMIN_ADDR": "0.0.0.0:9090", "HOCSO_URL": "hocso.example", "HOCSO_DB": "mysql://x",
		"HOCSO_SMTP_HOST": "mail.example", "HOCSO_PROXIES": "10.0.0.1,proxy",
	}), "", "", "hocso-data")
	if err == nil {
		t.Fatal("nothing was refused")
	}
	for _, name := range []string{"HOCSO_ADDR", "HOCSO_ADMIN_ADDR", "HOCSO_URL", "HOCSO_DB", "HOCSO_SMTP_FROM", "HOCSO_PROXIES"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named in %q", name, err)
		}
	}
}
