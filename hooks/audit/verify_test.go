package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// clock is a time that goes on by a second with each look.
func clock() func() time.Time {
	now := time.Date(2026, 6, 1, 12, 0, 0, 123456789, time.FixedZone("", 7200))
	return func() time.Time { now = now.Add(time.Second); return now }
}

func open(t *testing.T, path string) *audit.Log {
	t.Helper()
	l, err := audit.Open(t.Context(), audit.Options{Path: path, Run: "run-1", Host: "build-1", User: "ada", PID: 42, Now: clock()})
	require.NoError(t, err)
	return l
}

// filled returns a log of ten lines: five operations.
func filled(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path)
	for i := range 5 {
		op, err := l.Begin(t.Context(), audit.Entry{
			Action: audit.Revoke, Subject: audit.Subject{Fingerprint: fmt.Sprintf("ls1-%d", i), SecretID: fmt.Sprintf("id-%d", i), Rule: "acme-token"},
			Issuer: "acme", Target: "api.acme.example", Detail: "DELETE /token",
		})
		require.NoError(t, err)
		require.NoError(t, op.End(audit.Outcome{Result: audit.Done, Detail: "204"}))
	}
	return path
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	l := strings.SplitAfter(string(b), "\n")
	return l[:len(l)-1]
}

func TestLine(t *testing.T) {
	path := filled(t)
	var first, second map[string]any
	require.NoError(t, json.Unmarshal([]byte(lines(t, path)[0]), &first))
	require.NoError(t, json.Unmarshal([]byte(lines(t, path)[1]), &second))
	assert.Equal(t, first["operation"], second["operation"])
	assert.Equal(t, first["hash"], second["prev"])
	for _, key := range []string{"operation", "hash", "prev"} {
		assert.NotEmpty(t, first[key])
		delete(first, key)
		delete(second, key)
	}
	common := map[string]any{
		"host": "build-1", "user": "ada", "pid": 42.0, "run": "run-1", "action": "revoke", "fingerprint": "ls1-0", "secretId": "id-0",
		"rule": "acme-token", "issuer": "acme", "target": "api.acme.example",
	}
	want := func(more map[string]any) map[string]any {
		for k, v := range common {
			more[k] = v
		}
		return more
	}
	assert.Equal(t, want(map[string]any{"seq": 1.0, "time": "2026-06-01T10:00:01.123456789Z", "phase": "before", "detail": "DELETE /token"}), first)
	assert.Equal(t, want(map[string]any{"seq": 2.0, "time": "2026-06-01T10:00:02.123456789Z", "phase": "after", "outcome": "done", "detail": "204"}), second)
}

func TestIntact(t *testing.T) {
	path := filled(t)
	state, err := audit.VerifyFile(t.Context(), path, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 10, state.Count)
	assert.Contains(t, lines(t, path)[9], state.Hash)
	again, err := audit.ParseHead(state.Head.String())
	require.NoError(t, err)
	assert.Equal(t, state.Head, again)

	_, err = open(t, path).Begin(t.Context(), audit.Entry{Action: audit.Notify})
	require.NoError(t, err)
	later, err := audit.VerifyFile(t.Context(), path, &state.Head)
	require.NoError(t, err, "it has gone on since the head was noted")
	assert.EqualValues(t, 11, later.Count)
}

func TestParseHeadRefuses(t *testing.T) {
	for _, s := range []string{"", "1", "1:", ":" + strings.Repeat("0", 64), "x:" + strings.Repeat("0", 64), "1:" + strings.Repeat("G", 64), "1:" + strings.Repeat("0", 63), "-1:" + strings.Repeat("0", 64)} {
		_, err := audit.ParseHead(s)
		assert.Error(t, err, s)
	}
}

// forged makes a line fit its own hash again, as somebody would who knows how.
func forged(line, old, new string) string {
	line = strings.Replace(strings.TrimSuffix(line, "\n"), old, new, 1)
	body, _, _ := strings.Cut(line, `,"hash":"`)
	return body + `,"hash":"` + audit.HashOf([]byte(body)) + "\"}\n"
}

