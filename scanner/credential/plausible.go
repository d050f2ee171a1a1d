package credential

import (
	"bytes"
	"slices"
)

// plausible turns down, at the price of a look at a few bytes, most of what is no
// credential: what is short, has no letter or digit, or is a template or a call.
func (c *Candidate) plausible() bool {
	v := c.Line[c.Value:c.End]
	if len(v) < minValue || len(v) >= maxValue {
		return false
	}
	switch v[0] {
	case '$':
		if len(v) > 1 && (v[1] == '{' || v[1] == '(' || c.Quote == 0 && class[v[1]]&cAlnum != 0 && c.Syntax != Keyed) {
			return false
		}
	case '<', '{', '%':
		if last := v[len(v)-1]; (last == '>' || last == '}' || last == '%') && bytes.IndexByte(v, '"') < 0 {
			return false
		}
	}
	if digestKind(v) > 0 || encrypted(v) || public(v) || expression(c.withEnds()) {
		return false // a hashed or an encrypted password, a public key, or what tokens look like
	}
	if hasFold(v, "bearer ") || hasFold(v, "basic ") {
		return false // rules of their own look at what follows
	}
	if c.Syntax == Listed && smallWords(v) {
		return false // the next of a list of words
	}
	some := 0
	for _, b := range v {
		if class[b]&cAlnum != 0 || b >= 0x80 {
			some++
		}
	}
	if some < 3 || 3*some < len(v) {
		return false
	}
	if template(v) || bytes.Contains(v, []byte("...")) || bytes.HasSuffix(v, []byte("----")) { // the latter ends a head of armour: KEY BLOCK-----
		return false
	}
	if c.Quote == 0 {
		if c.reference(v) {
			return false
		}
		if bytes.HasPrefix(v, []byte("//")) && c.at(c.Value-1) == ':' {
			return false // the name is a scheme
		}
		if bytes.Contains(v, []byte("->")) || bytes.Contains(v, []byte("::")) || bytes.HasPrefix(v, []byte("lt;")) || bytes.HasPrefix(v, []byte("&lt")) {
			return false
		}
		if open := bytes.IndexByte(v, '('); open > 0 && class[v[open-1]]&cName != 0 {
			return false // what a call returns
		}
		if n := c.at(c.End); (n == '(' || n == '[') && c.Syntax != Cell {
			return false
		}
	}
	return true
}

// encrypted reports whether v is written as what a tool has encrypted: sops, Jasypt,
// Puppet's eyaml and Spring Cloud Config, Vault's transit engine, Ansible, AWS KMS,
// Fernet, and Bitnami's sealed secrets, which begin with the length of their key.
func encrypted(v []byte) bool {
	for _, mark := range [...]string{"ENC[", "ENC(", "DEC(", "{cipher}", "vault:v", "$ANSIBLE_VAULT", "!vault", "AQICAH", "gAAAAA"} {
		if bytes.HasPrefix(v, []byte(mark)) {
			return true
		}
	}
	return len(v) > 200 && v[0] == 'A' && v[1] >= 'g' && v[1] <= 'j' && bytes.IndexByte(v, ' ') < 0
}

// public reports whether v is written as a key that is there to be published: Stripe's
// publishable ones, recipients of age, keys of SSH.
func public(v []byte) bool {
	for _, mark := range [...]string{"pk_live_", "pk_test_", "age1", "ssh-rsa ", "ssh-ed25519 ", "ecdsa-sha2-"} {
		if bytes.HasPrefix(v, []byte(mark)) {
			return true
		}
	}
	return false
}

// reference reports whether a value without quotes is a word of prose or of a program
// rather than a value: a symbol, a member of something, what merely stands beside the
// name, or beside a tag that does not end.
func (c *Candidate) reference(v []byte) bool {
	switch {
	case v[0] == ':', c.Syntax == Element && c.at(c.End) != '<':
		return true
	case c.Syntax == Beside && smallWords(v):
		first := c.Line[c.Name]
		return first != '-' && !isUpper(first)
	case c.Syntax != Assigned && c.Syntax != Keyed:
		return false
	}
	dots := 0
	for i, b := range v {
		switch {
		case b == '.' && i > 0 && i+1 < len(v) && class[v[i+1]]&cAlnum != 0:
			dots++
		case !isLower(b) && !isUpper(b) && b != '_':
			return false
		}
	}
	return dots > 0
}

