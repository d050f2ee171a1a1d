//go:build !windows && !plan9

package settings

import "io/fs"

func othersWrite(info fs.FileInfo) bool { return info.Mode().Perm()&0o022 != 0 }
func everybodyReplaces(folder fs.FileInfo) bool {
	return folder.Mode().Perm()&0o002 != 0 && folder.Mode()&fs.ModeSticky == 0
}
func everybodyReads(info fs.FileInfo) bool { return info.Mode().Perm()&0o004 != 0 }
