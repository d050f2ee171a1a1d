package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/hooks/revoke"
	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/reporters/remedy"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = register(func(a *app) *cobra.Command {
	var (
		f    scanFlags
		from string

		store string
	)
	cmd := &cobra.Command{
		Use:     "explain FINGERPRINT [repository...]",
		Short:   "Tell all that is known of one secret, and what to do about it",
		Long:    "Tell what a secret can do and until when, where and since when it stands, who\nelse uses it, why it is as urgent as it is, and what to do: where it is revoked,\nhow it moves to a secret store, how it leaves the history. FINGERPRINT is the id of\na finding, or its first characters. The repository is scanned, unless a saved run\nis named.",
		Example: "  leaksieve explain ls1-56152ec2\n  leaksieve explain ls1-56152ec2 --from run.jsonl",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return withHint(errors.New("there is no fingerprint"), "it is the id of a finding, as `leaksieve git` prints it: ls1-…")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var run savedRun
			var err error
			if store != "" && !slices.Contains(storesAnd(), store) {
				return withHint(fmt.Errorf("no store is called %q", store), strings.Join(storesAnd(), ", ")+" are")
			}
			if from != "" {
				if len(args) > 1 {
					return withHint(errors.New("--from does not go with a repository"), "a saved run says what was scanned")
				}
				err = a.readRun(from, &run, reporters.Read)
			} else {
				err = a.scanFor(cmd.Context(), &f, args[1:], &run)
			}
			if err != nil {
				return err
			}
			return a.tellStory(&f.output, &run, args[0], store)
		},
	}
	f.addWithout(cmd, "report-format", "report-path", "exit-code", "verbose", "notify")
	cmd.Flags().StringVar(&from, "from", "", "saved run (JSONL), - for standard input")
	cmd.Flags().StringVar(&store, "store", "", "show how to keep the secret in this store: "+strings.Join(storesAnd(), ", "))
	completes(cmd, "store", cobra.FixedCompletions(storesAnd(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
})

// readRun reads a saved run with one of the readers of package reporters.
func (a *app) readRun(from string, run *savedRun, read func(io.Reader, reporters.Reporter) error) error {
	var in io.Reader = a.stdin
	if from != "-" {
		file, err := os.Open(from)
		if err != nil {
			return fmt.Errorf("reading the saved run: %w", err)
		}
		defer file.Close()
		in = file
	}
	if err := read(in, run); err != nil {
		return fmt.Errorf("reading the saved run %s: %w", from, err)
	}
	return nil
}

// scanFor scans repositories as `leaksieve git` does.
func (a *app) scanFor(ctx context.Context, f *scanFlags, paths []string, run *savedRun) error {
	res, err := a.scanGit(ctx, f, paths, gitFlags{})
	if err != nil {
		return err
	}
	*run = savedRun{res.Run, res.Findings, res.Skips, res.Summary}
	return nil
}

// tellStory writes the story of the secret that a fingerprint names.
func (a *app) tellStory(o *outputFlags, run *savedRun, fingerprint, store string) error {
	f, err := findingOf(run.findings, fingerprint)
	if err != nil {
		return err
	}
	s := reporters.Story{Run: run.run, Now: a.now(), Findings: []leak.Finding{*f}}
	for i := range run.findings {
		g := &run.findings[i]
		switch {
		case g == f:
		case g.Fingerprint == f.Fingerprint || f.SecretID != "" && g.SecretID == f.SecretID:
			s.Findings = append(s.Findings, *g)
		case f.Blast != nil && slices.Contains(f.Blast.Account, g.SecretID):
			s.Siblings = append(s.Siblings, *g)
		}
	}
	s.Steps = remedies(&s, store)
	opts := reporters.Options{ShowSecrets: o.showSecrets}
	opts.Color, opts.Width = a.terminal(o.noColor)
	return reporters.WriteStory(a.stdout, &s, opts)
}

// findingOf returns the finding that a fingerprint or its beginning names.
func findingOf(findings []leak.Finding, fingerprint string) (*leak.Finding, error) {
	var found *leak.Finding
	for i := range findings {
		f := &findings[i]
		if !strings.HasPrefix(f.Fingerprint, fingerprint) || fingerprint == "" {
			continue
		}
		if found != nil && found.Fingerprint != f.Fingerprint {
			return nil, withHint(fmt.Errorf("the fingerprint %s is the beginning of several", fingerprint), "write more of it")
		}
		if found == nil {
			found = f
		}
	}
	if found == nil {
		return nil, withHint(fmt.Errorf("no finding has the fingerprint %s", fingerprint), "`leaksieve git` prints the ids of all findings; a fingerprint is of one repository")
	}
	return found, nil
}

// remedies are what the owner of a leak has to do.
func remedies(s *reporters.Story, store string) []reporters.Step {
	f := &s.Findings[0]
	var rule leak.Rule
	for _, r := range s.Run.Rules {
		if r.ID == f.Rule {
			rule = r
		}
	}
	short, in := f.Fingerprint[:min(len(f.Fingerprint), 12)], argument(repositoryOf(&s.Run, f))
	steps := []reporters.Step{
		takeBack(f, &rule, short+in),
		{Title: "Rotate it", Text: "Make a new one with no more scope and no longer life than its use needs, and put it where the old one was used: " + holders(s) + "."},
	}
	steps = append(steps, move(f, store)...)
	if f.Exposure.First != nil || len(f.Exposure.HeldBy) > 0 {
		steps = append(steps, reporters.Step{Title: "Clean the history", Text: "Once it is revoked: cleaning is no substitute, as whoever fetched the history keeps it.",
			Lines: []string{"leaksieve cleanup --fingerprint " + short + " -o ../cleanup" + in, "leaksieve cleanup --check ../cleanup" + in}})
	}
	return steps
}

// repositoryOf returns the repository of a finding as the user named it; "" is the
// current one.
func repositoryOf(run *leak.Run, f *leak.Finding) string {
	if f.Origin.Repo == "" && run.Mode == "git" && run.Target != "." {
		return run.Target
	}
	for _, r := range run.Repositories {
		if r.Name == f.Origin.Repo {
			return r.Target
		}
	}
	return ""
}

var plainArgument = regexp.MustCompile(`^[A-Za-z0-9_./~+@%:,][A-Za-z0-9_./~+@%:,-]*$`)

// argument is one more argument of a command for a shell, if there is any.
func argument(s string) string {
	switch {
	case s == "":
		return ""
	case plainArgument.MatchString(s):
		return " " + s
	case strings.HasPrefix(s, "-"):
		s = "./" + s
	}
	return " '" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// takeBack says who takes the secret back, and where.
func takeBack(f *leak.Finding, rule *leak.Rule, fingerprint string) reporters.Step {
	s := reporters.Step{Title: "Revoke it", Text: rule.Help, Refs: rule.Refs, Lines: []string{"leaksieve revoke --fingerprint " + fingerprint}}
	cred := f.Credential()
	w := revoke.For(&cred)
	if w == nil {
		return s
	}
	s.Refs = nil
	for _, page := range []string{w.Page, w.Docs} {
		if page != "" && !slices.Contains(s.Refs, page) {
			s.Refs = append(s.Refs, page)
		}
	}
	switch {
	case w.Kind == revoke.Self:
		s.Text = "Whoever holds it can take it back: " + w.Does + "."
		if w.Effect != "" {
			s.Text += " Beware: " + w.Effect + "."
		}
	case len(w.Steps) > 0:
		s.Text = strings.Join(w.Steps, " ")
	}
	return s
}

// move says how the secret moves to the store that was asked for, "" for the one that
// belongs to the file.
func move(f *leak.Finding, store string) (steps []reporters.Step) {
	if f.Origin.Kind != leak.KindFile || f.Start.Line == 0 {
		return nil
	}
	name := f.Within.Item // which a saved run does not have
	if name == "" {
		name = remedy.NameOf(f.Line, max(0, strings.Index(f.Line, f.Secret.String())), f.Rule)
	}
	snippets := remedy.Snippets(remedy.Place{Path: f.Origin.Path, Name: name, Multiline: f.End.Line > f.Start.Line})
	var others []string
	for i, s := range snippets {
		if s.ID != store && store != "all" && (store != "" || i > 0) {
			others = append(others, s.ID)
			continue
		}
		step := reporters.Step{Title: "Move it to a store: " + s.Store, Refs: s.Docs}
		if s.Language == "json" && s.Code == "" {
			step.Text = "JSON has no variables: leave it out of the file, and let the program that reads the file take it from its environment."
		}
		for _, text := range []string{s.Command, s.Setup, s.Code} {
			if text = strings.TrimSpace(text); text != "" {
				step.Lines = append(append(step.Lines, ""), strings.Split(text, "\n")...)
			}
		}
		steps = append(steps, step)
	}
	if len(others) > 0 && len(steps) > 0 {
		last := &steps[len(steps)-1]
		last.Text = strings.TrimSpace(last.Text + " With --store " + strings.Join(others, ", ") + " or all: how to keep it there.")
	}
	return steps
}

// storesAnd are what --store takes.
func storesAnd() []string { return append(slices.Clone(remedy.Stores), "all") }

// holders names what has to be changed.
func holders(s *reporters.Story) string {
	if b := s.Findings[0].Blast; b != nil && len(b.Services) > 0 {
		return strings.Join(b.Services, ", ")
	}
	return "wherever it is used"
}
