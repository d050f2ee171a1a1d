package rules

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Policy says what tokens must be like that are found at all: what breaks one is
// graded up, and says which.
type Policy struct {
	ID             string
	Description    string
	Paths          []*Pattern    // it is for findings in these; none: in all
	Repositories   []*Pattern    // and in repositories of which a remote's URL or the name matches; none: all
	Rules          []string      // and for findings of these rules, as they are called or tagged; none: all
	MaxLifetime    time.Duration // from issue to expiry; a token that never expires breaks it too; 0: any
	ForbidScopes   []string      // no scope may match one of these, in which "*" stands for anything
	AllowIssuers   []string      // the same: the issuer must match one; none: any
	RequireBinding bool          // holding the token must not be enough
	Severity       leak.Severity // of a finding that breaks it, at least; "": a step above its own
}

var policyKeys = []string{"id", "description", "paths", "repositories", "rules", "maxLifetime", "forbidScopes", "allowIssuers", "requireBinding", "severity"}

func readPolicies(t *table) (out []*Policy) {
	seen := map[string]bool{}
	for _, pt := range t.tables("policy") {
		pt.only(policyKeys)
		p := &Policy{
			ID: pt.text("id"), Description: pt.text("description"), Paths: pt.patterns("paths"), Repositories: pt.patterns("repositories"),
			Rules: pt.list("rules"), MaxLifetime: pt.days("maxLifetime"), ForbidScopes: pt.globs("forbidScopes"), AllowIssuers: pt.globs("allowIssuers"),
			RequireBinding: pt.flag("requireBinding"), Severity: pt.severity(),
		}
		switch {
		case p.ID == "":
			pt.fail("id", `give the policy an id such as "short-lived"`, "policy without id")
		case seen[p.ID]:
			pt.fail("id", "", "policy: the id %q is taken by another", p.ID)
		case p.MaxLifetime == 0 && len(p.ForbidScopes)+len(p.AllowIssuers) == 0 && !p.RequireBinding:
			pt.fail("", "give maxLifetime, forbidScopes, allowIssuers or requireBinding", "policy %q asks for nothing", p.ID)
		}
		seen[p.ID] = true
		out = append(out, p)
	}
	return out
}

// days reads a duration as Go writes it ("36h"), or in days ("90d") or weeks ("2w").
func (t *table) days(key string) time.Duration {
	s := t.text(key)
	if s == "" {
		return 0
	}
	const day = 24 * time.Hour
	units := map[string]time.Duration{"d": day, "w": 7 * day}
	if n, err := strconv.Atoi(s[:len(s)-1]); err == nil && n > 0 && n < 100_000 && units[s[len(s)-1:]] > 0 {
		return time.Duration(n) * units[s[len(s)-1:]]
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		t.fail(key, `write "90d", "12w" or "36h"`, "%s: %q is no length of time", key, shorten(s, 40))
	}
	return d
}

// globs reads patterns in which "*" stands for anything.
func (t *table) globs(key string) []string {
	words := t.list(key)
	for _, w := range words {
		if w == "" {
			t.fail(key, `"*" stands for anything: "admin:*"`, "%s: one is empty", key)
		}
	}
	return words
}

// Glob reports whether text matches one of patterns, in which "*" stands for
// anything; the case of letters does not matter.
func Glob(patterns []string, text string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		expr := strings.ReplaceAll(regexp.QuoteMeta(p), `\*`, `.*`)
		return regexp.MustCompile(`(?is)^(?:` + expr + `)$`).MatchString(text)
	})
}
