package web

import (
	"fmt"
	"html/template"
	"math/big"
	"slices"
	"strings"

	"hocso/internal/clock"
	"hocso/internal/content"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/i18n"
)

// funcs are what templates of one language may call.
func (r *renderer) funcs(lang string) template.FuncMap {
	return template.FuncMap{
		"t":       func(key string, pairs ...any) (string, error) { return r.text(lang, key, pairs) },
		"tk":      func(prefix, key string) string { return r.catalog.T(lang, prefix+key, nil) },
		"static":  r.staticPath,
		"sprite":  func(name string) (string, error) { p, err := r.staticPath("icons.svg"); return p + "#" + name, err },
		"icon":    r.icon,
		"content": r.content,
		"slot":    func(name string) template.HTML { return template.HTML(httpx.Slot(name)) }, //nolint:gosec // names are ours
		"date":    func(m clock.Micro) string { return m.Local().Format("02/01/2006") },
		"clock":   func(m clock.Micro) string { return m.Local().Format("15:04") },
		"moment":  func(m clock.Micro) string { return moment(lang, m) },
		"day":     day,
		"iso":     func(m clock.Micro) string { return m.Time().Format("2006-01-02T15:04:05Z") },
		"size":    func(n int64) string { return sizeText(lang, n) },
		"minutes": func(n int) string { return r.minutes(lang, n) },
		"decimal": func(v *big.Rat) string { return decimal(lang, v) },
		"add":     func(a, b int) int { return a + b },
		"seq":     seq,
		"dict":    dict,
		"lower":   strings.ToLower,
	}
}

// text is a message; pairs are names and values of its arguments.
func (r *renderer) text(lang, key string, pairs []any) (string, error) {
	args, err := dict(pairs...)
	if err != nil {
		return "", err
	}
	return r.catalog.T(lang, key, args), nil
}

func dict(pairs ...any) (fault.Args, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("web: a name without a value")
	}
	m := make(fault.Args, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		m[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return m, nil
}

func (r *renderer) staticPath(name string) (string, error) {
	p, ok := r.hashed[name]
	if !ok {
		return "", fmt.Errorf("web: no static file %q", name)
	}
	return p, nil
}

// icon is a picture from the sprite; a word always stands beside it.
func (r *renderer) icon(name string) template.HTML {
	return template.HTML(`<svg class="i" aria-hidden="true"><use href="` + r.hashed["icons.svg"] + `#` + template.HTMLEscapeString(name) + `"/></svg>`) //nolint:gosec // escaped
}

// content lets HTML through that came from a published version's allow-list, and puts the sprite's address in.
func (r *renderer) content(html string) template.HTML {
	return template.HTML(strings.ReplaceAll(html, content.SpriteMark, r.hashed["icons.svg"])) //nolint:gosec // made by content from an allow-list
}

// day writes a date of the law as people do: 24/01/2025, 01/2025 where only the month is known, else the year.
func day(iso string) string {
	parts := strings.Split(iso, "-")
	slices.Reverse(parts)
	return strings.Join(parts, "/")
}

func moment(lang string, m clock.Micro) string {
	if lang == i18n.EN {
		return m.Local().Format("15:04, 02/01/2006")
	}
	return m.Local().Format("15:04 ngày 02/01/2006")
}

// decimal shows a number with at most two decimals, in the language's form.
func decimal(lang string, v *big.Rat) string {
	if v == nil {
		return "–"
	}
	s := v.FloatString(2)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if lang == i18n.VI {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

func sizeText(lang string, n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)/1024)
	}
	return decimal(lang, big.NewRat(n*10/(1<<20), 10)) + " MB"
}

// minutes says a length of time as people do: 50 phút, 1 giờ 20 phút.
func (r *renderer) minutes(lang string, n int) string {
	switch {
	case n < 60:
		return r.catalog.T(lang, "time.minutes", fault.Args{"count": n})
	case n%60 == 0:
		return r.catalog.T(lang, "time.hours", fault.Args{"count": n / 60})
	}
	return r.catalog.T(lang, "time.hours", fault.Args{"count": n / 60}) + " " + r.catalog.T(lang, "time.minutes", fault.Args{"count": n % 60})
}

func seq(from, to int) []int {
	var out []int
	for i := from; i <= to; i++ {
		out = append(out, i)
	}
	return out
}
