package rules_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

// chained requires b, which requires c; d and e require each other.
const chained = `
[[rules]]
id = "chained"
regex = "x"
[[rules.required]]
id = "b"
[[rules]]
id = "b"
regex = "x"
[[rules.required]]
id = "c"
[[rules]]
id = "c"
regex = "x"
[[rules]]
id = "d"
regex = "x"
[[rules.required]]
id = "e"
[[rules]]
id = "e"
regex = "x"
[[rules.required]]
id = "d"
[[allowlists]]
paths = ["x"]
`

// shape is the ids of a set in order; those that are parts only in parentheses.
func shape(s *rules.Set) (ids []string) {
	for _, r := range s.Rules {
		if r.SkipReport {
			ids = append(ids, "("+r.ID+")")
		} else {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func TestSelection(t *testing.T) {
	c, err := rules.Parse("f", []byte(chained), rules.Native)
	require.NoError(t, err)
	set := c.Set
	for name, c := range map[string]struct {
		pick func(...string) (*rules.Set, error)
		ids  []string
		want []string
	}{
		"all but none":                        {set.Without, nil, []string{"chained", "b", "c", "d", "e"}},
		"all but one that nobody needs":       {set.Without, []string{"chained"}, []string{"b", "c", "d", "e"}},
		"all but one that another needs":      {set.Without, []string{"b"}, []string{"chained", "(b)", "c", "d", "e"}},
		"all but one, needed further away":    {set.Without, []string{"b", "c"}, []string{"chained", "(b)", "(c)", "d", "e"}},
		"all but a chain":                     {set.Without, []string{"chained", "b", "c"}, []string{"d", "e"}},
		"all but half of a circle":            {set.Without, []string{"e"}, []string{"chained", "b", "c", "d", "(e)"}},
		"all but a circle":                    {set.Without, []string{"d", "e"}, []string{"chained", "b", "c"}},
		"all but the same twice":              {set.Without, []string{"chained", "chained"}, []string{"b", "c", "d", "e"}},
		"none":                                {set.Only, nil, nil},
		"only one that needs nothing":         {set.Only, []string{"c"}, []string{"c"}},
		"only one, with what it needs":        {set.Only, []string{"chained"}, []string{"chained", "(b)", "(c)"}},
		"only one, and one of those it needs": {set.Only, []string{"c", "chained"}, []string{"chained", "(b)", "c"}},
		"only half of a circle":               {set.Only, []string{"e"}, []string{"(d)", "e"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.pick(c.ids...)
			require.NoError(t, err)
			assert.Equal(t, c.want, shape(got))
			assert.Equal(t, set.Allowlists, got.Allowlists)
			assert.Equal(t, []string{"chained", "b", "c", "d", "e"}, shape(set), "the set itself stays")
		})
	}
}

func TestSelectionOfUnknownRules(t *testing.T) {
	c, err := rules.Parse("f", []byte(twoRules+"[[rules]]\nid = 'github-pat'\nregex = 'x'\n"), rules.Native)
	require.NoError(t, err)
	for _, pick := range []func(...string) (*rules.Set, error){c.Set.Without, c.Set.Only} {
		_, err := pick("a", "github-pet")
		var unknown *rules.UnknownRuleError
		require.ErrorAs(t, err, &unknown)
		assert.Equal(t, `no rule has the id "github-pet"`, err.Error())
		assert.Equal(t, `did you mean "github-pat"?`, unknown.Hint)
	}
	assert.Nil(t, c.Set.Rule("c"))
	assert.Equal(t, "b", c.Set.Rule("b").ID)
}
