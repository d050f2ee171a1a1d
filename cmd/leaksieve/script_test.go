package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/leaksieve/leaksieve/rules"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"leaksieve": main})
}

// TestScript runs testdata/script/*.txtar: sessions of the real program with the
// real git. A script has these commands beside testscript's own:
//
//	secret NAME TEMPLATE      draws a made-up token (see rules.ParseSamples) into $NAME
//	expand FILE...            replaces $NAME and ${NAME} in files by what they stand for
//	lines FILE N TEXT         writes N lines of TEXT
//	append FILE TEXT          appends TEXT and a line feed
//	bytes FILE N TEXT         writes TEXT over and over, N bytes in all, and no line feed
//	found RUN SECRET [K=V]... the JSONL run (made with --show-secrets) reports the secret exactly
//	                          once, and the fields of the finding hold the values; "!" turns it round
//	set NAME                  puts the last stdout, trimmed, into $NAME
func TestScript(t *testing.T) {
	cmds := map[string]func(*testscript.TestScript, bool, []string){
		"secret": cmdSecret, "expand": cmdExpand, "lines": cmdLines, "append": cmdAppend,
		"bytes": cmdBytes, "found": cmdFound, "set": cmdSet,
	}
	maps.Copy(cmds, moreCommands)
	maps.Copy(cmds, gitCommands)
	maps.Copy(cmds, worldCommands(t))
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		Setup:               setup,
		Cmds:                cmds,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// setup gives every script the same git: no configuration but its own, and fixed
// people and dates.
func setup(e *testscript.Env) error {
	home := filepath.Join(e.WorkDir, "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		return err
	}
	config := "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n[protocol \"file\"]\n\tallow = always\n"
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(config), 0o600); err != nil {
		return err
	}
	for _, kv := range [][2]string{
		{"HOME", home}, {"XDG_CONFIG_HOME", filepath.Join(home, ".config")}, {"XDG_STATE_HOME", filepath.Join(home, ".state")}, {"GIT_CONFIG_NOSYSTEM", "1"},
		{"GIT_CEILING_DIRECTORIES", filepath.Dir(e.WorkDir)},
		{"GIT_AUTHOR_NAME", "Ada"}, {"GIT_AUTHOR_EMAIL", "ada@example.org"}, {"GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z"},
		{"GIT_COMMITTER_NAME", "Ada"}, {"GIT_COMMITTER_EMAIL", "ada@example.org"}, {"GIT_COMMITTER_DATE", "2026-01-02T03:04:05Z"},
		{"LC_ALL", "C"}, {"TERM", "dumb"}, {"SOURCE_DATE_EPOCH", "1773187200"}, // 2026-03-11
	} {
		e.Setenv(kv[0], kv[1])
	}
	return nil
}

func cmdSecret(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: secret NAME TEMPLATE")
	}
	// A name draws the same token in every run of every script.
	seed := int64(len(args[0]))
	for _, c := range args[0] {
		seed = seed*131 + int64(c)
	}
	samples, err := rules.ParseSamples([]byte("-- want none --\n"+args[1]+"\n"), rand.New(rand.NewSource(seed)))
	ts.Check(err)
	ts.Setenv(args[0], strings.TrimSpace(samples[0].Data))
}

func cmdExpand(ts *testscript.TestScript, neg bool, args []string) {
	for _, f := range args {
		ts.Check(os.WriteFile(ts.MkAbs(f), []byte(os.Expand(ts.ReadFile(f), ts.Getenv)), 0o600))
	}
}

func cmdLines(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte(args[2]+"\n"), number(ts, args[1])), 0o600))
}

func cmdBytes(ts *testscript.TestScript, neg bool, args []string) {
	n := number(ts, args[1])
	text := bytes.Repeat([]byte(args[2]), n/len(args[2])+1)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text[:n], 0o600))
}

func cmdAppend(ts *testscript.TestScript, neg bool, args []string) {
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	ts.Check(err)
	_, err = fmt.Fprintln(f, args[1])
	ts.Check(err)
	ts.Check(f.Close())
}

func number(ts *testscript.TestScript, s string) int {
	n, err := strconv.Atoi(s)
	ts.Check(err)
	return n
}

func cmdSet(ts *testscript.TestScript, neg bool, args []string) {
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

func cmdFound(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: found RUN SECRET [field=value]...")
	}
	var found []map[string]any
	sc := bufio.NewScanner(strings.NewReader(ts.ReadFile(args[0])))
	sc.Buffer(nil, 1<<28)
	for sc.Scan() {
		var rec struct{ Finding map[string]any }
		ts.Check(json.Unmarshal(sc.Bytes(), &rec))
		if rec.Finding != nil && rec.Finding["secret"] == args[1] {
			found = append(found, rec.Finding)
		}
	}
	ts.Check(sc.Err())
	if neg {
		if len(found) > 0 {
			ts.Fatalf("%s is in the report: %v", args[1], found)
		}
		return
	}
	if len(found) != 1 {
		ts.Fatalf("%s is %d times in the report, not once: %v", args[1], len(found), found)
	}
	for _, kv := range args[2:] {
		k, want, _ := strings.Cut(kv, "=")
		if got := field(found[0], k); got != want {
			ts.Fatalf("%s is %q, not %q, in %v", k, got, want, found[0])
		}
	}
}

// field is the value at a dotted path ("exposure.first.id"), as text; "" where
// there is none.
func field(v any, path string) string {
	for path != "" {
		var key string
		key, path, _ = strings.Cut(path, ".")
		m, ok := v.(map[string]any)
		if !ok {
			return ""
		}
		v = m[key]
	}
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
