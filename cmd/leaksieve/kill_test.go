//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/rules"
)

// installations is GitHub as far as tokens of app installations go. It counts how often
// each was to be revoked.
type installations struct {
	*httptest.Server
	mu      sync.Mutex
	revoked map[string]int
	arrived int
	at      int // when this many have arrived, reached is closed
	reached chan struct{}
}

func newInstallations(t *testing.T) *installations {
	s := &installations{revoked: map[string]int{}}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.answer))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func (s *installations) answer(w http.ResponseWriter, r *http.Request) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	dead := s.revoked[token] > 0
	if r.Method == "DELETE" {
		s.revoked[token]++
		if s.arrived++; s.arrived == s.at {
			close(s.reached)
		}
	}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	switch {
	case dead:
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"message": "Bad credentials"}`)
	case r.Method == "DELETE" && r.URL.Path == "/installation/token":
		w.WriteHeader(http.StatusNoContent)
	case r.URL.Path == "/installation/repositories":
		_, _ = io.WriteString(w, `{"total_count": 1, "repositories": []}`)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

// after returns a channel that is closed when so many more revocations have arrived.
func (s *installations) after(n int) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at, s.reached = s.arrived+n, make(chan struct{})
	return s.reached
}

// TestKilledRevocationsAreGoneOnWith kills runs in the middle of their revocations: the
// next run goes on, no token is revoked twice, and the record has all of them.
// LEAKSIEVE_KILLS=50x200 makes it 50 times of 200 revocations.
func TestKilledRevocationsAreGoneOnWith(t *testing.T) {
	times, tokens := 3, 12
	if full := os.Getenv("LEAKSIEVE_KILLS"); full != "" {
		_, err := fmt.Sscanf(full, "%dx%d", &times, &tokens)
		require.NoError(t, err)
	}
	self, err := os.Executable()
	require.NoError(t, err)
	r := rand.New(rand.NewSource(1))
	kills, open := 0, 0
	for i := range times {
		k := newKilling(t, self, r, tokens)
		for range 1 + r.Intn(3) {
			if k.kill(r) {
				kills++
			}
			open += k.pending()
		}
		k.finish()
		if t.Failed() {
			t.Fatalf("in turn %d", i)
		}
	}
	t.Logf("%d kills in %d turns of %d revocations, %d left open", kills, times, tokens, open)
	assert.Positive(t, kills)
}

// killing is one turn: tokens in a file, a server, and an audit log.
type killing struct {
	t      *testing.T
	server *installations
	dir    string
	tokens []string
	self   string
}

func newKilling(t *testing.T, self string, r *rand.Rand, n int) *killing {
	k := &killing{t: t, server: newInstallations(t), dir: t.TempDir(), self: self}
	var file strings.Builder
	for i := range n {
		samples, err := rules.ParseSamples([]byte("-- want none --\n{{github:ghs_}}\n"), r)
		require.NoError(t, err)
		token := strings.TrimSpace(samples[0].Data)
		k.tokens = append(k.tokens, token)
		fmt.Fprintf(&file, "TOKEN_%d=%s\n", i, token)
	}
	require.NoError(t, os.Mkdir(k.path("files"), 0o700))
	require.NoError(t, os.WriteFile(k.path("files/tokens.env"), []byte(file.String()), 0o600))
	host := k.server.Listener.Addr().String()
	k.write("settings.toml", fmt.Sprintf("[verify]\nhosts = {github = \"https://%[1]s\"}\nprivate = [\"%[1]s\"]\nrate = 100000.0\n", host))
	k.write("ca.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: k.server.Certificate().Raw})))
	out, err := k.command("dir", k.path("files"), "-f", "jsonl", "-r", k.path("run.jsonl"), "--exit-code", "0").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return k
}

func (k *killing) path(name string) string { return filepath.Join(k.dir, name) }

func (k *killing) write(name, text string) {
	require.NoError(k.t, os.WriteFile(k.path(name), []byte(text), 0o600))
}

func (k *killing) command(args ...string) *exec.Cmd {
	cmd := exec.Command(k.self)
	cmd.Args = append([]string{"leaksieve"}, args...) // by which TestMain knows what to be
	cmd.Dir = k.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + k.dir, "SSL_CERT_FILE=" + k.path("ca.pem"), "TMPDIR=" + os.TempDir()}
	return cmd
}

func (k *killing) revoke() *exec.Cmd {
	return k.command("revoke", "--from", k.path("run.jsonl"), "--yes", "--settings", k.path("settings.toml"), "--audit-log", k.path("audit.jsonl"))
}

// kill starts a run and kills it once some more revocations have arrived, or a moment
// later. It returns false if the run was done before.
func (k *killing) kill(r *rand.Rand) bool {
	reached := k.server.after(1 + r.Intn(max(1, len(k.tokens)*2/3)))
	cmd := k.revoke()
	require.NoError(k.t, cmd.Start())
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	select {
	case <-done:
		return false
	case <-reached:
	}
	if r.Intn(2) == 0 {
		time.Sleep(time.Duration(r.Intn(15)) * time.Millisecond)
	}
	_ = cmd.Process.Kill()
	<-done
	return cmd.ProcessState.ExitCode() == -1
}

// TestAnInterruptStopsBetweenRevocations: what is begun is brought to its end, and
// the rest is left for the next run.
func TestAnInterruptStopsBetweenRevocations(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	k := newKilling(t, self, rand.New(rand.NewSource(2)), 40)
	reached := k.server.after(5)
	cmd := k.revoke()
	var out bytes.Buffer
	cmd.Stdout = &out
	require.NoError(t, cmd.Start())
	<-reached
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	_ = cmd.Wait()
	assert.Equal(t, exitInterrupt, cmd.ProcessState.ExitCode())
	assert.Regexp(t, `\d+ revoked, \d+ left`, out.String())
	assert.Zero(t, k.pending())
	k.finish()
}

// TestRunsAtTheSameTimeRevokeNothingTwice: one waits for the other.
func TestRunsAtTheSameTimeRevokeNothingTwice(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	k := newKilling(t, self, rand.New(rand.NewSource(3)), 20)
	var runs []*exec.Cmd
	for range 3 {
		cmd := k.revoke()
		require.NoError(t, cmd.Start())
		runs = append(runs, cmd)
	}
	for _, cmd := range runs {
		assert.NoError(t, cmd.Wait())
	}
	k.finish()
}

// records are the lines of the audit log.
func (k *killing) records() (out []audit.Record) {
	if _, err := os.Stat(k.path("audit.jsonl")); err != nil {
		return nil
	}
	require.NoError(k.t, audit.Read(k.t.Context(), k.path("audit.jsonl"), func(r audit.Record) error {
		out = append(out, r)
		return nil
	}))
	return out
}

// pending counts the revocations that were begun and not ended.
func (k *killing) pending() (n int) {
	for _, r := range k.records() {
		if r.Action == audit.Revoke {
			n += map[audit.Phase]int{audit.Before: 1, audit.After: -1}[r.Phase]
		}
	}
	return n
}

// finish lets a run come to its end and checks what has come of all.
func (k *killing) finish() {
	t := k.t
	cmd := k.revoke()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "%s%s", out, stderr.String())
	done := map[string]bool{}
	for _, r := range k.records() {
		if r.Action == audit.Revoke && r.Phase == audit.After && r.Outcome == audit.Done {
			done[r.Fingerprint] = true
		}
	}
	assert.Len(t, done, len(k.tokens), "secrets in the record")
	for _, token := range k.tokens {
		assert.Equal(t, 1, k.server.revoked[token], "times that a token was revoked")
		for _, file := range []string{"audit.jsonl", "run.jsonl"} {
			b, err := os.ReadFile(k.path(file))
			require.NoError(t, err)
			assert.False(t, bytes.Contains(b, []byte(token)), "%s holds a token", file)
		}
	}
	_, err = audit.VerifyFile(t.Context(), k.path("audit.jsonl"), nil)
	assert.NoError(t, err)
	again, err := k.command("revoke", "--from", k.path("run.jsonl"), "-f", "json", "--settings", k.path("settings.toml"), "--audit-log", k.path("audit.jsonl")).Output()
	require.NoError(t, err)
	var plan struct{ Steps []struct{ Status string } }
	require.NoError(t, json.Unmarshal(again, &plan))
	for _, s := range plan.Steps {
		assert.Equal(t, "done", s.Status)
	}
}
