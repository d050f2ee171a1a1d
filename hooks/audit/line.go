package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode/utf8"
)

// Record is a line of the log.
type Record struct {
	Seq       uint64    `json:"seq"`  // 1, 2, 3 …
	Time      time.Time `json:"time"` // UTC
	Host      string    `json:"host,omitempty"`
	User      string    `json:"user,omitempty"`
	PID       int       `json:"pid"`
	Run       string    `json:"run"`
	Action    Action    `json:"action"`
	Phase     Phase     `json:"phase"`
	Operation string    `json:"operation,omitempty"` // the same before and after
	Subject
	Issuer  string `json:"issuer,omitempty"`
	Target  string `json:"target,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	Detail  string `json:"detail,omitempty"`
	Torn    *Torn  `json:"torn,omitempty"` // of a recovery
	Prev    string `json:"prev"`           // hash of the line before; zeros for the first
	Hash    string `json:"hash,omitempty"` // the last key of every line
}

// Torn is what stands between a line of action "recover" and the one before it.
type Torn struct {
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"` // hexadecimal
}

// Bounds of a line. Characters may take six bytes in JSON, and a line has eight texts
// beside its detail.
const (
	maxLine   = 64 << 10
	maxDetail = 4 << 10
	maxText   = 512
)

const hashSize = 2 * sha256.Size

var hashKey = []byte(`,"hash":"`)

// zeroHash stands before the first line.
var zeroHash = strings.Repeat("0", hashSize)

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// encode returns the line of a record, with its end, and keeps its hash in it.
func (r *Record) encode() ([]byte, error) {
	r.Hash = ""
	b, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	b = b[:len(b)-1] // without the brace
	r.Hash = hashOf(b)
	b = append(append(b, hashKey...), r.Hash...)
	return append(b, "\"}\n"...), nil
}

var (
	errNoLine  = errors.New("is no line of an audit log")
	errChanged = errors.New("was changed")
)

// decode reads a line without its end. It reports whether the line fits its own hash,
// not whether it fits the one before.
func decode(line []byte) (Record, error) {
	body := len(line) - len(hashKey) - hashSize - len(`"}`)
	if body < 0 || !bytes.Equal(line[body:body+len(hashKey)], hashKey) || len(line) >= maxLine {
		return Record{}, errNoLine
	}
	var r Record
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return Record{}, errNoLine
	}
	if string(line[body+len(hashKey):]) != r.Hash+`"}` || hashOf(line[:body]) != r.Hash {
		return r, errChanged
	}
	return r, nil
}

// cut bounds the texts of a record and hides what looks like a secret.
func (r *Record) cut(hide func(string) string) {
	for _, s := range []*string{&r.Host, &r.User, &r.Run, &r.Fingerprint, &r.SecretID, &r.Rule, &r.Issuer, &r.Target, &r.Outcome} {
		*s = shorten(*s, maxText)
	}
	for _, s := range []*string{&r.Issuer, &r.Target, &r.Outcome, &r.Detail} {
		*s = hide(*s)
	}
	r.Detail = shorten(r.Detail, maxDetail)
}

func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	end := limit - len("…")
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
