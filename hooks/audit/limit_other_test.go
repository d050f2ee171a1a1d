//go:build !linux

package audit_test

import "testing"

func limitFileSize(*testing.T, int64) func() { return func() {} }
