package reporters

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = register(Format{
	Name: "sarif",
	Doc:  "SARIF 2.1.0, as GitHub code scanning takes it",
	New:  func(w io.Writer, o Options) Reporter { return &sarifReport{out: out{w: w}, clear: o.ShowSecrets} },
})

// What GitHub takes (docs.github.com, "SARIF support for code scanning", "File
// compatibility" and "Supported properties"); a file over a limit is refused
// whole. The limit for the file, 10 MB after gzip, is kept by what a result holds:
// TestSarifKeepsGitHubsLimits packs a full one.
const (
	maxSarifResults     = 25000 // a run
	maxSarifRules       = 25000 // a run
	maxSarifTags        = 20    // a rule
	maxSarifName        = 255   // characters of a rule's name
	maxSarifDescription = 1024  // characters of a rule's short and full description
)

// sarifReport streams SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0): the
// results as they come, then the notifications, then how the run ended.
type sarifReport struct {
	out
	clear   bool
	root    bool            // results are relative to a folder that is named
	rules   map[string]int  // index by id
	repos   map[string]bool // names of the repositories, when there are several
	results int
	dropped int      // results over the limit
	notes   int      // -1 while results are written
	late    []string // notes on the report itself
}

func (r *sarifReport) Begin(run leak.Run) error {
	r.notes, r.root = -1, run.Root != ""
	if n := len(run.Rules) - maxSarifRules; n > 0 {
		run.Rules = run.Rules[:maxSarifRules]
		r.late = append(r.late, fmt.Sprintf("%s not described in this file: GitHub takes %s a run", areRules(n), grouped(maxSarifRules)))
	}
	driver := sarifDriver{Name: run.Tool, Version: run.Version, URI: projectURI, Rules: make([]sarifRule, len(run.Rules))}
	r.rules = make(map[string]int, len(run.Rules))
	for i, rule := range run.Rules {
		r.rules[rule.ID] = i
		driver.Rules[i] = sarifRuleOf(rule)
	}
	r.printf("{\n\"$schema\": %q,\n\"version\": \"2.1.0\",\n\"runs\": [{\n\"tool\": ", sarifSchema)
	r.json(sarifTool{driver}, "", "")
	r.printf(",\n\"columnKind\": \"unicodeCodePoints\"")
	r.repos = map[string]bool{}
	for _, repo := range run.Repositories {
		r.repos[repo.Name] = true
	}
	if r.root {
		r.printf(",\n\"originalUriBaseIds\": ")
		r.json(map[string]sarifArtifact{rootBase: {URI: folderURI(run.Root)}}, "", "")
	}
	var versions []sarifVersion
	for _, repo := range append([]leak.Repository{{Remote: run.Remote, Revision: run.Revision, Branch: run.Branch}}, run.Repositories...) {
		if uri := repositoryURI(repo.Remote); uri != "" {
			at := sarifArtifact{BaseID: r.base()}
			if repo.Name != "" {
				at.URI = pathURI(repo.Name) + "/"
			}
			versions = append(versions, sarifVersion{uri, repo.Revision, strings.TrimPrefix(quoteName(repo.Branch), "refs/heads/"), at})
		}
	}
	if len(versions) > 0 {
		r.printf(",\n\"versionControlProvenance\": ")
		r.json(versions, "", "")
	}
	r.printf(",\n\"results\": [")
	return r.err
}

func areRules(n int) string {
	if n == 1 {
		return "1 rule is"
	}
	return grouped(n) + " rules are"
}

// base is what relative URIs refer to.
func (r *sarifReport) base() string {
	if r.root {
		return rootBase
	}
	return ""
}

func (r *sarifReport) Finding(f leak.Finding) error {
	if r.results == maxSarifResults {
		r.dropped++
		return r.err
	}
	r.results++
	r.element(r.results == 1, r.result(f))
	return r.err
}

func (r *sarifReport) element(first bool, v any) {
	if !first {
		r.printf(",")
	}
	r.printf("\n")
	r.json(v, "", "")
}

func (r *sarifReport) result(f leak.Finding) sarifResult {
	named := findingNames(f, quoteName)
	res := sarifResult{
		RuleID: f.Rule, Level: sarifLevel(f.Severity), Message: sarifText{sarifMessage(f)},
		Locations:    []sarifLocation{r.place(f.Origin, regionOf(f.Start, f.End), contextOf(f))},
		Fingerprints: map[string]string{"leaksieveFingerprint/v1": f.Fingerprint},
		Properties: sarifResultProps{Kind: f.Origin.Kind, Secret: show(f.Secret, r.clear), Severity: f.Severity, Confidence: f.Confidence, Entropy: f.Entropy,
			Object: f.Origin.Object, Ref: named.Origin.Ref, Exposure: named.Exposure, SecuritySeverity: securitySeverity(f.Severity),
			SecretID: f.SecretID, Token: f.Token, Blast: named.Blast, Grade: f.Grade, Verdict: f.Verdict},
	}
	if i, ok := r.rules[f.Rule]; ok {
		res.RuleIndex = &i
	}
	for i, p := range f.Parts {
		at := r.place(f.Origin, regionOf(p.Start, p.End), nil)
		at.ID, at.Message = i+1, &sarifText{messageText(show(p.Secret, r.clear) + " of " + p.Rule)}
		res.Related = append(res.Related, at)
	}
	if f.LineHash != "" {
		res.Fingerprints["primaryLocationLineHash"] = f.LineHash
	}
	if f.Decision.Suppressed {
		kind := "external"
		if f.Decision.By == leak.SuppressedByComment {
			kind = "inSource"
		}
		res.Suppressions = []sarifSuppression{{kind, "accepted", f.Decision.Reason}}
	}
	return res
}

