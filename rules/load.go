package rules

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxExtendDepth bounds a chain of extended files. It is more than anybody
// has and less than a mistake makes.
const maxExtendDepth = 8

// LoadOptions says how LoadFile reads.
type LoadOptions struct {
	Dialect Dialect          // of the file; files it extends are read in the dialect of their name, see DialectOf
	Warn    func(msg string) // told "file:line: …" of what is accepted but not used; nil: nobody is
	Within  string           // folder that what it extends must stand in, and that came with the configuration: its requests are not used; "": anywhere
}

// DialectOf returns Gitleaks for a file name that has "gitleaks" in it and
// Native for any other.
func DialectOf(path string) Dialect {
	if strings.Contains(strings.ToLower(filepath.Base(path)), "gitleaks") {
		return Gitleaks
	}
	return Native
}

// LoadFile reads a configuration file and what it extends, and returns the
// rules and allowlists in force.
//
//   - [extend] useDefault = true adds the built-in rules, path = "…" those of
//     another file, relative to the folder of the file that says so, up to
//     eight deep. disabledRules are left out; one that another rule requires
//     stays, as a part that is not reported.
//   - A rule with the id of an inherited one changes it field by field:
//     keywords, tags and allowlists are added, everything else that is given
//     replaces. Global allowlists add up.
//   - Without [extend], a file that has rules stands alone, as with gitleaks. A
//     native file without rules (one that has only allowlists) extends the
//     built-in ones. A gitleaks file without rules and without [extend] is an
//     error: with gitleaks it would report clean where nothing was looked for.
//
// Errors about content are *ConfigError; an unreadable file is one too, which
// wraps the error of the system.
func LoadFile(path string, opt LoadOptions) (*Set, error) {
	if opt.Warn == nil {
		opt.Warn = func(string) {}
	}
	data, err := readConfig(path)
	if err != nil {
		return nil, &ConfigError{File: filepath.ToSlash(path), Msg: fmt.Sprintf("reading configuration: %v", cause(err)), Err: err}
	}
	return load(path, data, opt, nil)
}

// maxConfig is more than anybody writes and little enough to be read at once.
const maxConfig = 16 << 20

func readConfig(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err == nil && len(data) > maxConfig {
		err = fmt.Errorf("larger than %d MiB", maxConfig>>20)
	}
	return data, err
}

// readExtended reads a file that a configuration names. Unlike one that the user
// names it must be a regular file: whoever wrote the configuration may be another,
// and /dev/stdin or a pipe would wait for ever.
func readExtended(path string) ([]byte, error) {
	if st, err := os.Stat(path); err != nil {
		return nil, err
	} else if !st.Mode().IsRegular() && !st.IsDir() {
		return nil, errors.New("not a regular file")
	}
	return readConfig(path)
}

// cause leaves out the name of the file, which stands in the message already.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// load makes a Set of the content of path, which was reached through the files
// of chain.
func load(path string, data []byte, opt LoadOptions, chain []string) (*Set, error) {
	c, err := parse(filepath.ToSlash(path), data, opt.Dialect)
	if err != nil {
		return nil, err
	}
	if opt.Within != "" {
		c.disown()
	}
	base, err := loadBase(c, path, opt, chain)
	if err != nil {
		return nil, err
	}
	if base != nil {
		if err := c.over(base); err != nil {
			return nil, err
		}
	}
	if err := c.finish(); err != nil {
		return nil, err
	}
	for _, w := range c.Warnings {
		opt.Warn(w)
	}
	return c.Set, nil
}

// loadBase returns what c extends, nil for nothing.
func loadBase(c *Config, path string, opt LoadOptions, chain []string) (*Set, error) {
	if c.Extend.UseDefault {
		return Builtin()
	}
	if c.Extend.Path == "" {
		return nil, nil
	}
	next := filepath.FromSlash(c.Extend.Path)
	if !filepath.IsAbs(next) {
		next = filepath.Join(filepath.Dir(path), next)
	}
	name := oneLine(filepath.ToSlash(next))
	bad := func(err error, format string, args ...any) *ConfigError {
		return &ConfigError{File: c.File, Line: c.Extend.Line, Key: "extend.path", Msg: "extend.path: " + fmt.Sprintf(format, args...), Err: err}
	}
	chain = append(chain, identity(path))
	if slices.Contains(chain, identity(next)) {
		return nil, bad(nil, "%s extends itself", name)
	}
	if len(chain) > maxExtendDepth {
		return nil, bad(nil, "more than %d files deep", maxExtendDepth)
	}
	if opt.Within != "" && !below(opt.Within, next) {
		e := bad(nil, "%s is outside of %s", name, oneLine(filepath.ToSlash(opt.Within)))
		e.Hint = "a configuration that you name yourself, with -c, may extend any file"
		return nil, e
	}
	data, err := readExtended(next)
	if err != nil {
		return nil, bad(err, "%s: %v", name, cause(err))
	}
	opt.Dialect = DialectOf(next)
	return load(next, data, opt, chain)
}

// below reports whether a file is in a folder or below it, links followed.
func below(dir, path string) bool {
	rel, err := filepath.Rel(identity(dir), identity(path))
	return err == nil && filepath.IsLocal(rel)
}

// identity names a file in one way however it is reached.
func identity(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return path
}
