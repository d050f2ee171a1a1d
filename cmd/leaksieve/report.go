package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/reporters"
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
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if from == "" {
				return withHint(fmt.Errorf("--from is missing"), "name a run that was saved with `-f jsonl`")
			}
			var in io.Reader = a.stdin
			if from != "-" {
				file, err := os.Open(from)
				if err != nil {
					return fmt.Errorf("reading the saved run: %w", err)
				}
				defer file.Close()
				in = file
			}
			out, err := a.newOutput(&f)
			if err != nil {
				return err
			}
			defer out.discard()
			return out.stream(func(r reporters.Reporter) error {
				if err := reporters.Read(in, r); err != nil {
					return fmt.Errorf("reading the saved run %s: %w", from, err)
				}
				return nil
			})
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&from, "from", "", "saved run (JSONL), - for standard input")
	return cmd
})
