package main

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// moreCommands are for scripts about exit codes and messages:
//
//	exits CODE PROGRAM [ARG]... runs the program, which must end with that exit code
//	fails PATTERN [ARG]...      runs leaksieve, which must end with exit code 2, nothing on stdout, and
//	                            on stderr one line "leaksieve: error: …" that matches the pattern
//	                            and at most one line "leaksieve: hint: …" behind it
//	complains PATTERN           checks the last stderr as "fails" does
//	scan RUN [ARG]...           runs leaksieve and writes the run with clear secrets to RUN; exit code 0 or 1
//	count RUN N                 the JSONL run has N findings, the allowed ones included
//	absent TEXT FILE...         no file holds the text; "stdout" and "stderr" are files too
//	closed ARG...               runs leaksieve with a standard output that is closed at the other end
var moreCommands = map[string]func(*testscript.TestScript, bool, []string){
	"exits": cmdExits, "fails": cmdFails, "complains": cmdComplains, "scan": cmdScan, "count": cmdCount, "absent": cmdAbsent,
	"closed": cmdClosed,
}

// program runs one and returns its exit code.
func program(ts *testscript.TestScript, args ...string) int {
	err := ts.Exec(args[0], args[1:]...)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Fatalf("%s: %v", args[0], err)
	}
	if exit != nil {
		return exit.ExitCode()
	}
	return 0
}

func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARG]...")
	}
	if got := program(ts, args[1:]...); strconv.Itoa(got) != args[0] {
		ts.Fatalf("the exit code is %d, not %s", got, args[0])
	}
}

func cmdFails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: fails PATTERN [ARG]...")
	}
	cmdExits(ts, false, append([]string{"2", "leaksieve"}, args[1:]...))
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("a failure writes to stdout: %q", out)
	}
	cmdComplains(ts, false, args[:1])
}

var complaint = regexp.MustCompile(`\Aleaksieve: error: ([^\n]+)\n(?:leaksieve: hint: [^\n]+\n)?\z`)

func cmdComplains(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: complains PATTERN")
	}
	m := complaint.FindStringSubmatch(ts.ReadFile("stderr"))
	if m == nil {
		ts.Fatalf("stderr is not one error line with or without a hint: %q", ts.ReadFile("stderr"))
	}
	if !regexp.MustCompile(args[0]).MatchString(m[1]) {
		ts.Fatalf("the error does not match %q: %s", args[0], m[1])
	}
}

func cmdScan(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: scan RUN ARG...")
	}
	args = append([]string{"leaksieve", args[1], "-f", "jsonl", "--show-secrets", "-r", args[0]}, args[2:]...)
	if code := program(ts, args...); code != exitClean && code != exitFindings {
		ts.Fatalf("the exit code is %d", code)
	}
}

func cmdCount(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: count RUN N")
	}
	n := 0
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		if strings.HasPrefix(line, `{"type":"finding"`) {
			n++
			ts.Logf("%s", line)
		}
	}
	if strconv.Itoa(n) != args[1] {
		ts.Fatalf("the run has %d findings, not %s", n, args[1])
	}
}

func cmdAbsent(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || args[0] == "" {
		ts.Fatalf("usage: absent TEXT FILE...")
	}
	for _, file := range args[1:] {
		if strings.Contains(ts.ReadFile(file), args[0]) {
			ts.Fatalf("%s holds %s", file, args[0])
		}
	}
}

// cmdClosed runs leaksieve with a standard output that nobody reads, which must
// end it without a word, as every filter ends.
func cmdClosed(ts *testscript.TestScript, neg bool, args []string) {
	r, w, err := os.Pipe()
	ts.Check(err)
	ts.Check(r.Close())
	defer w.Close()
	var stderr strings.Builder
	path, err := exec.LookPath("leaksieve") // testscript puts it first in PATH
	ts.Check(err)
	cmd := exec.Command(path, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = ts.MkAbs("."), w, &stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() == exitFindings || stderr.Len() > 0 {
		ts.Fatalf("%v: %s", err, stderr.String())
	}
}
