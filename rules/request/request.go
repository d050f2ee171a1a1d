// Package request is a request to an issuer as data: what to send to ask whether a
// token lives, or to take it back, and what of the answer means what. A rule of a
// configuration file may have one ([rules.verify], [rules.revoke]), and most of the
// issuers that are built in are one.
//
// The language is small on purpose. A template puts secrets in places, escaped for the
// place, and can do nothing else; a condition compares. The package sends nothing.
//
// # Templates
//
// URL, headers and body are text with {{…}}:
//
//	{{secret}}               the secret itself
//	{{part "acme-key-id"}}   the part of the credential that this rule has found; of several
//	                         ids the first that there is
//	{{basic A B}}            base64 of A:B, as "Authorization: Basic" takes it
//	{{base64 A}}, {{base64url A}}, {{hex A}}
//	{{pathescape A}}, {{queryescape A}}, {{json A}}
//	{{upto "." A}}, {{after "." A}}   A before or after the first "."
//
// A and B are "text", secret, or one of these in parentheses. What comes out is escaped
// for its place: a segment of the path, a value of the query, of a form, or within a
// string of JSON. The three that escape are for where that is not what the issuer
// wants; what they return is left as it is. A header takes no line breaks.
//
// # Conditions
//
//	status 200 204 2xx               one of these
//	json user.id                     the answer is JSON that has this: neither null, false nor ""
//	json error.code = invalid_token  it is that, as text; != is not that, where it is there; ~ contains it
//	header X-Scopes = "a, b"         likewise
//	text = no_service                the answer is just that
//
// Terms are joined by "and"; of several conditions any will do. In a path of JSON, 0 is
// the first of an array and * any of it; "error..tag" is ".tag" of "error". An answer that is an HTML page meets none.
package request

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Request is one request with the meaning of its answers.
type Request struct {
	Method  string            // "": GET
	URL     string            // template; from the first slash on where the host is known otherwise
	Headers map[string]string // templates
	Body    string            // template; JSON unless the header Content-Type says otherwise

	Active   []string // conditions: the token lives
	Ended    []string // conditions: the issuer knows it, and it has expired or was revoked
	Inactive []string // conditions: the issuer does not know it, or does not say why it is wrong
	Unclear  []string // conditions: it is refused in a way that may have other reasons, such as the address that asks
	Done     []string // conditions, of a revocation: it has been taken back

	// What an answer that says "active" tells besides, as "json user.login", "header X-Scopes",
	// or several of them joined by "or", of which the first that there is counts.
	Owner, Account, Scopes, Expires string
	// Details are further facts: the name that they are shown with, and where they stand.
	Details map[string]string
}

// Error says what is wrong in a Request.
type Error struct {
	Key  string // "url", "headers.Authorization", "active"
	Msg  string
	Hint string // what to try; may be empty
}

// Error returns "url: …".
func (e *Error) Error() string { return e.Key + ": " + e.Msg }

// Compiled is a Request that has been checked. It is safe for concurrent use.
type Compiled struct {
	later sync.Once
	from  *Request // is compiled when it is first used; nil: it is
	parts
}

// parts are what a Request is made of.
type parts struct {
	method  string
	base    string
	path    *template
	headers []header // sorted by name
	body    *template

	active, ended, inactive, unclear, done []condition
	owner, account, scopes, expires        source
	details                                []detail
}

type header struct {
	name  string
	value *template
}

type detail struct {
	name string
	from source
}

var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}

// Compile checks a Request. The error is an *Error.
func Compile(r Request) (*Compiled, error) {
	c := new(Compiled)
	if err := c.compile(r); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Compiled) compile(r Request) error {
	p := &problems{}
	c.method = r.Method
	if c.method == "" {
		c.method = "GET"
	} else if !slices.Contains(methods, c.method) {
		p.add("method", "one of "+strings.Join(methods, ", "), "unknown method %q", r.Method)
	}
	c.url(p, r.URL)
	form := false
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		if !tokenName(name) || strings.EqualFold(name, "Host") {
			p.add("headers", "", "%q is no name of a header", name)
		}
		c.headers = append(c.headers, header{name, p.template("headers."+name, r.Headers[name], inHeader)})
		form = form || strings.EqualFold(name, "Content-Type") && strings.Contains(r.Headers[name], "form-urlencoded")
	}
	c.body = p.template("body", r.Body, bodyPlace(r.Headers, form))
	c.active = p.conditions("active", r.Active)
	c.ended = p.conditions("ended", r.Ended)
	c.inactive = p.conditions("inactive", r.Inactive)
	c.unclear = p.conditions("unclear", r.Unclear)
	c.done = p.conditions("done", r.Done)
	c.owner, c.account = p.source("owner", r.Owner), p.source("account", r.Account)
	c.scopes, c.expires = p.source("scopes", r.Scopes), p.source("expires", r.Expires)
	for _, name := range slices.Sorted(maps.Keys(r.Details)) {
		c.details = append(c.details, detail{name, p.source("details."+name, r.Details[name])})
	}
	if len(r.Active)+len(r.Ended)+len(r.Inactive)+len(r.Done) == 0 {
		p.add("active", `say what of the answer means that it lives, as in active = ["status 200 and json id"]`, "no condition: the answer would mean nothing")
	}
	if p.err != nil {
		return p.err
	}
	return nil
}

