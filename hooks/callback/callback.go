// Package callback calls what the user has for a secret that leaksieve cannot deal
// with itself: a program, or a web hook. Both are named in the user's settings alone.
//
// # Programs
//
// A program is run without a shell. Its arguments may hold placeholders:
//
//	{{action}}      what is asked for: "revoke"
//	{{id}}          of this call, the same when it is repeated
//	{{rule}}        {{fingerprint}} {{secret_id}} {{severity}} {{kind}} {{issuer}} {{account}}
//	{{repository}}  what was scanned
//	{{path}}        {{line}} {{object}} {{commit}}: where the secret stands
//
// There is none for the secret: other users of a machine can read arguments and, often,
// environments. It is what the program reads on standard input, without a line feed at
// its end, and nothing else; or, with input = "json", the object that a web hook would
// get as data, with the secret and its parts.
//
// Paths are chosen by whoever wrote the repository. An argument that begins with a
// placeholder could become an option: a path that begins with "-" is given as "./-…",
// any other value that does so is an error and nothing is run. Put "--" before it, or
// "--path={{path}}", all the same. What the program does with a path that holds spaces,
// quotes or line feeds is its own affair: do not hand it to a shell.
//
// The program runs in the home folder of the user, never where leaksieve was started,
// with PATH, HOME and the few other variables of Environment, and those that the
// settings name. When its time is up, it and all that it started are killed. Exit code
// 0 is done, 69 (EX_UNAVAILABLE of sysexits.h) says that the secret is not one of its
// own, any other that it failed. Of what it prints, the beginning of the last line
// stands in the record, masked.
//
// # Web hooks
//
// A web hook gets a POST in the form of Standard Webhooks
// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md):
// the headers webhook-id, webhook-timestamp and webhook-signature, and a body
// {type, timestamp, data}. The id is the same when a call is repeated, so that what came
// before can be told; a receiver should refuse timestamps that are off by minutes. The
// secret is in data only with include_secret, else its mask. A status of 2xx is done,
// 501 says that the secret is not one of its own, any other that it failed.
package callback

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// State says what became of a call.
type State string

// States of a call. The values are those of package audit.
const (
	Done        State = "done"
	Failed      State = "failed"
	Unsupported State = "unsupported" // the secret is none of its own
	Unknown     State = "unknown"     // it was called, and there is no telling what it did
)

// Result is what came of a call.
type Result struct {
	State  State
	Detail string // in words; never a secret
}

// Event is what is called for.
type Event struct {
	ID          string // the same when the call is repeated; "": drawn
	Action      string // "revoke"
	Rule        string
	Fingerprint string
	SecretID    string
	Severity    leak.Severity
	Kind        string // of the token, in words
	Issuer      string
	Account     string
	Repository  string // what was scanned: its remote, else the target
	Origin      leak.Origin
	Line        int
	Commit      string // the one that brought it in
	Secret      leak.Secret
	Parts       []leak.Part
}

// Of returns the event of a finding.
func Of(action string, run *leak.Run, f *leak.Finding) Event {
	e := Event{
		Action: action, Rule: f.Rule, Fingerprint: f.Fingerprint, SecretID: f.SecretID, Severity: f.Severity,
		Repository: cmp.Or(run.Remote, run.Target), Origin: f.Origin, Line: f.Start.Line, Secret: f.Secret, Parts: f.Parts,
	}
	if f.Token != nil {
		e.Kind, e.Issuer, e.Account = f.Token.Kind, f.Token.Issuer, f.Token.Account
	}
	if f.Exposure.First != nil {
		e.Commit = f.Exposure.First.ID
	}
	return e
}

// secrets returns all that must not be told.
func (e *Event) secrets() []leak.Secret {
	all := []leak.Secret{e.Secret}
	for _, p := range e.Parts {
		all = append(all, p.Secret)
	}
	return all
}

// Callback is a program or a web hook.
type Callback interface {
	// Target is what is called, for the record: the name of a program or a host.
	Target() string
	// Describe says in a line what Call would do, without doing it.
	Describe(Event) string
	// Call does it. What goes wrong is in the result.
	Call(context.Context, Event) Result
}

// Options are what callbacks need of the world.
type Options struct {
	Env    map[string]string // of the process
	Client *outbound.Client  // for web hooks
	Now    func() time.Time
	Hide   func(string) string // masks what looks like a secret in a text; may be nil
}

// New returns the callback of the settings, and checks what is in it.
func New(c settings.Callback, o Options) (Callback, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	switch {
	case len(c.Exec) > 0:
		p, err := NewProgram(c.Exec, c.Env, time.Duration(c.Timeout), o)
		if err != nil {
			return nil, err
		}
		return &program{p, c.Input == "json"}, nil
	case c.None():
		return nil, fmt.Errorf("the settings name neither a program nor a web hook")
	}
	return newWebhook(c, o)
}

// payload is the data of an event.
type payload struct {
	Action      string            `json:"action"`
	Rule        string            `json:"rule"`
	Fingerprint string            `json:"fingerprint"`
	SecretID    string            `json:"secretId,omitempty"`
	Severity    leak.Severity     `json:"severity,omitempty"`
	Kind        string            `json:"kind,omitempty"`
	Issuer      string            `json:"issuer,omitempty"`
	Account     string            `json:"account,omitempty"`
	Repository  string            `json:"repository,omitempty"`
	Origin      leak.Origin       `json:"origin"`
	Line        int               `json:"line,omitempty"`
	Commit      string            `json:"commit,omitempty"`
	Mask        string            `json:"mask"`
	Secret      string            `json:"secret,omitempty"`
	Parts       map[string]string `json:"parts,omitempty"` // by rule; masks without clear
}

func (e *Event) payload(clear bool) payload {
	p := payload{
		Action: e.Action, Rule: e.Rule, Fingerprint: e.Fingerprint, SecretID: e.SecretID, Severity: e.Severity,
		Kind: e.Kind, Issuer: e.Issuer, Account: e.Account, Repository: e.Repository, Origin: e.Origin, Line: e.Line, Commit: e.Commit,
		Mask: e.Secret.String(),
	}
	for _, part := range e.Parts {
		if p.Parts == nil {
			p.Parts = map[string]string{}
		}
		p.Parts[part.Rule] = part.Secret.String()
		if clear {
			p.Parts[part.Rule] = part.Secret.Reveal()
		}
	}
	if clear {
		p.Secret = e.Secret.Reveal()
	}
	return p
}

// Message returns the body of a message in the form of Standard Webhooks.
func Message(kind string, at time.Time, data any) ([]byte, error) {
	return json.Marshal(struct {
		Type      string    `json:"type"`
		Timestamp time.Time `json:"timestamp"`
		Data      any       `json:"data"`
	}{kind, at.UTC().Round(0), data})
}

// draw returns an id that no other call has.
func draw() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return "msg_" + hex.EncodeToString(b[:])
}

// SplitURL returns the base URL and the path of a URL.
func SplitURL(text string) (base, path string, err error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "", "", fmt.Errorf("it is no URL of the web") // url.Error would repeat it
	}
	base = u.Scheme + "://" + u.Host
	path = u.EscapedPath()
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return base, path, nil
}
