package token

import (
	"encoding/binary"
	"encoding/json"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// PyPI's API tokens (pypi.org/help/#apitoken) are "pypi-" and a macaroon in base64url:
// binary format version 2 of libmacaroons (github.com/rescrv/libmacaroons,
// doc/format.txt), whose caveats are those of warehouse/macaroons/caveats of
// github.com/pypi/warehouse. Names and ids are in clear, and only the issuer can add a
// caveat's meaning; anybody can add further caveats, which only narrow it.
var _ = later(func() {
	registerKinds("pypi", "PyPI",
		kind{prefix: "pypi-", min: 55, is: "API token", more: pypi,
			notes: []string{"PyPI revokes it itself when it is told of it by GitHub's secret scanning"}},
	)
})

func pypi(in *Input, t *leak.Token) {
	b, ok := unbase64(strings.TrimPrefix(in.Secret, "pypi-"))
	m, valid := readMacaroon(b)
	if !ok || !valid {
		t.Grants = []string{"publishing releases as its owner"}
		return
	}
	at(t, text(m.location, maxText))
	if m.location == "test.pypi.org" {
		t.Issuer, t.Environment = "TestPyPI", leak.EnvironmentTest
		risk(t, -1, "it is of the test index")
	}
	if id := string(m.id); isUUID(id) {
		detail(t, "Token id", id)
	}
	var all pypiCaveats
	for _, c := range m.caveats {
		all.add(c)
	}
	all.tell(t)
}

// pypiCaveats is what the caveats of a token come to together.
type pypiCaveats struct {
	projects, ids, publishers []string
	user                      string
	unknown                   bool // one of them is not known here, and narrows it further
	expires, notBefore        *time.Time
}

// add reads a caveat: an array of a tag and its fields, or an object in older tokens.
func (p *pypiCaveats) add(caveat []byte) {
	if o, ok := decodeObject(caveat); ok {
		p.addLegacy(o)
		return
	}
	var fields []any
	if len(caveat) > longest || json.Unmarshal(caveat, &fields) != nil || len(fields) < 2 {
		p.unknown = true
		return
	}
	tag, ok := fields[0].(float64)
	one, _ := fields[1].(string)
	switch {
	default:
		p.unknown = true
	case ok && tag == 0:
		at, _ := fields[1].(float64)
		p.until(seconds(at))
		p.unknown = p.unknown || seconds(at) == nil
		if len(fields) > 2 {
			from, _ := fields[2].(float64)
			p.notBefore = seconds(from)
		}
	case ok && tag == 1:
		p.projects = append(p.projects, object{"p": fields[1]}.texts("p")...)
	case ok && tag == 2:
		p.ids = append(p.ids, object{"p": fields[1]}.texts("p")...)
	case ok && tag == 3:
		p.user = text(one, maxText)
	case ok && tag == 4:
		p.publishers = append(p.publishers, text(one, maxText))
	}
}

// addLegacy reads what warehouse/macaroons/caveats/_legacy.py does.
func (p *pypiCaveats) addLegacy(o object) {
	p.unknown = p.unknown || !o.has("permissions") && !o.has("project_ids") && !o.has("exp")
	if o.text("permissions") == "user" {
		p.user = "its owner"
	}
	p.projects = append(p.projects, o.object("permissions").texts("projects")...)
	p.ids = append(p.ids, o.texts("project_ids")...)
	if o.has("exp") {
		p.until(o.seconds("exp"))
		p.notBefore = o.seconds("nbf")
	}
}

// until keeps the earliest end: all caveats have to hold.
func (p *pypiCaveats) until(at *time.Time) {
	if at != nil && (p.expires == nil || at.Before(*p.expires)) {
		p.expires = at
	}
}

func (p *pypiCaveats) tell(t *leak.Token) {
	t.Expires, t.NotBefore = p.expires, p.notBefore
	if t.Expires == nil && !p.unknown {
		t.NeverExpires = true
	}
	for _, name := range p.projects {
		t.Scopes = append(t.Scopes, "project "+name)
	}
	for _, id := range p.ids {
		t.Scopes = append(t.Scopes, "project id "+id)
	}
	switch {
	case len(p.publishers) > 0:
		t.Kind = "API token of a trusted publisher"
		t.Subject = "publisher " + p.publishers[0]
		t.Grants = []string{"publishing releases of the projects of its publisher"}
	case len(t.Scopes) > 0:
		t.Kind = "API token of a project"
		t.Grants = []string{"publishing releases of the projects it names"}
	case p.unknown:
		t.Grants = []string{"publishing releases as its owner, within caveats that are not known here"}
	default:
		t.Kind = "API token of a whole account"
		t.Grants = []string{"publishing releases of every project of its owner, and new projects"}
		risk(t, 1, "it is not limited to a project")
	}
	if p.user != "" && p.user != "its owner" {
		t.Subject = "user " + p.user
	}
}

// macaroon is what can be read of one.
type macaroon struct {
	location string
	id       []byte
	caveats  [][]byte // their identifiers
}

// Fields of format version 2: packets of type, length and data; a section ends with
// type 0.
const (
	macaroonEnd       = 0
	macaroonLocation  = 1
	macaroonID        = 2
	macaroonMaxFields = 200
)

// readMacaroon reads a macaroon of version 2; its signature is left alone.
func readMacaroon(b []byte) (m macaroon, ok bool) {
	if len(b) == 0 || b[0] != 2 {
		return m, false
	}
	b = b[1:]
	header := true
	for range macaroonMaxFields {
		if len(b) == 0 {
			return m, false
		}
		kind := b[0]
		b = b[1:]
		if kind == macaroonEnd {
			header = false
			if len(b) > 0 && b[0] == macaroonEnd { // an empty section: there are no more caveats
				return m, m.id != nil
			}
			continue
		}
		n, used := binary.Uvarint(b)
		if used <= 0 || n > uint64(len(b)-used) {
			return m, false
		}
		data := b[used : used+int(n)]
		b = b[used+int(n):]
		switch {
		case header && kind == macaroonLocation:
			m.location = string(data)
		case header && kind == macaroonID:
			m.id = data
		case kind == macaroonID:
			m.caveats = append(m.caveats, data)
		}
	}
	return m, false
}
