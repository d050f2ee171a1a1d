package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

// version is the semantic version of this program; a release sets it with
// -ldflags "-X main.version=…".
var version = "0.1.0-dev"

var _ = register(func(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.stdout, "leaksieve %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
})
