package main

import (
	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/scanner/source"
)

var _ = register(func(a *app) *cobra.Command {
	var f scanFlags
	cmd := &cobra.Command{
		Use:   "staged [repository]",
		Short: "Scan what the next commit would bring in",
		Long:  "Scan the index against HEAD (in a merge, against what is merged too) and report\nwhat stands on new lines. Edits that are not staged are not looked at.",
		Args:  takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := "."
			if len(args) > 0 {
				path = args[0]
			}
			limit, err := size(f.maxFileSize)
			if err != nil {
				return err
			}
			repo, store, err := a.openStore(path, f.trustConfig, limit)
			if err != nil {
				return err
			}
			defer store.Close()
			t := a.repositoryTarget("staged", path, repo)
			t.key = func() ([]byte, error) { return source.FingerprintKey(repo, store) }
			t.source = &source.Staged{Repo: repo, Store: store, IndexFile: source.IndexPath(repo, a.indexFile(repo), repo.WorkTree)}
			t.store = store
			return a.scan(cmd.Context(), &f, t)
		},
	}
	f.add(cmd)
	return cmd
})

// indexFile is the index that git names for hooks, relative to the top of the
// working tree, if it is one of this repository.
func (a *app) indexFile(repo *source.Repository) string {
	if here, err := a.repository("."); err != nil || here.GitDir != repo.GitDir {
		return ""
	}
	return a.env["GIT_INDEX_FILE"]
}
