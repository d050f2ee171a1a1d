package reporters

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// made is a made-up run.
type made struct {
	run      leak.Run
	findings []leak.Finding
	skips    []leak.Skip
	sum      leak.Summary
}

func (m made) replay(r Reporter) error { return Replay(r, m.run, m.findings, m.skips, m.sum) }

func (m made) report(t testing.TB, format string, o Options) []byte {
	f, ok := Lookup(format)
	require.True(t, ok, format)
	var b bytes.Buffer
	require.NoError(t, m.replay(f.New(&b, o)))
	return b.Bytes()
}

// count fills in the summary as the scanner does.
func (m made) count() made {
	m.sum.Findings, m.sum.Suppressed, m.sum.Skips = 0, 0, 0
	for _, f := range m.findings {
		if f.Decision.Suppressed {
			m.sum.Suppressed++
		} else {
			m.sum.Findings++
		}
	}
	for _, s := range m.skips {
		if !s.Expected {
			m.sum.Skips += max(s.Count, 1)
		}
	}
	m.sum.Complete = m.sum.Skips == 0
	return m
}

// id is a made-up object id.
func id(n int) string { return fmt.Sprintf("%x", sha1.Sum([]byte{byte(n)})) }

// madeUp draws a made-up secret; the same for the same prefix.
func madeUp(prefix string, n int) string {
	r := rand.New(rand.NewSource(int64(len(prefix)*1000 + n)))
	b := []byte(prefix)
	for range n {
		b = append(b, "abcdefghijkmnpqrstuvwxyz23456789"[r.Intn(32)])
	}
	return string(b)
}

var (
	githubToken = madeUp("ghp_", 36)
	awsKeyID    = madeUp("AKIA", 16)
	awsSecret   = madeUp("", 40)
	password    = madeUp("", 12)
	pemKey      = "-----BEGIN " + "PRIVATE KEY-----\n" + strings.Repeat(madeUp("", 64)+"\n", 12) + "-----END " + "PRIVATE KEY-----"
)

// finding is one of a rule in a file at HEAD, to be changed.
func finding(rule, secret string, change func(*leak.Finding)) leak.Finding {
	f := leak.Finding{
		Rule: rule, Severity: leak.SeverityHigh, Secret: leak.NewSecret(secret), Entropy: 4.125,
		Origin: leak.Origin{Kind: leak.KindFile, Path: "src/main.go", Object: id(1)},
		Start:  leak.Position{Line: 12, Column: 7, Offset: 240}, End: leak.Position{Line: 12, Column: 7 + len(secret), Offset: int64(240 + len(secret))},
		LineHash: "39fa2ee980eb94b0:1", Fingerprint: "ls1-" + fmt.Sprintf("%032x", len(rule)*7919+len(secret)),
		Match: leak.NewSecret(secret), Lines: leak.NewSecret("x = " + secret), Above: leak.NewSecret(secret),
	}
	for _, r := range theRules {
		if r.ID == rule {
			f.Description, f.Severity, f.Tags = r.Description, r.Severity, r.Tags
		}
	}
	if change != nil {
		change(&f)
	}
	return f
}

var theRules = []leak.Rule{
	{ID: "github-pat", Description: "GitHub personal access token (classic)", Severity: leak.SeverityCritical,
		Help: "Acts as its owner on every repository, organisation and package that its scopes name. Revoke at github.com/settings/tokens, or with `POST /credentials/revoke`.",
		Refs: []string{"https://docs.github.com/authentication", "not a uri"}, Tags: []string{"github"}},
	{ID: "aws-secret", Description: "AWS secret access key", Help: "Does what its user may.\nRevoke in the IAM console.", Severity: leak.SeverityHigh, Tags: []string{"aws", "security", "aws"}},
	{ID: "generic-password", Description: "Password", Severity: leak.SeverityMedium, Tags: []string{"generic"}},
	{ID: "private-key", Description: "Private key.", Severity: leak.SeverityHigh, Help: "Proves to be whoever it was made for."},
	{ID: "bare", Severity: leak.SeverityLow},
}

var ada = &leak.Commit{ID: id(7), Author: "Ada Lovelace", Email: "ada@example.org", Message: "add config",
	Date: time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 5400))}

var later = time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)

func yes() *bool { b := true; return &b }

func origin(o leak.Origin, line int) func(*leak.Finding) {
	return func(f *leak.Finding) {
		f.Origin = o
		if line == 0 {
			f.Start, f.End, f.Line, f.LineHash = leak.Position{}, leak.Position{}, "", ""
			f.Start.Offset, f.End.Offset = 4, 44
		} else {
			f.Start.Line, f.End.Line = line, line
		}
	}
}

func allowedBy(by, reason string) leak.Finding {
	return finding("generic-password", password, func(f *leak.Finding) {
		f.Origin.Path = "allowed/" + by
		f.Line = "password = ********"
		f.Decision = leak.Decision{Suppressed: true, By: by, Reason: reason}
	})
}