func (r *sarifReport) Skip(s leak.Skip) error {
	text := "not read (" + string(s.Reason) + ")"
	if s.Count > 1 {
		text = grouped(s.Count) + " objects " + text
	}
	if s.Origin.Object != "" {
		text += ": object " + s.Origin.Object
	}
	if s.Detail != "" {
		text += ": " + s.Detail
	}
	n := sarifNotification{Descriptor: sarifRef{"skip/" + string(s.Reason)}, Level: "error", Message: sarifText{messageText(text)},
		Locations: []sarifLocation{r.place(s.Origin, nil, nil)}}
	if s.Expected {
		n.Level = "note"
	}
	r.notify(n)
	return r.err
}

// notify writes a notification; the first one ends the results.
func (r *sarifReport) notify(n sarifNotification) {
	r.endResults()
	r.notes++
	r.element(r.notes == 1, n)
}

func (r *sarifReport) endResults() {
	if r.notes < 0 {
		r.notes = 0
		r.printf("\n],\n\"invocations\": [{\"toolExecutionNotifications\": [")
	}
}

func (r *sarifReport) End(s leak.Summary) error {
	r.endResults()
	if r.dropped > 0 {
		are := "findings are"
		if r.dropped == 1 {
			are = "finding is"
		}
		r.late = append(r.late, fmt.Sprintf("%s further %s not in this file: GitHub takes %s a run; the JSON report has all",
			grouped(r.dropped), are, grouped(maxSarifResults)))
	}
	for _, text := range r.late {
		r.notify(sarifNotification{Descriptor: sarifRef{"limit"}, Level: "warning", Message: sarifText{text}})
	}
	r.printf("\n], \"executionSuccessful\": %t}],\n\"properties\": {\"summary\": ", s.Complete)
	r.json(s, "", "")
	r.printf("}\n}]\n}\n")
	return r.err
}

func sarifMessage(f leak.Finding) string {
	text := strings.TrimSuffix(f.Description, ".")
	if text == "" {
		text = "Secret of rule " + f.Rule
	}
	text += " (" + f.Secret.String() + ") in " + placeInWords(f.Origin)
	if f.Origin.Repo != "" {
		text += " in " + f.Origin.Repo
	}
	if e := f.Exposure; e.First != nil {
		text += fmt.Sprintf(", since commit %.12s", e.First.ID)
		if !e.First.Date.IsZero() {
			text += " of " + e.First.Date.Format("2006-01-02")
		}
	}
	shared := blastInWords(f.Blast)
	if strings.HasPrefix(shared, "by ") {
		shared = "shared " + shared
	}
	for _, more := range []string{verdictInWords(f.Verdict, time.Time{}), shared, gradeInWords(f.Grade, f.Severity)} {
		if more != "" {
			text += ". " + strings.ToUpper(more[:1]) + more[1:]
		}
	}
	return messageText(text + ".")
}

// messageText keeps what a repository holds from being read as more than text:
// control characters, braces, which are placeholders (§3.11.5), and
// "[text](target)", which is a link (§3.11.6).
func messageText(s string) string {
	return strings.NewReplacer("{", "{{", "}", "}}", "](", "] (").Replace(Printable(s))
}

func sarifRuleOf(rule leak.Rule) sarifRule {
	help := rule.Help
	if help == "" {
		help = "Revoke the secret where it was issued, then remove it from the content."
	}
	markdown := help
	for _, ref := range rule.Refs {
		markdown += "\n\n<" + ref + ">"
	}
	title := rule.Description
	if title == "" {
		title = "Secret found by the rule " + rule.ID
	}
	urgency := rule.Severity
	if rule.Graded != "" { // GitHub shows an alert with the security severity of its rule
		urgency = rule.Graded
	}
	s := sarifRule{
		ID: rule.ID, Name: cut(rule.ID, maxSarifName),
		ShortDescription: sarifText{cut(title, maxSarifDescription)},
		FullDescription:  sarifText{cut(strings.TrimSuffix(title, ".")+". "+help, maxSarifDescription)},
		Help:             sarifHelp{help, markdown},
		Default:          sarifConfig{sarifLevel(urgency)},
		Properties:       sarifRuleProps{SecuritySeverity: securitySeverity(urgency), Precision: "high", Tags: sarifTags(rule.Tags)},
	}
	if slices.Contains(rule.Tags, "generic") {
		s.Properties.Precision = "medium"
	}
	if i := slices.IndexFunc(rule.Refs, absolute); i >= 0 {
		s.HelpURI = rule.Refs[i]
	}
	return s
}

// sarifTags returns each tag once, those that GitHub looks for first.
func sarifTags(tags []string) []string {
	out := []string{"security", "secret"}
	for _, tag := range tags {
		if !slices.Contains(out, tag) && len(out) < maxSarifTags {
			out = append(out, tag)
		}
	}
	return out
}

// securitySeverity is in GitHub's bands: over 9 critical, 7 high, 4 medium.
func securitySeverity(s leak.Severity) string {
	return [...]string{"8.0", "2.5", "5.5", "8.0", "9.5"}[s.Rank()]
}

func sarifLevel(s leak.Severity) string {
	return [...]string{"error", "note", "warning", "error", "error"}[s.Rank()]
}

// cut shortens text to n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
