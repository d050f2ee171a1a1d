package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/revoke"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/hooks/verify"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// hooked is what commands that act in the world share: the user's settings, the way
// out, and the record of all that goes it.
type hooked struct {
	settings *settings.Settings
	client   *outbound.Client
	logPath  string
	hide     func(string) string
}

// hooked reads the settings; scanned are folders of which none may hold them.
func (a *app) hooked(settingsFile, logFile string, scanned ...string) (*hooked, error) {
	file, named := settings.Locate(settingsFile, a.env, runtime.GOOS)
	s, err := settings.Load(file, named, scanned...)
	if err != nil {
		return nil, err
	}
	h := &hooked{settings: s, logPath: logFile}
	if h.logPath == "" {
		h.logPath = s.Audit.Path
	}
	if h.logPath == "" {
		if h.logPath, err = audit.DefaultPath(a.env, runtime.GOOS); err != nil {
			return nil, withHint(fmt.Errorf("finding the audit log: %w", err), "name it with --audit-log, or as path under [audit] in the settings")
		}
	}
	set, err := rules.Builtin()
	if err != nil {
		return nil, err
	}
	h.hide = func(text string) string { return scanner.HideSecrets(set, text) }
	bases := map[string][]string{}
	for _, hosts := range []settings.Hosts{s.Verify.Hosts, s.Revoke.Hosts} {
		for issuer, urls := range hosts {
			bases[issuer] = urls
		}
	}
	h.client = outbound.New(outbound.Options{
		Bases: bases, Private: s.Verify.Private, Plain: s.Verify.Plain, Timeout: time.Duration(s.Verify.Timeout), Rate: s.Verify.Rate,
		UserAgent: "leaksieve/" + version,
	})
	return h, nil
}

// open opens the audit log. Where nothing is to be written it need not be there, and
// then it is nil.
func (h *hooked) open(ctx context.Context, write bool) (*audit.Log, error) {
	if _, err := os.Stat(h.logPath); err != nil && !write {
		return nil, nil
	}
	log, err := audit.Open(ctx, audit.Options{Path: h.logPath, Hide: h.hide})
	if err != nil {
		return nil, &hintError{fmt.Errorf("opening the audit log: %w", err), "nothing was sent, and nothing is without a record of it", exitUsage}
	}
	return log, nil
}

// verifier asks issuers, and keeps a record of that in a log.
func (h *hooked) verifier(log *audit.Log) revoke.Verifier {
	return func(ctx context.Context, f leak.Finding) (leak.Verdict, bool, error) {
		if i := verify.For(f.Rule); i == nil || i.Cannot != "" {
			return leak.Verdict{}, false, nil
		}
		f.Decision.Suppressed = false
		err := verify.Verify(ctx, h.client, verify.Options{Recorder: &recorder{log: log}}, []*leak.Finding{&f})
		if f.Verdict == nil {
			return leak.Verdict{}, false, err
		}
		return *f.Verdict, true, err
	}
}

// recorder writes what is asked into the audit log.
type recorder struct {
	log   *audit.Log
	mu    sync.Mutex
	begun map[*leak.Finding]*audit.Operation
}

func (r *recorder) Before(q verify.Question) error {
	op, err := r.log.Begin(context.Background(), audit.Entry{Action: audit.Verify, Subject: audit.Of(q.Findings[0]), Issuer: q.Issuer, Target: q.Host})
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.begun == nil {
		r.begun = map[*leak.Finding]*audit.Operation{}
	}
	r.begun[q.Findings[0]] = op
	return nil
}

func (r *recorder) After(q verify.Question, v leak.Verdict) error {
	r.mu.Lock()
	op := r.begun[q.Findings[0]]
	r.mu.Unlock()
	return op.End(audit.Outcome{Result: string(v.State), Detail: v.Reason})
}
