package cleanup

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Target is what is to go.
type Target struct {
	Secrets []Secret
	Files   []File
	Modules []string // submodules with findings, which are left out: they are repositories of their own

	hide *strings.Replacer // see Hide
}

// Secret is one value, however often it was found.
type Secret struct {
	Value        leak.Secret
	Rule         string // of the finding that is told first
	Description  string
	Severity     leak.Severity
	Fingerprints []string      // of all findings, sorted
	Places       []string      // "path:line" of these, in the order of the report; for what has to be cleaned by hand
	Lines        []leak.Secret // of a weak one: the lines around it, where it was found
	Weak         string        // why a search for its text proves nothing; "" if it does
}

// File is a file that is a secret as a whole, such as a keystore.
type File struct {
	Path         string
	Object       string // the version that came first
	Rule         string
	Description  string
	Severity     leak.Severity
	Fingerprints []string
}

// Pick makes a Target of findings with clear secrets, in the order of the findings.
func Pick(findings []leak.Finding) *Target {
	t := &Target{}
	secrets, files := map[string]int{}, map[string]int{}
	for i := range findings {
		f := &findings[i]
		if f.Origin.Repo != "" {
			t.Modules = with(t.Modules, f.Origin.Repo)
			continue
		}
		if f.Origin.Kind == leak.KindFile && f.Start.Line == 0 {
			t.addFile(files, f)
		} else {
			t.addSecret(secrets, f)
		}
	}
	return t
}

func (t *Target) addFile(known map[string]int, f *leak.Finding) {
	i, ok := known[f.Origin.Path]
	if !ok {
		i = len(t.Files)
		known[f.Origin.Path] = i
		t.Files = append(t.Files, File{Path: f.Origin.Path, Object: f.Origin.Object, Rule: f.Rule, Description: f.Description, Severity: f.Severity})
	}
	t.Files[i].Fingerprints = with(t.Files[i].Fingerprints, f.Fingerprint)
}

// addSecret takes a key for one secret, however its lines are written.
func (t *Target) addSecret(known map[string]int, f *leak.Finding) {
	id := strings.Join(lines(f.Secret.Reveal()), "\n")
	i, ok := known[id]
	if !ok {
		i = len(t.Secrets)
		known[id] = i
		t.Secrets = append(t.Secrets, Secret{Value: f.Secret, Rule: f.Rule, Description: f.Description, Severity: f.Severity, Weak: weak(f.Secret.Reveal())})
	}
	s := &t.Secrets[i]
	s.Fingerprints = with(s.Fingerprints, f.Fingerprint)
	if s.Weak != "" && f.Lines.Known() && !slices.Contains(s.Lines, f.Lines) {
		s.Lines = append(s.Lines, f.Lines)
	}
	if f.Origin.Path != "" && f.Start.Line > 0 {
		if place := fmt.Sprintf("%s:%d", f.Origin.Path, f.Start.Line); !slices.Contains(s.Places, place) {
			s.Places = append(s.Places, place)
		}
	}
}

// with adds a text to a sorted list that has each once.
func with(list []string, text string) []string {
	i, ok := slices.BinarySearch(list, text)
	if ok {
		return list
	}
	return slices.Insert(list, i, text)
}

// Lengths below which the text of a secret stands by chance in what has nothing to do
// with it. Of six characters of base64 one place in 10^11 is expected to be a given
// one, of ten digits in a row one in 10^10.
const (
	shortest       = 6
	shortestNumber = 10
	longestWord    = 16
)

var (
	number = regexp.MustCompile(`^[0-9]+$`)
	word   = regexp.MustCompile(`^[A-Za-z]+(?:[-_. ][A-Za-z]+)*$`)
)

// weak says why the text of a secret may stand anywhere, "" if it may not.
func weak(clear string) string {
	switch {
	case len(clear) < shortest:
		return fmt.Sprintf("shorter than %d bytes", shortest)
	case len(clear) < shortestNumber && number.MatchString(clear):
		return fmt.Sprintf("a number of fewer than %d digits", shortestNumber)
	case len(clear) < longestWord && word.MatchString(clear):
		return "a plain word"
	}
	return ""
}

// record is a line of the file that a Target is kept in.
type record struct {
	Secret       []byte        `json:"secret,omitempty"` // base64: a secret need not be UTF-8
	Path         []byte        `json:"path,omitempty"`
	Object       string        `json:"object,omitempty"`
	Rule         string        `json:"rule"`
	Description  string        `json:"description,omitempty"`
	Severity     leak.Severity `json:"severity,omitempty"`
	Fingerprints []string      `json:"fingerprints,omitempty"`
	Places       []string      `json:"places,omitempty"`
}

// Encode writes a Target with its secrets in clear: a line of JSON each.
func (t *Target) Encode() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, s := range t.Secrets {
		_ = enc.Encode(record{[]byte(s.Value.Reveal()), nil, "", s.Rule, s.Description, s.Severity, s.Fingerprints, s.Places}) // to memory, of what JSON has
	}
	for _, f := range t.Files {
		_ = enc.Encode(record{nil, []byte(f.Path), f.Object, f.Rule, f.Description, f.Severity, f.Fingerprints, nil})
	}
	return b.Bytes()
}

// Decode reads what Encode wrote. An empty Target is an error: it would prove
// everything clean.
func Decode(r io.Reader) (*Target, error) {
	t := &Target{}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 64<<20)
	n := 0
	for sc.Scan() {
		n++
		var rec record
		if err := json.Unmarshal(sc.Bytes(), &rec); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		switch {
		case len(rec.Secret) > 0:
			clear := string(rec.Secret)
			t.Secrets = append(t.Secrets, Secret{Value: leak.NewSecret(clear), Rule: rec.Rule, Description: rec.Description, Severity: rec.Severity, Fingerprints: rec.Fingerprints, Places: rec.Places, Weak: weak(clear)})
		case len(rec.Path) > 0:
			t.Files = append(t.Files, File{string(rec.Path), rec.Object, rec.Rule, rec.Description, rec.Severity, rec.Fingerprints})
		default:
			return nil, fmt.Errorf("line %d has neither a secret nor a path", n)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	if len(t.Secrets)+len(t.Files) == 0 {
		return nil, errors.New("it lists nothing")
	}
	return t, nil
}
