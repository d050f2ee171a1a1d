package callback_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

const secret = "made-up-secret/of+a test"

func event() callback.Event {
	return callback.Event{
		ID: "msg_1", Action: "revoke", Rule: "acme-token", Fingerprint: "ls1-abc", SecretID: "id-1", Severity: leak.SeverityHigh, Kind: "deploy token",
		Repository: "https://git.example/app", Origin: leak.Origin{Kind: leak.KindFile, Path: "config/app.yml", Object: "b0b"}, Line: 3, Commit: "c0ffee",
		Secret: leak.NewSecret(secret), Parts: []leak.Part{{Rule: "acme-id", Secret: leak.NewSecret("made-up-id-of-the-other-half")}},
	}
}

// TestMain is the program that the tests call: PROGRAM_TEST says what it does.
func TestMain(m *testing.M) {
	if do := os.Getenv("PROGRAM_TEST"); do != "" {
		os.Exit(program(do))
	}
	os.Exit(m.Run())
}

func program(do string) int {
	in, _ := io.ReadAll(os.Stdin)
	switch do {
	case "report":
		dir, _ := os.Getwd()
		_ = json.NewEncoder(os.Stdout).Encode(map[string]any{"args": os.Args[1:], "stdin": string(in), "env": os.Environ(), "dir": dir})
	case "repeat":
		fmt.Printf("got %s\n%q\n%x\n", in, in, in)
		fmt.Fprintf(os.Stderr, "cannot revoke %s \x1b[31mnow\n", in)
		return 1
	case "not mine":
		return callback.NotMine
	case "flood":
		for range 100_000 {
			fmt.Println("a line of a program that says too much", string(in))
		}
		fmt.Println("the end")
	case "hang":
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "PROGRAM_TEST=child")
		cmd.Stdout = os.Stdout
		_ = cmd.Start()
		time.Sleep(time.Hour)
	case "leave a child":
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "PROGRAM_TEST=child")
		cmd.Stdout = os.Stdout
		_ = cmd.Start()
	case "child":
		for range 600 {
			time.Sleep(10 * time.Millisecond)
			_ = os.WriteFile(os.Getenv("ALIVE"), []byte(time.Now().String()), 0o600)
		}
	}
	return 0
}

func run(t *testing.T, do string, c settings.Callback, e callback.Event) callback.Result {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	c.Exec = append([]string{self}, c.Exec...)
	c.Env = append(c.Env, "PROGRAM_TEST", "ALIVE")
	env := map[string]string{"PROGRAM_TEST": do, "PATH": os.Getenv("PATH"), "HOME": os.Getenv("HOME"), "SYSTEMROOT": os.Getenv("SYSTEMROOT"), "TOKEN": "t", "WANTED": "w", "ALIVE": os.Getenv("ALIVE")}
	cb, err := callback.New(c, callback.Options{Env: env})
	require.NoError(t, err)
	return cb.Call(t.Context(), e)
}

// reported runs a program that prints what it got into a file of its own.
func reported(t *testing.T, c settings.Callback, e callback.Event) (got struct {
	Args, Env  []string
	Stdin, Dir string
}) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("it needs a shell to write a file")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	out := filepath.Join(t.TempDir(), "out")
	c.Exec = append([]string{"sh", "-c", `exec "$0" "$@" >"$OUT"`, self}, c.Exec...)
	c.Env = append(c.Env, "PROGRAM_TEST", "OUT")
	env := map[string]string{"PROGRAM_TEST": "report", "PATH": os.Getenv("PATH"), "HOME": os.Getenv("HOME"), "OUT": out, "TOKEN": "t", "WANTED": "w"}
	cb, err := callback.New(c, callback.Options{Env: env})
	require.NoError(t, err)
	require.Equal(t, callback.Done, cb.Call(t.Context(), e).State)
	b, err := os.ReadFile(out)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &got))
	return got
}

func TestProgramGetsTheSecretOnStandardInputAlone(t *testing.T) {
	got := reported(t, settings.Callback{Exec: []string{"--kind", "{{rule}}", "--at={{ path }}:{{line}}", "{{fingerprint}}", "{{secret_id}}", "{{severity}}"}, Env: []string{"WANTED", "UNSET"}}, event())
	assert.Equal(t, []string{"--kind", "acme-token", "--at=config/app.yml:3", "ls1-abc", "id-1", "high"}, got.Args)
	assert.Equal(t, secret, got.Stdin)
	assert.NotContains(t, strings.Join(append(got.Args, got.Env...), " "), secret)
	assert.Contains(t, got.Env, "WANTED=w")
	assert.NotContains(t, got.Env, "TOKEN=t")
	home, err := os.UserHomeDir()
	require.NoError(t, err)
	assert.Equal(t, home, got.Dir)
}

