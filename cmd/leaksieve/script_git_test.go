package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
)

// gitCommands are for scripts about what git can hold. Beside making things:
//
//	commit NAME MESSAGE            commits all that is there; $NAME is the commit
//	rev NAME REVISION              $NAME is the object that git says the revision is
//	hash NAME CONTENT              $NAME is a new blob that nothing holds
//	mktree NAME [MODE ID FILE]...  $NAME is a new tree; a file name may have \n, \t, \e, \xNN
//	longname NAME N                $NAME is a file name of N bytes
//	loose NAME ID                  $NAME is the file of a loose object of this repository
//	truncate FILE N                cuts a file to its first N bytes, or by its last -N
//
// and running the program:
//
//	ends CODE ARG...               leaksieve ARG... ends with that exit code
//	history CODE RUN [ARG]...      leaksieve git ARG... does, and writes RUN as JSONL with clear secrets
//	takes FLAG... LETTERS          leaksieve git FLAG... finds, of $A to $E and $EVIL, those whose
//	                               letters (M for $EVIL) are named, and no other
//	interrupt SIGNAL CODE FILE ARG...
//	                               leaksieve ARG... with FILE on a standard input that stays open: once it
//	                               has read that, SIGNAL (INT, TERM) ends it with that exit code
//	strike SIGNAL CODE ARG...      leaksieve ARG... gets SIGNAL in the middle of reading a pack (Linux), and
//	                               ends with that exit code
//
// these look at what came out of it:
//
//	findings RUN FILE              writes the run's findings alone, a line each
//	at RUN SECRET PLACES           the secret is found at these places, each PATH:LINE, in that order
//	fingerprints RUN RUN           what the second run reports is in the first with the same fingerprint
//	skipped RUN REASON [K=V]...    exactly one Skip has that reason and these values in its fields;
//	                               "!" says that none has
//	clean FILE                     is UTF-8 without control characters, and in text (a name without
//	                               ending) without marks of direction; .json, .jsonl and .sarif parse
var gitCommands = map[string]func(*testscript.TestScript, bool, []string){
	"commit": cmdCommit, "rev": cmdRev, "hash": cmdHash, "mktree": cmdMktree, "longname": cmdLongname,
	"ends": cmdEnds, "history": cmdHistory, "findings": cmdFindings, "skipped": cmdSkipped, "clean": cmdClean,
	"at": cmdAt, "takes": cmdTakes, "fingerprints": cmdFingerprints,
	"loose": cmdLoose, "truncate": cmdTruncate, "interrupt": cmdInterrupt, "strike": cmdStrike,
}

// usage ends a script whose command was not given at least n arguments.
func usage(ts *testscript.TestScript, args []string, n int, text string) {
	if len(args) < n {
		ts.Fatalf("usage: %s", text)
	}
}

func cmdCommit(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "commit NAME MESSAGE")
	ts.Check(ts.Exec("git", "add", "-A"))
	ts.Check(ts.Exec("git", "commit", "-q", "--allow-empty", "-m", args[1]))
	cmdRev(ts, false, []string{args[0], "HEAD"})
}

func cmdRev(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "rev NAME REVISION")
	ts.Check(ts.Exec("git", "rev-parse", "--verify", args[1]))
	cmdSet(ts, false, args[:1])
}

func cmdHash(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "hash NAME CONTENT")
	file := filepath.Join(ts.Getenv("WORK"), "hash-object.tmp")
	ts.Check(os.WriteFile(file, []byte(args[1]+"\n"), 0o600))
	ts.Check(ts.Exec("git", "hash-object", "-w", "--no-filters", file))
	cmdSet(ts, false, args[:1])
	ts.Check(os.Remove(file))
}

func cmdEnds(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "ends CODE ARG...")
	exited(ts, number(ts, args[0]), ts.Exec("leaksieve", args[1:]...))
}

func cmdHistory(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "history CODE FILE [ARG...]")
	cmdEnds(ts, false, append([]string{args[0], "git", "-f", "jsonl", "--show-secrets", "-r", ts.MkAbs(args[1])}, args[2:]...))
}

// exited checks how a program ended.
func exited(ts *testscript.TestScript, want int, err error) {
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if code != want {
		ts.Fatalf("the exit code is %d, not %d", code, want)
	}
}

// records calls yield for each record of a JSONL run.
func records(ts *testscript.TestScript, run string, yield func(line string, rec map[string]any)) {
	for line := range strings.Lines(ts.ReadFile(run)) {
		var rec map[string]any
		ts.Check(json.Unmarshal([]byte(line), &rec))
		yield(line, rec)
	}
}

