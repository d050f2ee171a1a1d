package reporters

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// looks are ways to report a run.
var looks = []struct {
	format string
	o      Options
}{
	{"json", Options{}}, {"jsonl", Options{}}, {"sarif", Options{}}, {"text", Options{}},
	{"text", Options{Width: 40, Color: true, Verbose: true}},
}

// A saved run makes every report byte for byte as the scan would have.
func TestSavedRunMakesTheSameReports(t *testing.T) {
	runs := map[string]made{"rich": rich(), "single": single(), "nothing": nothing()}
	for seed := range int64(150) {
		runs[fmt.Sprintf("random %d", seed)] = random(rand.New(rand.NewSource(seed)))
	}
	for name, m := range runs {
		saved := m.report(t, "jsonl", Options{})
		for _, look := range looks {
			format, _ := Lookup(look.format)
			var got bytes.Buffer
			require.NoError(t, Read(iotest.HalfReader(bytes.NewReader(saved)), format.New(&got, look.o)), name)
			require.Equal(t, string(m.report(t, look.format, look.o)), got.String(), "%s as %s", name, look.format)
		}
	}
}

// random draws a run of text that is hard on every format.
func random(r *rand.Rand) made {
	pieces := []string{"a", "Z", " ", "/", ":", "%", "#", "?", "\"", "\\", "\n", "\t", "\r", "\x00", "\x1b[2J", "\x7f", "\x9b", "\xff", "\xed\xa0\x80", "\xe2\x82",
		"é", "日本", "🙈", "e\u0301", "\u200d", "\u202e", "\u2028", "\ufeff", "\ufffd", "{0}", "[x](y)", "<b>&", "********", "…", strings.Repeat("long", 60)}
	text := func() string {
		var b strings.Builder
		for range r.Intn(6) {
			b.WriteString(pieces[r.Intn(len(pieces))])
		}
		return b.String()
	}
	texts := func() (out []string) {
		for range r.Intn(4) {
			out = append(out, text())
		}
		return out
	}
	commit := func() *leak.Commit {
		if r.Intn(2) == 0 {
			return nil
		}
		return &leak.Commit{ID: id(r.Intn(200)), Author: text(), Email: text(), Message: text(),
			Date: time.Unix(r.Int63n(1<<uint(1+r.Intn(45)))-1<<35, 0).In(time.FixedZone("", (r.Intn(400)-200)*900))}
	}
	kinds := []leak.Kind{leak.KindFile, leak.KindSymlink, leak.KindCommitMessage, leak.KindTagMessage, leak.KindIdentity, leak.KindHeader, leak.KindPath,
		leak.KindRef, leak.KindReflog, leak.KindStdin}
	place := func() leak.Origin {
		o := leak.Origin{Kind: kinds[r.Intn(len(kinds))], Repo: text(), Path: text(), Ref: text()}
		if r.Intn(2) == 0 {
			o.Object = id(r.Intn(200))
		}
		return o
	}
	m := made{run: leak.Run{Schema: leak.SchemaVersion, Tool: "leaksieve", Version: "1.0.0", Mode: "git", Target: text(), Root: text(), Branch: text(),
		Remote: text(), Revision: id(1), Rules: theRules[:r.Intn(len(theRules)+1)]}}
	for range r.Intn(8) {
		m.findings = append(m.findings, finding(theRules[r.Intn(len(theRules))].ID, text(), func(f *leak.Finding) {
			f.Origin, f.Line, f.Via, f.Entropy = place(), text(), texts(), r.NormFloat64()
			f.Start, f.End = leak.Position{Line: r.Intn(3), Column: r.Intn(9), Char: r.Intn(9)}, leak.Position{Line: r.Intn(3), Offset: r.Int63()}
			for range r.Intn(3) {
				f.Parts = append(f.Parts, leak.Part{Rule: "part", Secret: leak.NewSecret(text())})
			}
			f.Via = mapped(f.Via, valid) // names of decoders are ours
			f.Exposure = leak.Exposure{First: commit(), Last: commit(), AtHead: r.Intn(2) == 0, Refs: texts(), Occurrences: r.Intn(3), RefCount: r.Intn(9)}
			if r.Intn(3) == 0 {
				f.Decision = leak.Decision{Suppressed: true, By: leak.SuppressedByIgnore, Reason: text()}
			}
		}))
	}
	for range r.Intn(30) {
		m.skips = append(m.skips, leak.Skip{Reason: []leak.SkipReason{leak.SkipMissing, leak.SkipSpecial}[r.Intn(2)], Origin: place(), Detail: text(),
			Count: r.Intn(3), Expected: r.Intn(3) == 0})
	}
	m.sum.Unused = texts()
	return m.count()
}

