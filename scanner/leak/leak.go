// Package leak holds the values that flow through leaksieve: what is read
// (Unit), what is found (Finding), what is known of it (Exposure, Decision, Token, Blast,
// Grade, Verdict) and what could not be read (Skip).
//
// The package depends on the standard library only and knows no other package
// of the project, so that every stage can be written as values in, values out.
// Each stage fills its own field and reads the earlier ones:
//
//	source ▶ Unit ▶ detect ▶ Finding ▶ attribute ▶ decide ▶ token ▶ share ▶ grade ▶ mask ▶ reporters
package leak

import (
	"slices"
	"time"
)

// Kind says what sort of place a piece of content was found in. The values are
// part of the report schema.
type Kind string

// The places where content is found.
const (
	KindFile          Kind = "file"           // content of a file: a blob in git, or a file on disk
	KindSymlink       Kind = "symlink"        // the target of a symbolic link
	KindCommitMessage Kind = "commit-message" // message of a commit
	KindTagMessage    Kind = "tag-message"    // message of an annotated tag
	KindIdentity      Kind = "identity"       // author, committer or tagger: name and e-mail
	KindHeader        Kind = "header"         // any other header of a commit or tag
	KindPath          Kind = "path"           // name of a file or folder
	KindRef           Kind = "ref"            // name of a branch, tag or other ref
	KindReflog        Kind = "reflog"         // a line of a reflog
	KindStdin         Kind = "stdin"          // standard input
)

// Origin says where content comes from. Which fields are set depends on Kind
// and on the mode; an empty field means "not applicable" or "not known".
type Origin struct {
	Kind   Kind   `json:"kind"`
	Repo   string `json:"repo,omitempty"`   // repository inside the scanned one ("modules/lib"), slash-separated
	Path   string `json:"path,omitempty"`   // slash-separated, relative to the repository or scan root
	Object string `json:"object,omitempty"` // hexadecimal id of the blob, commit, tag or tree that holds the bytes
	Ref    string `json:"ref,omitempty"`    // full ref name, for KindRef and KindReflog
}

// Position is a place in content. Line and Column are 1-based, Column counts
// bytes; Line 0 means that the content has no lines (a name, a ref). Char is the
// column in characters (code points) where that is not Column, else 0. Offset
// counts bytes from the beginning of the content.
type Position struct {
	Line   int   `json:"line"`
	Column int   `json:"column"`
	Char   int   `json:"char,omitempty"`
	Offset int64 `json:"offset"`
}

// Unit is one piece of content to scan, whole.
type Unit struct {
	Origin Origin
	Data   []byte // not kept by any stage after it returns
}

// Copy says that Len bytes of content, from At on, stand in another content, its
// base, from From on.
type Copy struct{ At, From, Len int }

// Delta says what content has of a base that was searched before.
type Delta struct {
	Base    any    // what the search of the base returned
	BaseLen int    // bytes
	Copies  []Copy // by At, without overlaps
}

// Severity grades a finding; the values are part of the report schema.
type Severity string

// Severities, from least to most urgent.
const (
	SeverityLow      Severity = "low"
	SeverityMedium   Severity = "medium"
	SeverityHigh     Severity = "high"
	SeverityCritical Severity = "critical"
)

// Rank orders severities: low 1 to critical 4, unknown 0.
func (s Severity) Rank() int {
	return rank(s, SeverityLow, SeverityMedium, SeverityHigh, SeverityCritical)
}

// rank returns the place of v in the order, from 1; 0 if it is not in it.
func rank[T comparable](v T, order ...T) int { return 1 + slices.Index(order, v) }

// Confidence says how likely it is that a finding is a secret; the values are part
// of the report schema.
type Confidence string

// Confidences, from least to most likely.
const (
	ConfidenceLow    Confidence = "low"
	ConfidenceMedium Confidence = "medium"
	ConfidenceHigh   Confidence = "high"
)

// Rank orders confidences: low 1 to high 3, unknown 0.
func (c Confidence) Rank() int {
	return rank(c, ConfidenceLow, ConfidenceMedium, ConfidenceHigh)
}

