package main

import (
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestBoundMemory(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	stop := (&app{}).boundMemory()
	assert.Less(t, debug.SetMemoryLimit(-1), before)
	stop()
	assert.Eventually(t, func() bool { return debug.SetMemoryLimit(-1) == before }, 10*time.Second, 10*time.Millisecond)

	(&app{env: map[string]string{"GOMEMLIMIT": "1GiB"}}).boundMemory()()
	assert.Equal(t, before, debug.SetMemoryLimit(-1), "whoever sets a limit decides")
}
