package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// Error says what is wrong with a settings file, where, and what to try.
type Error struct {
	File string
	Line int    // 0: the file as a whole
	Msg  string // one line; holds no value of the file
	Hint string // may be empty
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Msg
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg)
}

// maxFile bounds a settings file.
const maxFile = 1 << 20

// Locate returns the settings file of the user: what flag names, else the variable
// LEAKSIEVE_SETTINGS, else settings.toml of the folder leaksieve of $XDG_CONFIG_HOME,
// ~/.config, on macOS ~/Library/Application Support, on Windows %APPDATA%. named says
// that the user named it: then it has to be there. "" means that there is none.
func Locate(flag string, env map[string]string, goos string) (path string, named bool) {
	home := env["HOME"]
	switch {
	case flag != "":
		return flag, true
	case env["LEAKSIEVE_SETTINGS"] != "":
		return env["LEAKSIEVE_SETTINGS"], true
	case filepath.IsAbs(env["XDG_CONFIG_HOME"]):
		home = env["XDG_CONFIG_HOME"]
	case goos == "windows":
		home = env["APPDATA"]
	case home == "":
	case goos == "darwin":
		home = filepath.Join(home, "Library", "Application Support")
	default:
		home = filepath.Join(home, ".config")
	}
	if home == "" {
		return "", false
	}
	return filepath.Join(home, "leaksieve", "settings.toml"), false
}

// Load reads a settings file, which Locate has found. One that the user did not name
// need not be there, and must not stand below one of the scanned folders: a repository
// that is checked out where the settings are would choose where secrets are sent. What
// others can write is refused in any case.
func Load(path string, named bool, scanned ...string) (*Settings, error) {
	if path == "" {
		return &Settings{}, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return &Settings{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the settings: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("reading the settings: %w", err)
	}
	if !named {
		for _, folder := range scanned {
			if within(path, folder) {
				return nil, &Error{File: path, Msg: "the settings stand inside what is scanned, " + folder, Hint: "move them out, or name them with --settings if they are your own"}
			}
		}
	}
	if info.Mode().IsRegular() && othersWrite(info) {
		return nil, &Error{File: path, Msg: fmt.Sprintf("the settings can be written by others (mode %04o)", info.Mode().Perm()), Hint: "chmod go-w " + path}
	}
	if folder, err := os.Stat(filepath.Dir(path)); err == nil && everybodyReplaces(folder) {
		return nil, &Error{File: path, Msg: "the settings stand in a folder where everybody can replace them", Hint: "chmod o-w " + filepath.Dir(path)}
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("reading the settings: %w", err)
	}
	return Parse(path, data)
}

// within reports whether a file stands below a folder, whatever links lead to them.
func within(path, folder string) bool {
	real := func(p string) string {
		if abs, err := filepath.Abs(p); err == nil {
			p = abs
		}
		if r, err := filepath.EvalSymlinks(p); err == nil {
			return r
		}
		return p
	}
	rel, err := filepath.Rel(real(folder), real(path))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// Parse reads settings. file stands in errors, which are all *Error.
func Parse(file string, data []byte) (*Settings, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(data) > maxFile:
		return nil, &Error{File: file, Msg: fmt.Sprintf("the settings are larger than %d bytes", maxFile)}
	case !utf8.Valid(data):
		return nil, &Error{File: file, Msg: "not TOML: not UTF-8 text", Hint: "save it as UTF-8"}
	}
	var keys map[string]any
	if err := toml.Unmarshal(data, &keys); err != nil {
		return nil, syntaxError(file, data, err)
	}
	s := &Settings{}
	d := &decoder{file: file, lines: indexLines(string(data))}
	d.table("", keys, reflect.ValueOf(s).Elem())
	d.check(s)
	if d.err != nil {
		return nil, d.err
	}
	return s, nil
}

// syntaxError keeps the place and the words of the TOML library. Its line is one too
// high where a line feed is what is wrong.
func syntaxError(file string, data []byte, err error) *Error {
	e := &Error{File: file, Line: 1, Msg: "not TOML"}
	var pe toml.ParseError
	if errors.As(err, &pe) {
		e.Line = max(pe.Position.Line, 1)
		if strings.Contains(pe.Message, `'\n'`) {
			e.Line = min(e.Line, 1+bytes.Count(data[:min(pe.Position.Start, len(data))], []byte("\n")))
		}
		e.Msg, _, _ = strings.Cut("not TOML: "+pe.Message, "\n")
	}
	return e
}
