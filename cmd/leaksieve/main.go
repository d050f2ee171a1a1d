// Command leaksieve finds secrets in git repositories, staged changes, files and
// streams.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], environment(), os.Stdin, os.Stdout, os.Stderr))
}

// app is what every command can reach of the world; tests pass their own.
type app struct {
	env    map[string]string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	code   int // exit code of a command that ran
}

func environment() map[string]string {
	env := map[string]string{}
	for _, kv := range os.Environ() {
		k, v, _ := strings.Cut(kv, "=")
		env[k] = v
	}
	return env
}

// Exit codes. They are part of what scripts rely on: see README.
const (
	exitClean      = 0
	exitFindings   = 1
	exitUsage      = 2
	exitIncomplete = 3
	exitInterrupt  = 130
	exitTerminate  = 143
)

// commands are added by package-level variables, one file a command.
var commands []func(*app) *cobra.Command

func register(c func(*app) *cobra.Command) struct{} {
	commands = append(commands, c)
	return struct{}{}
}

// run is the program: it returns the exit code. Nothing in it knows the process.
func run(ctx context.Context, args []string, env map[string]string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{env: env, stdin: stdin, stdout: stdout, stderr: stderr}
	ctx, stop := withSignals(ctx)
	defer stop()
	root := newRoot(a)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		return a.fail(withSuggestion(root, err))
	}
	var sig *signalError
	if errors.As(context.Cause(ctx), &sig) {
		return sig.code
	}
	return a.code
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "leaksieve",
		Short:         "Find secrets in git, wherever git can hold them",
		Long:          "leaksieve finds tokens, keys and passwords in the history of a repository, in\nwhat is staged, in files and in streams. It says of everything that it could not\nread that it did not read it.",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return withHint(errors.New("there is no command"), "`leaksieve git` scans the repository you are in; `leaksieve --help` lists the commands")
		},
		DisableSuggestions: true, // they stand in the hint
		CompletionOptions:  cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return withHint(err, "`"+cmd.CommandPath()+" --help` lists the flags")
	})
	for _, c := range commands {
		root.AddCommand(c(a))
	}
	return root
}

// signalError is the cause of a context that a signal cancelled.
type signalError struct {
	name string
	code int
}

func (e *signalError) Error() string { return "stopped by " + e.name }

// withSignals cancels the context at the first SIGINT or SIGTERM; a second one
// ends the process at once.
func withSignals(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals) // from here on the system's default applies
			if s == syscall.SIGTERM {
				cancel(&signalError{"SIGTERM", exitTerminate})
			} else {
				cancel(&signalError{"SIGINT", exitInterrupt})
			}
		case <-ctx.Done():
		}
	}()
	return ctx, func() { signal.Stop(signals); cancel(nil) }
}

// hintError is an error with what to try next.
type hintError struct {
	err  error
	hint string
	code int
}

func (e *hintError) Error() string { return e.err.Error() }
func (e *hintError) Unwrap() error { return e.err }

func withHint(err error, hint string) error { return &hintError{err, hint, exitUsage} }

// fail prints the error and what to try, and returns the exit code.
func (a *app) fail(err error) int {
	code, hint := exitUsage, hintOf(err)
	var h *hintError
	if errors.As(err, &h) {
		hint, code = h.hint, h.code
	}
	a.say("error", strings.TrimSpace(err.Error()))
	if hint != "" {
		a.say("hint", hint)
	}
	return code
}

// say prints a line about what went wrong. It may repeat what somebody else wrote,
// or a secret pasted where a path was meant.
func (a *app) say(what, text string) {
	if set, err := rules.Builtin(); err == nil {
		text = scanner.HideSecrets(set, text)
	}
	fmt.Fprintf(a.stderr, "leaksieve: %s: %s\n", what, reporters.Printable(text))
}

// takes checks the number of arguments.
func takes(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		what := ""
		switch n := len(args); {
		case n > most && most == 0:
			what = "no argument"
		case n > most:
			what = "at most one argument"
		case n < least:
			what = "an argument"
		default:
			return nil
		}
		return withHint(fmt.Errorf("%s takes %s", cmd.CommandPath(), what), "usage: "+cmd.UseLine())
	}
}

// withSuggestion adds to cobra's error about a command that it does not know
// the one that was meant.
func withSuggestion(root *cobra.Command, err error) error {
	rest, ok := strings.CutPrefix(err.Error(), "unknown command ")
	if !ok {
		return err
	}
	hint := "`leaksieve --help` lists the commands"
	if name, uerr := strconv.QuotedPrefix(rest); uerr == nil {
		name, _ = strconv.Unquote(name)
		root.DisableSuggestions, root.SuggestionsMinimumDistance = false, 2
		if near := root.SuggestionsFor(name); len(near) > 0 {
			hint = fmt.Sprintf("did you mean `leaksieve %s`?", near[0])
		}
	}
	return withHint(err, hint)
}
