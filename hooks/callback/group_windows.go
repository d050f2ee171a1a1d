package callback

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// group makes killing a program kill what it started, too: taskkill /T ends a tree of
// processes (https://learn.microsoft.com/windows-server/administration/windows-commands/taskkill).
func group(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
	cmd.Cancel = func() error {
		kill := filepath.Join(os.Getenv("SYSTEMROOT"), "System32", "taskkill.exe")
		if err := exec.Command(kill, "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)).Run(); err != nil {
			return cmd.Process.Kill()
		}
		return nil
	}
}

// endGroup has nothing to do: the parents of what still runs are gone, and with them
// the way to find it.
func endGroup(*exec.Cmd) {}
