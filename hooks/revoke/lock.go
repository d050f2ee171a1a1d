package revoke

import (
	"context"
	"fmt"

	"github.com/leaksieve/leaksieve/hooks/audit"
)

// Lock waits until no other process takes secrets back by the same audit log, so that
// what Plan reads there stays true until Do has come to its end. It ends with the
// process, if not before by unlock.
func Lock(ctx context.Context, log *audit.Log) (unlock func(), err error) {
	unlock, err = audit.Lock(ctx, log.Path()+".revoke")
	if err != nil {
		return nil, fmt.Errorf("locking the audit log for revocations: %w", err)
	}
	return unlock, nil
}
