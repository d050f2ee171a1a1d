package reporters

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

var errFull = errors.New("no space left on device")

// fullDisk takes so many bytes and fails from there on.
type fullDisk struct {
	room  int
	quiet bool // write less without saying so, as no writer should
	got   bytes.Buffer
	after int // writes after the first error
	full  bool
}

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.full {
		d.after++
	}
	n := min(len(b), d.room)
	d.room -= n
	d.got.Write(b[:n])
	if n == len(b) {
		return n, nil
	}
	d.full = true
	if d.quiet {
		return n, nil
	}
	return n, errFull
}

// small is a run with all that a report has, and short, so that a disk can be full
// at each of its bytes.
func small() made {
	m := rich()
	m.run.Rules, m.findings, m.skips = m.run.Rules[:1], m.findings[2:3], append(m.skips[:2:2], m.skips[9:20]...)
	return m.count()
}

func TestEveryFormatReturnsTheFirstWriteErrorAtEveryByte(t *testing.T) {
	m := small()
	for _, look := range looks {
		format, _ := Lookup(look.format)
		whole := m.report(t, look.format, look.o)
		for _, quiet := range []bool{false, true} {
			want := errFull
			if quiet {
				want = io.ErrShortWrite
			}
			for room := range len(whole) {
				d := &fullDisk{room: room, quiet: quiet}
				err := m.replay(format.New(d, look.o))
				if err != want || d.after > 0 || !bytes.Equal(whole[:room], d.got.Bytes()) {
					require.Fail(t, "wrong", "%s, room for %d bytes: %v, %d writes after that", look.format, room, err, d.after)
				}
			}
		}
		d := &fullDisk{room: len(whole)}
		require.NoError(t, m.replay(format.New(d, look.o)))
	}
}

func TestWhatJSONCannotHoldIsAnError(t *testing.T) {
	m := small()
	m.findings[0].Entropy = math.NaN()
	for _, name := range []string{"json", "jsonl", "sarif"} {
		format, _ := Lookup(name)
		assert.ErrorContains(t, m.replay(format.New(io.Discard, Options{})), "NaN", name)
	}
}

// A report holds nothing back: each finding and each skip is written when it comes.
func TestReportsStream(t *testing.T) {
	for _, look := range looks {
		format, _ := Lookup(look.format)
		var b bytes.Buffer
		r := format.New(&b, look.o)
		require.NoError(t, r.Begin(rich().run))
		for i, f := range rich().findings[:19] {
			before := b.Len()
			require.NoError(t, r.Finding(f))
			assert.Contains(t, b.String()[before:], f.Fingerprint, "%s: finding %d", look.format, i)
		}
		before := b.Len()
		require.NoError(t, r.Skip(rich().skips[0]))
		assert.Contains(t, b.String()[before:], "not an object id", look.format)
	}
}

// No format writes a secret in clear unless it was asked to.
func TestSecretsAreMasked(t *testing.T) {
	secrets := map[string]string{"token": githubToken, "first part": awsSecret, "second part": awsKeyID, "password": password, "key": pemKey[40:80]}
	for _, format := range Formats() {
		for _, o := range []Options{{}, {Verbose: true, Color: true, Width: 140}} {
			report := string(rich().report(t, format.Name, o))
			for what, secret := range secrets {
				assert.NotContains(t, report, secret, "%s: %s", format.Name, what)
				assert.NotContains(t, report, secret[len(secret)-8:], "%s: end of the %s", format.Name, what)
			}
			assert.Contains(t, report, "ghp_********", format.Name)
		}
	}
}

func TestSecretsAreShownWhenAskedFor(t *testing.T) {
	for _, format := range Formats() {
		report := string(rich().report(t, format.Name, Options{ShowSecrets: true}))
		for what, secret := range map[string]string{"token": githubToken, "first part": awsSecret, "password": password, "key": pemKey[40:80]} {
			assert.Contains(t, report, secret, "%s: %s", format.Name, what)
		}
		if format.Name != "sarif" { // which has no second parts
			assert.Contains(t, report, awsKeyID, format.Name)
		}
	}
}

func TestShownSecretsOfASavedRunAreTheirMasks(t *testing.T) {
	m := single()
	m.findings[0].Secret = leak.MaskedSecret("ghp_********")
	for _, format := range Formats() {
		assert.Contains(t, string(m.report(t, format.Name, Options{ShowSecrets: true})), "ghp_********", format.Name)
	}
}

func TestFormats(t *testing.T) {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
		assert.NotEmpty(t, f.Doc, f.Name)
	}
	assert.Equal(t, []string{"json", "jsonl", "sarif", "text"}, names)
	_, ok := Lookup("pdf")
	assert.False(t, ok)
}

func ExampleLookup() {
	format, _ := Lookup("text")
	var b bytes.Buffer
	m := nothing()
	if err := Replay(format.New(&b, Options{}), m.run, m.findings, m.skips, m.sum); err != nil {
		fmt.Println(err)
	}
	fmt.Print(b.String())
	// Output: no leaks found; scanned 1 file, 42 B; complete
}

// JSON may be written to a terminal as well.
func TestJSONHasNoControlCharacters(t *testing.T) {
	const text = "a\x1b[1m\x7f\u009b2J\u202eb\u200b\U000e0001é\U0001f600\n"
	var b bytes.Buffer
	o := out{w: &b}
	o.json(map[string]string{text: text}, "", "  ")
	require.NoError(t, o.err)
	assert.Contains(t, b.String(), `"a\u001b[1m\u007f\u009b2J\u202eb\u200b\udb40\udc01é😀\n"`)
	var back map[string]string
	require.NoError(t, json.Unmarshal(b.Bytes(), &back))
	assert.Equal(t, map[string]string{text: text}, back)
}