func TestProgramGetsJSON(t *testing.T) {
	got := reported(t, settings.Callback{Input: "json"}, event())
	assert.JSONEq(t, `{"action":"revoke","rule":"acme-token","fingerprint":"ls1-abc","secretId":"id-1","severity":"high","kind":"deploy token",
		"repository":"https://git.example/app","origin":{"kind":"file","path":"config/app.yml","object":"b0b"},"line":3,"commit":"c0ffee",
		"mask":"made********","secret":"made-up-secret/of+a test","parts":{"acme-id":"made-up-id-of-the-other-half"}}`, got.Stdin)
}

func TestHostileValuesStayArguments(t *testing.T) {
	for name, c := range map[string]struct {
		exec []string
		path string
		want []string
	}{
		"an option":               {[]string{"{{path}}"}, "-rf", []string{"./-rf"}},
		"an option of two":        {[]string{"{{path}}:{{line}}"}, "--x", []string{"./--x:3"}},
		"behind an option's name": {[]string{"--path={{path}}"}, "-rf", []string{"--path=-rf"}},
		"a shell's words":         {[]string{"{{path}}"}, "a; rm -rf / $(id) `id` \"'\n&|", []string{"a; rm -rf / $(id) `id` \"'\n&|"}},
		"a placeholder":           {[]string{"{{path}}"}, "{{secret}}{{rule}}", []string{"{{secret}}{{rule}}"}},
		"nothing":                 {[]string{"{{path}}", "{{object}}"}, "", []string{"", "b0b"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := event()
			e.Origin.Path = c.path
			assert.Equal(t, c.want, reported(t, settings.Callback{Exec: c.exec}, e).Args)
		})
	}
	t.Run("other values that would be options", func(t *testing.T) {
		e := event()
		e.Rule = "--help"
		assert.Equal(t, callback.Result{State: callback.Failed, Detail: "the value of {{rule}} begins with a hyphen and would be an option"},
			run(t, "report", settings.Callback{Exec: []string{"{{rule}}"}}, e))
	})
	t.Run("behind a value that is empty", func(t *testing.T) {
		e := event()
		e.Commit, e.Origin.Path = "", "-rf"
		assert.Equal(t, callback.Failed, run(t, "report", settings.Callback{Exec: []string{"{{commit}}{{path}}"}}, e).State)
	})
	t.Run("NUL", func(t *testing.T) {
		e := event()
		e.Origin.Path = "a\x00b"
		assert.Equal(t, callback.Failed, run(t, "report", settings.Callback{Exec: []string{"{{path}}"}}, e).State)
	})
}

func TestExitCodeDecides(t *testing.T) {
	for do, want := range map[string]callback.Result{
		"nothing":  {State: callback.Done, Detail: "exit code 0"},
		"not mine": {State: callback.Unsupported, Detail: "exit code 69"},
		"repeat":   {State: callback.Failed, Detail: "exit code 1: cannot revoke made******** \uFFFD[31mnow"},
		"flood":    {State: callback.Done, Detail: "exit code 0: the end"},
	} {
		t.Run(do, func(t *testing.T) { assert.Equal(t, want, run(t, do, settings.Callback{}, event())) })
	}
	t.Run("no program", func(t *testing.T) {
		cb, err := callback.New(settings.Callback{Exec: []string{"no-such-program-anywhere"}}, callback.Options{})
		require.NoError(t, err)
		assert.Equal(t, callback.Result{State: callback.Failed, Detail: `there is no program "no-such-program-anywhere": executable file not found in $PATH`}, cb.Call(t.Context(), event()))
	})
	t.Run("no secret", func(t *testing.T) {
		e := event()
		e.Secret = leak.MaskedSecret("made********")
		assert.Equal(t, "the secret itself is not known", run(t, "nothing", settings.Callback{}, e).Detail)
	})
}

