package main

import (
	"errors"

	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// hintOf says what to try next after an error of a known kind.
func hintOf(err error) string {
	var (
		config  *rules.ConfigError
		unknown *rules.UnknownRuleError
		notRepo *source.NotRepoError
		rev     *source.RevisionError
		claim   *source.NotLinkedError
		own     *settings.Error
	)
	switch {
	case errors.As(err, &config):
		return config.Hint
	case errors.As(err, &unknown):
		if unknown.Hint != "" {
			return unknown.Hint
		}
		return "`leaksieve rules list` lists the rules"
	case errors.As(err, &notRepo) && notRepo.Damaged != "":
		return notRepo.Damaged + " holds objects, but HEAD or refs are not there: it is damaged; in a copy, make a HEAD of \"ref: refs/heads/main\" and a folder refs, and scan that"
	case errors.As(err, &notRepo):
		return "name a repository, or scan the files as they are with `leaksieve dir`"
	case errors.As(err, &rev):
		return "`git log` or `git branch -a` shows what there is; a shallow clone may lack it"
	case errors.As(err, &claim):
		return trustHint
	case errors.As(err, &own):
		return own.Hint
	case errors.Is(err, reporters.ErrTruncated):
		return "scan again; a report that was interrupted is not a result"
	}
	return ""
}
