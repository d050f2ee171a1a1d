package revoke

import (
	"context"
	"fmt"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/leaksieve/leaksieve/hooks/audit"
)

// Lock waits until no other process takes secrets back by the same audit log, so that
// what Plan reads there stays true until Do has come to its end. It ends with the
// process, if not before by unlock.
func Lock(ctx context.Context, log *audit.Log) (unlock func(), err error) {
	type locked struct {
		unlock func()
		err    error
	}
	got := make(chan locked, 1)
	go func() {
		unlock, err := lockedfile.MutexAt(log.Path() + ".revoke").Lock()
		got <- locked{unlock, err}
	}()
	select {
	case l := <-got:
		if l.err != nil {
			return nil, fmt.Errorf("locking the audit log for revocations: %w", l.err)
		}
		return l.unlock, nil
	case <-ctx.Done():
		go func() {
			if l := <-got; l.err == nil {
				l.unlock()
			}
		}()
		return nil, fmt.Errorf("waiting for another revocation by the same audit log: %w", context.Cause(ctx))
	}
}