// smallWords reports whether v is made of small letters, blanks and underscores.
func smallWords(v []byte) bool {
	for _, b := range v {
		if !isLower(b) && b != '_' && b != ' ' {
			return false
		}
	}
	return true
}

// open reports whether the name is that of an identifier, of a public key, or of a
// token that is good for one form or one page of a list; the key that such tokens are
// made with is another matter.
func (c *Candidate) open() bool {
	var buf [maxNameBefore + maxNameAfter]byte
	name := squeezed(buf[:0], c.Line[c.Name:c.NameEnd])
	has := func(word string) bool { return bytes.Contains(name, []byte(word)) }
	if before := c.Line[:c.Name]; bytes.HasSuffix(before, []byte("(?P<")) || bytes.HasSuffix(before, []byte("(?<")) || identifies(c.Line[c.KeyEnd:c.NameEnd]) {
		return true // a group of an expression, or what only says which one it is
	}
	if key := c.Line[c.Key:c.KeyEnd]; has("publickey") && (bytes.EqualFold(key, []byte("key")) || bytes.EqualFold(key, []byte("token"))) {
		return true // of assemblies of .NET, too: PublicKeyToken
	}
	if slices.ContainsFunc(openNames, has) {
		return true
	}
	return slices.ContainsFunc(openTokens, has) && !has("key") && !has("secret")
}

// identifies reports whether a name ends in the word "id", or in one for a digest.
func identifies(rest []byte) bool {
	for _, word := range [...]string{"hash", "digest", "checksum", "fingerprint", "thumbprint", "uuid", "guid"} {
		if n := len(rest) - len(word); n >= 0 && hasFold(rest[n:], word) {
			return true
		}
	}
	n := len(rest)
	if n < 2 || rest[n-1]|0x20 != 'd' || rest[n-2]|0x20 != 'i' {
		return false
	}
	return n == 2 || class[rest[n-3]]&cAlnum == 0 || isUpper(rest[n-2]) && !isUpper(rest[n-3])
}

// openNames are in the names of keys that are published, or that say which thing is meant.
var openNames = []string{"publishable", "sitekey", "gpgkey", "hostkey", "etag", "correlation", "commit"}

// openTokens are in the names of tokens for one form or page.
var openTokens = []string{"csrf", "xsrf", "antiforgery", "authenticitytoken", "nexttoken", "pagetoken", "continuationtoken", "synctoken"}

// template reports whether something is put into v before it is used.
func template(v []byte) bool {
	for _, open := range []string{"{{", "${", "#{", "<%"} {
		if bytes.Contains(v, []byte(open)) {
			return true
		}
	}
	return false
}

// withEnds returns the value with what was taken for marks around it, although it
// may belong to an expression: its first bracket and a repetition at its end.
func (c *Candidate) withEnds() []byte {
	from, to := c.Value, c.End
	if from > 0 && c.Line[from-1] == '[' {
		from--
	}
	if c.Quote == 0 {
		to = min(to+8, len(c.Line))
	}
	return c.Line[from:to]
}

// expression reports whether v is a regular expression: a class, a group or an escape
// that is repeated stands in it, or a group that does not capture.
func expression(v []byte) bool {
	for _, sign := range [...]string{"(?:", "(?i", "(?P<", "[^", `[\w`, `\\w`, `\s*`, `\d{`} {
		if bytes.Contains(v, []byte(sign)) {
			return true
		}
	}
	ranged := false // a class of characters has begun
	for i := 1; i+1 < len(v); i++ {
		switch b, next := v[i], v[i+1]; {
		case b == '-' && i > 1 && (v[i-2] == '[' || v[i-2] == '^') && class[v[i-1]]&class[next]&cAlnum != 0:
			ranged = true
		case b == ']' && ranged && (next == '+' || next == '*' || next == '?'):
			return true
		case next == '{' && (b == ']' || b == ')' || v[i-1] == '\\'):
			if n := bytes.TrimLeft(v[i+2:], "0123456789,"); len(n) < len(v)-i-2 && (len(n) == 0 && ranged || len(n) > 0 && n[0] == '}') {
				return true
			}
		}
	}
	return false
}
