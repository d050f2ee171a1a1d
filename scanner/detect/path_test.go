package detect

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// A name is wanted whenever a path that ends in it can match, whatever stands
// before; and the usual expressions want few names.
func TestLastPart(t *testing.T) {
	names := []string{"a.p12", "a.P12", "b.pfx", ".env", ".env.local", "id_rsa", "id_rsa.pub", "config", "a.txt", "secrets.yml", "p12"}
	folders := []string{"", "x/", "secrets/", ".aws/", "a/b/.ssh/", "x.p12/"}
	for expr, unwanted := range map[string]string{
		`(?i)(?:^|/)[^/]+\.p(?:12|fx)$`:  "a.txt",
		`\.p12$`:                         "a.P12",
		`(^|/)\.env(\.[a-z]+)?$`:         "config",
		`^secrets/.*\.yml$`:              "a.txt",
		`(^|/)\.aws/config$`:             ".env",
		`id_[a-z]+$`:                     "id_rsa.pub",
		`^id_rsa$`:                       "a.txt",
		`\.ssh/`:                         "",
		`(?m)p12$`:                       "",
		`\bp12$`:                         "",
		`a.p12$|\.env$`:                  "",
		`config`:                         "",
		`^secrets.*p12$`:                 "a.txt",
		`[^a]p12\z`:                      "config",
		`(?i)\.ssh/(id_rsa|id_dsa)$`:     "config",
		`(?:secrets|\.aws)/([^/]*/)*.+$`: "",
	} {
		re := regexp.MustCompile(expr)
		last := lastPart(expr)
		wants := func(name string) bool { return last == nil || last.MatchString(name) }
		for _, name := range names {
			for _, folder := range folders {
				if re.MatchString(folder + name) {
					assert.True(t, wants(name), "%s matches %s", expr, folder+name)
				}
			}
		}
		if unwanted != "" {
			assert.False(t, wants(unwanted), "%s wants %s", expr, unwanted)
		}
	}
}

func TestPathRules(t *testing.T) {
	config := filepath.Join(t.TempDir(), ".leaksieve.toml")
	require.NoError(t, os.WriteFile(config, []byte("[[rules]]\nid = \"key-file\"\ndescription = \"x\"\npath = '''\\.p12$'''\n"), 0o644))
	set, err := rules.LoadFile(config, rules.LoadOptions{Dialect: rules.DialectOf(config)})
	require.NoError(t, err)
	d := New(set, Options{})
	assert.True(t, d.WantsPath([]byte("server.p12")))
	assert.False(t, d.WantsPath([]byte("server.txt")))
	u := leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: "keys/server.p12"}, Data: []byte{0, 1}}
	found := d.NewScanner().Scan(u)
	require.Len(t, found, 1)
	assert.Equal(t, "key-file", found[0].Rule)
	assert.Empty(t, found[0].Secret.Reveal(), "else the report would hide the path")
	u.Origin.Kind = leak.KindPath
	assert.Empty(t, d.NewScanner().Scan(u), "folders have paths too")
}