// Rule is what a report says of a rule. Run.Rules lists those that were in force.
type Rule struct {
	ID          string   `json:"id"`
	Description string   `json:"description,omitempty"`
	Help        string   `json:"help,omitempty"` // Markdown: what the holder can do, where to revoke
	Severity    Severity `json:"severity"`
	Graded      Severity `json:"graded,omitempty"` // of its most urgent finding in the run
	Refs        []string `json:"refs,omitempty"`
	Tags        []string `json:"tags,omitempty"`
	Foreign     bool     `json:"foreign,omitempty"` // the configuration of the scanned repository decides what it finds
}

// Part is a further half of a credential of several parts, such as the access
// key id that belongs to a secret key.
type Part struct {
	Rule   string   `json:"rule"`
	Secret Secret   `json:"secret"`
	Start  Position `json:"start"`
	End    Position `json:"end"`

	// Identifier says that it is no secret but the name of something, such as an
	// account: what is told of the finding may say it.
	Identifier bool `json:"-"`
}

// Finding is one place where one secret stands.
type Finding struct {
	Rule        string     `json:"rule"`
	Description string     `json:"description,omitempty"`
	Severity    Severity   `json:"severity"`
	Confidence  Confidence `json:"confidence,omitempty"` // how sure it is that it is a secret
	Tags        []string   `json:"tags,omitempty"`
	Secret      Secret     `json:"secret"`
	Entropy     float64    `json:"entropy"` // Shannon, bits per character of the secret, rounded to 3 places
	Origin      Origin     `json:"origin"`
	Start       Position   `json:"start"`              // first byte of the secret
	End         Position   `json:"end"`                // one past its last byte: Column of End is exclusive
	Line        string     `json:"line,omitempty"`     // the line around the secret, masked, cut to about 200 bytes
	LineHash    string     `json:"lineHash,omitempty"` // hash of the masked line and its ordinal, for SARIF primaryLocationLineHash
	Parts       []Part     `json:"parts,omitempty"`
	Via         []string   `json:"via,omitempty"` // decoders between the content and the secret, outermost first
	Fingerprint string     `json:"fingerprint"`
	SecretID    string     `json:"secretId,omitempty"` // the same wherever the same secret stands in a run; keyed, as Fingerprint
	Exposure    Exposure   `json:"exposure"`
	Decision    Decision   `json:"decision"`
	Token       *Token     `json:"token,omitempty"`   // what it says of itself
	Blast       *Blast     `json:"blast,omitempty"`   // who else holds it
	Grade       *Grade     `json:"grade,omitempty"`   // how Severity came about
	Verdict     *Verdict   `json:"verdict,omitempty"` // what the issuer says of it, if it was asked

	// Named says that the secret is the value of a name, Bare that it has no quotes.
	Named bool `json:"-"`
	Bare  bool `json:"-"`

	// Score is what the credential model says of the content, where Confidence is
	// not known yet: the logarithm of the odds.
	Score float64 `json:"-"`

	// Within is what of a structured file it stands in.
	Within Within `json:"-"`

	// LineAt is where in Line the mask of the secret begins.
	LineAt int `json:"-"`

	// Match is the whole match of the rule, Lines the whole lines it touches
	// and Above the line before them. Only the decide stage reads them; no
	// report holds them.
	Match Secret `json:"-"`
	Lines Secret `json:"-"`
	Above Secret `json:"-"`
}

// Within says what part of a YAML file a finding stands in.
type Within struct {
	Keys   []string // of the mappings around it, outermost first
	Object string   // Kubernetes object of its document: "Secret shop/db"
	Item   string   // name of the item of a list, name: DB_PASSWORD above value: …
}

// Commit is what a report says of a commit.
type Commit struct {
	ID     string    `json:"id"`
	Author string    `json:"author,omitempty"`
	Email  string    `json:"email,omitempty"`
	Date   time.Time `json:"date"` // author date, in the author's zone
	// Committed is the date at which the commit itself was made, if that is another: an
	// amended or rebased one keeps the author date.
	Committed time.Time `json:"committed,omitzero"`
	Message   string    `json:"message,omitempty"`
}

