package callback

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// NotMine is the exit code of a program that says that a secret is none of its own:
// EX_UNAVAILABLE of sysexits.h.
const NotMine = 69

// Bounds of a program.
const (
	programTime = time.Minute
	maxOutput   = 16 << 10 // bytes of output that are looked at
	killTime    = 2 * time.Second
)

// Environment are the variables that every program gets, where they are set.
var Environment = []string{
	"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "SSL_CERT_FILE", "SSL_CERT_DIR",
	"SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP", // Windows
}

// placeholders returns the values that arguments may hold.
func (e *Event) placeholders() map[string]string {
	return map[string]string{
		"action": e.Action, "id": e.ID, "rule": e.Rule, "fingerprint": e.Fingerprint, "secret_id": e.SecretID, "severity": string(e.Severity),
		"kind": e.Kind, "issuer": e.Issuer, "account": e.Account, "repository": e.Repository,
		"path": e.Origin.Path, "line": strconv.Itoa(e.Line), "object": e.Origin.Object, "commit": e.Commit,
	}
}

var placeholder = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// Program is a program of the user with its arguments.
type Program struct {
	argv  []string
	env   []string // names
	limit time.Duration
	o     Options
}

// NewProgram checks a program: it has to be named by its whole path or found in PATH,
// and the placeholders of its arguments have to be known.
func NewProgram(argv, env []string, limit time.Duration, o Options) (*Program, error) {
	p := &Program{argv: argv, env: append(slices.Clone(Environment), env...), limit: limit, o: o}
	if p.limit == 0 {
		p.limit = programTime
	}
	name := argv[0]
	if strings.ContainsAny(name, `/\`) && !filepath.IsAbs(name) {
		return nil, fmt.Errorf("program %q: a path has to be absolute", name)
	}
	if ext := strings.ToLower(filepath.Ext(name)); runtime.GOOS == "windows" && (ext == ".bat" || ext == ".cmd") {
		// cmd.exe reads arguments anew, in ways that no quoting is safe from.
		return nil, fmt.Errorf("program %q: a batch file cannot be called safely", name)
	}
	known := (&Event{}).placeholders()
	for _, arg := range argv {
		for _, m := range placeholder.FindAllStringSubmatch(arg, -1) {
			if m[1] == "secret" {
				return nil, errors.New("the secret is no argument: the program reads it on standard input")
			}
			if _, ok := known[m[1]]; !ok {
				return nil, fmt.Errorf("placeholder %s is not known", m[0])
			}
		}
	}
	return p, nil
}

// args returns the arguments with their placeholders filled in.
func (p *Program) args(values map[string]string) ([]string, error) {
	args := make([]string, len(p.argv))
	for i, arg := range p.argv {
		args[i] = placeholder.ReplaceAllStringFunc(arg, func(m string) string {
			return values[placeholder.FindStringSubmatch(m)[1]]
		})
		if strings.HasPrefix(args[i], "-") && !strings.HasPrefix(arg, "-") { // by a value
			if name := placeholder.FindStringSubmatch(arg)[1]; name != "path" {
				return nil, fmt.Errorf("the value of {{%s}} begins with a hyphen and would be an option", name)
			}
			args[i] = "./" + args[i]
		}
		if strings.ContainsRune(args[i], 0) {
			return nil, fmt.Errorf("argument %d would hold a NUL", i)
		}
	}
	return args, nil
}

// Name returns the name of the program.
func (p *Program) Name() string { return p.argv[0] }

// Run runs the program with what it reads. Of its output, secrets are masked.
func (p *Program) Run(ctx context.Context, values map[string]string, stdin []byte, secrets ...leak.Secret) Result {
	args, err := p.args(values)
	if err != nil {
		return Result{Failed, err.Error()}
	}
	ctx, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	path, err := p.look()
	if err != nil {
		return Result{Failed, err.Error()}
	}
	cmd := exec.CommandContext(ctx, path, args[1:]...)
	var out output
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(stdin), &out, &out
	cmd.Dir = p.home()
	cmd.Env = p.environment()
	cmd.WaitDelay = killTime
	group(cmd)
	err = cmd.Run()
	if errors.Is(err, exec.ErrWaitDelay) { // what it started holds its output open
		endGroup(cmd)
	}
	return p.judge(ctx, cmd, err, p.o.hidden(out.text(), secrets...))
}

func (p *Program) judge(ctx context.Context, cmd *exec.Cmd, err error, said string) Result {
	said = oneLine(said)
	with := func(s string) string { return strings.TrimSuffix(s+": "+said, ": ") }
	switch code := cmd.ProcessState.ExitCode(); {
	case cmd.Process == nil:
		return Result{Failed, "it could not be started: " + reason(err)}
	case ctx.Err() != nil && code != 0:
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return Result{Unknown, with(fmt.Sprintf("it was killed after %s", p.limit))}
		}
		return Result{Unknown, with("it was killed, because leaksieve was stopped")}
	case code == 0:
		return Result{Done, with("exit code 0")}
	case code == NotMine:
		return Result{Unsupported, with(fmt.Sprintf("exit code %d", code))}
	case code > 0:
		return Result{Failed, with(fmt.Sprintf("exit code %d", code))}
	}
	return Result{Unknown, with(cmd.ProcessState.String())}
}

// reason returns an error without the arguments of the program.
func reason(err error) string {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	var ee *exec.Error
	if errors.As(err, &ee) {
		return ee.Err.Error()
	}
	return err.Error()
}

// look finds the program in PATH. A folder of PATH that is relative does not count.
func (p *Program) look() (string, error) {
	path, err := exec.LookPath(p.argv[0])
	if err != nil {
		return "", fmt.Errorf("there is no program %q: %s", p.argv[0], reason(err))
	}
	return path, nil
}

// home is where programs run: not where leaksieve was started, which may be a
// repository of somebody else with files that the program would read.
func (p *Program) home() string {
	if dir, err := os.UserHomeDir(); err == nil {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
	}
	return os.TempDir()
}

func (p *Program) environment() []string {
	env := []string{}
	for _, name := range p.env {
		if v, ok := p.o.Env[name]; ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// hidden masks secrets in a text.
func (o *Options) hidden(text string, secrets ...leak.Secret) string {
	text = Mask(text, secrets...)
	if o.Hide != nil {
		text = o.Hide(text)
	}
	return text
}

// output keeps the beginning and the end of what a program prints.
type output struct {
	mu   sync.Mutex
	data []byte
	cut  bool
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := len(b)
	o.data = append(o.data, b[max(0, len(b)-maxOutput):]...)
	if over := len(o.data) - maxOutput; over > 0 {
		o.data, o.cut = slices.Delete(o.data, 0, over), true
	}
	return n, nil
}

// text returns whole lines: the beginning of one that was cut could be the rest of a
// secret, which nothing would mask.
func (o *output) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := string(o.data)
	if o.cut {
		_, text, _ = strings.Cut(text, "\n")
	}
	return text
}

// program is a Program that is called for secrets.
type program struct {
	*Program
	json bool
}

func (p *program) Target() string { return p.Name() }

func (p *program) Describe(e Event) string {
	args, err := p.args(e.placeholders())
	if err != nil {
		return "nothing is run: " + err.Error()
	}
	for i, a := range args {
		if a == "" || strings.ContainsFunc(a, func(r rune) bool {
			return !strings.ContainsRune("-_./:=,@%+", r) && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
		}) {
			args[i] = strconv.Quote(a)
		}
	}
	what := "the secret"
	if p.json {
		what = "JSON with the secret"
	}
	return fmt.Sprintf("run %s, with %s on standard input", strings.Join(args, " "), what)
}

func (p *program) Call(ctx context.Context, e Event) Result {
	if !e.Secret.Known() {
		return Result{Failed, "the secret itself is not known"}
	}
	if e.ID == "" {
		e.ID = draw()
	}
	stdin := []byte(e.Secret.Reveal())
	if p.json {
		var err error
		if stdin, err = json.Marshal(e.payload(true)); err != nil {
			return Result{Failed, err.Error()}
		}
	}
	return p.Run(ctx, e.placeholders(), stdin, e.secrets()...)
}
