package scanner

import (
	"slices"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// answers masks what a report says of a token. A token's families tell nothing of
// the secret itself, but what one tells may be a secret of another rule.
func (m *masker) answers(f *leak.Finding) {
	f.Token = m.token(f.Token)
	if b := f.Blast; b != nil {
		b.Services, b.Repositories = m.all(b.Services, m.hide), m.all(b.Repositories, m.hideInNames)
	}
	if g := f.Grade; g != nil {
		g.Reasons = m.reasons(g.Reasons)
	}
	m.verdict(f.Verdict)
}

func (m *masker) verdict(v *leak.Verdict) {
	if v != nil {
		m.hide(&v.Reason, &v.Issuer, &v.Host, &v.Owner, &v.Account)
		v.Scopes, v.Details = m.all(v.Scopes, m.hide), m.details(v.Details)
	}
}

// token returns a masked copy: findings share their tokens.
func (m *masker) token(t *leak.Token) *leak.Token {
	if masked, ok := m.tokens[t]; ok {
		return masked
	}
	n := *t
	m.hide(&n.Issuer, &n.Kind, &n.Subject, &n.Account, &n.Host)
	n.Audience, n.Scopes, n.Grants = m.all(n.Audience, m.hide), m.all(n.Scopes, m.hide), m.all(n.Grants, m.hide)
	n.Details, n.Risks = m.details(n.Details), m.reasons(n.Risks)
	if n.Binding != nil {
		b := *n.Binding
		m.hide(&b.To, &b.Note)
		n.Binding = &b
	}
	m.tokens[t] = &n
	return &n
}

func (m *masker) details(in []leak.Detail) []leak.Detail {
	out := slices.Clone(in)
	for i := range out {
		m.hide(&out[i].Name, &out[i].Value)
	}
	return out
}

func (m *masker) reasons(in []leak.Reason) []leak.Reason {
	out := slices.Clone(in)
	for i := range out {
		m.hide(&out[i].Text)
	}
	return out
}

func (m *masker) remotes(remotes []leak.Remote) {
	for i := range remotes {
		m.hideInNames(&remotes[i].Name)
		m.hide(&remotes[i].URL)
	}
}
