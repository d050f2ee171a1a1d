package decide

import (
	"regexp"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// comments is `leaksieve:allow` (or `gitleaks:allow`) on a line of the match or
// the line above it, alone or followed by rule ids and a reason:
//
//	key = "…"  # leaksieve:allow
//	key = "…"  # leaksieve:allow aws-access-key-id -- key of the public demo account
type comments struct{}

var allowComment = regexp.MustCompile(`(?:leaksieve|gitleaks):allow(?:$|[^\w-])[ \t]*([^\r\n]*)`)

func (comments) by() string       { return leak.SuppressedByComment }
func (comments) unused() []string { return nil }

func (comments) match(f *leak.Finding) (string, bool) {
	for _, text := range []string{f.Lines.Reveal(), f.Above.Reveal()} {
		if !strings.Contains(text, ":allow") {
			continue
		}
		for _, m := range allowComment.FindAllStringSubmatch(text, -1) {
			ids, reason, _ := strings.Cut(m[1], "--")
			if applies(ids, f.Rule) {
				return commentReason(reason), true
			}
		}
	}
	return "", false
}

// applies reads the words before "--": rule ids, if any of them looks like one.
// Words that close the comment (*/, -->) name no rule.
func applies(words, rule string) bool {
	ids := strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
	ids = slices.DeleteFunc(ids, func(w string) bool { return !ruleID.MatchString(w) })
	return len(ids) == 0 || slices.Contains(ids, rule)
}

var ruleID = regexp.MustCompile(`^[a-z0-9]+(?:[-_.][a-z0-9]+)+$`)

func commentReason(reason string) string {
	reason = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(reason), "*/->#"))
	if reason == "" {
		return "comment"
	}
	return "comment: " + reason
}
