package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/leaksieve/leaksieve/hooks/audit"
)

// Scripts about the audit log have these commands, too:
//
//	auditlog FILE N        appends N operations that ended to a log, each two lines
//	auditdied FILE DETAIL  appends one that did not end
//	edit FILE LINE OLD NEW replaces text in a line of a file; NEW "-" removes the line
var _ = func() struct{} {
	moreCommands["auditlog"], moreCommands["auditdied"], moreCommands["edit"] = cmdAuditLog, cmdAuditDied, cmdEdit
	return struct{}{}
}()

func openAudit(ts *testscript.TestScript, file string) *audit.Log {
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	l, err := audit.Open(context.Background(), audit.Options{
		Path: ts.MkAbs(file), Run: "run-1", Host: "build-1", User: "ada", PID: 42,
		Now: func() time.Time { now = now.Add(time.Second); return now },
	})
	ts.Check(err)
	return l
}

func cmdAuditLog(ts *testscript.TestScript, neg bool, args []string) {
	l := openAudit(ts, args[0])
	for i := range number(ts, args[1]) {
		op, err := l.Begin(context.Background(), audit.Entry{
			Action: []audit.Action{audit.Verify, audit.Revoke}[i%2], Issuer: "acme", Target: "api.acme.example", Detail: "DELETE /token",
			Subject: audit.Subject{Fingerprint: fmt.Sprintf("ls1-%02d", i+1), SecretID: fmt.Sprintf("id-%02d", i+1), Rule: "acme-token"},
		})
		ts.Check(err)
		ts.Check(op.End(audit.Outcome{Result: audit.Done, Detail: "204"}))
	}
}

func cmdAuditDied(ts *testscript.TestScript, neg bool, args []string) {
	_, err := openAudit(ts, args[0]).Begin(context.Background(), audit.Entry{Action: audit.Notify, Issuer: "slack", Detail: os.Expand(args[1], func(string) string { return "\x1b[31m\u009b\u202e" })})
	ts.Check(err)
}

func cmdEdit(ts *testscript.TestScript, neg bool, args []string) {
	lines := strings.SplitAfter(ts.ReadFile(args[0]), "\n")
	i := number(ts, args[1]) - 1
	if args[3] == "-" {
		lines[i] = ""
	} else {
		was := lines[i]
		if lines[i] = strings.Replace(was, args[2], args[3], 1); lines[i] == was {
			ts.Fatalf("%s is not in line %d: %s", args[2], i+1, was)
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(lines, "")), 0o600))
}