func TestVerifyFindsWhatWasDone(t *testing.T) {
	for name, c := range map[string]struct {
		change func(l []string) []string
		want   []string
	}{
		"changed":                {func(l []string) []string { l[3] = strings.Replace(l[3], "204", "404", 1); return l }, []string{"line 4 was changed"}},
		"changed and a new hash": {func(l []string) []string { l[3] = forged(l[3], "204", "404"); return l }, []string{"line 5 does not follow the line before: one of the two was put in or written anew"}},
		"changed at the end":     {func(l []string) []string { l[9] = strings.Replace(l[9], "done", "fail", 1); return l }, []string{"line 10 was changed"}},
		"removed":                {func(l []string) []string { return append(l[:3], l[4:]...) }, []string{"before line 4 lines are missing: 5 follows 3"}},
		"first removed":          {func(l []string) []string { return l[1:] }, []string{"before line 1 lines are missing: 2 follows 0"}},
		"last removed":           {func(l []string) []string { return l[:9] }, []string{"the last 1 of 10 lines are missing"}},
		"most removed":           {func(l []string) []string { return l[:2] }, []string{"the last 8 of 10 lines are missing"}},
		"all removed":            {func(l []string) []string { return nil }, []string{"the last 10 of 10 lines are missing"}},
		"swapped": {func(l []string) []string { l[3], l[4] = l[4], l[3]; return l },
			[]string{"before line 4 lines are missing: 5 follows 3", "line 5 was repeated, moved or put in: 4 follows 5", "before line 6 lines are missing: 6 follows 4"}},
		"repeated":    {func(l []string) []string { return append(l[:4:4], l[3:]...) }, []string{"line 5 was repeated, moved or put in: 4 follows 4", ""}},
		"no line":     {func(l []string) []string { l[3] = "{}\n"; return l }, []string{"line 4 is no line of an audit log"}},
		"empty line":  {func(l []string) []string { return append(l[:4:4], append([]string{"\n"}, l[4:]...)...) }, []string{"line 5 is no line of an audit log", ""}},
		"cut in half": {func(l []string) []string { l[9] = l[9][:40]; return l }, []string{"line 10 is no line of an audit log"}},
		"a key more":  {func(l []string) []string { l[3] = strings.Replace(l[3], `{"seq"`, `{"x":1,"seq"`, 1); return l }, []string{"line 4 is no line of an audit log"}},
		"a key twice": {func(l []string) []string {
			l[3] = strings.Replace(l[3], `"issuer"`, `"issuer":"acme","issuer"`, 1)
			return l
		}, []string{"line 4 was changed"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			require.NoError(t, os.WriteFile(path, []byte(strings.Join(c.change(lines(t, path)), "")), 0o600))
			_, err := audit.VerifyFile(t.Context(), path, nil)
			var broken *audit.BrokenError
			require.ErrorAs(t, err, &broken)
			if c.want[len(c.want)-1] == "" {
				assert.Equal(t, c.want[:len(c.want)-1], broken.Problems[:len(c.want)-1])
				return
			}
			assert.Equal(t, c.want, broken.Problems)
		})
	}
}

func TestVerifyWithAHeadNotedElsewhere(t *testing.T) {
	path := filled(t)
	noted, err := audit.VerifyFile(t.Context(), path, nil)
	require.NoError(t, err)
	require.NoError(t, os.Remove(path))
	require.NoError(t, os.Remove(path+".head"))
	l := open(t, path) // somebody writes all of it anew
	for range 3 {
		_, err := l.Begin(t.Context(), audit.Entry{Action: audit.Verify})
		require.NoError(t, err)
	}
	_, err = audit.VerifyFile(t.Context(), path, nil)
	require.NoError(t, err)
	_, err = audit.VerifyFile(t.Context(), path, &noted.Head)
	require.ErrorContains(t, err, "it has 3 lines, and had 10 with the head "+noted.Head.String())
	for range 9 {
		_, err := l.Begin(t.Context(), audit.Entry{Action: audit.Verify})
		require.NoError(t, err)
	}
	_, err = audit.VerifyFile(t.Context(), path, &noted.Head)
	require.ErrorContains(t, err, "line 10 is not the one of the head "+noted.Head.String())
}

