package reporters

import (
	"fmt"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// The functions below put what is known of a token into words, a line each; "" is
// nothing to say.

// tokenInWords says whose and for what it is; title has been said.
func tokenInWords(t *leak.Token, title string) string {
	var out []string
	add := func(format, value string) {
		if value != "" {
			out = append(out, fmt.Sprintf(format, value))
		}
	}
	switch title = strings.ToLower(title); {
	case strings.Contains(title, strings.ToLower(t.Kind)) && strings.Contains(title, strings.ToLower(t.Issuer)):
	case t.Kind != "" && t.Issuer != "" && !strings.Contains(t.Kind, t.Issuer):
		out = append(out, t.Issuer+": "+t.Kind)
	case t.Kind != "":
		out = append(out, t.Kind)
	default:
		add("of %s", t.Issuer)
	}
	add("for %s", t.Subject)
	if strings.Contains(t.Account, " ") {
		add("%s", t.Account) // with what it is: "team T01"
	} else {
		add("account %s", t.Account)
	}
	add("meant for %s", strings.Join(t.Audience, ", "))
	if t.Host != "" {
		host := "at " + t.Host
		if t.Reach == leak.ReachLoopback || t.Reach == leak.ReachPrivate {
			host += " (" + t.Reach + ")"
		}
		out = append(out, host)
	}
	add("%s mode", t.Environment)
	if t.Encrypted {
		out = append(out, "protected by a passphrase")
	}
	if t.Checksum == leak.ChecksumValid {
		out = append(out, "its checksum fits")
	}
	return strings.Join(out, "; ")
}

// scopeInWords says what it can do.
func scopeInWords(t *leak.Token) string {
	out := t.Grants
	if len(t.Scopes) > 0 {
		out = append([]string{"scopes " + strings.Join(t.Scopes, ", ")}, out...)
	}
	return strings.Join(out, "; ")
}

// lifeInWords says from when until when it is good. A zero now is that of no clock.
func lifeInWords(t *leak.Token, now time.Time) string {
	var out []string
	if t.Issued != nil {
		out = append(out, "issued "+day(t.Issued))
	}
	if t.NotBefore != nil && (t.Issued == nil || !t.NotBefore.Equal(*t.Issued)) {
		out = append(out, "valid from "+day(t.NotBefore))
	}
	switch {
	case t.Expires != nil:
		out = append(out, ends(t.Expires, now))
	case t.NeverExpires:
		out = append(out, "never expires")
	case t.Lifetime > 0:
		out = append(out, leak.Span(time.Duration(t.Lifetime))+" at most")
	}
	for _, d := range t.Details {
		if d.Name == detailLifetime {
			out = append(out, d.Value)
		}
	}
	return strings.Join(out, ", ")
}

// Details that are said with others, or that say all by themselves.
const (
	detailLifetime = "Lifetime"
	detailNote     = "Note"
)

// moreInWords are the details, one each.
func moreInWords(t *leak.Token) []string {
	var out []string
	for _, d := range t.Details {
		switch d.Name {
		case detailLifetime: // see lifeInWords
		case detailNote:
			out = append(out, d.Value)
		default:
			out = append(out, d.Name+": "+d.Value)
		}
	}
	return out
}

// ends says when something ends or has ended.
func ends(at *time.Time, now time.Time) string {
	if at.Before(now) {
		return "expired " + day(at)
	}
	return "expires " + day(at)
}

func day(at *time.Time) string { return at.UTC().Format(time.DateOnly) }

// blastInWords says who else holds it.
func blastInWords(b *leak.Blast) string {
	if b == nil {
		return ""
	}
	var out []string
	switch services, repos := len(b.Services), len(b.Repositories); {
	case repos > 1 && services > 1:
		out = append(out, fmt.Sprintf("by %d services in %d repositories: %s", services, repos, listed(b.Services)))
	case repos > 1:
		out = append(out, fmt.Sprintf("by %d repositories: %s", repos, listed(b.Repositories)))
	case services > 1:
		out = append(out, fmt.Sprintf("by %d services: %s", services, listed(b.Services)))
	}
	if b.Places > 1 {
		out = append(out, fmt.Sprintf("it stands in %s in %s", plural(b.Places, "place"), plural(b.Files, "file")))
	}
	if n := len(b.Account); n > 0 {
		out = append(out, fmt.Sprintf("%s of the same account found", plural(n, "other secret")))
	}
	return strings.Join(out, "; ")
}

// maxListed is how many of a list a line names.
const maxListed = 5

func listed(names []string) string {
	if n := len(names) - maxListed; n > 0 {
		return strings.Join(names[:maxListed], ", ") + fmt.Sprintf(" and %d more", n)
	}
	return strings.Join(names, ", ")
}

// gradeInWords says why it is more or less urgent than its rule.
func gradeInWords(g *leak.Grade, now leak.Severity) string {
	if g == nil {
		return ""
	}
	var out []string
	for _, r := range g.Reasons {
		if r.Change != 0 || strings.HasPrefix(r.Text, "breaks ") {
			out = append(out, r.Text)
		}
	}
	if len(out) == 0 {
		return ""
	}
	text := strings.Join(out, "; ")
	if now != g.Base {
		text = fmt.Sprintf("%s, not %s: %s", now, g.Base, text)
	}
	return text
}

// verdictInWords says what the issuer said.
func verdictInWords(v *leak.Verdict, now time.Time) string {
	if v == nil {
		return ""
	}
	out := map[leak.State]string{leak.StateActive: "alive", leak.StateInactive: "dead"}[v.State]
	if out == "" {
		out = "not known"
	}
	who := v.Issuer
	if v.Host != "" {
		who += " (" + v.Host + ")"
	}
	if who != "" {
		out += ", says " + who
	}
	if v.State == leak.StateUnknown && who != "" {
		out = "not known from " + who
	}
	if v.Reason != "" && v.State != leak.StateActive {
		out += ": " + v.Reason
	}
	for _, d := range []leak.Detail{{Name: "owner", Value: v.Owner}, {Name: "account", Value: v.Account}, {Name: "scopes", Value: strings.Join(v.Scopes, ", ")}} {
		if d.Value != "" {
			out += "; " + d.Name + " " + d.Value
		}
	}
	if v.Expires != nil {
		out += "; " + ends(v.Expires, now)
	}
	return out
}
