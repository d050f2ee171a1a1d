package decide

import (
	"regexp"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// comments is `leaksieve:allow` on a line of the match or in a comment that has
// the line above to itself, alone or followed by rule ids and a reason:
//
//	key = "…"  # leaksieve:allow
//	key = "…"  # leaksieve:allow aws-access-key-id -- key of the public demo account
//
// `gitleaks:allow` is the same without ids: whatever follows it is prose.
type comments struct{ names map[string]bool } // of the rules in force

func newComments(set *rules.Set) *comments {
	c := &comments{map[string]bool{}}
	if set != nil {
		for _, r := range set.Rules {
			for _, name := range r.Names() {
				c.names[name] = true
			}
		}
	}
	return c
}

var (
	allowComment = regexp.MustCompile(`(?m)\b(leaksieve|gitleaks):allow(|[^\w-].*|--.*)$`)

	// A comment behind some code on the line above is about that code. A line
	// counts as a comment when it begins with one of these and goes on with a
	// blank or with the word itself: "#define" and "--password" are no comments.
	commentLine = regexp.MustCompile(`^\s*(?:#+|//+!?|/\*+|\*|--+|;+|<!--+|%+|!+|'|"""|'''|\(\*|\{#|\{\{!(?:--)?|\{/\*|<#|<%#|<%--|\.\.|::|@?(?i:rem)|dnl)(?:[ \t].*)?(?:leaksieve|gitleaks):allow`)

	ruleID = regexp.MustCompile(`^[a-z0-9]+(?:[-_.][a-z0-9]+)+$`)
)

func (*comments) by() string       { return leak.SuppressedByComment }
func (*comments) unused() []string { return nil }

func (c *comments) match(f *leak.Finding, names []string) (string, bool) {
	if reason, ok := c.allows(withoutSecret(f), names); ok {
		return reason, true
	}
	if above := f.Above.Reveal(); commentLine.MatchString(above) {
		return c.allows(above, names)
	}
	return "", false
}

// withoutSecret returns the lines of a finding without the secret itself, in
// which no comment stands.
func withoutSecret(f *leak.Finding) string {
	lines, secret := f.Lines.Reveal(), f.Secret.Reveal()
	before, after, found := strings.Cut(lines, secret)
	if !found || secret == "" {
		return lines
	}
	return before + "\x00" + after
}

func (c *comments) allows(text string, rule []string) (reason string, ok bool) {
	if !strings.Contains(text, ":allow") {
		return "", false
	}
	for _, m := range allowComment.FindAllStringSubmatch(text, -1) {
		words, reason, _ := strings.Cut(m[2], "--")
		if m[1] == "gitleaks" || c.applies(words, rule) {
			return commentReason(reason), true
		}
	}
	return "", false
}

// applies reads the words before "--": rule ids, if any of them is or looks like
// one. Words that close the comment (*/, #}) name no rule.
func (c *comments) applies(words string, rule []string) bool {
	ids := strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune(" ,\t\r", r) })
	ids = slices.DeleteFunc(ids, func(w string) bool { return !c.names[w] && !ruleID.MatchString(w) })
	return len(ids) == 0 || slices.ContainsFunc(rule, func(name string) bool { return slices.Contains(ids, name) })
}

func commentReason(reason string) string {
	reason = strings.Trim(reason, " \t\r*/->#%}\"',")
	if reason == "" {
		return "comment"
	}
	return "comment: " + reason
}