// quiet reports whether nothing writes the file any more.
func quiet(t *testing.T, path string) bool {
	t.Helper()
	require.Eventually(t, func() bool {
		before, _ := os.ReadFile(path)
		time.Sleep(100 * time.Millisecond)
		after, _ := os.ReadFile(path)
		return string(before) == string(after)
	}, 3*time.Second, time.Millisecond)
	return true
}

func TestTimeLimitKillsTheWholeGroup(t *testing.T) {
	alive := filepath.Join(t.TempDir(), "alive")
	t.Setenv("ALIVE", alive)
	start := time.Now()
	r := run(t, "hang", settings.Callback{Timeout: settings.Duration(400 * time.Millisecond)}, event())
	assert.Equal(t, callback.Result{State: callback.Unknown, Detail: "it was killed after 400ms"}, r)
	assert.Less(t, time.Since(start), 4*time.Second)
	assert.FileExists(t, alive, "the child ran")
	assert.True(t, quiet(t, alive))
}

func TestWhatIsLeftRunningIsKilled(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no group to kill")
	}
	alive := filepath.Join(t.TempDir(), "alive")
	t.Setenv("ALIVE", alive)
	r := run(t, "leave a child", settings.Callback{}, event())
	assert.Equal(t, callback.Done, r.State)
	assert.True(t, quiet(t, alive))
}

func TestCancelled(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	cb, err := callback.New(settings.Callback{Exec: []string{self}, Env: []string{"PROGRAM_TEST"}}, callback.Options{Env: map[string]string{"PROGRAM_TEST": "hang"}})
	require.NoError(t, err)
	ctx, cancel := context.WithTimeoutCause(t.Context(), 200*time.Millisecond, context.Canceled)
	defer cancel()
	assert.Equal(t, callback.Unknown, cb.Call(ctx, event()).State)
}

func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		settings.Callback
		err string
	}{
		"nothing":             {settings.Callback{}, "the settings name neither a program nor a web hook"},
		"unknown placeholder": {settings.Callback{Exec: []string{"a", "x{{pth}}"}}, "placeholder {{pth}} is not known"},
		"secret":              {settings.Callback{Exec: []string{"a", "{{secret}}"}}, "the secret is no argument: the program reads it on standard input"},
		"relative path":       {settings.Callback{Exec: []string{"./a"}}, `program "./a": a path has to be absolute`},
		"no client":           {settings.Callback{Webhook: "https://a.example"}, "a web hook needs a client"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := callback.New(c.Callback, callback.Options{})
			require.EqualError(t, err, c.err)
		})
	}
}

func TestDescribe(t *testing.T) {
	cb, err := callback.New(settings.Callback{Exec: []string{"vault-rotate", "--kind", "{{rule}}", "{{path}}"}}, callback.Options{})
	require.NoError(t, err)
	e := event()
	assert.Equal(t, "run vault-rotate --kind acme-token config/app.yml, with the secret on standard input", cb.Describe(e))
	e.Origin.Path = "-a b\x1b"
	assert.Equal(t, `run vault-rotate --kind acme-token "./-a b\x1b", with the secret on standard input`, cb.Describe(e))
	assert.Equal(t, "vault-rotate", cb.Target())
}

func TestMask(t *testing.T) {
	pem := "-----BEGIN X-----\nTUlJQ2RRSUJBREFO\nQmdrcWhraUc5dzBC\n-----END X-----\n"
	for name, c := range map[string]struct{ secret, text, want string }{
		"as it is":   {secret, "a " + secret + " b", "a made******** b"},
		"query":      {secret, "made-up-secret%2Fof%2Ba+test", "made********"},
		"hex":        {secret, fmt.Sprintf("%x", secret), "made********"},
		"base64":     {secret, "bWFkZS11cC1zZWNyZXQvb2YrYSB0ZXN0", "made********"},
		"JSON":       {"a \"quoted\"\nsecret of two", `"a \"quoted\"\nsecret of two"`, `"a "q********"`},
		"one line":   {pem, "bad line TUlJQ2RRSUJBREFO!", "bad line ----********!"},
		"not known":  {"", "a b", "a b"},
		"two of two": {secret, secret + secret, "made********made********"},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, callback.Mask(c.text, leak.NewSecret(c.secret))) })
	}
	t.Run("one is the beginning of another", func(t *testing.T) {
		assert.Equal(t, "a made******** b", callback.Mask("a made-up-secret-and-its-rest b", leak.NewSecret("made-up-secret-and"), leak.NewSecret("made-up-secret-and-its-rest")))
	})
}