// Must is Compile for what is written in code: it panics when it is used and wrong.
// There are many, and most runs use none, so it is not compiled before.
func Must(r Request) *Compiled { return &Compiled{from: &r} }

// ready returns what a Request is made of.
func (c *Compiled) ready() *parts {
	if c.from != nil {
		c.later.Do(func() {
			if err := c.compile(*c.from); err != nil {
				panic(err)
			}
		})
	}
	return &c.parts
}

// bodyPlace returns how values are escaped in a body.
func bodyPlace(headers map[string]string, form bool) place {
	if form {
		return inQuery
	}
	for name, value := range headers {
		if strings.EqualFold(name, "Content-Type") && !strings.Contains(value, "json") {
			return inText
		}
	}
	return inJSON
}

// url checks that host and scheme are fixed.
func (c *parts) url(p *problems, text string) {
	rest := text
	if !strings.HasPrefix(text, "/") {
		scheme, after, ok := strings.Cut(text, "://")
		if !ok || scheme != "https" && scheme != "http" {
			p.add("url", `begin with "https://"`, "not a URL")
			return
		}
		host := after
		if at := strings.IndexAny(after, "/?"); at >= 0 {
			host = after[:at]
		}
		if rest = after[len(host):]; rest == "" {
			rest = "/"
		}
		if strings.Contains(host, "{{") || host == "" || strings.ContainsAny(host, "@#\\ %") {
			p.add("url", "write the host as it is; a secret must not choose where it is sent", "not a fixed host")
			return
		}
		c.base = scheme + "://" + strings.ToLower(host)
	}
	if strings.Contains(rest, "#") || !strings.HasPrefix(rest, "/") {
		p.add("url", "", "not a path")
		return
	}
	c.path = p.template("url", rest, inPath)
}

// Base returns scheme and host of the URL, "" when it begins with its path.
func (c *Compiled) Base() string { return c.ready().base }

// Method returns the method.
func (c *Compiled) Method() string { return c.ready().method }

// Sent is what is to be sent.
type Sent struct {
	Method, Path string // Path with its query
	Header       map[string]string
	Body         []byte
}

// Build puts a credential in its places. An error says which part there is not, or
// what cannot be put where, and holds nothing of the credential.
func (c *Compiled) Build(cred *leak.Credential) (Sent, error) {
	c.ready()
	s := Sent{Method: c.method, Header: map[string]string{}}
	var err error
	if s.Path, err = c.path.fill(cred); err != nil {
		return Sent{}, err
	}
	for _, h := range c.headers {
		if s.Header[h.name], err = h.value.fill(cred); err != nil {
			return Sent{}, err
		}
	}
	body, err := c.body.fill(cred)
	if err != nil {
		return Sent{}, err
	}
	if body != "" {
		s.Body = []byte(body)
		if _, ok := s.Header["Content-Type"]; !ok {
			s.Header["Content-Type"] = "application/json"
		}
	}
	return s, checkPath(s.Path)
}

// Path returns the template of the path, as it was written.
func (c *Compiled) Path() string { return c.ready().path.source }

// Parts returns the ids of the rules whose parts it puts somewhere, sorted.
func (c *Compiled) Parts() []string {
	c.ready()
	ids := map[string]bool{}
	for _, t := range append([]*template{c.path, c.body}, values(c.headers)...) {
		for _, p := range t.pieces {
			p.expr.parts(ids)
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

func values(headers []header) []*template {
	var list []*template
	for _, h := range headers {
		list = append(list, h.value)
	}
	return list
}
