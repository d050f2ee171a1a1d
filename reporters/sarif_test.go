package reporters

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// sarifLog is a SARIF file as a reader sees it.
type sarifLog struct {
	Runs []struct {
		Tool        sarifTool
		Results     []sarifResult
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []sarifNotification
		}
		ColumnKind               string
		OriginalURIBaseIDs       map[string]sarifArtifact
		VersionControlProvenance []sarifVersion
	}
}

func sarif(t *testing.T, m made) sarifLog {
	var log sarifLog
	require.NoError(t, json.Unmarshal(m.report(t, "sarif", Options{}), &log))
	require.Len(t, log.Runs, 1)
	require.Len(t, log.Runs[0].Invocations, 1)
	return log
}

// What GitHub's page on SARIF asks of a rule.
func TestSarifRulesAreAsGitHubAsks(t *testing.T) {
	m := rich()
	long := leak.Rule{ID: strings.Repeat("é", 300), Description: strings.Repeat("d", 2000), Severity: leak.SeverityMedium, Refs: []string{"see there", "https://example.org/a"}}
	for i := range 40 {
		long.Tags = append(long.Tags, fmt.Sprint("tag", i))
	}
	m.run.Rules = append(m.run.Rules[:len(m.run.Rules):len(m.run.Rules)], long)
	driver := sarif(t, m).Runs[0].Tool.Driver
	assert.Equal(t, "leaksieve", driver.Name)
	assert.Regexp(t, regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`), driver.Version)
	require.Len(t, driver.Rules, len(m.run.Rules))
	bands := map[leak.Severity][2]float64{"low": {0.1, 3.9}, "medium": {4, 6.9}, "high": {7, 8.9}, "critical": {9.1, 10}}
	levels := map[leak.Severity]string{"low": "note", "medium": "warning", "high": "error", "critical": "error"}
	for i, r := range driver.Rules {
		rule := m.run.Rules[i]
		assert.Equal(t, rule.ID, r.ID)
		for _, text := range []string{r.Name, r.ShortDescription.Text, r.FullDescription.Text, r.Help.Text, r.Help.Markdown} {
			assert.NotEmpty(t, text, "GitHub takes no empty string for a required property")
		}
		assert.LessOrEqual(t, utf8.RuneCountInString(r.Name), 255)
		assert.LessOrEqual(t, utf8.RuneCountInString(r.ShortDescription.Text), 1024)
		assert.LessOrEqual(t, utf8.RuneCountInString(r.FullDescription.Text), 1024)
		assert.NotContains(t, r.FullDescription.Text, "..")
		assert.Equal(t, levels[rule.Severity], r.Default.Level)
		score, err := strconv.ParseFloat(r.Properties.SecuritySeverity, 64)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, score, bands[rule.Severity][0], rule.Severity)
		assert.LessOrEqual(t, score, bands[rule.Severity][1], rule.Severity)
		assert.Contains(t, []string{"very-high", "high", "medium", "low"}, r.Properties.Precision)
		assert.Equal(t, "security", r.Properties.Tags[0])
		assert.LessOrEqual(t, len(r.Properties.Tags), 20)
	}
	assert.Equal(t, []string{"security", "secret", "aws"}, driver.Rules[1].Properties.Tags, "each once")
	assert.Equal(t, "medium", driver.Rules[2].Properties.Precision, "a generic rule")
	assert.Contains(t, driver.Rules[0].Help.Markdown, "<https://docs.github.com/authentication>")
	assert.Equal(t, "https://example.org/a", driver.Rules[5].HelpURI, "the first reference that is a URI")
}

func TestSarifResultsAreAsGitHubAsks(t *testing.T) {
	m := rich()
	run := sarif(t, m).Runs[0]
	require.Len(t, run.Results, len(m.findings))
	assert.Equal(t, "unicodeCodePoints", run.ColumnKind)
	for i, res := range run.Results {
		f := m.findings[i]
		if res.RuleIndex != nil {
			assert.Equal(t, res.RuleID, run.Tool.Driver.Rules[*res.RuleIndex].ID)
		} else {
			assert.Equal(t, "not-listed", res.RuleID)
		}
		require.Len(t, res.Locations, 1)
		place := res.Locations[0].Physical
		require.NotNil(t, place)
		uri, err := url.Parse(place.Artifact.URI)
		require.NoError(t, err)
		assert.False(t, uri.IsAbs() || strings.HasPrefix(uri.Path, "/"), "relative: %s", place.Artifact.URI)
		assert.Empty(t, uri.RawQuery+uri.Fragment, "all of the path is in the path")
		if f.Origin.Path != "" && f.Origin.Repo == "" {
			assert.Equal(t, f.Origin.Path, uri.Path, "to the byte")
		}
		assert.Contains(t, run.OriginalURIBaseIDs, place.Artifact.BaseID)
		for _, n := range []int{place.Region.StartLine, place.Region.StartColumn, place.Region.EndLine, place.Region.EndColumn} {
			assert.GreaterOrEqual(t, n, 1, "from 1, and there")
		}
		assert.Equal(t, f.Fingerprint, res.Fingerprints["leaksieveFingerprint/v1"])
		if f.LineHash != "" {
			assert.Regexp(t, regexp.MustCompile(`^[0-9a-f]{16}:\d+$`), res.Fingerprints["primaryLocationLineHash"])
		}
		assert.Equal(t, f.Decision.Suppressed, len(res.Suppressions) == 1)
		if f.Decision.Suppressed {
			kind := map[bool]string{true: "inSource", false: "external"}[f.Decision.By == leak.SuppressedByComment]
			assert.Equal(t, sarifSuppression{kind, "accepted", valid(f.Decision.Reason)}, res.Suppressions[0])
		}
	}
	wide := run.Results[2].Locations[0].Physical.Region
	assert.Equal(t, [2]int{5, 45}, [2]int{wide.StartColumn, wide.EndColumn}, "columns count characters")
}

func TestSarifSaysHowTheRunEnded(t *testing.T) {
	m := rich()
	inv := sarif(t, m).Runs[0].Invocations[0]
	assert.False(t, inv.ExecutionSuccessful)
	require.Len(t, inv.ToolExecutionNotifications, len(m.skips))
	for i, n := range inv.ToolExecutionNotifications {
		assert.Equal(t, "skip/"+string(m.skips[i].Reason), n.Descriptor.ID)
		assert.Equal(t, map[bool]string{true: "note", false: "error"}[m.skips[i].Expected], n.Level)
	}
	inv = sarif(t, single()).Runs[0].Invocations[0]
	assert.True(t, inv.ExecutionSuccessful)
	assert.Empty(t, inv.ToolExecutionNotifications)
}

func TestSarifNamesTheRepositoryAndRevision(t *testing.T) {
	run := sarif(t, rich()).Runs[0]
	assert.Equal(t, map[string]sarifArtifact{"SRCROOT": {URI: "file:///home/ada/my%20repo%231/"}}, run.OriginalURIBaseIDs)
	assert.Equal(t, []sarifVersion{{"ssh://github.com/ada/repo.git", id(9), "main", sarifArtifact{BaseID: "SRCROOT"}}}, run.VersionControlProvenance)
	run = sarif(t, nothing()).Runs[0]
	assert.Empty(t, run.OriginalURIBaseIDs)
	assert.Empty(t, run.VersionControlProvenance)
}

func TestRepositoryURI(t *testing.T) {
	for remote, want := range map[string]string{
		"":                               "",
		"https://example.org/a/b.git":    "https://example.org/a/b.git",
		"https://ada:pw@example.org/a b": "https://example.org/a%20b",
		"ssh://git@example.org:22/a":     "ssh://example.org:22/a",
		"git@example.org:a/b.git":        "ssh://example.org/a/b.git",
		"example.org:/srv/b":             "ssh://example.org/srv/b",
		"/srv/git/b.git":                 "",
		"../b":                           "",
		"dir/with:colon":                 "",
		"file:///srv/b":                  "",
		"https://%zz/":                   "",
		"\x1b://x":                       "",
	} {
		assert.Equal(t, want, repositoryURI(remote), "%q", remote)
	}
}

func TestURIsHoldEveryByteOfAPath(t *testing.T) {
	for path, want := range map[string]string{
		"a/b.go": "a/b.go", "a b": "a%20b", "100%": "100%25", "a#b?c": "a%23b%3Fc", "é/日": "%C3%A9/%E6%97%A5", "caf\xe9": "caf%E9",
		"c:/x": "c%3A/x", "/etc/passwd": "etc/passwd", "\x1b\n": "%1B%0A", "[x]": "%5Bx%5D", `a\b`: "a%5Cb",
	} {
		assert.Equal(t, want, pathURI(path), "%q", path)
	}
	for path, want := range map[string]string{"/": "file:///", "/a b/c": "file:///a%20b/c/", "/a/": "file:///a/", "C:/x": "file:///C:/x/"} {
		assert.Equal(t, want, folderURI(path), path)
	}
}

func TestSarifMessagesAreTextOnly(t *testing.T) {
	assert.Equal(t, `{{0}} and [x] (https://evil.example) \x1b[2J`, messageText("{0} and [x](https://evil.example) \x1b[2J"))
	report := string(rich().report(t, "sarif", Options{}))
	for _, line := range strings.Split(report, "\n") {
		if _, message, ok := strings.Cut(line, `"message":{"text":"`); ok {
			message, _, _ = strings.Cut(message, `"}`)
			assert.NotContains(t, message, "](")
			assert.NotContains(t, message, `\u00`)
		}
	}
}

// A full file is one that GitHub takes: 25,000 results, each as long and as random
// as they come, are under 10 MB after gzip; the rest is counted.
func TestSarifKeepsGitHubsLimits(t *testing.T) {
	m := rich()
	m.run.Rules = nil
	for i := range maxSarifRules + 2 {
		m.run.Rules = append(m.run.Rules, leak.Rule{ID: fmt.Sprint("rule-", i), Severity: leak.SeverityLow})
	}
	base, r := m.findings[0], rand.New(rand.NewSource(1))
	m.findings, m.skips = nil, nil
	hex := func(n int) string {
		b := make([]byte, n/2)
		r.Read(b)
		return fmt.Sprintf("%x", b)
	}
	for i := range maxSarifResults + 1001 {
		f := base
		f.Rule = fmt.Sprint("rule-", i)
		f.Origin.Path, f.Origin.Object, f.Fingerprint, f.LineHash = "services/backend/"+hex(20)+"/config.yaml", hex(40), "ls1-"+hex(32), hex(16)+":1"
		f.Line = hex(150) + " ghp_********"
		first := *ada
		first.ID, first.Message = hex(40), hex(60)
		f.Exposure.First, f.Exposure.Last = &first, &first
		m.findings = append(m.findings, f)
	}
	m = m.count()
	report := m.report(t, "sarif", Options{})
	require.True(t, json.Valid(report))
	assert.Equal(t, 25000, bytes.Count(report, []byte(`"ruleId":`)))
	assert.Equal(t, 25000, bytes.Count(report, []byte(`"shortDescription":`)))
	_, end, _ := strings.Cut(string(report), `"toolExecutionNotifications": `)
	assert.Equal(t, 2, strings.Count(end, `"level":"warning"`))
	assert.Contains(t, end, `"2 rules are not described in this file: GitHub takes 25,000 a run"`)
	assert.Contains(t, end, `"1,001 further findings are not in this file: GitHub takes 25,000 a run; the JSON report has all"`)
	assert.Contains(t, end, `"executionSuccessful": true`)

	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed) // the worst that an uploader would choose
	require.NoError(t, err)
	_, err = z.Write(report)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	assert.Less(t, packed.Len(), 10_000_000)
	t.Logf("%d MB, %d kB after gzip", len(report)/1e6, packed.Len()/1e3)
}
