package reporters

import "github.com/leaksieve/leaksieve/scanner/leak"

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	projectURI  = "https://github.com/leaksieve/leaksieve"
)

// The parts of SARIF that leaksieve writes, with the names of the specification.
type (
	sarifText struct {
		Text string `json:"text"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"semanticVersion"`
		URI     string      `json:"informationUri"`
		Rules   []sarifRule `json:"rules"`
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
		Related      []sarifLocation    `json:"relatedLocations,omitempty"` // parts of the credential
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Properties   sarifResultProps   `json:"properties"`
	}
	sarifLocation struct {
		ID       int            `json:"id,omitempty"` // of a related one, in its result
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
		Context  *sarifRegion  `json:"contextRegion,omitempty"`
	}
	sarifArtifact struct {
		URI    string `json:"uri,omitempty"`
		BaseID string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"`
		EndLine     int        `json:"endLine"`
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
		Kind       leak.Kind       `json:"kind"`
		Secret     string          `json:"secret"`
		Severity   leak.Severity   `json:"severity"`
		Confidence leak.Confidence `json:"confidence,omitempty"`
		Entropy    float64         `json:"entropy"`
		Object     string          `json:"object,omitempty"`
		Ref        string          `json:"ref,omitempty"`
		Exposure   leak.Exposure   `json:"exposure"`

		SecuritySeverity string        `json:"security-severity"`
		SecretID         string        `json:"secretId,omitempty"`
		Token            *leak.Token   `json:"token,omitempty"`
		Blast            *leak.Blast   `json:"blast,omitempty"`
		Grade            *leak.Grade   `json:"grade,omitempty"`
		Verdict          *leak.Verdict `json:"verdict,omitempty"`
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
	sarifVersion struct {
		RepositoryURI string        `json:"repositoryUri"`
		RevisionID    string        `json:"revisionId,omitempty"`
		Branch        string        `json:"branch,omitempty"`
		MappedTo      sarifArtifact `json:"mappedTo"`
	}
)