// Exposure says since when and where in git a finding stands. The zero value
// is that of a finding outside git.
type Exposure struct {
	First       *Commit  `json:"first,omitempty"`       // the commit that brought it in
	Last        *Commit  `json:"last,omitempty"`        // the newest commit that still holds it
	AtHead      bool     `json:"atHead,omitempty"`      // stands in HEAD's tree
	Refs        []string `json:"refs,omitempty"`        // refs that reach First, sorted
	RefCount    int      `json:"refCount,omitempty"`    // how many there are when Refs was cut
	Remotes     []string `json:"remotes,omitempty"`     // remotes whose tracking refs reach First, sorted: it has been pushed there, or came from there
	Authors     []string `json:"authors,omitempty"`     // "name <e-mail>" of those whose commits brought in a version that holds it, sorted; the first ten
	Tags        int      `json:"tags,omitempty"`        // how many of the refs are tags
	Occurrences int      `json:"occurrences,omitempty"` // versions of the content that hold the secret at this path
	HeldBy      []string `json:"heldBy,omitempty"`      // for what no ref reaches: "reflog", "index", "stash", "dangling"
}

// How a finding may be suppressed; the values are part of the report schema.
const (
	SuppressedByComment   = "comment"   // leaksieve:allow or gitleaks:allow
	SuppressedByAllowlist = "allowlist" // [[allowlists]] in the configuration
	SuppressedByIgnore    = "ignore"    // .leaksieveignore or .gitleaksignore
	SuppressedByBaseline  = "baseline"  // --baseline
)

// Decision says what became of a finding. A suppressed finding flows on to the
// reports, with its reason, and does not count towards the exit code.
type Decision struct {
	Suppressed bool   `json:"suppressed"`
	By         string `json:"by,omitempty"`     // one of the SuppressedBy constants
	Reason     string `json:"reason,omitempty"` // which entry, in words
}

// SkipReason says why something listed was not read; the values are part of
// the report schema.
type SkipReason string

// The reasons for a Skip.
const (
	SkipMissing     SkipReason = "missing"     // listed by something, not there (partial or damaged repository)
	SkipCorrupt     SkipReason = "corrupt"     // there, and not readable as what it claims to be
	SkipTooLarge    SkipReason = "too-large"   // over --max-file-size
	SkipUnreadable  SkipReason = "unreadable"  // the system refused: permission, I/O error
	SkipUnsupported SkipReason = "unsupported" // a format this version does not read
	SkipInterrupted SkipReason = "interrupted" // time limit or signal
	SkipOutside     SkipReason = "outside"     // it leads out of the scanned tree or repository
	SkipShallow     SkipReason = "shallow"     // the history before a shallow clone's boundary
	SkipExcluded    SkipReason = "excluded"    // left out because the user asked for it
	SkipSpecial     SkipReason = "special"     // a device, socket or pipe
)

// Skip is something that was listed and not read. A run with a Skip that is
// not Expected is incomplete (exit code 3).
type Skip struct {
	Reason   SkipReason `json:"reason"`
	Origin   Origin     `json:"origin"`
	Detail   string     `json:"detail,omitempty"`   // one line in words
	Count    int        `json:"count,omitempty"`    // how many it stands for when more than one
	Expected bool       `json:"expected,omitempty"` // asked for, or nothing that could be read: does not make the run incomplete
}

// Run says what was scanned, with what. It holds no clock and no duration, so
// that the same input gives the same bytes.
type Run struct {
	Schema   int    `json:"schema"`             // version of the report schema, SchemaVersion
	Tool     string `json:"tool"`               // "leaksieve"
	Version  string `json:"version"`            // semantic version of the program
	Mode     string `json:"mode"`               // "git", "staged", "dir", "stdin"
	Target   string `json:"target"`             // as the user named it
	Root     string `json:"root,omitempty"`     // absolute path that Origin.Path is relative to
	Remote   string `json:"remote,omitempty"`   // URL of the repository without credentials
	Branch   string `json:"branch,omitempty"`   // branch that HEAD names
	Revision string `json:"revision,omitempty"` // commit that HEAD names
	Rules    []Rule `json:"rules"`

	Remotes      []Remote     `json:"remotes,omitempty"`      // of the repository, sorted by name
	Repositories []Repository `json:"repositories,omitempty"` // when there are several: Remote, Remotes, Branch and Revision are theirs
}

