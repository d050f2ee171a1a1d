package leak

import (
	"fmt"
	"time"
)

// Token is what a secret says of itself, and what its issuer says in public of all
// of its kind. It is read offline and holds no clock: whether Expires has passed is
// for whoever knows the time. An empty field means "not known".
type Token struct {
	Family       string     `json:"family"`                 // which family of package token has read it
	Issuer       string     `json:"issuer,omitempty"`       // who gave it out: "GitHub", or the iss claim of a JWT
	Kind         string     `json:"kind,omitempty"`         // in words: "personal access token (classic)"
	Subject      string     `json:"subject,omitempty"`      // whom it speaks for: a user, service account, certificate subject
	Account      string     `json:"account,omitempty"`      // what it belongs to: account, tenant, team, project
	Audience     []string   `json:"audience,omitempty"`     // who is meant to accept it
	Scopes       []string   `json:"scopes,omitempty"`       // what it may be used for, in the issuer's terms
	Grants       []string   `json:"grants,omitempty"`       // the same in words a reader knows
	Issued       *time.Time `json:"issued,omitempty"`       // UTC
	NotBefore    *time.Time `json:"notBefore,omitempty"`    // UTC
	Expires      *time.Time `json:"expires,omitempty"`      // UTC
	Lifetime     Duration   `json:"lifetime,omitempty"`     // how long the issuer lets one of the kind live at most, where it says so
	NeverExpires bool       `json:"neverExpires,omitempty"` // it lives until somebody ends it
	Environment  string     `json:"environment,omitempty"`  // EnvironmentLive or EnvironmentTest
	Checksum     string     `json:"checksum,omitempty"`     // ChecksumValid where it carries one that fits
	Binding      *Binding   `json:"binding,omitempty"`      // what the holder needs besides
	Encrypted    bool       `json:"encrypted,omitempty"`    // protected by a passphrase
	Host         string     `json:"host,omitempty"`         // where it is used: host, or host:port
	Reach        string     `json:"reach,omitempty"`        // of Host, see ReachOf
	Details      []Detail   `json:"details,omitempty"`      // further facts, in the order to show them
	Risks        []Reason   `json:"risks,omitempty"`        // what of this makes it more or less urgent than its rule says
}

// Values of Token.Environment and Token.Checksum.
const (
	EnvironmentLive = "live"
	EnvironmentTest = "test"
	ChecksumValid   = "valid"
)

// Binding is what makes holding a token not enough (proof of possession).
type Binding struct {
	Kind string `json:"kind"`         // "dpop" (RFC 9449), "mtls" (RFC 8705), "jwk" (RFC 7800), "address", "referrer", "certificate"
	To   string `json:"to,omitempty"` // thumbprint, key id or address range
	Note string `json:"note"`         // why that helps, in a sentence
}

// Detail is a fact that has no field of its own.
type Detail struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Reason is why a finding is graded as it is.
type Reason struct {
	Change int    `json:"change"` // steps of severity that it moves: above 0 more urgent, below less, 0 only said
	Text   string `json:"text"`
}

// Duration is a time.Duration that JSON has as text: "8h0m0s".
type Duration time.Duration

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	*d = Duration(v)
	return err
}

// Grade says how the severity of a finding came about.
type Grade struct {
	Base    Severity `json:"base"`              // what the rule says
	Reasons []Reason `json:"reasons,omitempty"` // what moved it, and what is worth knowing
	Policy  []string `json:"policy,omitempty"`  // ids of the policies that it breaks
}

// Blast says who else holds the same secret in a run.
type Blast struct {
	Places       int      `json:"places"`                 // findings of the same secret, this one included
	Files        int      `json:"files"`                  // different paths that hold it
	Services     []string `json:"services,omitempty"`     // sorted; more than one: it is shared
	Refs         int      `json:"refs,omitempty"`         // branches and tags that reach one of the places
	Repositories []string `json:"repositories,omitempty"` // sorted, when it stands in more than one
	Account      []string `json:"account,omitempty"`      // ids of other secrets of the same account, sorted
}

// Credential is a secret with its parts, as what acts on it over the network takes it.
type Credential struct {
	Rule   string
	Secret Secret
	Parts  map[string]Secret // the other halves, by rule
	Token  *Token            // what it says of itself; may be nil
}

// Part returns the first of the parts of these rules that there is.
func (c *Credential) Part(rules ...string) Secret {
	for _, rule := range rules {
		if s, ok := c.Parts[rule]; ok {
			return s
		}
	}
	return Secret{}
}

// nearPart is how many lines away a part stands that is surely of the same credential.
const nearPart = 4

// Loose reports whether a part stands so far from the secret that it may be another's.
func (f *Finding) Loose() bool {
	for _, p := range f.Parts {
		if d := p.Start.Line - f.Start.Line; d > nearPart && p.Start.Line-f.End.Line > nearPart || d < -nearPart {
			return true
		}
	}
	return false
}

// Credential returns what of a finding is the secret.
func (f *Finding) Credential() Credential {
	c := Credential{Rule: f.Rule, Secret: f.Secret, Parts: map[string]Secret{}, Token: f.Token}
	for _, p := range f.Parts {
		c.Parts[p.Rule] = p.Secret
	}
	return c
}

// State is whether a token lives; the values are part of the report schema.
type State string

// States of a token.
const (
	StateActive   State = "active"   // the issuer took it
	StateInactive State = "inactive" // the issuer said that it is none of its own, expired or revoked
	StateUnknown  State = "unknown"  // anything else, an error above all
)

// Verdict is what an issuer said of a token when it was asked (--verify).
type Verdict struct {
	State   State      `json:"state"`
	Reason  string     `json:"reason,omitempty"`  // in words: "401 Bad credentials"; never a secret
	Issuer  string     `json:"issuer,omitempty"`  // who was asked
	Host    string     `json:"host,omitempty"`    // where
	Owner   string     `json:"owner,omitempty"`   // whose token it is
	Account string     `json:"account,omitempty"` // what it belongs to
	Scopes  []string   `json:"scopes,omitempty"`
	Expires *time.Time `json:"expires,omitempty"` // UTC
	Details []Detail   `json:"details,omitempty"`
}

// Span writes a length of time in the largest unit that fits: "8 hours", "90 days".
func Span(d time.Duration) string {
	const day = 24 * time.Hour
	for _, u := range []struct {
		size time.Duration
		name string
	}{{365 * day, "year"}, {day, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if n := int(d / u.size); n > 0 && d%u.size == 0 {
			if n == 1 {
				return "1 " + u.name
			}
			return fmt.Sprintf("%d %ss", n, u.name)
		}
	}
	if d > day {
		return fmt.Sprintf("%d days", d/day)
	}
	return d.String()
}
