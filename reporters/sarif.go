package reporters

import (
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = register(Format{
	Name: "sarif",
	Doc:  "SARIF 2.1.0, as GitHub code scanning takes it",
	New:  func(w io.Writer, o Options) Reporter { return &sarifReport{out: out{w: w}, clear: o.ShowSecrets} },
})

// GitHub's limits for an upload (docs.github.com, "SARIF support for code
// scanning"): 25,000 results a run, 20 tags a rule.
const (
	maxSarifResults = 25000
	maxSarifTags    = 20
)

// sarifReport streams SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0). Results come as
// they are; what needs the end of the run (invocation, notifications) follows them.
type sarifReport struct {
	out
	clear   bool
	run     leak.Run
	index   map[string]int
	results int
	dropped int
	notes   []sarifNotification
}

type (
	sarifText struct {
		Text string `json:"text"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifRule struct {
		ID               string         `json:"id"`
		Name             string         `json:"name"`
		ShortDescription sarifText      `json:"shortDescription"`
		FullDescription  sarifText      `json:"fullDescription"`
		HelpURI          string         `json:"helpUri,omitempty"`
		Help             sarifHelp      `json:"help"`
		Default          sarifConfig    `json:"defaultConfiguration"`
		Properties       sarifRuleProps `json:"properties"`
	}
	sarifConfig struct {
		Level string `json:"level"`
	}
	sarifRuleProps struct {
		SecuritySeverity string   `json:"security-severity"`
		Precision        string   `json:"precision"`
		Tags             []string `json:"tags"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    *int               `json:"ruleIndex,omitempty"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Properties   sarifResultProps   `json:"properties"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI    string `json:"uri"`
		BaseID string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"`
		EndLine     int        `json:"endLine,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification,omitempty"`
	}
	sarifResultProps struct {
		Kind     leak.Kind     `json:"kind"`
		Secret   string        `json:"secret"`
		Severity leak.Severity `json:"severity"`
		Entropy  float64       `json:"entropy"`
		Object   string        `json:"object,omitempty"`
		Ref      string        `json:"ref,omitempty"`
		Exposure leak.Exposure `json:"exposure"`
	}
	sarifNotification struct {
		Descriptor sarifRef        `json:"descriptor"`
		Level      string          `json:"level"`
		Message    sarifText       `json:"message"`
		Locations  []sarifLocation `json:"locations,omitempty"`
	}
	sarifRef struct {
		ID string `json:"id"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifVersion struct {
		RepositoryURI string        `json:"repositoryUri"`
		RevisionID    string        `json:"revisionId,omitempty"`
		Branch        string        `json:"branch,omitempty"`
		MappedTo      sarifArtifact `json:"mappedTo"`
	}
)

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	projectURI  = "https://github.com/leaksieve/leaksieve"
	rootBase    = "SRCROOT"
)

func (r *sarifReport) Begin(run leak.Run) error {
	r.run, r.index = run, map[string]int{}
	rules := make([]sarifRule, len(run.Rules))
	for i, rule := range run.Rules {
		r.index[rule.ID] = i
		rules[i] = sarifRuleOf(rule)
	}
	r.printf("{\n\"$schema\": %q,\n\"version\": \"2.1.0\",\n\"runs\": [{\n\"tool\": {\"driver\": {\"name\": %q, \"semanticVersion\": %q, \"informationUri\": %q, \"rules\": ",
		sarifSchema, run.Tool, run.Version, projectURI)
	r.json(rules, "", "")
	r.printf("}},\n\"columnKind\": \"unicodeCodePoints\"")
	if run.Root != "" {
		r.printf(",\n\"originalUriBaseIds\": {%q: {\"uri\": %q}}", rootBase, fileURI(run.Root))
	}
	if uri := repositoryURI(run.Remote); uri != "" {
		r.printf(",\n\"versionControlProvenance\": [")
		r.json(sarifVersion{uri, run.Revision, strings.TrimPrefix(run.Branch, "refs/heads/"), sarifArtifact{URI: "", BaseID: rootBase}}, "", "")
		r.printf("]")
	}
	r.printf(",\n\"results\": [")
	return r.err
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
	s := sarifRule{
		ID: rule.ID, Name: rule.ID,
		ShortDescription: sarifText{described(rule)},
		FullDescription:  sarifText{described(rule) + ". " + help},
		Help:             sarifHelp{help, markdown},
		Default:          sarifConfig{sarifLevel(rule.Severity)},
		Properties: sarifRuleProps{SecuritySeverity: securitySeverity(rule.Severity), Precision: precision(rule),
			Tags: append([]string{"security", "secret"}, rule.Tags...)},
	}
	if len(rule.Refs) > 0 {
		s.HelpURI = rule.Refs[0]
	}
	if len(s.Properties.Tags) > maxSarifTags {
		s.Properties.Tags = s.Properties.Tags[:maxSarifTags]
	}
	return s
}

func described(rule leak.Rule) string {
	if rule.Description == "" {
		return "Secret found by the rule " + rule.ID
	}
	return rule.Description
}

// securitySeverity is in GitHub's bands: over 9 critical, 7 high, 4 medium.
func securitySeverity(s leak.Severity) string {
	return [...]string{"8.0", "2.5", "5.5", "8.0", "9.5"}[s.Rank()]
}

func sarifLevel(s leak.Severity) string {
	return [...]string{"error", "note", "warning", "error", "error"}[s.Rank()]
}

func precision(rule leak.Rule) string {
	for _, t := range rule.Tags {
		if t == "generic" {
			return "medium"
		}
	}
	return "high"
}

func (r *sarifReport) Finding(f leak.Finding) error {
	if r.results == maxSarifResults {
		r.dropped++
		return r.err
	}
	if r.results > 0 {
		r.printf(",")
	}
	r.results++
	r.printf("\n")
	r.json(r.result(f), "", "")
	return r.err
}

func (r *sarifReport) result(f leak.Finding) sarifResult {
	res := sarifResult{
		RuleID: f.Rule, Level: sarifLevel(f.Severity), Message: sarifText{sarifMessage(f)},
		Locations:    []sarifLocation{sarifPlace(f.Origin, regionOf(f))},
		Fingerprints: map[string]string{"leaksieveFingerprint/v1": f.Fingerprint},
		Properties: sarifResultProps{Kind: f.Origin.Kind, Secret: f.Secret.String(), Severity: f.Severity, Entropy: f.Entropy,
			Object: f.Origin.Object, Ref: f.Origin.Ref, Exposure: f.Exposure},
	}
	if r.clear {
		res.Properties.Secret = show(f.Secret)
	}
	if i, ok := r.index[f.Rule]; ok {
		res.RuleIndex = &i
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

func sarifMessage(f leak.Finding) string {
	text := f.Description
	if text == "" {
		text = "Secret of rule " + f.Rule
	}
	text += " (" + f.Secret.String() + ") in " + placeInWords(f.Origin)
	if e := f.Exposure; e.First != nil {
		text += fmt.Sprintf(", since commit %.12s", e.First.ID)
		if !e.First.Date.IsZero() {
			text += " of " + e.First.Date.Format("2006-01-02")
		}
	}
	return text + "."
}

// placeInWords names where a finding stands.
func placeInWords(o leak.Origin) string {
	where := ""
	switch o.Kind {
	case leak.KindFile:
		where = "a file"
		if o.Path == "" && o.Object != "" {
			where = fmt.Sprintf("blob %.12s", o.Object)
		}
	case leak.KindSymlink:
		where = "the target of a symbolic link"
	case leak.KindCommitMessage:
		where = fmt.Sprintf("the message of commit %.12s", o.Object)
	case leak.KindTagMessage:
		where = fmt.Sprintf("the message of tag %.12s", o.Object)
	case leak.KindIdentity:
		where = fmt.Sprintf("the identity in %.12s", o.Object)
	case leak.KindHeader:
		where = fmt.Sprintf("a header of %.12s", o.Object)
	case leak.KindPath:
		where = "a file name"
	case leak.KindRef:
		where = "the name of a ref"
	case leak.KindReflog:
		where = "the reflog of " + o.Ref
	case leak.KindStdin:
		where = "standard input"
	}
	if o.Repo != "" {
		where += " in " + o.Repo
	}
	return where
}

// regionOf is where in the file; columns count bytes, which are code points in
// ASCII, and secrets stand in ASCII lines nearly always.
func regionOf(f leak.Finding) *sarifRegion {
	if f.Start.Line == 0 {
		return &sarifRegion{StartLine: 1}
	}
	reg := &sarifRegion{StartLine: f.Start.Line, StartColumn: f.Start.Column, EndLine: f.End.Line, EndColumn: f.End.Column}
	if f.Line != "" {
		reg.Snippet = &sarifText{f.Line}
	}
	return reg
}

// sarifPlace locates an origin. GitHub shows results of files only: what is in
// no file gets a path below .git that says where it is, and a logical location.
func sarifPlace(o leak.Origin, reg *sarifRegion) sarifLocation {
	path := o.Path
	var logical []sarifLogical
	switch {
	case o.Kind == leak.KindStdin && path == "":
		path = "stdin"
	case o.Kind == leak.KindRef || o.Kind == leak.KindReflog:
		path = ".git/" + o.Ref
		logical = []sarifLogical{{o.Ref, "resource"}}
	case path == "" && o.Object != "":
		path = ".git/objects/" + o.Object[:min(2, len(o.Object))] + "/" + o.Object[min(2, len(o.Object)):]
		logical = []sarifLogical{{o.Object, "resource"}}
	case path == "":
		return sarifLocation{Logical: []sarifLogical{{"repository", "resource"}}}
	}
	if o.Repo != "" {
		path = ".git/" + o.Repo + "/" + path
	}
	return sarifLocation{&sarifPhysical{sarifArtifact{pathURI(path), rootBase}, reg}, logical}
}

// pathURI percent-encodes a slash-separated path as a relative reference.
func pathURI(path string) string {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(p), ":", "%3A") // a colon would make a scheme of it
	}
	return strings.Join(parts, "/")
}

func (r *sarifReport) Skip(s leak.Skip) error {
	level := "error"
	if s.Expected {
		level = "note"
	}
	text := "not read (" + string(s.Reason) + ")"
	if s.Count > 1 {
		text = fmt.Sprintf("%d objects not read (%s)", s.Count, s.Reason)
	}
	if s.Origin.Object != "" {
		text += ": object " + s.Origin.Object
	}
	if s.Detail != "" {
		text += ": " + s.Detail
	}
	r.notes = append(r.notes, sarifNotification{sarifRef{"skip/" + string(s.Reason)}, level, sarifText{text}, []sarifLocation{sarifPlace(s.Origin, nil)}})
	return r.err
}

func (r *sarifReport) End(s leak.Summary) error {
	if r.dropped > 0 {
		r.notes = append(r.notes, sarifNotification{Descriptor: sarifRef{"results-limit"}, Level: "warning",
			Message: sarifText{fmt.Sprintf("%d further findings are not in this file: GitHub takes %d a run; the JSON report has all", r.dropped, maxSarifResults)}})
	}
	r.printf("\n],\n\"invocations\": [")
	r.json(sarifInvocation{s.Complete, r.notes}, "", "")
	r.printf("],\n\"properties\": {\"summary\": ")
	r.json(s, "", "")
	r.printf("}\n}]\n}\n")
	return r.err
}

func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Path: strings.TrimSuffix(path, "/") + "/"}
	return u.String()
}

// repositoryURI turns a remote into an absolute URI; "" for what is none. The
// short form of ssh, host:path, becomes ssh://.
func repositoryURI(remote string) string {
	if remote == "" {
		return ""
	}
	if !strings.Contains(remote, "://") {
		host, path, ok := strings.Cut(remote, ":")
		if !ok || strings.Contains(host, "/") {
			return ""
		}
		remote = "ssh://" + host + "/" + strings.TrimPrefix(path, "/")
	}
	u, err := url.Parse(remote)
	if err != nil || u.Host == "" {
		return ""
	}
	u.User = nil
	return u.String()
}
