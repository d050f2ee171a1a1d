package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxExtendDepth bounds a chain of extended files. It is more than anybody
// has and less than a mistake makes.
const maxExtendDepth = 8

// LoadOptions says how LoadFile reads.
type LoadOptions struct {
	Dialect Dialect          // of the file; files it extends are read in the dialect of their name, see DialectOf
	Warn    func(msg string) // told "file:line: …" of what is accepted but not used; nil: nobody is
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
	return loadFile(path, opt, nil)
}

// loadFile reads path, reached through the files of chain.
func loadFile(path string, opt LoadOptions, chain []string) (*Set, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	c, err := parse(filepath.ToSlash(path), data, opt.Dialect)
	if err != nil {
		return nil, err
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

func unreadable(path string, err error) error {
	msg := err
	var pe *fs.PathError
	if errors.As(err, &pe) {
		msg = pe.Err
	}
	return &ConfigError{File: filepath.ToSlash(path), Msg: fmt.Sprintf("reading configuration: %v", msg), Err: err}
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
	chain = append(chain, identity(path))
	bad := func(format string, args ...any) error {
		return &ConfigError{File: c.File, Line: c.Extend.Line, Key: "extend.path", Msg: fmt.Sprintf(format, args...)}
	}
	for _, seen := range chain {
		if seen == identity(next) {
			return nil, bad("extend.path: %s extends itself", filepath.ToSlash(next))
		}
	}
	if len(chain) > maxExtendDepth {
		return nil, bad("extend.path: more than %d files deep", maxExtendDepth)
	}
	if _, err := os.Stat(next); err != nil {
		var pe *fs.PathError
		errors.As(err, &pe)
		return nil, bad("extend.path: %s: %v", filepath.ToSlash(next), pe.Err)
	}
	opt.Dialect = DialectOf(next)
	return loadFile(next, opt, chain)
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
