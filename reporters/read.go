package reporters

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// ErrTruncated says that a saved run has no end: whoever wrote it was stopped,
// and nobody knows what it would have found.
var ErrTruncated = errors.New("the saved run ends without a summary: it was cut short")

// maxRecord bounds a line of a saved run.
const maxRecord = 64 << 20

// Read replays a saved JSONL run into rep. It takes nothing on trust: a run that
// is not whole, not in order, of another schema, or saved in clear is an error.
func Read(in io.Reader, rep Reporter) error { return read(in, rep, &player{}) }

// ReadSecrets is Read for what acts on secrets and reports nothing: of a run that was
// saved in clear (--show-secrets), the findings that rep gets have their secrets. Those
// of any other run stay unknown.
func ReadSecrets(in io.Reader, rep Reporter) error { return read(in, rep, &player{secrets: true}) }

func read(in io.Reader, rep Reporter, p *player) error {
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 1<<16), maxRecord)
	n := 0
	for sc.Scan() {
		n++
		rec, err := p.decode(sc.Bytes())
		if errors.Is(err, io.ErrUnexpectedEOF) && !sc.Scan() { // half of the last line
			if err = sc.Err(); err == nil {
				err = ErrTruncated
			}
		}
		if err == nil {
			err = p.check(&rec)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if err := replay(rep, &rec); err != nil {
			return err
		}
	}
	switch err := sc.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("line %d is longer than %d MiB, which no record is", n+1, maxRecord>>20)
	case err != nil:
		return fmt.Errorf("line %d: %w", n+1, err)
	case p.last != "summary":
		return ErrTruncated
	}
	return nil
}

type savedRecord = record[leak.Finding]

// player checks that the records of a saved run follow each other as they should.
type player struct {
	last            string // type of the last record
	findings, skips int    // as the summary counts them
	secrets         bool   // in clear are taken
}

func (p *player) decode(line []byte) (rec savedRecord, err error) {
	if p.last == "" { // before anything else: what another version writes may look quite different
		var head struct{ Run *struct{ Schema int } }
		if json.Unmarshal(line, &head) == nil && head.Run != nil && head.Run.Schema != leak.SchemaVersion {
			return rec, fmt.Errorf("the run has schema %d, this version reads schema %d", head.Run.Schema, leak.SchemaVersion)
		}
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if p.secrets {
		rec, err = decodeClear(dec)
	} else {
		err = dec.Decode(&rec)
	}
	if err != nil {
		if errors.Is(err, leak.ErrClear) {
			return rec, leak.ErrClear
		}
		if err == io.EOF {
			err = errors.New("it is empty")
		}
		return rec, fmt.Errorf("not a record of a saved run: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return rec, errors.New("not a record of a saved run: something follows it")
	}
	return rec, nil
}

// decodeClear decodes a record whose secrets may be in clear.
func decodeClear(dec *json.Decoder) (savedRecord, error) {
	var c record[clearFinding]
	err := dec.Decode(&c)
	rec := savedRecord{Type: c.Type, Run: c.Run, Skip: c.Skip, Summary: c.Summary}
	if c.Finding != nil {
		f := c.Finding.Finding
		f.Secret = known(c.Finding.Secret)
		for _, p := range c.Finding.Parts {
			p.Part.Secret = known(p.Secret)
			f.Parts = append(f.Parts, p.Part)
		}
		rec.Finding = &f
	}
	return rec, err
}

// known returns the secret that a run holds. One of bytes that JSON cannot hold is not
// known, as is one that is masked.
func known(text string) leak.Secret {
	if leak.IsMask(text) || strings.ContainsRune(text, utf8.RuneError) {
		return leak.MaskedSecret(text)
	}
	return leak.NewSecret(text)
}

// kinds are the types of record in their order.
var kinds = []string{"run", "finding", "skip", "summary"}

func (p *player) check(rec *savedRecord) error {
	kind, last := slices.Index(kinds, rec.Type), slices.Index(kinds, p.last)
	body := []bool{rec.Run != nil, rec.Finding != nil, rec.Skip != nil, rec.Summary != nil}
	for i, there := range body {
		if kind < 0 || there != (i == kind) {
			return fmt.Errorf("%.40q is no kind of record, or has another's content", rec.Type)
		}
	}
	once := kind == 0 || p.last == "summary"
	if kind < last || once && kind == last || last < 0 && kind > 0 {
		return fmt.Errorf("a %q record is out of place", rec.Type)
	}
	p.last = rec.Type
	switch {
	case rec.Finding != nil:
		p.findings++
	case rec.Skip != nil && !rec.Skip.Expected:
		p.skips += max(rec.Skip.Count, 1)
	case rec.Summary != nil:
		if n := rec.Summary.Findings + rec.Summary.Suppressed; n != p.findings {
			return fmt.Errorf("the summary counts %s, the file holds %s", plural(n, "finding"), grouped(p.findings))
		}
		if n := rec.Summary.Skips; n != p.skips {
			return fmt.Errorf("the summary counts %s not read, the file holds %s", grouped(n), grouped(p.skips))
		}
	}
	return nil
}

func replay(rep Reporter, rec *savedRecord) error {
	switch {
	case rec.Run != nil:
		return rep.Begin(runNames(*rec.Run, unquoteName))
	case rec.Finding != nil:
		return rep.Finding(findingNames(*rec.Finding, unquoteName))
	case rec.Skip != nil:
		return rep.Skip(skipNames(*rec.Skip, unquoteName))
	}
	return rep.End(*rec.Summary)
}
