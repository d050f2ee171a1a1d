package settings

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Source says where a secret of the user is read from when it is needed. A settings
// file never holds one in clear: of a key "password" there are password_env,
// password_file and password_command, of which one may be given.
type Source struct {
	Env     string   // name of a variable
	File    string   // path, which may not be readable by everybody
	Command []string // prints it; run without a shell, in the user's home
}

// None reports whether nothing is given.
func (s *Source) None() bool { return s.Env == "" && s.File == "" && len(s.Command) == 0 }

// Bounds of what a source may hold.
const (
	maxSecret   = 64 << 10
	commandTime = time.Minute
)

// Read returns the secret without the line feed at its end. An error says what is
// wrong and nothing that was read.
func (s *Source) Read(ctx context.Context, env map[string]string) (leak.Secret, error) {
	var b []byte
	var err error
	what := ""
	switch {
	case s.Env != "":
		what, b = "the variable "+s.Env, []byte(env[s.Env])
	case s.File != "":
		what = s.File
		b, err = readPrivate(s.File)
	case len(s.Command) > 0:
		what = "the output of " + s.Command[0]
		b, err = s.run(ctx, env)
	default:
		return leak.Secret{}, nil
	}
	b = bytes.TrimRight(b, "\r\n")
	switch {
	case err != nil:
		return leak.Secret{}, err
	case len(b) == 0:
		return leak.Secret{}, fmt.Errorf("%s is empty", what)
	case len(b) > maxSecret:
		return leak.Secret{}, fmt.Errorf("%s is longer than %d bytes", what, maxSecret)
	}
	return leak.NewSecret(string(b)), nil
}

func readPrivate(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() && everybodyReads(info) {
		return nil, fmt.Errorf("%s can be read by everybody (mode %04o)", path, info.Mode().Perm())
	}
	return io.ReadAll(io.LimitReader(f, maxSecret+2))
}

// run returns the output of the command, whose messages go nowhere: they could repeat
// what it reads.
func (s *Source) run(ctx context.Context, env map[string]string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.Command[0], s.Command[1:]...)
	for k, v := range env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	cmd.Dir, _ = os.UserHomeDir()
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = errors.New(exit.ProcessState.String())
	}
	if err != nil {
		return nil, fmt.Errorf("running %s: %w", s.Command[0], err)
	}
	return out, nil
}