func cmdFindings(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "findings RUN FILE")
	var out strings.Builder
	records(ts, args[0], func(line string, rec map[string]any) {
		if rec["finding"] != nil {
			out.WriteString(line)
		}
	})
	if out.Len() == 0 {
		ts.Fatalf("%s has no findings", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(out.String()), 0o600))
}

func cmdAt(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 3, "at RUN SECRET PLACES")
	var places []string
	records(ts, args[0], func(_ string, rec map[string]any) {
		if f := rec["finding"]; f != nil && field(f, "secret") == args[1] {
			places = append(places, field(f, "origin.path")+":"+field(f, "start.line"))
		}
	})
	if got := strings.Join(places, " "); got != args[2] {
		ts.Fatalf("it is found at %q, not at %q", got, args[2])
	}
}

func cmdTakes(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "takes FLAG... LETTERS")
	want := args[len(args)-1]
	run := filepath.Join(ts.Getenv("WORK"), "takes.jsonl")
	code := map[bool]string{true: "0", false: "1"}[want == ""]
	cmdHistory(ts, false, append([]string{code, run}, args[:len(args)-1]...))
	names := map[string]string{ts.Getenv("EVIL"): "M"}
	for _, name := range []string{"A", "B", "C", "D", "E"} {
		names[ts.Getenv(name)] = name
	}
	got := map[string]bool{}
	records(ts, run, func(_ string, rec map[string]any) {
		if name := names[field(rec, "finding.secret")]; name != "" {
			got[name] = true
		}
	})
	for _, name := range []string{"A", "B", "C", "D", "M", "E"} {
		if got[name] != strings.Contains(want, name) {
			ts.Fatalf("%v takes %v, not %s", args[:len(args)-1], slices.Sorted(maps.Keys(got)), want)
		}
	}
}

func cmdFingerprints(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "fingerprints RUN RUN")
	known := map[string]string{}
	place := func(f any) string {
		return strings.Join([]string{field(f, "secret"), field(f, "origin.kind"), field(f, "origin.path")}, " ")
	}
	records(ts, args[0], func(_ string, rec map[string]any) {
		known[place(rec["finding"])] = field(rec, "finding.fingerprint")
	})
	both := 0
	records(ts, args[1], func(_ string, rec map[string]any) {
		if f := rec["finding"]; f != nil {
			both++
			if known[place(f)] != field(f, "fingerprint") {
				ts.Fatalf("%s has another fingerprint, or is not there", place(f))
			}
		}
	})
	if both == 0 {
		ts.Fatalf("%s has no findings", args[1])
	}
}

func cmdLongname(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "longname NAME N")
	ts.Setenv(args[0], strings.Repeat("n", number(ts, args[1])))
}

func cmdClean(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 1, "clean FILE")
	text := ts.ReadFile(args[0])
	switch filepath.Ext(args[0]) {
	case ".jsonl":
		records(ts, args[0], func(string, map[string]any) {})
	case ".json", ".sarif":
		var v any
		ts.Check(json.Unmarshal([]byte(text), &v))
	}
	if !utf8.ValidString(text) {
		ts.Fatalf("%s is not valid UTF-8", args[0])
	}
	for i, c := range text {
		hidden := filepath.Ext(args[0]) == "" && unicode.Is(unicode.Bidi_Control, c)
		if c != '\n' && unicode.IsControl(c) || hidden {
			ts.Fatalf("%s has the control character %q after %q", args[0], c, text[max(0, i-80):i])
		}
	}
}

func cmdSkipped(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "skipped RUN REASON [field=value]...")
	var all, match []any
	records(ts, args[0], func(_ string, rec map[string]any) {
		if rec["skip"] == nil {
			return
		}
		all = append(all, rec["skip"])
		if field(rec["skip"], "reason") != args[1] {
			return
		}
		for _, kv := range args[2:] {
			if k, want, _ := strings.Cut(kv, "="); field(rec["skip"], k) != want {
				return
			}
		}
		match = append(match, rec["skip"])
	})
	if want := map[bool]int{false: 1, true: 0}[neg]; len(match) != want {
		ts.Fatalf("%d such skips, not %d; there are: %v", len(match), want, all)
	}
}

func cmdLoose(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "loose NAME ID")
	ts.Check(ts.Exec("git", "rev-parse", "--git-path", "objects/"+args[1][:2]+"/"+args[1][2:]))
	path := ts.MkAbs(strings.TrimSpace(ts.ReadFile("stdout")))
	if _, err := os.Stat(path); err != nil {
		ts.Fatalf("%s is not a loose object: %v", args[1], err)
	}
	ts.Check(os.Chmod(path, 0o600)) // so that a script may damage it
	ts.Setenv(args[0], path)
}