// Remote is where a repository is fetched from or pushed to.
type Remote struct {
	Name    string  `json:"name"`
	URL     string  `json:"url"` // without credentials
	Hosting Hosting `json:"hosting,omitempty"`
	Public  *bool   `json:"public,omitempty"` // whether anybody can read it; known only when the host was asked (--verify)
}

// Hosting says where a remote's URL leads, as far as the URL alone tells; the
// values are part of the report schema.
type Hosting string

// Kinds of Hosting.
const (
	HostingForge   Hosting = "forge"   // a service that hosts public repositories besides private ones, as github.com
	HostingPublic  Hosting = "public"  // any other host with a public name or address
	HostingPrivate Hosting = "private" // a host on a private network
	HostingLocal   Hosting = "local"   // this machine: a path, localhost
)

// Repository is one of several that a run scanned.
type Repository struct {
	Name     string   `json:"name"` // as in Origin.Repo: its path relative to the root of the run
	Target   string   `json:"target"`
	Root     string   `json:"root,omitempty"`
	Remote   string   `json:"remote,omitempty"`
	Remotes  []Remote `json:"remotes,omitempty"`
	Branch   string   `json:"branch,omitempty"`
	Revision string   `json:"revision,omitempty"`
}

// SchemaVersion is the version of the JSON and JSONL report schema.
const SchemaVersion = 1

// ObjectCount accounts for the objects of one type. Listed is Scanned plus
// Skipped in a complete account.
type ObjectCount struct {
	Type    string `json:"type"` // "blob", "commit", "tag", "tree", "file", "ref", "reflog", "lfs", "missing", "unknown"
	Listed  int    `json:"listed"`
	Scanned int    `json:"scanned"`
	Skipped int    `json:"skipped"`
}

// Summary closes a run: the counts and the coverage receipt.
type Summary struct {
	Findings   int           `json:"findings"`   // not suppressed
	Suppressed int           `json:"suppressed"` // suppressed, by whatever
	Skips      int           `json:"skips"`      // things not read that make the run incomplete
	Complete   bool          `json:"complete"`
	Bytes      int64         `json:"bytes"`            // content looked at
	Objects    []ObjectCount `json:"objects"`          // sorted by type
	Unused     []string      `json:"unused,omitempty"` // allow entries that matched nothing, in words
}

// Less is the order of findings in every report: by repository, path, kind, ref,
// position, rule, object and fingerprint.
func Less(a, b *Finding) bool {
	switch {
	case a.Origin.Repo != b.Origin.Repo:
		return a.Origin.Repo < b.Origin.Repo
	case a.Origin.Path != b.Origin.Path:
		return a.Origin.Path < b.Origin.Path
	case a.Origin.Kind != b.Origin.Kind:
		return a.Origin.Kind < b.Origin.Kind
	case a.Origin.Ref != b.Origin.Ref:
		return a.Origin.Ref < b.Origin.Ref
	case a.Start.Line != b.Start.Line:
		return a.Start.Line < b.Start.Line
	case a.Start.Offset != b.Start.Offset:
		return a.Start.Offset < b.Start.Offset
	case a.Rule != b.Rule:
		return a.Rule < b.Rule
	case a.Origin.Object != b.Origin.Object:
		return a.Origin.Object < b.Origin.Object
	}
	return a.Fingerprint < b.Fingerprint
}

// Made is when a commit was made: the later of its dates.
func (c *Commit) Made() time.Time {
	if c.Committed.After(c.Date) {
		return c.Committed
	}
	return c.Date
}
