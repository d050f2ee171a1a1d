package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// document has every form of key and value; a comment "@ path" stands on the line
// where that path is expected.
const documentWithPlaces = `# a comment with [[rules]] and key = 1
title = "a # in a string"            # @ title
"quoted key" = 'x = [ {'             # @ quoted key
a.b."c.d" = 1                        # @ a.b.c.d
[extend]                             # @ extend
path = "x"                           # @ extend.path
  disabledRules = [                  # @ extend.disabledrules
    "one", # ]
    'two',
  ]
[[rules]]                            # @ rules[0]
id = "first"                         # @ rules[0].id
regex = '''                          # @ rules[0].regex
id = "not here"
[[rules]]
'''
help = """                           # @ rules[0].help
\""" id = 1
""\"
"""
tags = ["a", """
b
""", 'c']
[[rules.allowlists]]                 # @ rules[0].allowlists[0]
paths = ["]"]                        # @ rules[0].allowlists[0].paths
[[rules.allowlists]]                 # @ rules[0].allowlists[1]
paths = []                           # @ rules[0].allowlists[1].paths
[rules.allowlist]                    # @ rules[0].allowlist
stopwords = ['''x''''']              # @ rules[0].allowlist.stopwords
[[ rules ]]                          # @ rules[1]
ID = "second"                        # @ rules[1].id
[[rules."allowlists"]]               # @ rules[1].allowlists[0]
inline = { a = 1, b = { c = [ 1,
  2 ] } }
after = 1                            # @ rules[1].allowlists[0].after
[deep.er.table]                      # @ deep
x = 1                                # @ deep.er.table.x
[last]                               # @ last
`

func TestLinesOfKeys(t *testing.T) {
	for name, src := range map[string]string{
		"LF":   documentWithPlaces,
		"CRLF": strings.ReplaceAll(documentWithPlaces, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, toml.Unmarshal([]byte(src), &map[string]any{}), "the document is TOML")
			index, deep := indexLines(src)
			assert.Zero(t, deep)
			n, places := 0, 0
			for line := range strings.Lines(src) {
				n++
				if _, path, ok := strings.Cut(line, "# @ "); ok {
					places++
					assert.Equal(t, n, index.line(strings.TrimSpace(path)), path)
					assert.Equal(t, n, index.line(strings.ToUpper(strings.TrimSpace(path))), path)
				}
			}
			assert.Equal(t, 23, places)
		})
	}
}

func TestLinesOfWhatIsNotThere(t *testing.T) {
	index, _ := indexLines(documentWithPlaces)
	for path, of := range map[string]string{
		"extend.nothing":                      "extend",
		"rules[1].nothing":                    "rules[1]",
		"rules[1].allowlists[0].inline.b.c.d": "rules[1].allowlists[0].inline",
		"rules[7].id":                         "rules",
		"rules[0].required[2].id":             "rules[0]",
		"deep.er":                             "deep",
	} {
		assert.Equal(t, index.line(of), index.line(path), path)
		assert.NotZero(t, index.line(path), path)
	}
	assert.Zero(t, index.line("nothing"))
	assert.Zero(t, index.line(""))
}

// For whatever the TOML library reads, each key that it tells is placed on a line
// that holds the key's last name.
func FuzzLines(f *testing.F) {
	f.Add(documentWithPlaces)
	f.Add("a = [[[\n]]]\nb = '''\n'''\nc = 1")
	f.Add("[[a]]\n[[a.b]]\n[[a]]\n[a.b]\nc = 1")
	f.Fuzz(func(t *testing.T, src string) {
		index, deep := indexLines(src)
		root := map[string]any{}
		if deep > 0 || toml.Unmarshal([]byte(src), &root) != nil || strings.Contains(src, `\`) {
			return
		}
		lines := strings.Split(src, "\n")
		for key, v := range root {
			n := index.line(strings.ToLower(key))
			if strings.ContainsAny(key, ".[]'\"") || key == "" || len(strings.TrimSpace(key)) != len(key) {
				continue // no path tells these
			}
			if n == 0 || n > len(lines) || !strings.Contains(strings.ToLower(lines[n-1]), strings.ToLower(key)) {
				t.Fatalf("key %q is said to be on line %d", key, n)
			}
			if tables, ok := v.([]map[string]any); ok && strings.Contains(src, "[["+key+"]]") {
				last := index.line(fmt.Sprintf("%s[%d]", key, len(tables)-1))
				assert.GreaterOrEqual(t, last, n+len(tables)-1)
			}
		}
	})
}
