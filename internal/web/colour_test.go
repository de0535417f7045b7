package web

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"testing"

	"hocso/assets"
)

// TestCodeColours: every colour of program text stands out from the ground of code by 4.5 to 1, in light and in dark.
func TestCodeColours(t *testing.T) {
	css, err := fs.ReadFile(assets.FS, "static/hocso.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s):root \{.*?\}`).FindAllString(string(css), 2)
	if len(blocks) != 2 {
		t.Fatal("no two sets of colours")
	}
	for i, scheme := range []string{"light", "dark"} {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6})`).FindAllStringSubmatch(blocks[i], -1) {
			colours[m[1]] = m[2]
		}
		for _, name := range []string{"hk", "hs", "hc", "hn", "ht", "ink"} {
			if c := contrast(t, colours[name], colours["tint"]); c < 4.5 {
				t.Errorf("%s: --%s %s on %s has %.1f to 1", scheme, name, colours[name], colours["tint"], c)
			}
		}
	}
}

// contrast is the ratio of WCAG 2.2 §1.4.3.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex[min(1, len(hex)):], 16, 32)
	if err != nil || len(hex) != 7 {
		t.Fatalf("colour %q", hex)
	}
	sum := 0.0
	for i, weight := range []float64{.0722, .7152, .2126} {
		c := float64(n>>(8*i)&0xff) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
