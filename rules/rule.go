// Package rules is what leaksieve knows of secrets as data: the rules, the
// allowlists and the configuration files that carry them.
//
// The native format is gitleaks' TOML with keys of our own, so that an existing
// .gitleaks.toml works as it is. A Set is immutable once loaded and may be used
// from any number of goroutines. Regular expressions are compiled when first
// needed (Pattern), because a hook that starts for five files must not pay for
// three hundred of them.
package rules

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"

	"github.com/leaksieve/leaksieve/scanner/credential"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Rule describes one kind of secret.
type Rule struct {
	ID          string
	Aliases     []string // names that it has elsewhere, such as gitleaks' id; several rules may share one
	Description string
	Help        string // Markdown: what the holder of the secret can do, where to revoke it
	Severity    leak.Severity
	Refs        []string // pages of the issuer that describe the format
	Tags        []string

	Regex       *Pattern // nil for a rule that matches by Path alone
	SecretGroup int      // capture group that is the secret; 0: the group named "secret", else the first non-empty group, else the match
	Keywords    []string // lower case; the rule is tried only where one of them stands
	Entropy     float64  // the secret must have more bits per byte (Shannon); 0: no minimum
	Path        *Pattern // the path must match; nil: any
	Checksum    string   // name of a check in Checksums that the secret must pass; "": none
	Named       bool     // a name makes it a secret and not its form, so that words cannot be one
	Judge       string   // the notation in which the credential model judges the secret, one of credential.Judges; "": it does not
	MaxSpan     int      // bytes the longest match may have when the regex itself sets no bound; 0: not declared

	Allowlists []*Allowlist
	Required   []Required // other rules whose matches near by are parts of a finding
	SkipReport bool       // a part for Required only, never a finding of its own

	Verify *Request // asks the issuer whether a secret lives; nil: nobody, or the code, knows how
	Revoke *Request // takes it back

	// Foreign says that the configuration of the scanned repository decides what the rule
	// or one of its parts finds. To take such a finding for what the rule's issuer gave out would let the
	// repository choose where a secret is sent.
	Foreign bool
}

// Required names a part of a credential: what a rule finds near a finding of another.
type Required struct {
	RuleIDs       []string // any of them will do; several where an alias stands for them
	Optional      bool     // the finding stands without the part, too
	WithinLines   *int     // at most so many lines away, both ways; nil: anywhere in the content
	WithinColumns *int     // at most so many columns away; nil: any
}

// Allowlist says which findings are meant to be there.
type Allowlist struct {
	Description string
	Paths       []*Pattern
	Regexes     []*Pattern
	RegexTarget string   // what Regexes look at: "secret" (default), "match", "line"
	StopWords   []string // lower case; found in the secret, case-insensitively
	Commits     []string // full or abbreviated ids, lower case
	All         bool     // condition AND: every kind that is given must match; else any
	TargetRules []string // global lists only: the rules they apply to; none: all
	File        string   // where it stands, for messages
	Line        int
}

// Where returns "file:line".
func (a *Allowlist) Where() string { return where(a.File, a.Line) }

// Builtin reports whether the list is one of a built-in rule: it says what the
// rule itself takes for no secret, and not what somebody meant to be there.
func (a *Allowlist) Builtin() bool { return strings.HasPrefix(a.File, "builtin/") }

// Content is what an allowlist looks at of a finding.
type Content struct {
	Secret, Match, Line func() string // called when needed
}

// Regex reports whether one of the list's expressions matches its target.
func (a *Allowlist) Regex(c Content) bool {
	target := c.Secret
	switch a.RegexTarget {
	case "match":
		target = c.Match
	case "line":
		target = c.Line
	}
	text := target()
	return slices.ContainsFunc(a.Regexes, func(p *Pattern) bool { return p.Regexp().MatchString(text) })
}

// StopWord reports whether one of the list's stop words stands in the secret.
func (a *Allowlist) StopWord(c Content) bool {
	secret := strings.ToLower(c.Secret())
	return slices.ContainsFunc(a.StopWords, func(w string) bool { return strings.Contains(secret, w) })
}

// AllowsContent reports whether the list allows a finding wherever it stands.
func (a *Allowlist) AllowsContent(c Content) bool {
	if a.All {
		return len(a.Paths)+len(a.Commits) == 0 && len(a.Regexes)+len(a.StopWords) > 0 &&
			(len(a.Regexes) == 0 || a.Regex(c)) && (len(a.StopWords) == 0 || a.StopWord(c))
	}
	return a.Regex(c) || a.StopWord(c)
}

// Set is the rules and the global allowlists in force, in file order.
type Set struct {
	Rules      []*Rule
	Allowlists []*Allowlist
	Policies   []*Policy
}

// Content reports whether the rule looks at content; else it looks at paths alone.
func (r *Rule) Content() bool { return r.Regex != nil || r.Judge == credential.Assignment }

// Names returns the id and the aliases.
func (r *Rule) Names() []string { return append([]string{r.ID}, r.Aliases...) }

// Rule returns the rule of that id, or nil.
func (s *Set) Rule(id string) *Rule {
	for _, r := range s.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Pattern is a regular expression (RE2 syntax) that is checked when it is loaded,
// or when its literal is generated, and compiled when it is first used. It is safe
// for concurrent use.
type Pattern struct {
	expr    string
	groups  int // capture groups it has
	secrets int // those of them that are named "secret"
	once    sync.Once
	re      *regexp.Regexp
}

// NewPattern returns the pattern, or the error that the syntax has.
func NewPattern(expr string) (*Pattern, error) {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	p := &Pattern{expr: expr, groups: re.MaxCap()}
	for _, name := range re.CapNames() {
		if name == "secret" {
			p.secrets++
		}
	}
	return p, nil
}

// String returns the source of the pattern.
func (p *Pattern) String() string { return p.expr }

// Regexp compiles on first use.
func (p *Pattern) Regexp() *regexp.Regexp {
	p.once.Do(func() { p.re = regexp.MustCompile(p.expr) }) // NewPattern has checked it
	return p.re
}