// rich is a run with something of everything.
func rich() made {
	commit := leak.Origin{Kind: leak.KindCommitMessage, Object: id(2)}
	m := made{
		run: leak.Run{Schema: leak.SchemaVersion, Tool: "leaksieve", Version: "0.1.0-dev", Mode: "git", Target: ".", Root: "/home/ada/my repo#1",
			Remote: "git@github.com:ada/repo.git", Branch: "refs/heads/main", Revision: id(9), Rules: theRules,
			Remotes: []leak.Remote{{Name: "origin", URL: "git@github.com:ada/repo.git", Hosting: leak.HostingForge, Public: yes()}}},
		findings: []leak.Finding{
			finding("github-pat", githubToken, func(f *leak.Finding) {
				f.Line = "token = ghp_********"
				f.Exposure = leak.Exposure{First: ada, Last: &leak.Commit{ID: id(8), Author: "Grace Hopper", Email: "grace@example.org", Message: "move it"},
					AtHead: true, Refs: []string{"refs/heads/main", "refs/tags/v1", "refs/remotes/origin/main", "refs/stash"}, RefCount: 1240,
					Authors: []string{"Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>"}, Tags: 1, Occurrences: 3}
				f.SecretID = "sid1-00000000000000000000000000000001"
				f.Token = &leak.Token{Family: "github", Issuer: "GitHub", Kind: "personal access token (classic)", Subject: "ada", Scopes: []string{"repo", "gist"},
					Grants: []string{"read and write every repository"}, Issued: &ada.Date, Expires: &later, Environment: leak.EnvironmentLive, Checksum: leak.ChecksumValid,
					Details: []leak.Detail{{Name: "note", Value: "<b>hostile\x1b[31m"}}, Risks: []leak.Reason{{Change: -1, Text: "bound to a key"}},
					Binding: &leak.Binding{Kind: "dpop", To: "abc", Note: "the holder also needs the key"}, Host: "db.internal:5432", Reach: leak.ReachPrivate,
					Account: "acme", Audience: []string{"https://api.example.org"}}
				f.Blast = &leak.Blast{Places: 4, Files: 3, Services: []string{"apps/web", "compose service db"}, Refs: 2, Repositories: []string{"a", "b"}, Account: []string{"sid1-2"}}
				f.Grade = &leak.Grade{Base: leak.SeverityHigh, Reasons: []leak.Reason{{Change: -1, Text: "bound to a key"}, {Change: 1, Text: "shared by 2 services in 2 repositories"},
					{Text: "it expires on 2027-01-02"}, {Change: 1, Text: `breaks the policy "short": it lives 365 days, 90 days are allowed`}}, Policy: []string{"short"}}
				f.Verdict = &leak.Verdict{State: leak.StateActive, Reason: "200 OK", Issuer: "GitHub", Host: "api.github.com", Owner: "ada", Account: "acme", Scopes: []string{"repo"},
					Expires: &later, Details: []leak.Detail{{Name: "plan", Value: "free"}}}
			}),
			finding("github-pat", githubToken, func(f *leak.Finding) { // in history only
				f.Origin.Path, f.Line = "src/a file: 100%#1?.go", "again ghp_********"
				f.Exposure = leak.Exposure{First: ada, Refs: []string{"refs/heads/main"}}
			}),
			finding("aws-secret", awsSecret, func(f *leak.Finding) {
				f.Origin.Path, f.Line, f.Via = "config/größe/日本語.env", strings.Repeat("日本", 40)+" "+awsSecret[:4]+"******** "+strings.Repeat("語", 40), []string{"base64", "gzip"}
				f.Start.Char, f.End.Char = 5, 45
				f.Parts = []leak.Part{{Rule: "aws-key-id", Secret: leak.NewSecret(awsKeyID), Start: leak.Position{Line: 11, Column: 9, Offset: 200}, End: leak.Position{Line: 11, Column: 29, Offset: 220}}}
				f.Exposure = leak.Exposure{First: &leak.Commit{ID: id(5), Author: "Evil \x1b]0;pwned\x07\x1b[31m", Email: "caf\xe9@example.org", Message: "\u202egpj.exe " + strings.Repeat("long ", 40),
					Date: time.Date(33658, 9, 27, 1, 46, 39, 0, time.UTC)}, HeldBy: []string{"reflog", "stash"}}
			}),
			finding("private-key", pemKey, func(f *leak.Finding) {
				f.Origin.Path, f.Line = "caf\xe9/\x1b[2Jid\nrsa", "----********"
				f.Start, f.End = leak.Position{Line: 1, Column: 1}, leak.Position{Line: 14, Column: 26, Offset: 837}
			}),
			finding("bare", "\x00\xff\x1b", func(f *leak.Finding) {
				f.Severity, f.Origin.Path, f.Line = leak.SeverityLow, `"quoted".txt`, "\x1b[31m ******** \x9b0m \u200b tail\t"
			}),
			finding("generic-password", password, origin(commit, 3)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindTagMessage, Object: id(3)}, 1)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindIdentity, Object: id(2)}, 0)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindHeader, Object: id(2)}, 2)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindPath, Path: "dir/******** x", Object: id(4)}, 0)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindRef, Ref: "refs/heads/f\xfcr[x](y)-********"}, 0)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindReflog, Ref: "refs/heads/main"}, 5)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindSymlink, Path: "link", Object: id(6)}, 0)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindFile, Object: id(6)}, 9)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindFile, Repo: "modules/li\xe9b", Path: "x.env", Object: id(6)}, 9)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindFile, Path: "on-disk.env"}, 9)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindStdin}, 2)),
			finding("generic-password", password, origin(leak.Origin{Kind: leak.KindStdin, Path: "named.env"}, 2)),
			finding("not-listed", password, func(f *leak.Finding) { f.Description = "" }),
			allowedBy(leak.SuppressedByComment, "leaksieve:allow on the line"),
			allowedBy(leak.SuppressedByAllowlist, "allowlist 2 of the configuration: path caf\xe9"),
			allowedBy(leak.SuppressedByIgnore, ".leaksieveignore line 4"),
			allowedBy(leak.SuppressedByBaseline, "baseline.json"),
		},
		skips: []leak.Skip{
			{Reason: leak.SkipCorrupt, Origin: leak.Origin{Kind: leak.KindRef, Ref: "refs/heads/broken\xff"}, Detail: "not an object id"},
			{Reason: leak.SkipExcluded, Origin: leak.Origin{Kind: leak.KindFile, Path: "node_modules"}, Detail: ".gitignore", Expected: true},
			{Reason: leak.SkipInterrupted, Origin: leak.Origin{Kind: leak.KindFile}, Detail: "the scan was stopped before its end"},
			{Reason: leak.SkipMissing, Origin: leak.Origin{Kind: leak.KindFile, Path: "gone\x1b[2J.txt", Object: id(30)}, Detail: "caf\xe9 {0} [x](y)"},
			{Reason: leak.SkipMissing, Origin: leak.Origin{Kind: leak.KindFile, Repo: "modules/lib"}, Count: 1234, Detail: "further objects"},
			{Reason: leak.SkipOutside, Origin: leak.Origin{Kind: leak.KindSymlink, Path: "etc"}, Detail: "it leaves the scanned tree", Expected: true},
			{Reason: leak.SkipShallow, Origin: leak.Origin{Kind: leak.KindCommitMessage, Object: id(31)}, Detail: "parents are not here"},
			{Reason: leak.SkipSpecial, Origin: leak.Origin{Kind: leak.KindFile, Path: "pipe"}, Detail: "not a regular file", Expected: true},
		},
		sum: leak.Summary{Bytes: 1_234_567, Unused: []string{"allowlist 1: caf\xe9"}, Objects: []leak.ObjectCount{
			{Type: "blob", Listed: 12, Scanned: 11, Skipped: 1}, {Type: "commit", Listed: 1, Scanned: 1}, {Type: "file"},
			{Type: "missing", Listed: 1235, Skipped: 1235}, {Type: "ref", Listed: 2, Scanned: 2}, {Type: "reflog", Listed: 1, Scanned: 1}}},
	}
	for i := range 12 {
		m.skips = append(m.skips, leak.Skip{Reason: leak.SkipTooLarge, Origin: leak.Origin{Kind: leak.KindFile, Path: fmt.Sprintf("big/%d.bin", i), Object: id(40 + i)}})
	}
	m.skips = append(m.skips,
		leak.Skip{Reason: leak.SkipUnreadable, Origin: leak.Origin{Kind: leak.KindFile, Path: "secret"}, Detail: "permission denied"},
		leak.Skip{Reason: leak.SkipUnsupported, Origin: leak.Origin{Kind: leak.KindFile}, Detail: "reftable"})
	return m.count()
}

// nothing is a run that found nothing and read everything.
func nothing() made {
	return made{
		run: leak.Run{Schema: leak.SchemaVersion, Tool: "leaksieve", Version: "1.2.3", Mode: "stdin", Target: "-"},
		sum: leak.Summary{Bytes: 42, Objects: []leak.ObjectCount{{Type: "file", Listed: 1, Scanned: 1}}},
	}.count()
}

// single is a complete run with one finding.
func single() made {
	m := rich()
	m.findings, m.skips, m.sum.Unused = m.findings[:1], nil, nil
	m.sum.Objects = slices.Delete(slices.Clone(m.sum.Objects), 3, 4)
	m.sum.Objects[0] = leak.ObjectCount{Type: "blob", Listed: 12, Scanned: 12}
	return m.count()
}
