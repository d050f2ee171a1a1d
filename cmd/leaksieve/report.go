package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = register(func(a *app) *cobra.Command {
	var (
		f    outputFlags
		from string
	)
	cmd := &cobra.Command{
		Use:     "report --from run.jsonl",
		Short:   "Make a report of a saved run in any format",
		Example: "  leaksieve git -f jsonl -r run.jsonl\n  leaksieve report --from run.jsonl -f sarif -r leaks.sarif",
		Args:    takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			if from == "" {
				return withHint(fmt.Errorf("--from is missing"), "name a run that was saved with `-f jsonl`")
			}
			out, err := a.newOutput(&f, from)
			if err != nil {
				return err
			}
			var run savedRun
			if err := a.readRun(from, &run, reporters.Read); err != nil {
				return err
			}
			return out.write(run.run, run.findings, run.skips, run.summary)
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&from, "from", "", "saved run (JSONL), - for standard input")
	return cmd
})

// savedRun takes in a run, so that nothing is written of one that turns out to
// be cut short.
type savedRun struct {
	run      leak.Run
	findings []leak.Finding
	skips    []leak.Skip
	summary  leak.Summary
}

func (s *savedRun) Begin(r leak.Run) error       { s.run = r; return nil }
func (s *savedRun) Finding(f leak.Finding) error { s.findings = append(s.findings, f); return nil }
func (s *savedRun) Skip(sk leak.Skip) error      { s.skips = append(s.skips, sk); return nil }
func (s *savedRun) End(sum leak.Summary) error   { s.summary = sum; return nil }
