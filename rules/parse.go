package rules

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/credential"
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
	Set      *Set   // what the file itself holds
	Extend   Extend
	Warnings []string // "file:line: …"

	dialect    Dialect
	foreign    bool // somebody else wrote it, see disown
	hasExtend  bool
	own        map[string]ownRule // by id
	allowlists []*Allowlist       // the global ones of the file itself
}

// ownRule is where a rule of a file stands, and what it says.
type ownRule struct {
	file  string
	line  int
	given map[string]any // the keys of its table
}

// Extend says what a configuration file builds upon.
type Extend struct {
	UseDefault    bool     // the built-in rules
	Path          string   // another file, relative to the folder of this one
	DisabledRules []string // ids of inherited rules that are left out
	Line          int      // line of [extend]
}

var (
	rootKeys      = []string{"title", "description", "minVersion", "extend", "rules", "allowlist", "allowlists", "policy"}
	extendKeys    = []string{"useDefault", "path", "disabledRules"}
	requiredKeys  = []string{"id", "optional", "withinLines", "withinColumns"}
	allowlistKeys = []string{"description", "paths", "regexes", "regexTarget", "stopwords", "commits", "condition"}
	globalKeys    = append(slices.Clone(allowlistKeys), "targetRules")
	ruleKeys      = []string{
		"id", "description", "regex", "secretGroup", "entropy", "keywords", "path", "tags", "allowlist", "allowlists", "required", "skipReport",
		"aliases", "help", "severity", "refs", "checksum", "maxSpan", "token", "names", "fields", "judge", "verify", "revoke",
	}
)

// Parse reads one configuration file in TOML. name stands in messages. The
// format is that of gitleaks, with keys of our own on rules: aliases, help, severity
// (low, medium, high, critical; default high), refs, checksum, maxSpan, optional of what
// is required, judge and, in place of regex, token with names and fields (see tokenExpr),
// and tables verify and revoke, requests to the issuer (see package request).
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

// extends reports whether the file builds upon other rules.
func (c *Config) extends() bool {
	return c.Extend.UseDefault || c.Extend.Path != ""
}

// parse reads the file without the checks that need the rules it extends.
func parse(name string, data []byte, dialect Dialect) (*Config, error) {
	doc := &document{file: name, dialect: dialect}
	t := &table{doc: doc, keys: map[string]any{}}
	if doc.decode(data, &t.keys); doc.err != nil {
		return nil, doc.err
	}
	t.only(rootKeys)
	for _, key := range []string{"title", "description", "minVersion"} {
		t.text(key) // must be text; says nothing to us
	}
	c := &Config{File: name, Set: &Set{}, dialect: dialect, own: map[string]ownRule{}}
	c.readExtend(t)
	for _, rt := range t.tables("rules") {
		c.addRule(rt)
	}
	c.allowlists = append(readAllowlists(t, "allowlist", globalKeys), readAllowlists(t, "allowlists", globalKeys)...)
	c.Set.Allowlists = c.allowlists
	c.Set.Policies = readPolicies(t)
	if doc.err != nil {
		return nil, doc.err
	}
	c.Warnings = doc.warnings
	if err := c.checkAliases(); err != nil {
		return nil, err
	}
	return c, c.settleExtend()
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
	if len(c.Extend.DisabledRules) > 0 && !c.extends() {
		const hint = "add useDefault = true"
		if c.dialect == Native {
			e.fail("disabledRules", hint, "extend.disabledRules: nothing is extended")
		} else {
			e.warn("disabledRules", "extend.disabledRules: nothing is extended; %s", hint)
		}
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
		File: c.File, Line: max(c.Extend.Line, 1), Key: "extend",
		Msg: "no rules: nothing would be looked for", Hint: "add [extend] with useDefault = true",
	}
}

func (c *Config) addRule(t *table) {
	if id, ok := t.keys["id"].(string); ok && id != "" {
		t.label = label(id)
	}
	t.only(ruleKeys)
	id := t.text("id")
	if id == "" {
		t.fail("id", `give the rule an id such as "acme-api-key"`, "rule without id")
		return
	}
	t.label = label(id)
	if first, dup := c.own[id]; dup {
		t.fail("id", "", "id is taken by the rule on line %d", first.line)
		return
	}
	c.own[id] = ownRule{file: c.File, line: t.doc.line(t.path), given: t.keys}
	r := &Rule{
		ID: id, Aliases: t.aliases(id), Description: t.text("description"), Help: t.text("help"), Severity: t.severity(),
		Refs: t.list("refs"), Tags: t.list("tags"), Keywords: t.keywords(),
		Entropy: t.entropy(), Checksum: t.text("checksum"), SkipReport: t.flag("skipReport"),
		Allowlists: append(readAllowlists(t, "allowlist", allowlistKeys), readAllowlists(t, "allowlists", allowlistKeys)...),
		Required:   readRequired(t), Verify: t.request("verify", askKeys), Revoke: t.request("revoke", revokeKeys),
	}
	if n := t.count("secretGroup"); n != nil {
		r.SecretGroup = *n
	}
	if n := t.count("maxSpan"); n != nil {
		r.MaxSpan = *n
	}
	if t.has("token") || t.has("names") || t.has("fields") {
		t.token(r)
	} else if s := t.text("regex"); s != "" {
		r.Regex = t.pattern("regex", "regex", s, false)
		if r.Regex != nil && r.SecretGroup == 0 && r.Regex.secrets > 1 && t.doc.dialect == Native {
			t.fail("regex", "write the alternatives inside of one group", "regex: %d groups are named secret", r.Regex.secrets)
		}
	}
	if s := t.text("path"); s != "" {
		r.Path = t.pattern("path", "path", s, false)
	}
	if _, ok := Checksums[r.Checksum]; r.Checksum != "" && !ok {
		t.fail("checksum", didYouMean(r.Checksum, ChecksumNames()), "checksum: unknown check %q", r.Checksum)
	}
	t.judge(r)
	c.Set.Rules = append(c.Set.Rules, r)
}

