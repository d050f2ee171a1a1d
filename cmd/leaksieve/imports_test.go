package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/leaksieve/leaksieve/"

// layers say what each package may import beside the standard library: packages
// of ours, which all stand above it in this list, and modules of others. A new
// package gets a line here, with as little in it as it can do with. What ends in
// "test" helps tests and is imported by them alone.
var layers = []struct {
	pkg  string
	may  []string
	take []string
}{
	{pkg: "scanner/leak"},
	{pkg: "scanner/credential", may: []string{"scanner/leak"}},
	{pkg: "rules/request", may: []string{"scanner/leak"}},
	{pkg: "rules", may: []string{"scanner/leak", "scanner/credential", "rules/request"}, take: []string{"github.com/BurntSushi/toml", "github.com/rogpeppe/go-internal/txtar"}},
	{pkg: "scanner/internal/multimatch"},
	{pkg: "scanner/internal/inflate"},
	{pkg: "scanner/internal/objects", may: []string{"scanner/leak", "scanner/internal/inflate"}, take: []string{"github.com/klauspost/compress", "github.com/sourcegraph/conc"}},
	{pkg: "scanner/internal/gitdir", may: []string{"scanner/internal/objects"}},
	{pkg: "scanner/internal/history", may: []string{"scanner/leak", "scanner/internal/objects"}, take: []string{"github.com/sourcegraph/conc"}},
	{pkg: "scanner/source", may: []string{"scanner/leak", "scanner/internal/objects", "scanner/internal/gitdir", "scanner/internal/history"},
		take: []string{"github.com/sourcegraph/conc"}},
	{pkg: "scanner/detect", may: []string{"scanner/leak", "scanner/credential", "rules", "scanner/internal/multimatch"}},
	{pkg: "scanner/credential/train", may: []string{"scanner/leak", "scanner/credential", "rules", "scanner/detect"}},
	{pkg: "scanner/token", may: []string{"scanner/leak", "rules"}},
	{pkg: "scanner/decide", may: []string{"scanner/leak", "rules"}},
	{pkg: "scanner", may: []string{"scanner/leak", "rules", "scanner/source", "scanner/detect", "scanner/token", "scanner/decide"}},
	{pkg: "scanner/cleanup", may: []string{"scanner/leak", "scanner/internal/multimatch"}},
	{pkg: "reporters", may: []string{"scanner/leak"}, take: []string{"github.com/mattn/go-runewidth"}},
	{pkg: "reporters/remedy", take: []string{"github.com/rogpeppe/go-internal/txtar"}},
	{pkg: "hooks/outbound"},
	{pkg: "hooks/sigv4", may: []string{"hooks/outbound"}},
	{pkg: "hooks/handshake", may: []string{"scanner/leak"}},
	{pkg: "hooks/audit", may: []string{"scanner/leak"}, take: []string{"github.com/rogpeppe/go-internal/lockedfile"}},
	{pkg: "hooks/exchange", may: []string{"scanner/leak", "rules/request", "hooks/outbound"}},
	{pkg: "hooks/verify", may: []string{"scanner/leak", "rules/request", "hooks/outbound", "hooks/sigv4", "hooks/handshake", "hooks/exchange"}, take: []string{"github.com/sourcegraph/conc"}},
	{pkg: "hooks/settings", may: []string{"scanner/leak"}, take: []string{"github.com/BurntSushi/toml"}},
	{pkg: "hooks/callback", may: []string{"scanner/leak", "hooks/outbound", "hooks/settings"}},
	{pkg: "hooks/revoke", may: []string{"scanner/leak", "rules/request", "hooks/outbound", "hooks/exchange", "hooks/audit", "hooks/sigv4", "hooks/verify", "hooks/settings", "hooks/callback"}},
	{pkg: "hooks/notify", may: []string{"scanner/leak", "hooks/outbound", "hooks/audit", "hooks/settings", "hooks/callback"}, take: []string{"github.com/wneessen/go-mail"}},
	{pkg: "cmd/leaksieve", may: []string{
		"scanner/leak", "scanner/credential", "rules", "scanner/source", "scanner/detect", "scanner/credential/train", "scanner/decide", "scanner", "reporters", "reporters/remedy",
		"scanner/cleanup", "rules/request",
		"hooks/outbound", "hooks/audit", "hooks/verify", "hooks/callback", "hooks/revoke", "hooks/notify", "hooks/settings",
	}, take: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/schollz/progressbar", "golang.org/x/term"}},
}

// closed are packages of the standard library that a scanner of hostile input
// has no use for; hooks that act in the world are the exception.
var closed = []string{"os/exec", "net", "net/http", "net/rpc", "net/smtp", "plugin", "C"}

func TestImportsPointDownTheLayers(t *testing.T) {
	var above []string
	known := map[string]int{}
	for i, l := range layers {
		for _, p := range l.may {
			assert.Contains(t, above, p, "%s may not import what is not above it", l.pkg)
		}
		above = append(above, l.pkg)
		known[l.pkg] = i
	}
	found := importsOf(t, filepath.Join("..", ".."))
	require.Contains(t, found, "cmd/leaksieve")
	require.Contains(t, found["scanner"], module+"scanner/source")
	for pkg, imports := range found {
		if strings.HasSuffix(pkg, "test") {
			continue
		}
		i, ok := known[pkg]
		if !assert.True(t, ok, "package %s has no line in layers", pkg) {
			continue
		}
		for _, imp := range imports {
			assert.True(t, allowed(pkg, imp, layers[i].may, layers[i].take), "%s imports %s", pkg, imp)
		}
	}
}

// TestLayersHoldNothingUnused keeps the list as small as the code allows.
func TestLayersHoldNothingUnused(t *testing.T) {
	found := importsOf(t, filepath.Join("..", ".."))
	for _, l := range layers {
		for _, own := range l.may {
			assert.True(t, slices.Contains(found[l.pkg], module+own), "%s has no need of %s", l.pkg, own)
		}
		for _, other := range l.take {
			used := slices.ContainsFunc(found[l.pkg], func(imp string) bool { return imp == other || strings.HasPrefix(imp, other+"/") })
			assert.True(t, used, "%s has no need of %s", l.pkg, other)
		}
	}
}

func allowed(pkg, imp string, may, take []string) bool {
	if own, ok := strings.CutPrefix(imp, module); ok {
		return slices.Contains(may, own)
	}
	if first, _, _ := strings.Cut(imp, "/"); !strings.Contains(first, ".") {
		return strings.HasPrefix(pkg, "hooks/") || !slices.Contains(closed, imp)
	}
	return slices.ContainsFunc(take, func(m string) bool { return imp == m || strings.HasPrefix(imp, m+"/") })
}

// importsOf returns the imports of every package below root, on every platform,
// without those of tests.
func importsOf(t *testing.T, root string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() != ".." && strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[pkg] = append(found[pkg], name)
		}
		return nil
	})
	require.NoError(t, err)
	return found
}
