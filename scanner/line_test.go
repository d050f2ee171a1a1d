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
		r.hashLines(newMasker(r.Findings))
		return r.Findings[0].LineHash
	}
	assert.Equal(t, hash("swordf1sh"), hash("letme1n!!"))
}

func TestEqualLinesAreToldApartByTheirOrder(t *testing.T) {
	r := &Result{Findings: []leak.Finding{onLine("hunter21", "a=", ""), onLine("hunter22", "a=", ""), onLine("hunter23", "b=", "")}}
	elsewhere := onLine("hunter24", "a=", "")
	elsewhere.Origin.Path = "g"
	r.Findings = append(r.Findings, elsewhere)
	r.hashLines(newMasker(r.Findings))
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
