package detect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// A keyword that a delta joins is found where no rule has windows on one line.
func TestDeltaJoinsAKeywordOfRulesThatCrossLines(t *testing.T) {
	set, err := rules.Parse("rules.toml", []byte("[[rules]]\nid='block'\nregex='BEGIN[a-z\\n]{3}'\nkeywords=['begin']"), rules.Native)
	require.NoError(t, err)
	s := New(set.Set, Options{}).NewScanner()
	base, data := []byte("GIN\nab"), []byte("BEGIN\nab")
	trace := s.SearchDelta(data, []leak.Copy{{At: 2, From: 0, Len: 6}}, s.Search(base), len(base))
	assert.Len(t, s.Findings(leak.Unit{Data: data}, trace), 1)
}