func TestReadRefuses(t *testing.T) {
	saved := string(rich().report(t, "jsonl", Options{}))
	lines := strings.SplitAfter(strings.TrimSuffix(saved, "\n"), "\n")
	last := len(lines) - 1
	without := func(i int) string { return strings.Join(lines[:i], "") + strings.Join(lines[i+1:], "") }
	change := func(from, to string) string {
		require.Contains(t, saved, from)
		return strings.Replace(saved, from, to, 1)
	}
	for name, c := range map[string]struct{ saved, want string }{
		"nothing":                           {"", ErrTruncated.Error()},
		"no summary":                        {without(last), ErrTruncated.Error()},
		"half a line":                       {saved[:len(saved)/2], ErrTruncated.Error()},
		"all but two bytes":                 {saved[:len(saved)-2], ErrTruncated.Error()},
		"half a line in the middle":         {lines[0] + lines[1][:50] + "\n" + lines[2], "line 2: not a record of a saved run: unexpected EOF"},
		"text":                              {"it is all clean, trust me\n", "line 1: not a record of a saved run: invalid character 'i'"},
		"binary":                            {"\x00\xff\x1b[2J", `line 1: not a record of a saved run: invalid character '\x00'`},
		"another JSON":                      {`{"version":"2.1.0","runs":[]}`, `line 1: not a record of a saved run: json: unknown field "version"`},
		"a JSON report":                     {string(rich().report(t, "json", Options{})), "line 1: "},
		"a list":                            {"[]\n", "line 1: not a record of a saved run: json: cannot unmarshal array"},
		"an empty line":                     {lines[0] + "\n" + lines[1], "line 2: not a record of a saved run: it is empty"},
		"two records on a line":             {strings.Replace(saved, "\n", " ", 1), "line 1: not a record of a saved run: something follows it"},
		"a newer schema":                    {change(`"schema":1`, `"schema":2,"more":true`), "line 1: the run has schema 2, this version reads schema 1"},
		"no schema":                         {change(`"schema":1,`, ``), "line 1: the run has schema 0, this version reads schema 1"},
		"a field that is not known":         {change(`"entropy":`, `"surprise":1,"entropy":`), `line 2: not a record of a saved run: json: unknown field "surprise"`},
		"a field of another type":           {change(`"entropy":4.125`, `"entropy":"much"`), "line 2: not a record of a saved run: json: cannot unmarshal string"},
		"a record without content":          {change(`"type":"skip","skip"`, `"type":"skip","skip":null,"finding"`), ": "},
		"a kind of record that there isn't": {change(`"type":"finding"`, `"type":"rumour"`), `line 2: "rumour" is no kind of record`},
		"a record under another's name":     {change(`"type":"finding"`, `"type":"skip"`), `line 2: "skip" is no kind of record, or has another's content`},
		"a record that is empty":            {"{}", `line 1: "" is no kind of record`},
		"two in a record":                   {change(`{"type":"finding",`, `{"type":"finding","summary":{},`), `line 2: "finding" is no kind of record, or has another's content`},
		"no run":                            {without(0), `line 1: a "finding" record is out of place`},
		"two runs":                          {lines[0] + saved, `line 2: a "run" record is out of place`},
		"two summaries":                     {saved + lines[last], fmt.Sprintf(`line %d: a "summary" record is out of place`, last+2)},
		"a finding after a skip":            {without(1)[:len(without(1))-len(lines[last])-1] + "\n" + lines[1] + lines[last], `a "finding" record is out of place`},
		"a finding after the summary":       {saved + lines[1], fmt.Sprintf(`line %d: a "finding" record is out of place`, last+2)},
		"a finding taken out":               {without(3), fmt.Sprintf("line %d: the summary counts 23 findings, the file holds 22", last)},
		"a skip taken out":                  {without(last - 1), fmt.Sprintf("line %d: the summary counts 1,252 not read, the file holds 1,251", last)},
		"in clear":                          {string(rich().report(t, "jsonl", Options{ShowSecrets: true})), "line 2: the secret is in clear"},
		"a part in clear":                   {change(`"secret":"AKIA********"`, `"secret":"`+awsKeyID+`"`), "line 4: the secret is in clear"},
		"a line of 65 MB":                   {lines[0] + strings.Repeat("x", maxRecord+1), "line 2 is longer than 64 MiB, which no record is"},
	} {
		t.Run(name, func(t *testing.T) {
			err := Read(strings.NewReader(c.saved), discard{})
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "\n")
			assert.Less(t, len(err.Error()), 300)
			assert.NotContains(t, err.Error(), githubToken)
			assert.Equal(t, c.want == ErrTruncated.Error(), errors.Is(err, ErrTruncated))
		})
	}
}

