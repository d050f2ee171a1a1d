package audit

import (
	"errors"
	"path/filepath"
)

// DefaultPath returns where the log of a user is: audit.jsonl in the folder leaksieve
// of $XDG_STATE_HOME, else of ~/.local/state (https://specifications.freedesktop.org/basedir-spec/latest/),
// on macOS of ~/Library/Application Support, on Windows of %LOCALAPPDATA%. goos is as
// runtime.GOOS.
func DefaultPath(env map[string]string, goos string) (string, error) {
	folder, err := StateFolder(env, goos)
	return filepath.Join(folder, "audit.jsonl"), err
}

// StateFolder returns the folder in which leaksieve keeps what it has to remember.
func StateFolder(env map[string]string, goos string) (string, error) {
	home := env["HOME"]
	switch {
	case filepath.IsAbs(env["XDG_STATE_HOME"]):
		return filepath.Join(env["XDG_STATE_HOME"], "leaksieve"), nil
	case goos == "windows" && env["LOCALAPPDATA"] != "":
		return filepath.Join(env["LOCALAPPDATA"], "leaksieve"), nil
	case home == "":
		return "", errors.New("there is no home folder: HOME is not set")
	case goos == "darwin":
		return filepath.Join(home, "Library", "Application Support", "leaksieve"), nil
	}
	return filepath.Join(home, ".local", "state", "leaksieve"), nil
}
