//go:build !windows && !plan9

package audit

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// noFollow makes opening a symbolic link an error, and opening a pipe no wait for who
// is at its other end.
const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// private refuses what others than the user could have written.
func private(path string, info fs.FileInfo) error {
	mode := info.Mode()
	switch {
	case mode.IsRegular() && mode.Perm()&0o022 != 0:
		return fmt.Errorf("%s can be written by others (mode %04o)", path, mode.Perm())
	case mode.IsDir() && mode.Perm()&0o002 != 0 && mode&fs.ModeSticky == 0:
		return fmt.Errorf("the folder %s can be written by everybody (mode %04o)", path, mode.Perm())
	}
	return nil
}

// syncFolder makes sure that a new file is found after a power cut.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
