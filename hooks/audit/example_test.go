package audit_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/leaksieve/leaksieve/hooks/audit"
)

func Example() {
	dir, err := os.MkdirTemp("", "audit")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	ctx := context.Background()
	log, err := audit.Open(ctx, audit.Options{Path: filepath.Join(dir, "audit.jsonl")})
	if err != nil {
		fmt.Println(err)
		return
	}
	op, err := log.Begin(ctx, audit.Entry{Action: audit.Revoke, Subject: audit.Subject{SecretID: "sid1-0f3c"}, Issuer: "acme"})
	if err != nil {
		fmt.Println(err) // and nothing is sent
		return
	}
	pending, _ := log.Pending(ctx, audit.Revoke)
	fmt.Println("a process that dies here leaves", len(pending), "behind")
	if err := op.End(audit.Outcome{Result: audit.Done, Detail: "204"}); err != nil {
		fmt.Println(err)
		return
	}
	ended, _ := log.Outcomes(ctx, audit.Revoke)
	fmt.Println(ended["sid1-0f3c"].Outcome)
	// Output:
	// a process that dies here leaves 1 behind
	// done
}
