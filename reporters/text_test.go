package reporters

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestConclusion(t *testing.T) {
	assert.Equal(t, []string{"0 leaks", "1 leak", "2 leaks"}, []string{plural(0, "leak"), plural(1, "leak"), plural(2, "leak")})
	objects := func(typ string, listed, scanned int) []leak.ObjectCount {
		return []leak.ObjectCount{{Type: typ, Listed: listed, Scanned: scanned, Skipped: listed - scanned}}
	}
	for want, s := range map[string]leak.Summary{
		"no leaks found; nothing to scan; complete":                                                         {Complete: true},
		"no leaks found; scanned 1 file, 1 B; complete":                                                     {Complete: true, Objects: objects("file", 1, 1), Bytes: 1},
		"no leaks found (1 allowed); scanned 2 files, 0 B; complete":                                        {Complete: true, Suppressed: 1, Objects: objects("file", 2, 2)},
		"1 leak found; scanned 1,000 blobs, 1.0 kB; complete":                                               {Findings: 1, Complete: true, Objects: objects("blob", 1000, 1000), Bytes: 1000},
		"1,234 leaks found (2 allowed); scanned 1 reflog line, 999.9 MB; complete":                          {Findings: 1234, Suppressed: 2, Complete: true, Objects: objects("reflog", 1, 1), Bytes: 999_940_000},
		"1 leak found; scanned 0 of 1 commit, 1.0 GB; INCOMPLETE: 1 not read":                               {Findings: 1, Skips: 1, Objects: objects("commit", 1, 0), Bytes: 999_960_000},
		"no leaks found in what was read; scanned 2 missing, 0 B; INCOMPLETE: 2 not read":                   {Skips: 2, Objects: objects("missing", 2, 0)},
		"no leaks found in what was read; scanned 2 unknown objects, 1234.5 TB; INCOMPLETE: 1,000 not read": {Skips: 1000, Objects: objects("unknown", 2, 2), Bytes: 1_234_500_000_000_000},
	} {
		assert.Equal(t, want, Conclusion(s))
	}
}

// What is past by the clock has expired; a report without one does not say so.
func TestTextTellsWhatHasExpired(t *testing.T) {
	ends := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	m := made{findings: []leak.Finding{{Rule: "acme", Token: &leak.Token{Expires: &ends}, Verdict: &leak.Verdict{State: leak.StateActive, Expires: &ends}}}}
	for want, now := range map[string]time.Time{"expires": {}, "expired": ends.Add(time.Second), " expires": ends.Add(-time.Second)} {
		for _, text := range []string{string(m.report(t, "text", Options{Now: now})), story(t, &Story{Findings: m.findings, Now: now})} {
			assert.Contains(t, text, "life    "+strings.TrimSpace(want)+" 2026-06-01\n")
			assert.Contains(t, text, "alive; "+strings.TrimSpace(want)+" 2026-06-01\n")
		}
	}
}

func story(t *testing.T, s *Story) string {
	var b strings.Builder
	require.NoError(t, WriteStory(&b, s, Options{}))
	return b.String()
}

