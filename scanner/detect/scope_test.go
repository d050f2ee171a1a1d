package detect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

// Every built-in rule is tried in a window: one that is not would make all
// scans slow.
func TestBuiltinRulesHaveWindows(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	for _, r := range New(set, Options{}).compiled {
		if !r.Content() {
			continue
		}
		r.prepare()
		assert.Equal(t, scopeWindow, r.scope, r.ID)
	}
}
