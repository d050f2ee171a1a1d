package rules_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

// What a configuration extends is a regular file, or an error at the line that
// says so: whoever wrote it could make every scan wait for a pipe, or for ever.
func TestExtendedFilesThatAreNone(t *testing.T) {
	for name, c := range map[string]struct{ path, want string }{
		"a pipe":   {"pipe", "pipe: not a regular file"},
		"a device": {"/dev/zero", "/dev/zero: not a regular file"},
		"a folder": {".", "is a directory"},
		"nothing":  {"nowhere.toml", "nowhere.toml: no such file or directory"},
		"itself":   {"config.toml", "extends itself"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
			file := filepath.Join(dir, "config.toml")
			require.NoError(t, os.WriteFile(file, []byte("title = 'x'\n[extend]\npath = '"+c.path+"'\n"), 0o600))
			_, err := rules.LoadFile(file, rules.LoadOptions{})
			assert.ErrorContains(t, err, "config.toml:2: extend.path: ")
			assert.ErrorContains(t, err, c.want)
		})
	}
}

// A configuration that came with a repository extends what came with it too.
func TestExtendedFilesOutside(t *testing.T) {
	for name, c := range map[string]struct {
		path, want string
	}{
		"beside it":               {"base.toml", ""},
		"below it":                {"sub/base.toml", ""},
		"above it":                {"../outside.toml", "is outside of "},
		"by an absolute path":     {"/etc/passwd", "/etc/passwd is outside of "},
		"by a link":               {"link.toml", "link.toml is outside of "},
		"nothing there":           {"../nowhere.toml", "is outside of "},
		"in two steps":            {"sub/out.toml", "is outside of "},
		"in a folder named alike": {"../repo2/base.toml", "is outside of "},
	} {
		t.Run(name, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "repo")
			write := func(path, text string) {
				path = filepath.Join(dir, path)
				require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
				require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
			}
			rule := "[[rules]]\nid = 'x'\ndescription = 'x'\nregex = 'xyz'\nkeywords = ['xyz']\n"
			for _, path := range []string{"base.toml", "sub/base.toml", "../outside.toml", "../repo2/base.toml"} {
				write(path, rule)
			}
			write("sub/out.toml", "[extend]\npath = '../../outside.toml'\n")
			write("config.toml", "title = 'x'\n[extend]\npath = '"+c.path+"'\n")
			require.NoError(t, os.Symlink("../outside.toml", filepath.Join(dir, "link.toml")))
			_, err := rules.LoadFile(filepath.Join(dir, "config.toml"), rules.LoadOptions{Within: dir})
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			var bad *rules.ConfigError
			require.ErrorAs(t, err, &bad)
			assert.ErrorContains(t, err, "extend.path: ")
			assert.ErrorContains(t, err, c.want)
			assert.Contains(t, bad.Hint, "-c")
			if _, err := os.Stat(filepath.Join(dir, c.path)); err == nil {
				_, err := rules.LoadFile(filepath.Join(dir, "config.toml"), rules.LoadOptions{})
				assert.NoError(t, err, "named by the user")
			}
		})
	}
}
