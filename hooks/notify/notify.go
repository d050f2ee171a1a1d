// Package notify tells people of new findings, once a run, with a digest: how many of
// which severity, the worst of them with where they stand, since when, who else has
// them and what to do. It never tells a secret, nor its mask: the fingerprint leads to
// it.
//
// New is what was not told before. A state file holds, for each channel, the ids of the
// secrets (leak.Finding.SecretID) that it was told of, so that a secret which turns up
// in another file or line is none that is new, and a channel that failed is told next
// time. What is suppressed is not told either, by a baseline above all: `--baseline`
// is the way to begin without a message about years of history.
//
// What a repository holds (paths, names, messages, the help of its own rules) is
// written in each medium in such a way that it is text and no markup: no mention, no
// link, no heading, no header. Each channel is one file.
//
// Every message has a line in the audit log before it is sent and one after. When the
// first cannot be written, nothing is sent. A channel that fails does not keep the
// others from being told.
package notify

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Options are what Send needs of the world and of the user.
type Options struct {
	Settings settings.Notify
	Env      map[string]string // of the process, for URLs and passwords
	Client   *outbound.Client  // for channels of the web
	Log      *audit.Log
	State    string // path of the state file; "": that of Settings, else told.json beside the audit log
	Now      func() time.Time
	Hide     func(string) string // masks what looks like a secret in a text; may be nil

	// TLS is for e-mail, beside what is needed; tests have authorities of their own.
	TLS *tls.Config
}

// Nothing is the state of a channel for which nothing was new.
const Nothing callback.State = "nothing new"

// Result says what became of one channel.
type Result struct {
	Channel string // its name
	Kind    string
	State   callback.State // Done, Failed, Unknown or Nothing
	Detail  string         // in words; never a secret
	Told    int            // secrets of the message
}

// channel is one that can be sent to.
type channel interface {
	// target is what is called, for the record: a host or the name of a program.
	target() string
	// send sends the message once. The detail of the result is masked.
	send(ctx context.Context, m *message) callback.Result
}

// message is what a channel is told.
type message struct {
	id     string // of this message, for those who get it twice
	at     time.Time
	digest Digest
}

// timeLimit is how long a channel may take.
const timeLimit = 30 * time.Second

// Send tells every channel of the settings what is new for it. The results are in the
// order of the channels; one that failed is no error. An error says that the audit log
// or the state cannot be written, or that ctx has ended, and that the channels without
// a result were not told.
func Send(ctx context.Context, o Options, run leak.Run, findings []leak.Finding, sum leak.Summary) ([]Result, error) {
	if o.Log == nil {
		return nil, errors.New("nothing is sent without an audit log")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	state, err := openState(ctx, cmp.Or(o.State, o.Settings.State, filepath.Join(filepath.Dir(o.Log.Path()), "told.json")))
	if err != nil {
		return nil, err
	}
	defer state.close()
	var results []Result
	for i := range o.Settings.Channels {
		c := &o.Settings.Channels[i]
		news := newFor(findings, o.Settings.Severity(c), state.told(c.Name))
		r, err := o.tell(ctx, c, run, news, findings, sum)
		if r.State != "" {
			results = append(results, r)
		}
		if err == nil && r.State == callback.Done {
			err = state.tell(c.Name, news)
		}
		if err != nil {
			return results, err
		}
	}
	return results, nil
}

// tell sends one message. The result has a state once it may have been sent.
func (o *Options) tell(ctx context.Context, c *settings.Channel, run leak.Run, news []group, all []leak.Finding, sum leak.Summary) (Result, error) {
	r := Result{Channel: c.Name, Kind: c.Kind}
	if len(news) == 0 {
		r.State = Nothing
		return r, nil
	}
	if ctx.Err() != nil {
		return r, context.Cause(ctx)
	}
	to, err := o.channel(ctx, c)
	if err != nil {
		r.State, r.Detail = callback.Failed, err.Error()
		return r, nil
	}
	r.Told = len(news)
	op, err := o.Log.Begin(ctx, audit.Entry{Action: audit.Notify, Issuer: c.Name, Target: to.target(), Detail: c.Kind + ": " + listed(news)})
	if err != nil {
		return r, err
	}
	limited, cancel := context.WithTimeout(ctx, limitOf(c))
	defer cancel()
	got := to.send(limited, &message{op.ID(), o.Now(), o.digest(run, news, all, sum)})
	r.State, r.Detail = got.State, got.Detail
	if r.State == callback.Unsupported { // a message is for everybody
		r.State = callback.Failed
	}
	return r, op.End(audit.Outcome{Result: string(r.State), Detail: r.Detail})
}

func limitOf(c *settings.Channel) time.Duration {
	if c.Timeout > 0 {
		return time.Duration(c.Timeout)
	}
	return timeLimit
}

// listed names what a message is about, for the record.
func listed(news []group) string {
	keys := make([]string, 0, len(news))
	for _, g := range news {
		keys = append(keys, g.key)
	}
	return fmt.Sprintf("%d new: %s", len(news), strings.Join(keys, " "))
}

// channel returns what sends to a channel of the settings.
func (o *Options) channel(ctx context.Context, c *settings.Channel) (channel, error) {
	common := callback.Options{Env: o.Env, Client: o.Client, Now: o.Now, Hide: o.Hide}
	switch c.Kind {
	case settings.Exec:
		p, err := callback.NewProgram(c.Exec, c.Env, limitOf(c), common)
		return &program{p}, err
	case settings.Email:
		password, err := c.Password.Read(ctx, o.Env)
		return &email{o: o, c: c, password: password}, err
	}
	if o.Client == nil {
		return nil, errors.New("a channel of the web needs a client")
	}
	body, ok := bodies[c.Kind]
	if !ok {
		return nil, fmt.Errorf("no channel is of kind %q", c.Kind)
	}
	address, err := c.URLFrom.Read(ctx, o.Env)
	if err != nil {
		return nil, fmt.Errorf("reading the URL: %w", err)
	}
	if c.URL != "" {
		address = leak.NewSecret(c.URL)
	}
	key, err := c.Key.Read(ctx, o.Env)
	if err != nil {
		return nil, fmt.Errorf("reading the key: %w", err)
	}
	return &web{o: o, c: c, body: body, url: address, key: key}, nil
}