// What is broken is not appended to.
func TestNothingIsBegunOnABrokenLog(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, path string)
		err    string
	}{
		"cut off":    {func(t *testing.T, path string) { cut(t, path, -200) }, "it was cut"},
		"no log":     {func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) }, "it was cut"},
		"no head":    {func(t *testing.T, path string) { require.NoError(t, os.Remove(path+".head")) }, "is missing"},
		"bad head":   {func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path+".head", []byte("{}"), 0o600)) }, "no head of an audit log"},
		"empty head": {func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path+".head", nil, 0o600)) }, "no head of an audit log"},
		"last line": {func(t *testing.T, path string) {
			b, err := os.ReadFile(path)
			require.NoError(t, err)
			b[len(b)-100]++
			require.NoError(t, os.WriteFile(path, b, 0o600))
		}, "its last line is not the one that its head names"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			l := open(t, path)
			c.change(t, path)
			before, _ := os.ReadFile(path)
			_, err := l.Begin(t.Context(), audit.Entry{Action: audit.Revoke})
			require.ErrorContains(t, err, "nothing is sent, the audit log cannot be written")
			require.ErrorContains(t, err, c.err)
			var broken *audit.BrokenError
			require.ErrorAs(t, err, &broken)
			after, _ := os.ReadFile(path)
			assert.Equal(t, string(before), string(after))
			_, err = audit.Open(t.Context(), audit.Options{Path: path})
			require.ErrorContains(t, err, c.err)
		})
	}
}

func cut(t *testing.T, path string, by int64) {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.NoError(t, os.Truncate(path, info.Size()+by))
}

// died leaves a log as a process does that dies while it writes a line: what it had
// written is there, and the head is that of before.
func died(t *testing.T, path, rest string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	_, err = f.WriteString(rest)
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

// TestTornLine cuts a line that was being written after each of its bytes.
func TestTornLine(t *testing.T) {
	path := filled(t)
	head, err := os.ReadFile(path + ".head")
	require.NoError(t, err)
	log, err := os.ReadFile(path)
	require.NoError(t, err)
	_, err = open(t, path).Begin(t.Context(), audit.Entry{Action: audit.Revoke, Subject: audit.Subject{Fingerprint: "x"}})
	require.NoError(t, err)
	whole := lines(t, path)[10]

	for n := 1; n <= len(whole); n++ {
		require.NoError(t, os.WriteFile(path, append(bytes.Clone(log), whole[:n]...), 0o600))
		require.NoError(t, os.WriteFile(path+".head", head, 0o600))
		state, err := audit.VerifyFile(t.Context(), path, nil)
		require.NoError(t, err)
		assert.Equal(t, n < len(whole), state.Torn, "it is told, before anything is written")

		op, err := open(t, path).Begin(t.Context(), audit.Entry{Action: audit.Revoke})
		require.NoError(t, err)
		require.NoError(t, op.End(audit.Outcome{Result: audit.Done}))
		state, err = audit.VerifyFile(t.Context(), path, nil)
		require.NoError(t, err)
		recovered := 1
		if n >= len(whole)-1 {
			recovered = 0 // it was written whole, but for the line feed
		}
		require.Equal(t, audit.State{Head: state.Head, Recovered: recovered}, state)
		require.EqualValues(t, 13, state.Count)
		got, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, bytes.HasPrefix(got, append(bytes.Clone(log), whole[:n]...)), "nothing is lost")
	}
}

// A process may die again while it recovers, any number of times.
func TestTornAgainAndAgain(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	path := filled(t)
	for range 60 {
		head, err := os.ReadFile(path + ".head")
		require.NoError(t, err)
		before, err := os.ReadFile(path)
		require.NoError(t, err)
		l := open(t, path)
		op, err := l.Begin(t.Context(), audit.Entry{Action: audit.Revoke})
		require.NoError(t, err)
		if random.Intn(3) == 0 {
			require.NoError(t, op.End(audit.Outcome{}))
			continue
		}
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, bytes.HasPrefix(after, before))
		require.NoError(t, os.Truncate(path, int64(len(before)+random.Intn(len(after)-len(before)+1))))
		require.NoError(t, os.WriteFile(path+".head", head, 0o600))
	}
	_, err := open(t, path).Begin(t.Context(), audit.Entry{Action: audit.Revoke})
	require.NoError(t, err)
	state, err := audit.VerifyFile(t.Context(), path, nil)
	require.NoError(t, err)
	assert.False(t, state.Torn)
	assert.Greater(t, state.Recovered, 5)
}

