package scanner

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

func onLine(secret, before, after string) leak.Finding {
	f := inContent(secret)
	f.Line, f.LineAt = before+f.Secret.String()+after, len(before)
	return f
}

func TestHashOfALineTellsNothingOfAnySecretOnIt(t *testing.T) {
	hash := func(other string) string {
		f, g := onLine("hunter22", "a=", " b="+other), onLine(other, "a=hunter22 b=", "")
		r := &Result{Findings: []leak.Finding{f, g}}
		r.hashLines(newMasker(r.Findings, nil))
		return r.Findings[0].LineHash
	}
	assert.Equal(t, hash("swordf1sh"), hash("letme1n!!"))
}

// Another secret on the same line is another alert for code scanning.
func TestHashOfALineChangesWithItsSecret(t *testing.T) {
	hash := func(fingerprint string) string {
		f := onLine("hunter22", "a=", "")
		f.Fingerprint = fingerprint
		r := &Result{Findings: []leak.Finding{f}}
		r.hashLines(newMasker(r.Findings, nil))
		return r.Findings[0].LineHash
	}
	assert.Equal(t, hash("ls1-a"), hash("ls1-a"))
	assert.NotEqual(t, hash("ls1-a"), hash("ls1-b"))
}

// spaced is ASCII as it is in an encoding with that many NULs in each character.
func spaced(s string, nuls int) string {
	return strings.Join(strings.Split(s, ""), strings.Repeat("\x00", nuls))
}

func TestBesideASecret(t *testing.T) {
	const random, hex = "q8Zr2LmX0vT5bN7cK1dW", "00ff13ab77cd99e0114f"
	m := maskerOf("hunter22")
	for name, c := range map[string]struct{ text, want string }{
		"what looks like a secret":     {"a " + random + ", b", "a q8Zr********, b"},
		"hexadecimal":                  {"#" + hex, "#00ff********"},
		"padded base64":                {random + "==;", "q8Zr********;"},
		"a secret that is known":       {"a hunter22", "a ********"},
		"short":                        {random[:19], random[:19]},
		"a long name":                  {"TheNameOfAVeryLongClass1", "TheN********"},
		"a long name without a number": {"TheNameOfAVeryLongClass", "TheNameOfAVeryLongClass"},
		"a path with one number":       {"src/main/java8/org/example", "src/main/java8/org/example"},
		"a number":                     {"12345678901234567890123", "12345678901234567890123"},
		"in UTF-16":                    {spaced(random+"==", 1) + "; h", "q8Zr********; h"},
		"in UTF-32":                    {spaced(random, 3), "q8Zr********"},
		"a known secret in UTF-16":     {"a\x00 \x00" + spaced("hunter22", 1), "a\x00 \x00********"},
		"a known secret in UTF-32":     {spaced("hunter22", 3), "********"},
		"words in UTF-16":              {spaced("TheNameOfAVeryLongClass", 1), spaced("TheNameOfAVeryLongClass", 1)},
		"the same characters again":    {"aaaaaaaaaa1aaaaaaaaaa1", "aaaaaaaaaa1aaaaaaaaaa1"},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, m.beside(c.text)) })
	}
}

func TestEqualLinesAreToldApartByTheirOrder(t *testing.T) {
	r := &Result{Findings: []leak.Finding{onLine("hunter21", "a=", ""), onLine("hunter22", "a=", ""), onLine("hunter23", "b=", "")}}
	elsewhere := onLine("hunter24", "a=", "")
	elsewhere.Origin.Path = "g"
	r.Findings = append(r.Findings, elsewhere)
	r.hashLines(newMasker(r.Findings, nil))
	var ordinals []string
	for _, f := range r.Findings {
		_, n, _ := strings.Cut(f.LineHash, ":")
		ordinals = append(ordinals, n)
	}
	assert.Equal(t, []string{"1", "2", "1", "1"}, ordinals)
}

func TestALongLineIsCutAroundItsOwnMask(t *testing.T) {
	long := strings.Repeat("x ", 300)
	f := onLine("hunter22", "first ******** "+long, long)
	line := cutLine(f.Line, f.LineAt)
	assert.True(t, strings.HasPrefix(line, "…") && strings.HasSuffix(line, "…"), line)
	assert.Contains(t, line, "x ********x")
	assert.Equal(t, "ä"+f.Secret.String(), cutLine("ä"+f.Secret.String(), 2))
}
