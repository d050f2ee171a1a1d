package detect

import (
	"math/rand"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestPlaceCountsCharacters(t *testing.T) {
	lines := newLineIndex([]byte("ascii\nöl = x\n日本語 x"))
	assert.Equal(t, leak.Position{Line: 1, Column: 3, Offset: 2}, lines.place(2), "the same as the column: left out")
	assert.Equal(t, leak.Position{Line: 2, Column: 7, Char: 6, Offset: 12}, lines.place(12))
	assert.Equal(t, leak.Position{Line: 3, Column: 11, Char: 5, Offset: 24}, lines.place(24))
}

// Whatever was asked before, the answer is that of counting from the line's head.
func TestPlaceIsTheSameInEveryOrder(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	var text strings.Builder
	for range 400 {
		text.WriteString([]string{"a", "é", "日", "🙈", "\n", " "}[r.Intn(6)])
	}
	data := []byte(text.String())
	lines := newLineIndex(data)
	for range 2000 {
		off := r.Intn(len(data) + 1)
		for off < len(data) && !utf8.RuneStart(data[off]) {
			off++
		}
		p := lines.place(off)
		char := utf8.RuneCount(data[off-p.Column+1:off]) + 1
		if char == p.Column {
			char = 0
		}
		assert.Equal(t, char, p.Char, "offset %d", off)
	}
}
