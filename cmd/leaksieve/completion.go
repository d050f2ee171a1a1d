package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/rules"
)

// shells are those that cobra writes completions for.
var shells = []struct {
	name  string
	write func(*cobra.Command, io.Writer) error
}{
	{"bash", func(c *cobra.Command, w io.Writer) error { return c.GenBashCompletionV2(w, true) }},
	{"zsh", func(c *cobra.Command, w io.Writer) error { return c.GenZshCompletion(w) }},
	{"fish", func(c *cobra.Command, w io.Writer) error { return c.GenFishCompletion(w, true) }},
	{"powershell", func(c *cobra.Command, w io.Writer) error { return c.GenPowerShellCompletionWithDesc(w) }},
}

var _ = register(func(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "completion bash|zsh|fish|powershell",
		Short:   "Write completions for a shell",
		Example: "  source <(leaksieve completion bash)\n  leaksieve completion fish > ~/.config/fish/completions/leaksieve.fish",
		Args:    takes(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, s := range shells {
				if s.name == args[0] {
					return s.write(cmd.Root(), a.stdout)
				}
			}
			return withHint(fmt.Errorf("there are no completions for %q", args[0]), "bash, zsh, fish and powershell have them")
		},
	}
	for _, s := range shells {
		cmd.ValidArgs = append(cmd.ValidArgs, s.name)
	}
	return cmd
})

// completeFormats and completeRules are what flags and arguments are completed with.
func completeFormats(*cobra.Command, []string, string) (out []cobra.Completion, _ cobra.ShellCompDirective) {
	for _, f := range reporters.Formats() {
		out = append(out, cobra.CompletionWithDesc(f.Name, f.Doc))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

func completeRules(*cobra.Command, []string, string) (out []cobra.Completion, _ cobra.ShellCompDirective) {
	set, err := rules.Builtin()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	for _, r := range set.Rules {
		out = append(out, cobra.CompletionWithDesc(r.ID, r.Description))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completes is for flags that are defined: then there is no error.
func completes(cmd *cobra.Command, flag string, with cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, with); err != nil {
		panic(err) // at the start of every command, so that any test sees it
	}
}
