package rules

import (
	"fmt"
	"strings"
)

// ConfigError says what is wrong in a configuration file, where, and what to
// try. Every error about the content of a file that Parse, LoadFile and
// Builtin return is one.
type ConfigError struct {
	File string
	Line int    // 1-based; 0: the file as a whole
	Key  string // "rules.regex"; empty when it is not about one key
	Msg  string // one line, without file and line
	Hint string // what to try next, one line; may be empty
	Err  error  // the cause, when there is one
}

// Error returns "file:line: message".
func (e *ConfigError) Error() string {
	return fmt.Sprintf("%s: %s", where(e.File, e.Line), e.Msg)
}

// Unwrap returns the cause.
func (e *ConfigError) Unwrap() error { return e.Err }

func where(file string, line int) string {
	if line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d", file, line)
}

// didYouMean returns a hint naming the candidate that is nearest to word, or
// the empty string when none is near.
func didYouMean(word string, candidates []string) string {
	best, bestAt := "", len(word)/3+2 // "keyword" for "keywords", not "tags" for "path"
	for _, c := range candidates {
		if d := editDistance(strings.ToLower(word), strings.ToLower(c)); d < bestAt {
			best, bestAt = c, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// editDistance is Levenshtein's, over bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
