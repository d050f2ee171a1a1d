package settings

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	header   = regexp.MustCompile(`^\s*(\[\[?)([^\[\]#]+)\]`)
	keyValue = regexp.MustCompile(`^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=`)
	keyPart  = regexp.MustCompile(`[A-Za-z0-9_-]+|"[^"]*"|'[^']*'`)
)

// indexLines returns the lines at which the keys and tables of a document that is TOML
// stand, by their path: "notify.channels[1].url". Lines of a text over several lines
// may look like keys; the first line of a path is the one that is kept.
func indexLines(document string) map[string]int {
	at := map[string]int{}
	count := map[string]int{} // tables of an array so far
	table := ""
	set := func(path string, line int) {
		if at[path] == 0 {
			at[path] = line
		}
	}
	for i, line := range strings.Split(document, "\n") {
		if m := header.FindStringSubmatch(line); m != nil {
			table = resolve(pathOf(m[2]), count)
			if m[1] == "[[" {
				count[table]++
				table = fmt.Sprintf("%s[%d]", table, count[table]-1)
			}
			set(table, i+1)
		} else if m := keyValue.FindStringSubmatch(line); m != nil {
			set(join(table, strings.Join(pathOf(m[1]), ".")), i+1)
		}
	}
	return at
}

func pathOf(key string) []string {
	parts := keyPart.FindAllString(key, -1)
	for i := range parts {
		parts[i] = strings.Trim(parts[i], `"'`)
	}
	return parts
}

// resolve puts the index of the last table of an array behind its name, where the path
// goes on.
func resolve(parts []string, count map[string]int) string {
	path := ""
	for i, part := range parts {
		path = join(path, part)
		if n := count[path]; n > 0 && i < len(parts)-1 {
			path = fmt.Sprintf("%s[%d]", path, n-1)
		}
	}
	return path
}

var index = regexp.MustCompile(`\[\d+\]`)

// withoutIndexes turns "notify.channels[1].url" into "notify.channels.url".
func withoutIndexes(path string) string { return index.ReplaceAllString(path, "") }