// judge reads how the credential model judges what a rule finds. It finds the
// values of names itself, for which the rule has keywords and no expression.
func (t *table) judge(r *Rule) {
	if r.Judge = t.text("judge"); r.Judge == "" {
		return
	}
	_, known := credential.Judges[r.Judge]
	assigned := r.Judge == credential.Assignment
	switch {
	case !known:
		t.fail("judge", didYouMean(r.Judge, slices.Sorted(maps.Keys(credential.Judges))), "judge: unknown notation %q", r.Judge)
	case assigned && r.Regex != nil:
		t.fail("judge", "leave the expression out", "judge: values of names are found without an expression")
	case assigned && len(r.Keywords) == 0:
		t.fail("judge", "give the words that stand in the names", "judge: there are no keywords")
	case !assigned && r.Regex == nil:
		t.fail("judge", "", "judge: there is no expression whose secret could be judged")
	}
}

// token makes the expression of a rule that gives its token alone, and the keywords
// when names do.
func (t *table) token(r *Rule) {
	names, fields := t.words("names"), t.words("fields")
	switch {
	case t.has("regex"):
		t.fail("regex", "token, names and fields stand in its place", "regex: give it or token")
	case len(fields) > 0 && len(names) == 0:
		t.fail("fields", "fields come after one of names in the name of a value", "fields: there are no names")
	}
	token := t.text("token")
	if token == "" {
		t.fail("token", "", "token: empty")
		return
	}
	if p := t.pattern("token", "token", token, false); p == nil {
		return
	} else if p.secrets > 0 {
		t.fail("token", "all of the token is the secret", "token: a group is named secret")
		return
	}
	if t.doc.err != nil {
		return // a name may be none
	}
	expr, err := tokenExpr(token, names, fields)
	if err != nil {
		return // pattern has said so
	}
	r.Regex = t.pattern("token", "token", expr, false)
	r.Named = len(names) > 0
	if !t.has("keywords") {
		r.Keywords = keywordsOf(names)
	}
}

// words reads names as tokenExpr takes them.
func (t *table) words(key string) []string {
	words := t.list(key)
	for _, w := range words {
		if !nameWords.Regexp().MatchString(w) {
			t.fail(key, `write letters and digits, joined by "_"`, "%s: %q is no name", key, shorten(w, 60))
		}
	}
	return words
}

var nameWords = &Pattern{expr: `^[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*$`}

// label begins messages about a rule.
func label(id string) string { return "rule " + strconv.Quote(shorten(id, 60)) + ": " }

func (t *table) entropy() float64 {
	n := t.number("entropy")
	if !(n >= 0 && n <= 8) { // also when it is nan
		t.fail("entropy", "bits per byte are from 0 to 8; 3 to 4.5 is usual", "entropy: %v is out of range", n)
	}
	return n
}

func (t *table) severity() leak.Severity {
	s := leak.Severity(t.text("severity"))
	if s != "" && s.Rank() == 0 {
		t.fail("severity", "one of low, medium, high, critical", "severity: unknown value %q", string(s))
	}
	return s
}

func (t *table) aliases(id string) []string {
	names := t.list("aliases")
	for i, name := range names {
		switch {
		case name == "":
			t.fail("aliases", "", "aliases: one is empty")
		case name == id:
			t.fail("aliases", "", "aliases: %q is the id of the rule itself", name)
		case slices.Contains(names[:i], name):
			t.fail("aliases", "", "aliases: %q is given twice", name)
		}
	}
	return names
}

// checkAliases looks for aliases that are the id of another rule of these files.
// The id of a rule that is laid over them may be one: a configuration of gitleaks
// may have a rule of its own that is called as gitleaks calls one of ours.
func (c *Config) checkAliases() error {
	for _, r := range c.Set.Rules {
		for _, name := range r.Aliases {
			if other, taken := c.own[name]; taken {
				own := c.own[r.ID]
				return &ConfigError{
					File: own.file, Line: own.line, Key: "rules.aliases",
					Msg: label(r.ID) + fmt.Sprintf("aliases: %q is the id of the rule in %s", name, where(other.file, other.line)),
				}
			}
		}
	}
	return nil
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
		r := Required{RuleIDs: []string{rt.text("id")}, Optional: rt.flag("optional"), WithinLines: rt.count("withinLines"), WithinColumns: rt.count("withinColumns")}
		if r.RuleIDs[0] == "" {
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
			RegexTarget: at.regexTarget(), StopWords: at.nonEmptyLower("stopwords"), Commits: at.commits(),
			All: at.condition(), File: t.doc.file, Line: t.doc.line(at.path),
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

var commitID = &Pattern{expr: `^[0-9a-f]{7,64}$`}

func (t *table) commits() []string {
	ids := t.nonEmptyLower("commits")
	for _, id := range ids {
		switch {
		case commitID.Regexp().MatchString(id):
		case t.doc.dialect == Native:
			t.fail("commits", "write 7 or more of its hexadecimal digits", "commits: %q is not the id of a commit", shorten(id, 60))
		default:
			t.warn("commits", "commits: %q is not the id of a commit", shorten(id, 60))
		}
	}
	return ids
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