// What is not a line at all may be of any length.
func TestTornRestOfManyBytes(t *testing.T) {
	for _, rest := range []string{strings.Repeat("x", 200_000), strings.Repeat("\x00", 64<<10), strings.Repeat("x\n", 70_000), "\n", "\n\n{"} {
		path := filled(t)
		died(t, path, rest)
		_, err := open(t, path).Begin(t.Context(), audit.Entry{Action: audit.Revoke})
		require.NoError(t, err)
		state, err := audit.VerifyFile(t.Context(), path, nil)
		require.NoError(t, err)
		assert.Equal(t, audit.State{Head: state.Head, Recovered: 1}, state)
	}
}

func TestRecoveryCannotHideAChange(t *testing.T) {
	path := filled(t)
	died(t, path, `{"seq":11,"ti`)
	_, err := open(t, path).Begin(t.Context(), audit.Entry{Action: audit.Revoke})
	require.NoError(t, err)
	_, err = audit.VerifyFile(t.Context(), path, nil)
	require.NoError(t, err)
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, bytes.Replace(b, []byte("{\"seq\":11,\"ti\n"), []byte("{\"seq\":11,\"to\n"), 1), 0o600))
	_, err = audit.VerifyFile(t.Context(), path, nil)
	require.ErrorContains(t, err, "line 11 is no line of an audit log")
	require.NoError(t, os.WriteFile(path, bytes.Replace(b, []byte("{\"seq\":11,\"ti\n"), nil, 1), 0o600))
	_, err = audit.VerifyFile(t.Context(), path, nil)
	require.ErrorContains(t, err, "line 11 sets apart what does not stand before it")
}

func TestFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("it needs a small file system or a limit")
	}
	if os.Getenv("AUDIT_TEST_LIMIT") == "" { // the limit is of the process, and the test log of go test grows, too
		child := exec.Command(os.Args[0], "-test.run=^TestFullDisk$")
		child.Env = append(os.Environ(), "AUDIT_TEST_LIMIT=1")
		out, err := child.CombinedOutput()
		require.NoError(t, err, "%s", out)
		require.Contains(t, string(out), "PASS")
		return
	}
	path := filled(t)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	l := open(t, path)
	unlimit := limitFileSize(t, int64(len(before)+100))
	_, err = l.Begin(t.Context(), audit.Entry{Action: audit.Revoke})
	unlimit()
	require.ErrorContains(t, err, "nothing is sent")
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after), "half a line is taken back")
	_, err = l.Begin(t.Context(), audit.Entry{Action: audit.Revoke})
	require.NoError(t, err)
	state, err := audit.VerifyFile(t.Context(), path, nil)
	require.NoError(t, err)
	assert.Equal(t, audit.State{Head: state.Head}, state)
}

func TestBeginIsAnErrorWhereTheLogCannotBe(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	target := filepath.Join(dir, "target")
	require.NoError(t, os.WriteFile(target, nil, 0o600))
	for name, c := range map[string]struct {
		path func(t *testing.T) string
		err  string
		unix bool
	}{
		"no path":      {func(*testing.T) string { return "" }, "the audit log has no path", false},
		"a folder":     {func(t *testing.T) string { return t.TempDir() }, "", false},
		"below a file": {func(*testing.T) string { return filepath.Join(file, "x") }, "", false},
		"a device":     {func(*testing.T) string { return os.DevNull }, "", true},
		"a link": {func(t *testing.T) string {
			p := filepath.Join(t.TempDir(), "l")
			require.NoError(t, os.Symlink(target, p))
			return p
		}, "", true},
		"others can write": {func(t *testing.T) string { p := filled(t); require.NoError(t, os.Chmod(p, 0o620)); return p }, "can be written by others (mode 0620)", true},
		"a folder of all": {func(t *testing.T) string {
			d := t.TempDir()
			require.NoError(t, os.Chmod(d, 0o777))
			return filepath.Join(d, "a")
		}, "can be written by everybody", true},
		"not a log": {func(t *testing.T) string {
			p := filepath.Join(t.TempDir(), "a")
			require.NoError(t, os.WriteFile(p, []byte("hello\n"), 0o600))
			return p
		}, "is missing", false},
	} {
		t.Run(name, func(t *testing.T) {
			if c.unix && runtime.GOOS == "windows" {
				t.Skip("it is about Unix")
			}
			_, err := audit.Open(t.Context(), audit.Options{Path: c.path(t)})
			require.Error(t, err)
			assert.ErrorContains(t, err, c.err)
		})
	}
	b, err := os.ReadFile(target)
	require.NoError(t, err)
	assert.Empty(t, b)
}

