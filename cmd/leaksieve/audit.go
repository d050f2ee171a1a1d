package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/reporters"
)

var _ = register(func(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Check and show the record of what was sent",
		Long: `Every question to an issuer, revocation, callback and message has a line in the
audit log before it is sent and one after. Each line holds the hash of the one before,
so that a line that was changed, removed or moved is found.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withHint(errors.New("audit needs a command"), "`leaksieve audit verify` checks the log, `leaksieve audit show` prints it")
		},
	}
	cmd.AddCommand(a.auditVerify(), a.auditShow())
	return cmd
})

// auditFlags say which log is meant.
type auditFlags struct{ log, settings string }

func (f *auditFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.log, "audit-log", "", "audit log (default of the settings, else audit.jsonl in the state folder of the user)")
	cmd.Flags().StringVar(&f.settings, "settings", "", "settings file (default LEAKSIEVE_SETTINGS, else settings.toml in the configuration folder of the user)")
}

func (a *app) auditPath(f *auditFlags) (string, error) {
	if f.log != "" {
		return f.log, nil
	}
	s, err := a.settings(&worldFlags{settings: f.settings})
	if err != nil {
		return "", err
	}
	return a.logPath(s)
}

// logPath returns where the audit log of these settings is.
func (a *app) logPath(s *settings.Settings) (string, error) {
	if s.Audit.Path != "" {
		return s.Audit.Path, nil
	}
	path, err := audit.DefaultPath(a.env, runtime.GOOS)
	if err != nil {
		return "", withHint(fmt.Errorf("finding the audit log: %w", err), "name it with --audit-log, or as path under [audit] in the settings")
	}
	return path, nil
}

// exitBroken is the exit code for a log that is not intact.
const exitBroken = 1

// auditError chooses the exit code: a broken chain is a finding, the rest is not usable.
func auditError(err error) error {
	var broken *audit.BrokenError
	switch {
	case errors.As(err, &broken):
		return &hintError{err, "do not append to it; compare it with a copy, and move it and its .head away together to begin a new one", exitBroken}
	case errors.Is(err, fs.ErrNotExist):
		return withHint(fmt.Errorf("reading the audit log: %w", err), "nothing was sent yet, or the log is elsewhere: name it with --audit-log")
	}
	return fmt.Errorf("reading the audit log: %w", err)
}

func (a *app) auditVerify() *cobra.Command {
	var (
		f    auditFlags
		head string
	)
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check that no line of the audit log was changed, removed or moved",
		Long: `Check every line of the audit log and print its head: how many lines it has, and
the hash of the last. Note the head elsewhere: whoever can write the log can write all
of it anew, and only a head that they cannot reach tells.

Exit codes: 0 intact, 1 broken, 2 not readable.`,
		Example: "  leaksieve audit verify\n  leaksieve audit verify --head \"$(cat head.txt)\"",
		Args:    takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := a.auditPath(&f)
			if err != nil {
				return err
			}
			var noted *audit.Head
			if cmd.Flags().Changed("head") {
				h, err := audit.ParseHead(strings.TrimSpace(head))
				if err != nil {
					return withHint(fmt.Errorf("--head: %w", err), "`leaksieve audit verify` prints it")
				}
				noted = &h
			}
			state, err := audit.VerifyFile(cmd.Context(), path, noted)
			if err != nil {
				return auditError(err)
			}
			if state.Recovered > 0 {
				a.say("note", fmt.Sprintf("%s: times that a process died while it wrote: %d", path, state.Recovered))
			}
			if state.Torn {
				a.say("note", path+": a process died while it wrote the end, the next line will say so")
			}
			return a.print("%s\n", state.Head)
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&head, "head", "", "head that was noted before, N:HASH: the log must go on from it")
	return cmd
}

func (a *app) auditShow() *cobra.Command {
	var (
		f                           auditFlags
		action, fingerprint, format string
	)
	cmd := &cobra.Command{
		Use:     "show",
		Short:   "Print the audit log",
		Example: "  leaksieve audit show --action revoke\n  leaksieve audit show --fingerprint ls1-0f3c -f json",
		Args:    takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return withHint(fmt.Errorf("no format is called %q", format), "text and json are")
			}
			if action != "" && !slices.Contains(audit.Actions, action) {
				return withHint(fmt.Errorf("no action is called %q", action), strings.Join(audit.Actions, ", ")+" are")
			}
			path, err := a.auditPath(&f)
			if err != nil {
				return err
			}
			err = audit.Read(cmd.Context(), path, func(r audit.Record) error {
				if action != "" && string(r.Action) != action || fingerprint != "" && !strings.HasPrefix(r.Fingerprint, fingerprint) && r.SecretID != fingerprint {
					return nil
				}
				return a.printRecord(r, format)
			})
			if err != nil {
				return auditError(err)
			}
			return nil
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&action, "action", "", "lines of this action: "+strings.Join(audit.Actions, ", "))
	fl.StringVar(&fingerprint, "fingerprint", "", "lines about the finding with this fingerprint, or what begins with it, or the secret with this id")
	fl.StringVarP(&format, "format", "f", "text", "text, or json for the lines as they are")
	completes(cmd, "action", cobra.FixedCompletions(audit.Actions, cobra.ShellCompDirectiveNoFileComp))
	completes(cmd, "format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (a *app) printRecord(r audit.Record, format string) error {
	if format == "json" {
		b, err := json.Marshal(r)
		if err != nil {
			return err
		}
		return a.print("%s\n", plainJSON(string(b)))
	}
	fields := []string{r.Time.UTC().Format(time.RFC3339), string(r.Action), string(r.Phase), r.Outcome, r.Issuer, r.Target, r.Rule, cmp.Or(r.Fingerprint, r.SecretID), r.Detail}
	line := fmt.Sprintf("%4d", r.Seq)
	for _, s := range fields {
		if s != "" {
			line += "  " + reporters.Printable(s)
		}
	}
	return a.print("%s\n", line)
}

// plainJSON escapes what a terminal could act on: it stands in strings alone, where no
// line ends.
func plainJSON(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.IsGraphic(r), r == '\n':
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