// Every line of prose keeps to the width; what is copied (places, ids, long words)
// may be longer.
func TestTextKeepsToTheWidth(t *testing.T) {
	for _, width := range []int{40, 80, 140} {
		for _, line := range strings.Split(string(rich().report(t, "text", Options{Width: width})), "\n") {
			label := strings.TrimSpace(line[:min(len(line), 10)])
			switch label {
			case "where", "with", "id", "not read", "left out":
				continue
			}
			if !strings.HasPrefix(line, "not read:") && !strings.HasPrefix(line, "left out:") {
				assert.LessOrEqual(t, columns.StringWidth(line), width, line)
			}
		}
	}
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Colours add nothing and take nothing away, and none is left on at the end of a
// line.
func TestColoursAreOnlyColours(t *testing.T) {
	for _, m := range []made{rich(), single(), nothing()} {
		for _, o := range []Options{{Width: 40}, {Width: 80, Verbose: true}} {
			plain := string(m.report(t, "text", o))
			o.Color = true
			painted := string(m.report(t, "text", o))
			assert.Equal(t, plain, escapes.ReplaceAllString(painted, ""))
			for _, line := range strings.Split(painted, "\n") {
				if all := escapes.FindAllString(line, -1); len(all) > 0 {
					assert.Equal(t, "\x1b[0m", all[len(all)-1], line)
				}
			}
		}
	}
}

func TestOnlyACompleteRunIsGreen(t *testing.T) {
	m := nothing()
	assert.Contains(t, string(m.report(t, "text", Options{Color: true})), "\x1b[32mno leaks found\x1b[0m;")
	m.skips = []leak.Skip{{Reason: leak.SkipMissing, Origin: leak.Origin{Kind: leak.KindFile, Path: "a"}}}
	report := string(m.count().report(t, "text", Options{Color: true}))
	assert.NotContains(t, report, "\x1b[32m")
	assert.Contains(t, report, "\x1b[33mno leaks found in what was read\x1b[0m;")
}

func TestTextSaysHowToTakeItBackOnceARule(t *testing.T) {
	report := string(rich().report(t, "text", Options{}))
	assert.Equal(t, 2, strings.Count(report, "  id      github-pat"))
	assert.Equal(t, 1, strings.Count(report, "Revoke at github.com/settings/tokens"))
}

func TestTextShowsSuppressedFindingsOnlyWhenVerbose(t *testing.T) {
	assert.NotContains(t, string(rich().report(t, "text", Options{})), "allowed/")
	verbose := string(rich().report(t, "text", Options{Verbose: true}))
	for _, by := range []string{"comment", "allowlist", "ignore", "baseline"} {
		assert.Contains(t, verbose, "ALLOWED  Password\n  where   allowed/"+by)
	}
	assert.Contains(t, verbose, "unused: allowlist 1")
}

// What was not read is named or counted, nothing falls under the table.
func TestTextAccountsForEverySkip(t *testing.T) {
	m := nothing()
	for i := range 25 {
		m.skips = append(m.skips, leak.Skip{Reason: leak.SkipMissing, Count: i % 3, Origin: leak.Origin{Kind: leak.KindFile, Path: fmt.Sprintf("m%02d", i)}})
	}
	m.skips = append(m.skips,
		leak.Skip{Reason: leak.SkipExcluded, Expected: true, Origin: leak.Origin{Path: "x"}},
		leak.Skip{Reason: leak.SkipSpecial, Expected: true, Count: 3, Origin: leak.Origin{Path: "y"}})
	m = m.count()
	brief := string(m.report(t, "text", Options{}))
	assert.Equal(t, 11, strings.Count(brief, "not read: "))
	assert.Contains(t, brief, "not read: 20 more (missing); --verbose names all\n")
	assert.Contains(t, brief, "left out: 4 (excluded, special); --verbose names all\n")
	verbose := string(m.report(t, "text", Options{Verbose: true}))
	for _, s := range m.skips {
		assert.Contains(t, verbose, s.Origin.Path)
	}
	assert.NotContains(t, verbose, "--verbose")
}

func TestAFindingWithoutWordsHasAHeading(t *testing.T) {
	m := nothing()
	m.findings = []leak.Finding{{Rule: "r", Secret: leak.NewSecret("x"), Origin: leak.Origin{Kind: leak.KindFile, Path: "a"}, Fingerprint: "f"}}
	assert.Equal(t, "LEAK  r\n  where   a\n  secret  ********\n  id      r  f\n\n1 leak found; scanned 1 file, 42 B; complete\n", string(m.count().report(t, "text", Options{})))
}

func TestHeldInWords(t *testing.T) {
	first := &leak.Commit{ID: id(1)}
	for want, e := range map[string]leak.Exposure{
		"":                                    {},
		"in HEAD; in the history of main":     {First: first, AtHead: true, Refs: []string{"HEAD", "refs/heads/main"}, RefCount: 2},
		"in HEAD":                             {First: first, AtHead: true, Refs: []string{"HEAD"}},
		"not in HEAD; in the history of main": {First: first, Refs: []string{"HEAD", "refs/heads/main"}},
		"in the history of a, tags/b, c and 1 more": {Refs: []string{"refs/heads/a", "refs/tags/b", "refs/heads/c", "refs/heads/d"}},
		"in HEAD; in the history of a, b, c and 1,996 more; in 2 versions": {AtHead: true, RefCount: 2000, Occurrences: 2,
			Refs: []string{"HEAD", "refs/heads/a", "refs/heads/b", "refs/heads/c", "refs/heads/d"}},
		"only by reflog, index": {HeldBy: []string{"reflog", "index"}, Occurrences: 1},
	} {
		assert.Equal(t, want, heldInWords(e))
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain é 日本 🙈 \u00a0x":     "plain é 日本 🙈 \u00a0x",
		"\x1b[31m\x07\x00\x7f":     `\x1b[31m\a\x00\x7f`,
		"a\nb\tc\r":                `a\nb\tc\r`,
		"\x9b1m caf\xe9":           `\x9b1m caf\xe9`,
		"\u009b \u0085":            `\u009b \u0085`,
		"\u202egpj.exe\u2066":      `\u202egpj.exe\u2066`,
		"\u200b\u200d\ufeff\u00ad": `\u200b\u200d\ufeff\u00ad`,
		"\u2028\u2029":             `\u2028\u2029`,
		"\U000e0041":               `\U000e0041`,
		"\ufffd":                   "\ufffd",
		`"quoted" 'it' \n`:         `"quoted" 'it' \n`,
	} {
		assert.Equal(t, want, Printable(in), "%q", in)
		assert.Equal(t, want, Printable(want), "escapes stay as they are")
	}
}

func TestAroundKeepsTheMaskInSight(t *testing.T) {
	for name, c := range map[string]struct {
		line, mask string
		width      int
		want       [3]string
	}{
		"it fits":             {"a = ******** b", "********", 14, [3]string{"a = ", "********", " b"}},
		"cut on the right":    {"a = ******** bcdef", "********", 14, [3]string{"a = ", "********", " …"}},
		"cut on the left":     {strings.Repeat("x", 50) + "********", "********", 14, [3]string{"…xxxxx", "********", ""}},
		"cut on both sides":   {strings.Repeat("x", 50) + "********" + strings.Repeat("y", 50), "********", 14, [3]string{"…xxx", "********", "y…"}},
		"wide runes":          {strings.Repeat("日", 50) + "********" + strings.Repeat("本", 50), "********", 15, [3]string{"…日", "********", "本…"}},
		"no mask in the line": {"just some text", "********", 10, [3]string{"just some…", "", ""}},
		"no mask":             {"just", "", 10, [3]string{"just", "", ""}},
		"no line":             {"", "********", 10, [3]string{"", "", ""}},
		"a mask too long":     {"a ******** b", "********", 5, [3]string{"", "****…", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			before, mark, after := around(c.line, c.mask, c.width)
			assert.Equal(t, c.want, [3]string{before, mark, after})
			assert.LessOrEqual(t, columns.StringWidth(before+mark+after), c.width)
		})
	}
}

func TestWrap(t *testing.T) {
	assert.Equal(t, []string{"one two", "three", "muchtoolong", "日本 語"}, wrap("  one two\n three muchtoolong 日本 語", 8))
	assert.Equal(t, []string{""}, wrap("", 8))
}

func TestNamesComeBackAsTheyWere(t *testing.T) {
	for name, quoted := range map[string]string{
		"a/b c": "a/b c", "é\n": "é\n", `a"b\`: `a"b\`, "caf\xe9": `"caf\xe9"`, `"x"`: `"\"x\""`, `"`: `"\""`, "": "",
	} {
		require.Equal(t, quoted, quoteName(name), "%q", name)
		assert.Equal(t, name, unquoteName(quoted), "%q", name)
	}
	assert.Equal(t, `"not quoted`, unquoteName(`"not quoted`), "what is not ours stays")
}
