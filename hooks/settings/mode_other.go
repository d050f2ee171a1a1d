//go:build windows || plan9

package settings

import "io/fs"

// Who may read and write is said by access control lists, which files inherit from
// the profile of the user.
func othersWrite(fs.FileInfo) bool       { return false }
func everybodyReplaces(fs.FileInfo) bool { return false }
func everybodyReads(fs.FileInfo) bool    { return false }
