package rules

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Dialect says how strictly a configuration file is read.
type Dialect int

const (
	// Native is the dialect of .leaksieve.toml: an unknown key is an error.
	Native Dialect = iota
	// Gitleaks is the dialect of .gitleaks.toml: the case of keys does not
	// matter and unknown keys become warnings, as they do no harm there either.
	Gitleaks
)

// Config is one configuration file, read and checked by itself.
type Config struct {
	File     string // as given to Parse
	Title    string
	Set      *Set // what the file itself holds
	Extend   Extend
	Warnings []string // "file:line: …", in file order

	dialect   Dialect
	hasExtend bool
	lines     map[string]int // rule id -> line of its [[rules]]
}

// Extend says what a configuration file builds upon.
type Extend struct {
	UseDefault    bool     // the built-in rules
	Path          string   // another file, relative to the folder of this one
	DisabledRules []string // ids of inherited rules that are left out
	Line          int      // line of [extend]
}

var (
	rootKeys      = []string{"title", "description", "minVersion", "extend", "rules", "allowlist", "allowlists"}
	extendKeys    = []string{"useDefault", "path", "disabledRules"}
	requiredKeys  = []string{"id", "withinLines", "withinColumns"}
	allowlistKeys = []string{"description", "paths", "regexes", "regexTarget", "stopwords", "commits", "condition"}
	globalKeys    = append(slices.Clone(allowlistKeys), "targetRules")
	ruleKeys      = []string{
		"id", "description", "regex", "secretGroup", "entropy", "keywords", "path", "tags", "allowlist", "allowlists", "required", "skipReport",
		"help", "severity", "refs", "checksum", "maxSpan",
	}
)