func cmdTruncate(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "truncate FILE N")
	path, n := ts.MkAbs(args[0]), int64(number(ts, args[1]))
	st, err := os.Stat(path)
	ts.Check(err)
	if n < 0 {
		n += st.Size()
	}
	if n < 0 || n >= st.Size() {
		ts.Fatalf("%s has %d bytes: nothing to cut", args[0], st.Size())
	}
	ts.Check(os.Chmod(path, 0o600))
	ts.Check(os.Truncate(path, n))
}

func cmdMktree(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 2, "mktree NAME [MODE ID NAME]...")
	var tree bytes.Buffer
	for e := args[1:]; len(e) >= 3; e = e[3:] {
		types := map[string]string{"040000": "tree", "160000": "commit"}
		typ := types[e[0]]
		if typ == "" {
			typ = "blob"
		}
		fmt.Fprintf(&tree, "%s %s %s\t%s\x00", e[0], typ, e[1], unescape(ts, e[2]))
	}
	cmd := exec.Command("git", "mktree", "-z", "--missing")
	cmd.Dir, cmd.Stdin = ts.MkAbs("."), &tree
	cmd.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME"), "GIT_CONFIG_NOSYSTEM=1"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		ts.Fatalf("git mktree: %v\n%s", err, out)
	}
	ts.Setenv(args[0], strings.TrimSpace(string(out)))
}

// unescape reads \n, \t, \e and \xNN.
func unescape(ts *testscript.TestScript, s string) string {
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '\\')
		if i < 0 {
			return s
		}
		i += at
		text, size := map[byte]string{'n': "\n", 't': "\t", 'e': "\x1b", '\\': "\\"}[s[i+1]], 2
		if s[i+1] == 'x' {
			var b byte
			_, err := fmt.Sscanf(s[i+2:i+4], "%02x", &b)
			ts.Check(err)
			text, size = string([]byte{b}), 4
		}
		s = s[:i] + text + s[i+size:]
		at = i + len(text)
	}
}

// pipeSize is more than a pipe holds: whoever could write that much after
// something knows that it was read.
const pipeSize = 4 << 20

// hang is after how long a program counts as one that does not obey a signal.
const hang = time.Minute

// signals are those that end a scan with a report.
var signals = map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}

// command is leaksieve, to be started and signalled.
func command(ctx context.Context, ts *testscript.TestScript, args []string) *exec.Cmd {
	exe, err := exec.LookPath("leaksieve") // testscript puts it first in PATH
	ts.Check(err)
	cmd := exec.CommandContext(ctx, exe, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = ts.MkAbs("."), ts.Stdout(), ts.Stderr()
	cmd.Env = append(os.Environ(), "HOME="+ts.Getenv("HOME"))
	return cmd
}

func cmdInterrupt(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 4, "interrupt SIGNAL CODE FILE ARG...")
	in, err := os.Open(ts.MkAbs(args[2]))
	ts.Check(err)
	defer in.Close()

	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	cmd := command(ctx, ts, args[3:])
	pipe, err := cmd.StdinPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	_, err = io.Copy(pipe, in)
	if err == nil {
		_, err = pipe.Write(bytes.Repeat([]byte("filler\n"), pipeSize/7))
	}
	ts.Check(err)
	ts.Check(cmd.Process.Signal(signals[args[0]]))
	exited(ts, number(ts, args[1]), cmd.Wait())
}

func cmdStrike(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, args, 3, "strike SIGNAL CODE ARG...")
	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	cmd := command(ctx, ts, args[2:])
	ts.Check(cmd.Start())
	opened := -1
	for ctx.Err() == nil {
		if used := ticks(cmd.Process.Pid); opened >= 0 && used > opened+strikeAfter {
			break
		} else if opened < 0 && mapsPack(cmd.Process.Pid) {
			opened = used
		}
		time.Sleep(time.Millisecond)
	}
	ts.Check(cmd.Process.Signal(signals[args[0]]))
	exited(ts, number(ts, args[1]), cmd.Wait())
}

// mapsPack reports whether a process has a pack in its memory.
func mapsPack(pid int) bool {
	maps, _ := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	return bytes.Contains(maps, []byte(".pack\n"))
}

// strikeAfter is how much processor time, in hundredths of a second, has gone into
// a pack when the signal comes: a clock would not tell how far a busy machine is.
const strikeAfter = 15

// ticks is the processor time that a process has used in user mode, see proc(5).
func ticks(pid int) int {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, fields, _ := strings.Cut(string(stat), ") ")
	if f := strings.Fields(fields); len(f) > 11 {
		n, _ := strconv.Atoi(f[11])
		return n
	}
	return 0
}
