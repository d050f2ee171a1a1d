package main

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = register(func(a *app) *cobra.Command {
	var f scanFlags
	cmd := &cobra.Command{
		Use: "rules", Short: "List, show, test and explain rules, and train the model", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return withHint(errors.New("rules needs a command"), "`leaksieve rules list`, `rules show ID` or `rules test FILE`")
		},
	}
	cmd.PersistentFlags().StringVarP(&f.config, "config", "c", "", "configuration file (default: the built-in rules)")
	load := func() (*rules.Set, error) {
		set, _, err := a.loadRules(&f, target{})
		return set, err
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "list", Short: "List the rules", Args: takes(0, 0),
			RunE: func(*cobra.Command, []string) error {
				set, err := load()
				if err != nil {
					return err
				}
				return a.listRules(set)
			},
		},
		&cobra.Command{
			Use: "show ID", Short: "Show one rule", Args: takes(1, 1), ValidArgsFunction: completeRules,
			RunE: func(_ *cobra.Command, args []string) error {
				set, err := load()
				if err == nil {
					_, err = set.Only(args[0])
				}
				if err != nil {
					return err
				}
				return a.showRules(set, set.Named(args[0]))
			},
		},
		&cobra.Command{
			Use: "test FILE", Short: "Test a rule file with the samples beside it",
			Long: "Test the rules of FILE.toml with the samples in FILE.txtar: a txtar archive whose\nfiles are named \"want ID\" or \"want none\". The contents are templates, such as\n{{alnum:36}}, that are drawn anew; CONTRIBUTING.md lists them.",
			Args: takes(1, 1),
			RunE: func(_ *cobra.Command, args []string) error { return a.testRules(args[0]) },
		},
		a.explainCommand(load),
		a.trainCommand(),
	)
	return cmd
})

func (a *app) listRules(set *rules.Set) error {
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for _, r := range set.Rules {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.ID, r.Severity, r.Description)
	}
	return w.Flush()
}

// showRules shows the rules of these ids: more than one when they share an alias.
func (a *app) showRules(set *rules.Set, ids []string) error {
	for i, id := range ids {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		if err := a.showRule(set.Rule(id)); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) showRule(r *rules.Rule) error {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-12s %s\n", name, value)
		}
	}
	field("id", r.ID)
	field("aliases", strings.Join(r.Aliases, ", "))
	field("description", r.Description)
	field("severity", string(r.Severity))
	field("tags", strings.Join(r.Tags, ", "))
	field("help", r.Help)
	field("keywords", strings.Join(r.Keywords, ", "))
	if r.Regex != nil {
		field("regex", r.Regex.String())
	}
	if r.Path != nil {
		field("path", r.Path.String())
	}
	if r.Entropy > 0 {
		field("entropy", fmt.Sprintf("more than %g bits a character", r.Entropy))
	}
	field("checksum", r.Checksum)
	for _, req := range r.Required {
		field(kindOf(req), partOf(req))
	}
	for _, ref := range r.Refs {
		field("reference", ref)
	}
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

func kindOf(req rules.Required) string {
	if req.Optional {
		return "part"
	}
	return "required"
}

// partOf says what is looked for, and how near.
func partOf(req rules.Required) string {
	part := strings.Join(req.RuleIDs, " or ")
	if n := req.WithinLines; n != nil {
		part += fmt.Sprintf(", at most %d lines away", *n)
	}
	return part
}

// sampleSeed makes a rule test draw the same samples every time.
const sampleSeed = 1

func (a *app) testRules(file string) error {
	set, err := rules.LoadFile(file, rules.LoadOptions{Dialect: rules.DialectOf(file)})
	if err != nil {
		return err
	}
	samplesFile := strings.TrimSuffix(file, filepath.Ext(file)) + ".txtar"
	data, err := os.ReadFile(samplesFile)
	if err != nil {
		return withHint(fmt.Errorf("reading samples: %w", err), "put them beside the rules, in "+samplesFile)
	}
	samples, err := rules.ParseSamples(data, rand.New(rand.NewSource(sampleSeed)))
	if err != nil {
		return fmt.Errorf("%s: %w", samplesFile, err)
	}
	if len(samples) == 0 {
		return fmt.Errorf("%s: there is no sample", samplesFile)
	}
	for _, s := range samples {
		named := s.Want
		if s.Not != "" {
			named = []string{s.Not}
		}
		if _, err := set.Only(named...); err != nil {
			return fmt.Errorf("%s: line %d: %w", samplesFile, s.Line, err)
		}
	}
	det := detect.New(set, detect.Options{Least: leak.ConfidenceMedium})
	failed := 0
	for _, s := range samples {
		if got := foundIn(det, set, s); !s.Holds(got) {
			failed++
			fmt.Fprintf(a.stdout, "%s:%d: want %s, found %s\n", samplesFile, s.Line, s.Wants(), cmp.Or(strings.Join(got, ", "), "none"))
		}
	}
	fmt.Fprintf(a.stdout, "%d samples, %d failed\n", len(samples), failed)
	if failed > 0 {
		a.code = exitFindings
	}
	return nil
}

func foundIn(det *detect.Detector, set *rules.Set, s rules.Sample) (ids []string) {
	decider := decide.New(decide.Options{Set: set})
	for _, f := range det.Scan(leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: s.Path}, Data: []byte(s.Data)}) {
		if !det.Judge(&f) {
			continue
		}
		if decider.Decide(&f); !f.Decision.Suppressed && !slices.Contains(ids, f.Rule) {
			ids = append(ids, f.Rule)
		}
	}
	slices.Sort(ids)
	return ids
}
