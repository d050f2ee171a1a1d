//go:build windows || plan9

package audit

import "io/fs"

// The system has no such flag; open looks at what stands there before and after.
const noFollow = 0

// Who may write is said by access control lists, which files inherit from the
// profile of the user.
func private(string, fs.FileInfo) error { return nil }

func syncFolder(string) error { return nil }
