package main

import (
	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/scanner/source"
)

var _ = register(func(a *app) *cobra.Command {
	var (
		f    scanFlags
		path string
	)
	cmd := &cobra.Command{
		Use:     "stdin",
		Short:   "Scan standard input",
		Example: "  git show HEAD | leaksieve stdin\n  leaksieve stdin --path config.yml < config.yml",
		Args:    takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			limit, err := size(f.maxFileSize)
			if err != nil {
				return err
			}
			t := a.filesTarget("stdin", "-", ".", limit, f.trustConfig)
			t.run.Root = ""
			t.source = &source.Stdin{Reader: a.stdin, Path: path, MaxSize: limit}
			return a.scan(cmd.Context(), &f, t)
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&path, "path", "", "name to report and to match path rules with")
	return cmd
})
