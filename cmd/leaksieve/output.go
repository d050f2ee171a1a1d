package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// outputFlags say where a report goes and how it looks.
type outputFlags struct {
	format      string
	path        string
	showSecrets bool
	verbose     bool
	noColor     bool
}

func (f *outputFlags) add(cmd *cobra.Command) {
	var names []string
	for _, format := range reporters.Formats() {
		names = append(names, format.Name)
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.format, "report-format", "f", "text", "report format: "+strings.Join(names, ", "))
	fl.StringVarP(&f.path, "report-path", "r", "-", "file to write the report to, - for standard output")
	fl.BoolVar(&f.showSecrets, "show-secrets", false, "write secrets in clear")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "show allowed findings, everything not read, and unused allow entries")
	fl.BoolVar(&f.noColor, "no-color", false, "use no colours (NO_COLOR and CLICOLOR_FORCE are honoured)")
}

// output is where a report goes: standard output, or a file that is there only
// once it is whole.
type output struct {
	a      *app
	format reporters.Format
	opts   reporters.Options
	path   string
	temp   *os.File // nil for standard output
}

func (a *app) newOutput(f *outputFlags) (*output, error) {
	format, ok := reporters.Lookup(f.format)
	if !ok {
		return nil, withHint(fmt.Errorf("no report format is called %q", f.format), "text, json, jsonl and sarif are")
	}
	o := &output{a: a, format: format, path: f.path, opts: reporters.Options{ShowSecrets: f.showSecrets, Verbose: f.verbose}}
	if f.path == "-" {
		o.opts.Color, o.opts.Width = a.terminal(f.noColor)
		return o, nil
	}
	var err error
	if o.temp, err = os.CreateTemp(filepath.Dir(f.path), ".leaksieve-*"); err != nil {
		return nil, withHint(fmt.Errorf("creating the report: %w", err), "name a file in a folder that exists and can be written to")
	}
	return o, nil
}

// terminal returns whether standard output takes colours, and its width.
func (a *app) terminal(noColor bool) (color bool, width int) {
	f, ok := a.stdout.(*os.File)
	tty := ok && term.IsTerminal(int(f.Fd()))
	if tty {
		width, _, _ = term.GetSize(int(f.Fd()))
	}
	switch {
	case noColor || a.env["NO_COLOR"] != "":
		return false, width
	case a.env["CLICOLOR_FORCE"] != "" && a.env["CLICOLOR_FORCE"] != "0":
		return true, width
	}
	return tty && a.env["TERM"] != "dumb", width
}

// write writes a whole run.
func (o *output) write(run leak.Run, findings []leak.Finding, skips []leak.Skip, sum leak.Summary) error {
	return o.stream(func(r reporters.Reporter) error { return reporters.Replay(r, run, findings, skips, sum) })
}

// stream lets replay write the report and puts it in its place.
func (o *output) stream(replay func(reporters.Reporter) error) error {
	var w io.Writer = o.a.stdout
	if o.temp != nil {
		w = o.temp
	}
	buf := bufio.NewWriterSize(w, 1<<16)
	if err := replay(o.format.New(buf, o.opts)); err != nil {
		return err
	}
	err := buf.Flush()
	if err == nil && o.temp != nil {
		err = o.commit()
	}
	if err != nil {
		return &hintError{fmt.Errorf("writing the report: %w", err), "the scan ran; free space or name another --report-path and run it again", exitIncomplete}
	}
	return nil
}

// commit makes the temporary file the report, with the permissions that a new
// file would have.
func (o *output) commit() error {
	defer o.discard()
	if err := o.temp.Sync(); err != nil {
		return err
	}
	if err := o.temp.Close(); err != nil {
		return err
	}
	if st, err := os.Stat(o.path); err == nil && !st.Mode().IsRegular() {
		return o.copyTo(o.path) // /dev/stderr, a pipe
	}
	mode := os.FileMode(0o644)
	if o.opts.ShowSecrets {
		mode = 0o600
	}
	if err := os.Chmod(o.temp.Name(), mode); err != nil {
		return err
	}
	return os.Rename(o.temp.Name(), o.path)
}

func (o *output) copyTo(path string) error {
	in, err := os.Open(o.temp.Name())
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// discard removes the temporary file if it is still there.
func (o *output) discard() {
	if o.temp != nil {
		_ = o.temp.Close()
		_ = os.Remove(o.temp.Name())
	}
}
