package scanner

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// Rereading is what it takes to know the secrets of a saved run again, which holds
// masks only.
type Rereading struct {
	From *source.Again
	Set  *rules.Set             // as the scan had it
	Key  func() ([]byte, error) // of the fingerprints, as in Options
}

// Lost is a finding whose secret could not be read again, and why.
type Lost struct {
	Finding leak.Finding
	Err     error
}

// Reread reads the content in which findings of a saved run stand once more, scans it
// with the same rules and returns the findings with their Secret, Parts, Match and
// Lines known. Only what is at the same place and has the same fingerprint is the same
// secret; all others are lost. Both are in the order of the findings. The error is
// ctx's, or that there is no key.
func Reread(ctx context.Context, o Rereading, findings []leak.Finding) (known []leak.Finding, lost []Lost, err error) {
	if len(findings) == 0 {
		return nil, nil, nil
	}
	key, err := o.Key()
	if err != nil {
		return nil, nil, fmt.Errorf("making the fingerprint key: %w", err)
	}
	r := &rereader{Rereading: o, key: key, scanner: detect.New(o.Set, detect.Options{Allowed: true}).NewScanner()}
	out, errs := make([]leak.Finding, len(findings)), make([]error, len(findings))
	for _, i := range byPlace(findings) { // each content is read and scanned once
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		out[i], errs[i] = r.finding(&findings[i])
	}
	for i := range out {
		if errs[i] != nil {
			lost = append(lost, Lost{findings[i], errs[i]})
		} else {
			known = append(known, out[i])
		}
	}
	return known, lost, nil
}

// byPlace returns the numbers of findings, those of one place beside each other.
func byPlace(findings []leak.Finding) []int {
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := findings[i].Origin, findings[j].Origin
		return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Object, b.Object), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Ref, b.Ref))
	})
	return order
}

// rereader remembers what it found at the last place.
type rereader struct {
	Rereading
	key     []byte
	scanner *detect.Scanner

	at    leak.Origin
	found []leak.Finding
	err   error
}

func (r *rereader) finding(f *leak.Finding) (leak.Finding, error) {
	switch {
	case r.Set.Rule(f.Rule) == nil:
		return *f, fmt.Errorf("no rule is called %s here; name the configuration of the scan with -c", f.Rule)
	case f.Start.Line == 0 && f.End.Offset == f.Start.Offset:
		return *f, errors.New("the file itself is the secret, and no issuer takes it back")
	}
	if f.Origin != r.at || r.found == nil && r.err == nil {
		r.at = f.Origin
		r.found, r.err = r.scan(f.Origin)
	}
	if r.err != nil {
		return *f, r.err
	}
	for i := range r.found {
		if g := &r.found[i]; g.Rule == f.Rule && g.Start.Offset == f.Start.Offset && fingerprint(r.key, g) == f.Fingerprint {
			known := *f
			known.Secret, known.Parts, known.Match, known.Lines, known.Above = g.Secret, g.Parts, g.Match, g.Lines, g.Above
			return known, nil
		}
	}
	return *f, r.changed(f)
}

// scan returns what is found at a place. A history is scanned without paths, which
// decide in a few cases which of several rules has a secret; so both count.
func (r *rereader) scan(o leak.Origin) (found []leak.Finding, err error) {
	units, err := r.From.Units(o)
	if err != nil {
		return nil, err
	}
	found = []leak.Finding{}
	for _, u := range units {
		for _, path := range slices.Compact([]string{o.Path, ""}) {
			u.Origin.Path = path
			found = append(found, r.scanner.Scan(u)...)
		}
	}
	for i := range found {
		found[i].Origin = o
		if o.Kind == leak.KindPath { // a name is scanned, and reported as a part of its path
			shift := int64(strings.LastIndexByte(o.Path, '/') + 1)
			found[i].Start.Offset += shift
			found[i].End.Offset += shift
		}
	}
	return found, nil
}

// changed says why a finding is not where it was.
func (r *rereader) changed(f *leak.Finding) error {
	o := &f.Origin
	switch {
	case hasMask(o.Repo) || hasMask(o.Path) || hasMask(o.Ref):
		return errors.New("where it stands is masked in the saved run, for it holds a secret itself; a new scan finds it: `leaksieve revoke --fingerprint`")
	case o.Object != "" && o.Kind != leak.KindReflog:
		return errors.New("the object is there, and the secret is not found in it: were other rules in force, or is it another repository?")
	}
	return errors.New("the content has changed: the secret is not at its place any more")
}

func hasMask(name string) bool { return strings.Contains(name, "********") }
