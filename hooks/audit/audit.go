// Package audit keeps the record of what leaksieve did in the world: every question
// to an issuer, revocation, callback and message has a line before it is sent and one
// after. When the line before cannot be written, Begin is an error, and nothing may
// be sent.
//
// # The log
//
// A log is a file of lines of JSON (JSONL). Each holds the hash of the line before and
// its own: SHA-256, in hexadecimal, of the bytes of the line up to `,"hash":`. Lines
// are appended under a lock of the file that holds between processes, and are on the
// disk (fsync) when Begin and End return. Who is waiting for the lock is served
// together, so that a thousand writers cost a few fsyncs and not a thousand.
//
// Beside audit.jsonl stands audit.jsonl.head: how many lines there are, where they end
// and the last hash. It is written by rename, after the lines and before anybody is
// told that they are written. So the end of the log cannot be cut off unseen, an
// append needs to read one line alone, and what stands behind that end was written by
// a process that died: its whole lines are kept, and the rest stays where it is, behind
// it a line of action "recover" with its size and hash. Nothing is ever overwritten.
//
// The chain finds what was changed, removed, put in and re-ordered by somebody who
// does not write the chain and the head anew. For one who can, note a head elsewhere
// (`leaksieve audit verify` prints it) and verify against it.
//
// To rotate, move the log and its head away together while no leaksieve runs; the next
// append begins a new chain. Verify the old one with its path.
//
// No line holds a secret: a subject is a fingerprint, and Options.Hide goes over every
// text.
package audit

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/user"
	"sync"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Action says what was done.
type Action string

// Actions.
const (
	Verify   Action = "verify"   // an issuer was asked
	Revoke   Action = "revoke"   // a secret was taken back
	Callback Action = "callback" // a program or web hook of the user was called for a secret
	Notify   Action = "notify"   // a message was sent
	recovery Action = "recover"  // what a process that died left behind is set apart
)

// Actions are all that lines are about.
var Actions = []string{string(Verify), string(Revoke), string(Callback), string(Notify), string(recovery)}

// Phase says on which side of an action a line stands.
type Phase string

// Phases.
const (
	Before Phase = "before"
	After  Phase = "after"
	Note   Phase = "note" // of the log itself
)

// Results of an Outcome, where the caller has no better word of its own (a verify has
// the words of leak.State).
const (
	Done        = "done"
	Failed      = "failed"
	Unsupported = "unsupported" // it is not for whoever was asked
	Unknown     = "unknown"     // it was sent, and there is no telling what became of it
)

// Subject is the secret that something is done about. All its fields may be empty.
type Subject struct {
	Fingerprint string `json:"fingerprint,omitempty"`
	SecretID    string `json:"secretId,omitempty"`
	Rule        string `json:"rule,omitempty"`
}

// Of returns the subject that a finding is about.
func Of(f *leak.Finding) Subject { return Subject{f.Fingerprint, f.SecretID, f.Rule} }

// Key is what the same secret has in common wherever it stands.
func (s Subject) Key() string {
	if s.SecretID != "" {
		return s.SecretID
	}
	return s.Fingerprint
}

// Entry says what is about to be done. No text may hold a secret.
type Entry struct {
	Action  Action
	Subject Subject
	Issuer  string // who is asked: an issuer, the name of a channel
	Target  string // host, or the name of a program
	Detail  string // in words: "DELETE /installation/token"
}

// Outcome says what became of it. No text may hold a secret.
type Outcome struct {
	Result string // one of the results, a leak.State, or another word
	Detail string // in words: "401 Bad credentials"
}

// Options are what a log needs of the world.
type Options struct {
	Path string // of the log; see DefaultPath
	Run  string // id of the run; "": drawn
	Host string // "": this host
	User string // "": this user
	PID  int    // 0: this process
	Now  func() time.Time
	// Hide masks what looks like a secret in a text; nil: texts are written as they are.
	Hide func(string) string
	// Wait is how long End waits for the lock of the log; 0: 30 s.
	Wait time.Duration
}

// Log appends to an audit log. It is safe for concurrent use, and so are any number of
// logs of one path in any number of processes.
type Log struct {
	o      Options
	commit sync.Mutex // held by who writes
	mu     sync.Mutex
	queue  []*pending
}

// Operation is something that has begun.
type Operation struct {
	log   *Log
	id    string
	entry Entry
	ended bool
}

// Open makes the folder of a log and the log, if they are not there, and finds out
// whether lines can be written.
func Open(ctx context.Context, o Options) (*Log, error) {
	if o.Path == "" {
		return nil, errors.New("the audit log has no path")
	}
	o.fill()
	l := &Log{o: o}
	f, err := l.open(ctx)
	if err != nil {
		return nil, err
	}
	_, err = l.tail(f)
	return l, errors.Join(err, f.Close())
}

func (o *Options) fill() {
	if o.Run == "" {
		o.Run = draw()
	}
	if o.Host == "" {
		o.Host, _ = os.Hostname()
	}
	if o.User == "" {
		if u, err := user.Current(); err == nil {
			o.User = u.Username
		}
	}
	if o.PID == 0 {
		o.PID = os.Getpid()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Hide == nil {
		o.Hide = func(s string) string { return s }
	}
	if o.Wait == 0 {
		o.Wait = 30 * time.Second
	}
}

// draw returns an id that no other has.
func draw() string {
	var b [12]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// Run returns the id of the run, which every line of it holds.
func (l *Log) Run() string { return l.o.Run }

// Path returns where the log is.
func (l *Log) Path() string { return l.o.Path }

// Begin writes the line before an action. After an error it must not be done.
func (l *Log) Begin(ctx context.Context, e Entry) (*Operation, error) {
	op := &Operation{log: l, id: draw(), entry: e}
	if err := l.append(ctx, l.record(op, Before, Outcome{})); err != nil {
		return nil, fmt.Errorf("nothing is sent, the audit log cannot be written: %w", err)
	}
	return op, nil
}

// ID is what ties the two lines of an operation.
func (o *Operation) ID() string { return o.id }

// End writes the line after an action, also when the context of Begin has ended. After
// an error it may be called again.
func (o *Operation) End(out Outcome) error {
	if o.ended {
		return errors.New("the operation has ended before")
	}
	ctx, cancel := context.WithTimeout(context.Background(), o.log.o.Wait)
	defer cancel()
	if err := o.log.append(ctx, o.log.record(o, After, out)); err != nil {
		return fmt.Errorf("%s was done (%s), and the audit log cannot be written: %w", o.entry.Action, out.Result, err)
	}
	o.ended = true
	return nil
}

func (l *Log) record(op *Operation, p Phase, out Outcome) *Record {
	e := op.entry
	r := &Record{Action: e.Action, Phase: p, Operation: op.id, Subject: e.Subject, Issuer: e.Issuer, Target: e.Target, Outcome: out.Result, Detail: out.Detail}
	if p == Before {
		r.Detail = e.Detail
	}
	return r
}
