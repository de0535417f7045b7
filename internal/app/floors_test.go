package app

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors is the house (DESIGN §4): a package may import packages of floors below its own, and on its own floor only
// what stands to its right in the same line of the domain.
func floors() map[string]int {
	out := map[string]int{}
	for floor, names := range []string{
		"fault id clock i18n config vntext cache photo mathml highlight",
		"privacy credential learning assess authoring course standard account org job",
		"store content source token document notify exchange",
		"httpx web api",
		"app",
	} {
		for name := range strings.FieldsSeq(names) {
			out[name] = floor
		}
	}
	return out
}

// beside lists the imports within a floor that are allowed, and why each is needed.
func beside() map[string][]string {
	return map[string][]string{
		"privacy":    {"credential", "learning", "assess", "course", "account"},
		"credential": {"learning", "account", "org"},
		"learning":   {"assess", "course", "account", "org"},
		"assess":     {"course", "standard", "account"},
		"course":     {"standard"},
		"authoring":  {"course", "account", "org"}, // drafts become versions, by the rights of people in units
		"account":    {"org"},                      // rights hold within a unit's subtree
		"clock":      {},
		"web":        {"httpx"},
		"api":        {"httpx"},
		"i18n":       {"fault"}, // arguments of messages
		"vntext":     {},
		"config":     {"fault"}, // every refused variable, in words
		"id":         {},
		"content":    {},
		"source":     {"content"}, // every source's course is checked
		"store":      {},
		"exchange":   {"content"}, // it makes and reads courses in Markdown
	}
}

// outside keeps foreign packages on the floors where they belong.
func outside(pkg string) []string {
	domain := []string{
		"net/http", "database/sql", "html/template", "text/template", "github.com/gin-gonic/", "github.com/danielgtaylor/",
		"github.com/yuin/goldmark", "github.com/golang-jwt/", "github.com/jackc/", "modernc.org/",
	}
	switch floors()[pkg] {
	case 0, 1:
		return domain
	case 3:
		return []string{"database/sql", "github.com/jackc/", "modernc.org/", "github.com/yuin/goldmark"}
	case 2:
		if pkg != "store" {
			return []string{"github.com/jackc/", "modernc.org/", "github.com/gin-gonic/"}
		}
	}
	return nil
}

// TestImportsGoDownOnly reads every non-test file of internal/.
func TestImportsGoDownOnly(t *testing.T) {
	known, allowed := floors(), beside()
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		pkg := strings.Split(filepath.ToSlash(path), "/")[1]
		if pkg == "bench" || pkg == "testpg" || strings.HasSuffix(pkg, "test") { // helpers of tests, imported by tests only
			return nil
		}
		floor, ok := known[pkg]
		if !ok {
			t.Errorf("%s: package %s has no floor: give it one here and in DESIGN's picture", path, pkg)
			return nil
		}
		files++
		for _, imp := range importsOf(t, path) {
			if name, ok := strings.CutPrefix(imp, "hocso/internal/"); ok {
				name, _, _ = strings.Cut(name, "/")
				if name != pkg && !slices.Contains(allowed[pkg], name) && known[name] >= floor {
					t.Errorf("%s imports %s, which is not below it", path, imp)
				}
				continue
			}
			for _, no := range outside(pkg) {
				if strings.HasPrefix(imp, no) && imp != "database/sql/driver" { // the interface that id.ID answers
					t.Errorf("%s imports %s, which does not belong on floor %d", path, imp, floor)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Fatalf("only %d files were read: is this test still in the right place?", files)
	}
}

// TestOnlyIDKnowsUUID: a uuid.UUID given to a query matches no row, silently (DESIGN §5).
func TestOnlyIDKnowsUUID(t *testing.T) {
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || (strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2)) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.Contains(filepath.ToSlash(path), "internal/id/") {
			return nil
		}
		if slices.Contains(importsOf(t, path), "github.com/google/uuid") {
			t.Errorf("%s imports uuid: use id.ID", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func importsOf(t *testing.T, path string) []string {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range f.Imports {
		p, err := strconv.Unquote(s.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}
