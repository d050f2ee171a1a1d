package repotest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A recipe gives the same commits wherever and whenever it is followed.
func TestRecipesAreReproducible(t *testing.T) {
	t.Setenv("GIT_AUTHOR_NAME", "Someone else")
	t.Setenv("GIT_DIR", "/nowhere")
	recipe := `
		write dir/a.txt one\ntwo
		link here dir/a.txt
		commit first
		remove here
		checkout -q -b side
		commit second`
	first := New(t).Build(recipe)
	assert.Equal(t, first.ID("side"), New(t).Build(recipe).ID("side"))
	assert.Equal(t, "one\ntwo", first.Git("show", "side:dir/a.txt"))
	assert.Equal(t, "D\there", first.Git("diff", "--name-status", "main", "side"))
}

func TestRandomHistories(t *testing.T) {
	a, b := New(t).Random(7, 60), New(t).Random(7, 60)
	assert.Equal(t, a.Git("show-ref"), b.Git("show-ref"))
	assert.Len(t, strings.Fields(a.Git("rev-list", "--all")), 60)
	assert.NotEmpty(t, a.Git("rev-list", "--all", "--merges"))
	assert.Greater(t, len(strings.Fields(a.Git("rev-list", "--all", "--max-parents=0"))), 1)
	a.Git("fsck", "--strict")
}
