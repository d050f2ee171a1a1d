package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner"
)

// worldFlags say by what settings leaksieve acts in the world, and where the record of
// it is.
type worldFlags struct {
	settings string
	auditLog string
}

func (f *worldFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.settings, "settings", "", "your settings: who may be asked, what is called, who is told (default settings.toml in your configuration folder)")
	fl.StringVar(&f.auditLog, "audit-log", "", "record of all that is sent (default audit.jsonl in your state folder)")
}

// world is what acting in the world takes. Nothing is sent by making one.
type world struct {
	settings *settings.Settings
	client   *outbound.Client
	log      *audit.Log
	hide     func(string) string
}

// world reads the user's settings, which must not be of what is scanned, and opens the
// audit log: what cannot be recorded is not done.
func (a *app) world(ctx context.Context, f *worldFlags, scanned ...string) (*world, error) {
	s, err := a.settings(f, scanned...)
	if err != nil {
		return nil, err
	}
	w := &world{settings: s, hide: hideBuiltin}
	w.client = outbound.New(outbound.Options{
		Bases: bases(s.Verify.Hosts, s.Revoke.Hosts), Private: s.Verify.Private, Plain: s.Verify.Plain, Databases: s.Verify.Databases,
		Timeout: time.Duration(s.Verify.Timeout), Rate: s.Verify.Rate, UserAgent: "leaksieve/" + version,
	})
	path := f.auditLog
	if path == "" {
		if path, err = a.logPath(s); err != nil {
			return nil, err
		}
	}
	w.log, err = audit.Open(ctx, audit.Options{Path: path, Hide: w.hide})
	if err != nil {
		return nil, withHint(fmt.Errorf("opening the audit log: %w", err), "nothing is sent without a record of it; name another file with --audit-log")
	}
	return w, nil
}

// settings reads the user's settings.
func (a *app) settings(f *worldFlags, scanned ...string) (*settings.Settings, error) {
	path, named := settings.Locate(f.settings, a.env, runtime.GOOS)
	return settings.Load(path, named, scanned...)
}

// bases puts the hosts that the user named together; the later stand before.
func bases(all ...settings.Hosts) map[string][]string {
	out := map[string][]string{}
	for _, hosts := range all {
		for issuer, urls := range hosts {
			out[issuer] = urls
		}
	}
	return out
}

// hideBuiltin masks what the built-in rules find in a text.
func hideBuiltin(text string) string { return builtinHider()(text) }

var builtinHider = sync.OnceValue(func() func(string) string {
	set, err := rules.Builtin()
	if err != nil {
		return func(string) string { return "" }
	}
	return scanner.Hider(set)
})
