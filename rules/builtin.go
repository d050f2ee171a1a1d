package rules

import (
	"embed"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// The built-in rules, one file an issuer. Their samples, beside them, are not
// part of the program.
//
//go:embed builtin/*.toml
var builtin embed.FS

// Builtin returns the built-in rules, files in the order of their names. It
// parses them anew on each call, in a few milliseconds; expressions are checked
// then and compiled when first used. An error is a mistake in this package that
// its tests find.
func Builtin() (*Set, error) {
	entries, err := builtin.ReadDir("builtin") // sorted by name
	if err != nil {
		return nil, fmt.Errorf("reading built-in rules: %w", err)
	}
	files := make([]*Config, len(entries))
	errs := make([]error, len(entries))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) { // a hook waits for it
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(entries)); i = next.Add(1) - 1 {
				files[i], errs[i] = parseBuiltin("builtin/" + entries[i].Name())
			}
		})
	}
	workers.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	all := &Config{Set: &Set{}, own: map[string]ownRule{}}
	for _, c := range files {
		if err := all.add(c); err != nil {
			return nil, err
		}
	}
	if err := all.checkAliases(); err != nil {
		return nil, err
	}
	if err := all.finish(); err != nil {
		return nil, err
	}
	return all.Set, nil
}

func parseBuiltin(name string) (*Config, error) {
	data, err := builtin.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading built-in rules: %w", err)
	}
	return parse(name, data, Native)
}

// add appends the rules and allowlists of another file; ids must be new.
func (c *Config) add(other *Config) error {
	for id, own := range other.own {
		if first, dup := c.own[id]; dup {
			return &ConfigError{
				File: own.file, Line: own.line, Key: "rules.id",
				Msg: fmt.Sprintf("rule %q: id is taken by the rule in %s", id, where(first.file, first.line)),
			}
		}
		c.own[id] = own
	}
	c.Set.Rules = append(c.Set.Rules, other.Set.Rules...)
	c.Set.Allowlists = append(c.Set.Allowlists, other.Set.Allowlists...)
	return nil
}