func TestReadTakesARunWithoutTheLastNewline(t *testing.T) {
	saved := rich().report(t, "jsonl", Options{})
	assert.NoError(t, Read(bytes.NewReader(saved[:len(saved)-1]), discard{}))
}

func TestReadPassesErrorsOn(t *testing.T) {
	saved := rich().report(t, "jsonl", Options{})
	broken := errors.New("the disk is gone")
	err := Read(io.MultiReader(bytes.NewReader(saved[:9000]), iotest.ErrReader(broken)), discard{})
	assert.ErrorIs(t, err, broken)
	assert.NotErrorIs(t, err, ErrTruncated, "what broke is said, not what it looked like")
	for _, call := range []string{"Begin", "Finding", "Skip", "End"} {
		assert.Equal(t, broken, Read(bytes.NewReader(saved), discard{call, broken}), call)
	}
}

// discard is a reporter that writes nothing, and fails where it is told to.
type discard struct {
	at  string
	err error
}

func (d discard) fail(call string) error {
	if d.at == call {
		return d.err
	}
	return nil
}
func (d discard) Begin(leak.Run) error       { return d.fail("Begin") }
func (d discard) Finding(leak.Finding) error { return d.fail("Finding") }
func (d discard) Skip(leak.Skip) error       { return d.fail("Skip") }
func (d discard) End(leak.Summary) error     { return d.fail("End") }

// Whatever Read takes can be reported in every format, and what is saved of it is
// read back the same.
func FuzzRead(f *testing.F) {
	for _, m := range []made{rich(), single(), nothing()} {
		f.Add(m.report(f, "jsonl", Options{}))
	}
	f.Add([]byte(`{"type":"run","run":{"schema":1,"rules":[{"id":"x"}]}}` + "\n" + `{"type":"summary","summary":{}}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		jsonl, _ := Lookup("jsonl")
		var saved, again bytes.Buffer
		if Read(bytes.NewReader(in), jsonl.New(&saved, Options{})) != nil {
			return
		}
		require.NoError(t, Read(bytes.NewReader(saved.Bytes()), jsonl.New(&again, Options{})))
		require.Equal(t, saved.String(), again.String())
		for _, look := range looks {
			format, _ := Lookup(look.format)
			var direct, replayed bytes.Buffer
			require.NoError(t, Read(bytes.NewReader(in), format.New(&direct, look.o)))
			require.NoError(t, Read(bytes.NewReader(saved.Bytes()), format.New(&replayed, look.o)))
			require.Equal(t, direct.String(), replayed.String(), look.format)
			if look.format == "text" && !look.o.Color {
				require.NotContains(t, direct.String(), "\x1b")
			}
		}
	})
}

// keeper keeps the findings of a run.
type keeper struct{ findings []leak.Finding }

func (k *keeper) Begin(leak.Run) error         { return nil }
func (k *keeper) Finding(f leak.Finding) error { k.findings = append(k.findings, f); return nil }
func (k *keeper) Skip(leak.Skip) error         { return nil }
func (k *keeper) End(leak.Summary) error       { return nil }

func TestReadSecretsKnowsTheSecretsOfARunInClear(t *testing.T) {
	m := rich()
	var clear, masked keeper
	saved := m.report(t, "jsonl", Options{ShowSecrets: true})
	require.ErrorIs(t, Read(bytes.NewReader(saved), &keeper{}), leak.ErrClear, "no report is made of it")
	require.NoError(t, ReadSecrets(bytes.NewReader(saved), &clear))
	require.NoError(t, ReadSecrets(bytes.NewReader(m.report(t, "jsonl", Options{})), &masked))
	require.Len(t, clear.findings, len(m.findings))
	for i, want := range m.findings {
		got := clear.findings[i]
		if want.Rule == "bare" { // of bytes that are no text
			assert.False(t, got.Secret.Known())
			continue
		}
		assert.Equal(t, want.Secret, got.Secret)
		assert.Equal(t, want.Parts, got.Parts)
		assert.Equal(t, want.Fingerprint, got.Fingerprint)
		assert.False(t, masked.findings[i].Secret.Known())
	}
}

func TestReadSecretsTakesNothingOnTrust(t *testing.T) {
	saved := rich().report(t, "jsonl", Options{ShowSecrets: true})
	lines := bytes.SplitAfter(saved, []byte("\n"))
	assert.ErrorIs(t, ReadSecrets(bytes.NewReader(bytes.Join(lines[:3], nil)), &keeper{}), ErrTruncated)
	assert.ErrorContains(t, ReadSecrets(strings.NewReader(`{"type":"run","run":{"schema":9}}`), &keeper{}), "schema 9")
	more := bytes.Replace(saved, []byte(`"rule":`), []byte(`"more":1,"rule":`), 1)
	assert.ErrorContains(t, ReadSecrets(bytes.NewReader(more), &keeper{}), "not a record")
}
