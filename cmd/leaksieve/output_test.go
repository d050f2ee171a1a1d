package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAReportThatCannotBeWrittenLeavesTheOldOneAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.json")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	out, err := (&app{}).newOutput(&outputFlags{format: "json", path: path})
	require.NoError(t, err)

	full := errors.New("no space left")
	err = out.to(func(w io.Writer) error {
		_, err := io.WriteString(w, "half a rep")
		require.NoError(t, err)
		return full
	})
	assert.ErrorIs(t, err, full)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "old", string(data))
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, left, 1)

	require.NoError(t, out.to(func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }))
	data, err = os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "new", string(data))
}
