package main

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/credential/train"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// trainCommand makes the credential model anew.
func (a *app) trainCommand() *cobra.Command {
	o := train.Options{Settings: train.Defaults}
	var out string
	var alarms bool
	cmd := &cobra.Command{
		Use: "train CORPUS", Short: "Make the credential model from labelled lines",
		Long: `Make the credential model from the lines that CORPUS/labels.csv labels, with the
columns path, line_start, line_end, truth (T or F), value_start, value_end and
category. The paths are CORPUS-relative; their second element is the repository.

What the model is worth is measured first: each repository is judged by models
that were made without it, and the levels of confidence follow from that. The
same input gives the same model.`,
		Args: takes(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			o.Corpus = args[0]
			set, err := rules.Builtin()
			if err != nil {
				return err
			}
			o.Rules = set
			o.Log = slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{ReplaceAttr: withoutTime}))
			return a.train(o, out, alarms)
		},
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&o.Text, "text", nil, "folder whose text teaches which words people write, such as $(go env GOROOT)/src; may be given several times")
	_ = cmd.MarkFlagRequired("text") // it is defined above
	fl.StringArrayVar(&o.Clean, "clean", nil, "folder of source text that holds next to no credentials; may be given several times")
	fl.IntVar(&o.Folds, "folds", 6, "divide the repositories into so many parts to measure")
	fl.BoolVar(&alarms, "alarms", false, "list what was taken for a credential in clean text")
	fl.StringVarP(&out, "output", "o", "", "write the model to this file")
	return cmd
}

func withoutTime(_ []string, attr slog.Attr) slog.Attr {
	if attr.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return attr
}

func (a *app) train(o train.Options, out string, alarms bool) error {
	m, err := train.Read(o)
	if err != nil {
		return err
	}
	r, err := m.Measure()
	if err != nil {
		return err
	}
	measured(a.stdout, r)
	if alarms {
		for i, e := range r.Alarms {
			c := &e.Candidate
			where := reporters.Printable(fmt.Sprintf("%s/%s:%d %s", e.Repo, e.Path, e.Line, c.Line[c.Name:c.NameEnd]))
			fmt.Fprintf(a.stdout, "%6.2f %s: %s\n", r.Scores[i], where, leak.NewSecret(string(c.Text())))
		}
	}
	if out == "" {
		return nil
	}
	model := m.Train(r.Levels).Encode()
	file := &output{a: a, path: out, file: true}
	return file.replace(func(w io.Writer) error {
		_, err := w.Write(model)
		return err
	})
}

// measured prints a report as tables in Markdown.
func measured(w io.Writer, r *train.Report) {
	fmt.Fprintf(w, "| confidence | score | found | missed | false alarms | precision | recall | F1 | judged alone | in clean text |\n|---|---|---|---|---|---|---|---|---|---|\n")
	for _, level := range []struct {
		name  leak.Confidence
		least float64
	}{{leak.ConfidenceLow, r.Levels.Low}, {leak.ConfidenceMedium, r.Levels.Medium}, {leak.ConfidenceHigh, r.Levels.High}} {
		c := train.Count(r.Rows, level.least)
		judged := train.Count(slices.DeleteFunc(slices.Clone(r.Rows), func(row train.Row) bool { return row.Structured != "" }), level.least)
		n := 0
		for _, s := range r.Scores {
			if s >= level.least {
				n++
			}
		}
		fmt.Fprintf(w, "| %s | %.2f | %d | %d | %d | %.3f | %.3f | %.3f | %.3f | %d |\n", level.name, level.least, c.Found, c.Missed, c.Alarms,
			c.Precision(), c.Recall(), c.F1(), judged.Precision(), n)
	}
	fmt.Fprintf(w, "\n| category | credentials | found | false alarms |\n|---|---|---|---|\n")
	byCategory := map[string]*train.Counts{}
	for _, row := range r.Rows {
		c := byCategory[row.Category]
		if c == nil {
			c = &train.Counts{}
			byCategory[row.Category] = c
		}
		one := train.Count([]train.Row{row}, r.Levels.Medium)
		c.Found, c.Missed, c.Alarms = c.Found+one.Found, c.Missed+one.Missed, c.Alarms+one.Alarms
	}
	var names []string
	for name := range byCategory {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		ca, cb := byCategory[a], byCategory[b]
		return cmp.Or(cmp.Compare(cb.Found+cb.Missed, ca.Found+ca.Missed), strings.Compare(a, b))
	})
	for _, name := range names {
		if c := byCategory[name]; c.Found+c.Missed+c.Alarms > 0 {
			fmt.Fprintf(w, "| %s | %d | %d | %d |\n", name, c.Found+c.Missed, c.Found, c.Alarms)
		}
	}
}
