package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/credential"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// maxExplained bounds the size of a file of which a line is explained.
const maxExplained = 64 << 20

func (a *app) explainCommand(load func() (*rules.Set, error)) *cobra.Command {
	return &cobra.Command{
		Use: "explain FILE:LINE", Short: "Show what is found on a line, and what spoke for and against it",
		Long: `Show what the rules find on one line of a file. For values that the credential
model judges it prints how sure it is and which features spoke, with what each
added to the logarithm of the odds. Secrets are masked.`,
		Args: takes(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			file, line, err := fileLine(args[0])
			if err != nil {
				return err
			}
			set, err := load()
			if err != nil {
				return err
			}
			return a.explain(set, file, line)
		},
	}
}

// fileLine reads FILE:LINE.
func fileLine(arg string) (file string, line int, err error) {
	at := strings.LastIndexByte(arg, ':')
	if at > 0 {
		line, err = strconv.Atoi(arg[at+1:])
	}
	if at <= 0 || err != nil || line < 1 {
		return "", 0, withHint(fmt.Errorf("%q is no line of a file", arg), "give it as FILE:LINE, such as config/app.yml:3")
	}
	return arg[:at], line, nil
}

func (a *app) explain(set *rules.Set, file string, line int) error {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no file", file)
	case info.Size() > maxExplained:
		return fmt.Errorf("%s is larger than %d MiB", file, maxExplained>>20)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	from, to, ok := lineBounds(data, line)
	if !ok {
		return withHint(fmt.Errorf("%s has no line %d", file, line), fmt.Sprintf("it has %d", 1+bytes.Count(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))))
	}
	scanner := detect.New(set, detect.Options{Allowed: true}).NewScanner()
	said := a.explainByForm(scanner, file, data, line)
	seen := map[int]bool{}
	scanner.Candidates(data, func(c credential.Candidate, at, _ int) {
		if at < from || at >= to || seen[at] {
			return
		}
		seen[at], said = true, true
		if len(seen) <= maxValues {
			a.explainCandidate(file, line, &c)
		}
	})
	if more := len(seen) - maxValues; more > 0 {
		return a.print("%s:%d: and %d more values\n", file, line, more)
	}
	if !said {
		return a.print("%s:%d: no rule finds anything here, and no name that could be a credential's has a value\n", file, line)
	}
	return nil
}

func (a *app) print(format string, args ...any) error {
	_, err := fmt.Fprintf(a.stdout, format, args...)
	return err
}

// lineBounds returns where a line begins and ends.
func lineBounds(data []byte, line int) (from, to int, ok bool) {
	for ; line > 1; line-- {
		n := bytes.IndexByte(data[from:], '\n')
		if n < 0 {
			return 0, 0, false
		}
		from += n + 1
	}
	if n := bytes.IndexByte(data[from:], '\n'); n >= 0 {
		return from, from + n, true
	}
	return from, len(data), true
}

// explainByForm prints what rules find on the line that no model judges.
func (a *app) explainByForm(s *detect.Scanner, file string, data []byte, line int) (said bool) {
	for _, f := range s.Scan(leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: filepath.ToSlash(file)}, Data: data}) {
		if f.Confidence == "" || line < f.Start.Line || line > f.End.Line {
			continue
		}
		said = true
		_ = a.print("%s:%d  %s\n  %s finds it by its form: high confidence\n", file, line, f.Secret, f.Rule)
	}
	return said
}

// reasons is how many features are printed, of so many values of one line.
const (
	reasons   = 12
	maxValues = 20
)

func (a *app) explainCandidate(file string, line int, c *credential.Candidate) {
	m := credential.Default()
	score := m.Score(c, filepath.ToSlash(file))
	level := string(m.Confidence(score))
	if level == "" {
		level = "no"
	}
	name := strings.TrimSpace(string(c.Line[c.Name:c.NameEnd]))
	if name == "" {
		name = "(no name)"
	}
	_ = a.print("%s:%d  %s  %s\n  %s confidence: score %.2f; low from %.2f, medium from %.2f, high from %.2f\n",
		file, line, reporters.Printable(name), leak.NewSecret(string(c.Text())), level, score, m.Low, m.Medium, m.High)
	for i, r := range m.Explain(c, filepath.ToSlash(file)) {
		if i == reasons {
			break
		}
		_ = a.print("  %+6.2f  %s: %.4g\n", r.Weight, r.Feature, r.Value)
	}
}