func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it is about Unix")
	}
	path := filepath.Join(t.TempDir(), "state", "leaksieve", "audit.jsonl")
	_, err := open(t, path).Begin(t.Context(), audit.Entry{})
	require.NoError(t, err)
	for p, mode := range map[string]fs.FileMode{path: 0o600, path + ".head": 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(p)
		require.NoError(t, err)
		assert.Equal(t, mode, info.Mode().Perm(), p)
	}
	names, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	assert.Len(t, names, 2)
}

func TestPendingAndOutcomes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path)
	begin := func(a audit.Action, id string) *audit.Operation {
		op, err := l.Begin(t.Context(), audit.Entry{Action: a, Subject: audit.Subject{SecretID: id, Fingerprint: "f-" + id}})
		require.NoError(t, err)
		return op
	}
	require.NoError(t, begin(audit.Revoke, "done").End(audit.Outcome{Result: audit.Failed}))
	require.NoError(t, begin(audit.Revoke, "done").End(audit.Outcome{Result: audit.Done, Detail: "204"}))
	begin(audit.Revoke, "died")
	begin(audit.Revoke, "died, then done")
	require.NoError(t, begin(audit.Revoke, "died, then done").End(audit.Outcome{Result: audit.Done}))
	require.NoError(t, begin(audit.Revoke, "failed, then died").End(audit.Outcome{Result: audit.Failed}))
	begin(audit.Revoke, "failed, then died")
	begin(audit.Verify, "other")

	pending, err := l.Pending(t.Context(), audit.Revoke)
	require.NoError(t, err)
	assert.Len(t, pending, 2)
	assert.Contains(t, pending, "died")
	assert.Contains(t, pending, "failed, then died")
	ended, err := l.Outcomes(t.Context(), audit.Revoke)
	require.NoError(t, err)
	assert.Len(t, ended, 3)
	assert.Equal(t, audit.Done, ended["done"].Outcome)
	assert.Equal(t, "204", ended["done"].Detail)
	assert.Equal(t, audit.Failed, ended["failed, then died"].Outcome)
	all, err := l.Past(t.Context(), "")
	require.NoError(t, err)
	assert.Len(t, all, 8)

	cut(t, path, -1)
	_, err = l.Pending(t.Context(), audit.Revoke)
	require.Error(t, err, "a broken log says nothing")
}

func TestEnd(t *testing.T) {
	path := filled(t)
	l := open(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	op, err := l.Begin(ctx, audit.Entry{Action: audit.Revoke})
	require.NoError(t, err)
	cancel()
	_, err = l.Begin(ctx, audit.Entry{Action: audit.Revoke})
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, op.End(audit.Outcome{Result: audit.Done}), "what was done is recorded after Ctrl-C, too")
	require.Error(t, op.End(audit.Outcome{Result: audit.Done}))
	assert.Len(t, lines(t, path), 12)
}

func TestLockIsWaitedFor(t *testing.T) {
	path := filled(t)
	l := open(t, path)
	held, err := lockedfile.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = l.Begin(ctx, audit.Entry{Action: audit.Revoke})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	got := make(chan error, 1)
	go func() { _, err := l.Begin(t.Context(), audit.Entry{Action: audit.Revoke}); got <- err }()
	time.Sleep(50 * time.Millisecond)
	require.Empty(t, got)
	require.NoError(t, held.Close())
	require.NoError(t, <-got)
	assert.Len(t, lines(t, path), 11, "what was given up was not written")
}

// A log that is moved away while somebody waits for its lock is not written to.
func TestRotation(t *testing.T) {
	path := filled(t)
	l := open(t, path)
	old := path + ".1"
	require.NoError(t, os.Rename(path, old))
	require.NoError(t, os.Rename(path+".head", old+".head"))
	_, err := l.Begin(t.Context(), audit.Entry{Action: audit.Revoke})
	require.NoError(t, err)
	for p, n := range map[string]uint64{old: 10, path: 1} {
		state, err := audit.VerifyFile(t.Context(), p, nil)
		require.NoError(t, err)
		assert.Equal(t, n, state.Count)
	}
}

