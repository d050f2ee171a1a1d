// Package settings reads the user's own settings: who may be asked about a secret, what
// takes it back, who is told, and where the record of it is. They say where secrets are
// sent and which programs are run, so they come from the user alone: from
// settings.toml in the user's configuration folder or from a file that the user names
// (Locate). No file of a scanned repository is ever one.
//
// A path that is not absolute begins at the folder of the settings, and "~/" is the
// user's home.
//
// The types of this package are what a settings file may hold; a key is the name in
// the tag. What is not there keeps its zero value. Everything else in a file is an
// error with its line.
//
//	[verify]
//	hosts   = {gitlab = "https://gitlab.example.com"}
//	private = ["gitlab.example.com"]
//
//	[revoke]
//	exec = ["vault-rotate", "--kind", "{{rule}}"]
//
//	[revoke.rules."stripe-secret-key"]
//	webhook  = "https://rotate.example.com/stripe"
//	key_file = "/run/secrets/rotate-key"
//
//	[[notify.channels]]
//	kind    = "slack"
//	url_env = "SLACK_WEBHOOK_URL"
package settings

import (
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Settings are what a file holds.
type Settings struct {
	Verify Verify `toml:"verify"`
	Revoke Revoke `toml:"revoke"`
	Notify Notify `toml:"notify"`
	Audit  Audit  `toml:"audit"`
}

// Verify says who may be asked about secrets, and how.
type Verify struct {
	Hosts         Hosts    `toml:"hosts"`         // {gitlab = "https://gitlab.example.com"}
	Private       []string `toml:"private"`       // hosts ("vault.internal:8200") that may have an address that is not public
	Plain         []string `toml:"plain"`         // hosts that may be spoken to without TLS
	Databases     []string `toml:"databases"`     // hosts of databases that may be logged in to, with --verify-databases
	Timeout       Duration `toml:"timeout"`       // of one try: "10s"
	Rate          float64  `toml:"rate"`          // requests a second to one issuer
	Introspection []OAuth  `toml:"introspection"` // RFC 7662
}

// Hosts are, by issuer, the base URLs that stand in for the issuer's own.
type Hosts map[string]URLs

// URLs are one, written as a string, or several, written as an array.
type URLs []string

// OAuth is an endpoint of an authorization server, for introspection (RFC 7662) or
// revocation (RFC 7009), and the client that may use it.
type OAuth struct {
	Issuer       string   `toml:"issuer"`        // value of iss of the tokens it is for
	Rules        []string `toml:"rules"`         // ids of the rules whose findings it is for; either, or both that have to hold
	Endpoint     string   `toml:"endpoint"`      // URL
	ClientID     string   `toml:"client_id"`     //
	ClientSecret Source   `toml:"client_secret"` // client_secret_env, client_secret_file or client_secret_command
}

// Revoke says what takes secrets back that leaksieve does not know how to, or in place
// of what it knows.
type Revoke struct {
	Callback                     // for every rule without one of its own; its keys stand in [revoke]
	Rules    map[string]Callback `toml:"rules"` // by rule
	Hosts    Hosts               `toml:"hosts"` // over those of Verify
	OAuth    []OAuth             `toml:"oauth"` // RFC 7009
}

// For returns the callback for the findings of a rule; nil when there is none.
func (r *Revoke) For(rule string) *Callback {
	c, ok := r.Rules[rule]
	if !ok {
		c = r.Callback
	}
	if c.None() {
		return nil
	}
	return &c
}

// Callback is a program or a web hook of the user. It has one of the two, or neither.
type Callback struct {
	Exec  []string `toml:"exec"`  // program and arguments, see package callback for what {{rule}} is
	Env   []string `toml:"env"`   // variables that the program gets beside the few that every one does
	Input string   `toml:"input"` // what the program reads: "secret" (the default) or "json"

	Webhook       string   `toml:"webhook"`        // URL
	WebhookFrom   Source   `toml:"webhook"`        // or webhook_env, webhook_file, webhook_command
	Key           Source   `toml:"key"`            // key_env, key_file or key_command: signs what the web hook gets
	IncludeSecret bool     `toml:"include_secret"` // the web hook gets the secret, too
	Timeout       Duration `toml:"timeout"`
}

// None reports whether nothing is to be called.
func (c *Callback) None() bool {
	return len(c.Exec) == 0 && c.Webhook == "" && c.WebhookFrom.None()
}

// Notify says who is told of new findings.
type Notify struct {
	Channels    []Channel `toml:"channels"`
	State       string    `toml:"state"`        // file of what was told; "": told.json beside the audit log
	MinSeverity string    `toml:"min_severity"` // of findings that are told: low, medium, high, critical
	Top         int       `toml:"top"`          // findings in a message; 0: 10
}

// Kinds of a Channel.
const (
	Webhook = "webhook" // JSON, signed where there is a key
	Slack   = "slack"   // incoming webhook
	Teams   = "teams"   // webhook of a workflow
	Discord = "discord" // webhook
	Email   = "email"   // SMTP
	Exec    = "exec"    // a program that reads JSON
)

var kinds = []string{Webhook, Slack, Teams, Discord, Email, Exec}

// Channel is one place where people are told.
type Channel struct {
	Name        string   `toml:"name"` // in the audit log and the state; "": the kind
	Kind        string   `toml:"kind"`
	MinSeverity string   `toml:"min_severity"`
	Timeout     Duration `toml:"timeout"`

	URL     string `toml:"url"` // of a webhook that is no secret
	URLFrom Source `toml:"url"` // url_env, url_file, url_command
	Key     Source `toml:"key"` // key_env, key_file, key_command: signs the body of a webhook

	Exec []string `toml:"exec"`
	Env  []string `toml:"env"`

	SMTP     string   `toml:"smtp"` // host:port
	TLS      string   `toml:"tls"`  // "starttls" (the default), "implicit", or "none" for a relay on this machine
	User     string   `toml:"user"`
	Password Source   `toml:"password"` // password_env, password_file, password_command
	From     string   `toml:"from"`
	To       []string `toml:"to"`
}

// Audit says where the record of it all is.
type Audit struct {
	Path string `toml:"path"` // "": see audit.DefaultPath
}

// Severity returns the least severity that a channel is told of.
func (n *Notify) Severity(c *Channel) leak.Severity {
	if c.MinSeverity != "" {
		return leak.Severity(c.MinSeverity)
	}
	return leak.Severity(n.MinSeverity)
}