// Parse reads one configuration file in TOML. name stands in messages. The
// format is that of gitleaks, with keys of our own on rules: help, severity
// (low, medium, high, critical; default high), refs, checksum and maxSpan.
//
// Parse resolves no [extend] (LoadFile does); a file without one is checked as
// a whole, one with it only as far as it can be checked by itself. The error
// is a *ConfigError.
func Parse(name string, data []byte, dialect Dialect) (*Config, error) {
	c, err := parse(name, data, dialect)
	if err != nil {
		return nil, err
	}
	if !c.extends() {
		if err := c.finish(); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// extends reports whether the file builds upon other rules. A native file that
// has no rules of its own and says nothing else builds upon the built-in ones.
func (c *Config) extends() bool {
	return c.Extend.UseDefault || c.Extend.Path != ""
}

// parse reads the file without the checks that need the rules it extends.
func parse(name string, data []byte, dialect Dialect) (*Config, error) {
	root := map[string]any{}
	if err := toml.Unmarshal(data, &root); err != nil {
		return nil, syntaxError(name, data, err)
	}
	doc := &document{file: name, src: string(data), dialect: dialect}
	t := &table{doc: doc, keys: root}
	t.only(rootKeys)
	c := &Config{File: name, Title: t.text("title"), Set: &Set{}, dialect: dialect, lines: map[string]int{}}
	t.text("description")
	c.readExtend(t)
	for _, rt := range t.tables("rules") {
		c.addRule(rt)
	}
	c.Set.Allowlists = append(readAllowlists(t, "allowlist", globalKeys), readAllowlists(t, "allowlists", globalKeys)...)
	if doc.err != nil {
		return nil, doc.err
	}
	c.Warnings = doc.warnings
	return c, c.settleExtend()
}

// syntaxError keeps the place and the words of the TOML library. Its line is one
// too high where a newline is what is wrong; its offset is right.
func syntaxError(name string, data []byte, err error) error {
	var pe toml.ParseError
	if !errors.As(err, &pe) {
		return &ConfigError{File: name, Msg: "not TOML: " + firstLine(strings.TrimPrefix(err.Error(), "toml: ")), Err: err}
	}
	msg := pe.Message
	if msg == "" {
		msg = strings.TrimPrefix(err.Error(), "toml: ")
	}
	line := 1 + strings.Count(string(data[:min(pe.Position.Start, len(data))]), "\n")
	return &ConfigError{File: name, Line: line, Key: pe.LastKey, Msg: "not TOML: " + firstLine(msg), Err: err}
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

func (c *Config) readExtend(t *table) {
	if !t.has("extend") {
		return
	}
	if _, ok := t.keys["extend"].(map[string]any); !ok {
		t.badType("extend", "a table")
		return
	}
	e := t.tables("extend")[0]
	e.only(extendKeys)
	c.hasExtend = true
	c.Extend = Extend{
		UseDefault: e.flag("useDefault"), Path: e.text("path"),
		DisabledRules: e.list("disabledRules"), Line: t.doc.line("extend"),
	}
	if c.Extend.UseDefault && c.Extend.Path != "" {
		e.fail("path", "a file that is extended can itself have useDefault = true", "extend: useDefault and path exclude each other")
	}
}

// settleExtend decides what a file that has no rules and extends none means.
func (c *Config) settleExtend() error {
	if len(c.Set.Rules) > 0 || c.extends() {
		return nil
	}
	if c.dialect == Native && !c.hasExtend {
		c.Extend.UseDefault = true
		return nil
	}
	return &ConfigError{
		File: c.File, Line: c.Extend.Line, Key: "extend",
		Msg: "no rules: nothing would be looked for", Hint: "add [extend] with useDefault = true",
	}
}

func (c *Config) addRule(t *table) {
	t.only(ruleKeys)
	id := t.text("id")
	if id == "" {
		t.fail("id", `give the rule an id such as "acme-api-key"`, "rule without id")
		return
	}
	t.label = "rule " + strconv.Quote(id) + ": "
	if first, dup := c.lines[id]; dup {
		t.fail("id", "", "id is taken by the rule on line %d", first)
		return
	}
	c.lines[id] = t.doc.line(t.path)
	r := &Rule{
		ID: id, Description: t.text("description"), Help: t.text("help"), Severity: t.severity(),
		Refs: t.list("refs"), Tags: t.list("tags"), Keywords: t.keywords(),
		Entropy: t.number("entropy"), Checksum: t.text("checksum"), SkipReport: t.flag("skipReport"),
		Allowlists: append(readAllowlists(t, "allowlist", allowlistKeys), readAllowlists(t, "allowlists", allowlistKeys)...),
		Required:   readRequired(t),
	}
	if n := t.count("secretGroup"); n != nil {
		r.SecretGroup = *n
	}
	if n := t.count("maxSpan"); n != nil {
		r.MaxSpan = *n
	}
	if s := t.text("regex"); s != "" {
		r.Regex = t.pattern("regex", s, false)
	}
	if s := t.text("path"); s != "" {
		r.Path = t.pattern("path", s, false)
	}
	if _, ok := Checksums[r.Checksum]; r.Checksum != "" && !ok {
		t.fail("checksum", didYouMean(r.Checksum, ChecksumNames()), "checksum: unknown check %q", r.Checksum)
	}
	c.Set.Rules = append(c.Set.Rules, r)
}

func (t *table) severity() leak.Severity {
	s := leak.Severity(t.text("severity"))
	if s != "" && s.Rank() == 0 {
		t.fail("severity", "one of low, medium, high, critical", "severity: unknown value %q", string(s))
	}
	return s
}

func (t *table) keywords() []string {
	words := t.list("keywords")
	for i, w := range words {
		if w == "" {
			t.fail("keywords", "a rule without keywords is tried everywhere; remove the empty one", "keywords: one is empty")
		}
		words[i] = strings.ToLower(w)
	}
	return words
}

func readRequired(t *table) []Required {
	var out []Required
	for _, rt := range t.tables("required") {
		rt.only(requiredKeys)
		r := Required{RuleID: rt.text("id"), WithinLines: rt.count("withinLines"), WithinColumns: rt.count("withinColumns")}
		if r.RuleID == "" {
			rt.fail("id", "", "required without id")
		}
		out = append(out, r)
	}
	return out
}

func readAllowlists(t *table, key string, known []string) []*Allowlist {
	var out []*Allowlist
	for _, at := range t.tables(key) {
		at.only(known)
		a := &Allowlist{
			Description: at.text("description"), Paths: at.patterns("paths"), Regexes: at.patterns("regexes"),
			RegexTarget: at.regexTarget(), StopWords: at.nonEmptyLower("stopwords"), Commits: at.nonEmptyLower("commits"),
			All: at.condition(), Where: where(t.doc.file, t.doc.line(at.path)),
		}
		if slices.Contains(known, "targetRules") {
			a.TargetRules = at.list("targetRules")
		}
		if len(a.Paths)+len(a.Regexes)+len(a.StopWords)+len(a.Commits) == 0 {
			at.fail("", "give paths, regexes, stopwords or commits", "%s: empty, it would allow nothing", key)
		}
		out = append(out, a)
	}
	return out
}

func (t *table) nonEmptyLower(key string) []string {
	words := t.list(key)
	for i, w := range words {
		if w == "" {
			t.fail(key, "an empty one would allow everything; remove it", "%s: one is empty", key)
		}
		words[i] = strings.ToLower(w)
	}
	return words
}

func (t *table) regexTarget() string {
	switch s := strings.ToLower(t.text("regexTarget")); s {
	case "", "secret":
		return "secret"
	case "match", "line":
		return s
	default:
		t.fail("regexTarget", "one of secret, match, line", "regexTarget: unknown value %q", s)
		return ""
	}
}

// condition reports whether all kinds of entries must match.
func (t *table) condition() bool {
	switch s := strings.ToUpper(t.text("condition")); s {
	case "", "OR", "||":
		return false
	case "AND", "&&":
		return true
	default:
		t.fail("condition", "one of OR, AND", "condition: unknown value %q", s)
		return false
	}
}
