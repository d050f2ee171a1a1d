package request

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestContains(t *testing.T) {
	c := Must(Request{URL: "/", Active: []string{"status 200"}, Inactive: []string{"json errors.* ~ 'invalid token'"}})
	for body, want := range map[string]leak.State{
		`{"errors": ["2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n"]}`: leak.StateInactive,
		`{"errors": ["other", "invalid token"]}`:                                           leak.StateInactive,
		`{"errors": ["permission denied"]}`:                                                leak.StateUnknown,
		`{"errors": []}`:                                                                   leak.StateUnknown,
		`{"error": "invalid token"}`:                                                       leak.StateUnknown,
	} {
		assert.Equal(t, want, c.Judge(Answer{Status: 403, Body: []byte(body)}, true).State, body)
	}
}

func TestNamesWithADot(t *testing.T) {
	assert.Equal(t, []string{"error", ".tag"}, splitPath("error..tag"))
	assert.Equal(t, []string{".tag", "id"}, splitPath(".tag.id"))
	assert.Equal(t, []string{"a", "b"}, splitPath("a.b"))
	c := Must(Request{URL: "/", Active: []string{"json error..tag = missing_scope"}})
	assert.Equal(t, leak.StateActive, c.Judge(Answer{Status: 401, Body: []byte(`{"error": {".tag": "missing_scope"}}`)}, true).State)
}