func TestTextsAreBoundedAndHidden(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l, err := audit.Open(t.Context(), audit.Options{Path: path, Hide: func(s string) string { return strings.ReplaceAll(s, "hunter2", "********") }})
	require.NoError(t, err)
	long := strings.Repeat("\x01é", 40_000)
	op, err := l.Begin(t.Context(), audit.Entry{
		Action: audit.Revoke, Subject: audit.Subject{Fingerprint: long, SecretID: long, Rule: long}, Issuer: long, Target: "hunter2", Detail: long + "hunter2",
	})
	require.NoError(t, err)
	require.NoError(t, op.End(audit.Outcome{Result: long, Detail: "it said hunter2\nand \xff"}))
	for _, line := range lines(t, path) {
		assert.Less(t, len(line), 64<<10)
		assert.NotContains(t, line, "hunter2")
		assert.NotContains(t, line, `\ufffd\ufffd`)
	}
	_, err = audit.VerifyFile(t.Context(), path, nil)
	require.NoError(t, err)
}

func TestDefaultPath(t *testing.T) {
	abs, err := filepath.Abs("x")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		env  map[string]string
		goos string
		want string
	}{
		"XDG":          {map[string]string{"XDG_STATE_HOME": abs, "HOME": "h"}, "linux", filepath.Join(abs, "leaksieve", "audit.jsonl")},
		"relative XDG": {map[string]string{"XDG_STATE_HOME": "x", "HOME": "h"}, "linux", filepath.Join("h", ".local", "state", "leaksieve", "audit.jsonl")},
		"home":         {map[string]string{"HOME": "h"}, "freebsd", filepath.Join("h", ".local", "state", "leaksieve", "audit.jsonl")},
		"macOS":        {map[string]string{"HOME": "h"}, "darwin", filepath.Join("h", "Library", "Application Support", "leaksieve", "audit.jsonl")},
		"Windows":      {map[string]string{"LOCALAPPDATA": "l", "HOME": "h"}, "windows", filepath.Join("l", "leaksieve", "audit.jsonl")},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := audit.DefaultPath(c.env, c.goos)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
	_, err = audit.DefaultPath(map[string]string{}, "linux")
	require.Error(t, err)
}

func TestOf(t *testing.T) {
	f := leak.Finding{Fingerprint: "f", SecretID: "s", Rule: "r", Secret: leak.NewSecret("hunter2")}
	assert.Equal(t, audit.Subject{Fingerprint: "f", SecretID: "s", Rule: "r"}, audit.Of(&f))
	assert.Equal(t, "s", audit.Of(&f).Key())
	assert.Equal(t, "f", audit.Subject{Fingerprint: "f"}.Key())
}

// Whatever stands in a log, reading it ends, and a change of one byte is found.
func FuzzVerify(f *testing.F) {
	f.Add(3, byte('x'))
	f.Fuzz(func(t *testing.T, at int, to byte) {
		path := filled(t)
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		at = int(uint(at) % uint(len(b)))
		if b[at] == to {
			return
		}
		b[at] = to
		require.NoError(t, os.WriteFile(path, b, 0o600))
		_, err = audit.VerifyFile(t.Context(), path, nil)
		var broken *audit.BrokenError
		require.True(t, errors.As(err, &broken), "byte %d", at)
	})
}

// grown returns a log with so many lines.
func grown(b *testing.B, n int) *audit.Log {
	l, err := audit.Open(b.Context(), audit.Options{Path: filepath.Join(b.TempDir(), "audit.jsonl")})
	require.NoError(b, err)
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() { _, _ = l.Begin(b.Context(), audit.Entry{Action: audit.Verify, Detail: "GET /user"}) })
	}
	wg.Wait()
	return l
}

func BenchmarkVerify(b *testing.B) {
	l := grown(b, 100_000)
	for b.Loop() {
		state, err := audit.VerifyFile(b.Context(), l.Path(), nil)
		require.NoError(b, err)
		require.EqualValues(b, 100_000, state.Count)
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, lines := range []int{0, 100_000} {
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			l := grown(b, lines)
			for b.Loop() {
				if _, err := l.Begin(b.Context(), audit.Entry{Action: audit.Verify}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
