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
