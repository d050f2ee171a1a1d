package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
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
	fl := cmd.Flags()
	fl.StringVarP(&f.format, "report-format", "f", "text", "report format: "+strings.Join(formatNames(), ", "))
	fl.StringVarP(&f.path, "report-path", "r", "-", "file to write the report to, - for standard output")
	fl.BoolVar(&f.showSecrets, "show-secrets", false, "write secrets in clear")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "show allowed findings, everything not read, and unused allow entries")
	fl.BoolVar(&f.noColor, "no-color", false, "use no colours (NO_COLOR and CLICOLOR_FORCE are honoured)")
	completes(cmd, "report-format", completeFormats)
}

func formatNames() (names []string) {
	for _, format := range reporters.Formats() {
		names = append(names, format.Name)
	}
	return names
}

// output is where a report goes: standard output, or a file that is there only
// once it is whole.
type output struct {
	a      *app
	format reporters.Format
	opts   reporters.Options
	path   string
	file   bool // path is a file or is to be one; else standard output, a device, a pipe
	mode   os.FileMode
}

// newOutput checks what was typed before anything is scanned. inputs are files
// that are read and must not be written.
func (a *app) newOutput(f *outputFlags, inputs ...string) (*output, error) {
	format, ok := reporters.Lookup(f.format)
	if !ok {
		return nil, withHint(fmt.Errorf("no report format is called %q", f.format), strings.Join(formatNames(), ", ")+" are")
	}
	o := &output{a: a, format: format, path: f.path, opts: reporters.Options{ShowSecrets: f.showSecrets, Verbose: f.verbose, Now: a.now()}}
	if f.path == "-" {
		o.opts.Color, o.opts.Width = a.terminal(f.noColor)
		return o, nil
	}
	if f.path == "" {
		return nil, withHint(errors.New("--report-path is empty"), "name a file, or - for standard output")
	}
	if err := o.check(inputs); err != nil {
		return nil, withHint(fmt.Errorf("creating the report: %w", err), "name a file in a folder that exists and can be written to")
	}
	return o, nil
}

// check finds out whether the report can be written, before anything is scanned.
func (o *output) check(inputs []string) error {
	o.mode = 0o644
	if o.opts.ShowSecrets {
		o.mode = 0o600
	}
	if st, err := os.Stat(o.path); err == nil {
		switch {
		case st.IsDir():
			return fmt.Errorf("%s is a folder", o.path)
		case !st.Mode().IsRegular():
			return nil
		case slices.ContainsFunc(inputs, func(in string) bool { return sameFile(in, st) }):
			return fmt.Errorf("%s is read by this command, the report would overwrite it", o.path)
		}
		o.mode &= st.Mode().Perm() | 0o200
	}
	var err error
	if o.path, err = linked(o.path); err != nil {
		return err
	}
	o.file = true
	temp, err := o.temp()
	if err != nil {
		return err
	}
	return errors.Join(temp.Close(), os.Remove(temp.Name())) // not there while the folder may be scanned
}

// linked is what a path leads to, which need not be there: what a link leads to is
// to be replaced, not the link.
func linked(path string) (string, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	for range 40 { // as many as the system follows
		to, err := os.Readlink(path)
		if err != nil {
			return path, nil // no link: a file that is yet to be
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", fmt.Errorf("%s: too many links", path)
}

// temp makes a file beside the report, with the permissions of the report.
func (o *output) temp() (*os.File, error) {
	f, err := os.OpenFile(fmt.Sprintf("%s.%x.tmp", o.path, rand.Uint64()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, o.mode)
	var pe *fs.PathError
	if errors.As(err, &pe) {
		pe.Path = o.path
	}
	return f, err
}

func sameFile(path string, st os.FileInfo) bool {
	in, err := os.Stat(path)
	return err == nil && os.SameFile(in, st)
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

// write writes a whole run and puts the report in its place.
func (o *output) write(run leak.Run, findings []leak.Finding, skips []leak.Skip, sum leak.Summary) error {
	err := o.to(func(w io.Writer) error {
		buf := bufio.NewWriterSize(w, 1<<16)
		if err := reporters.Replay(o.format.New(buf, o.opts), run, findings, skips, sum); err != nil {
			return err
		}
		return buf.Flush()
	})
	if err != nil {
		return &hintError{fmt.Errorf("writing the report: %w", err), "there is no report; free space or name another --report-path and run it again", exitIncomplete}
	}
	return nil
}

// to hands out what the report is written to.
func (o *output) to(write func(io.Writer) error) error {
	switch {
	case o.path == "-":
		return write(o.a.stdout)
	case o.file:
		return o.replace(write)
	}
	w, err := os.OpenFile(o.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(w), w.Close())
}

// replace writes a file and makes it the report once it is whole.
func (o *output) replace(write func(io.Writer) error) error {
	temp, err := o.temp()
	if err != nil {
		return err
	}
	if err = write(temp); err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), o.path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}
