package credential

import "bytes"

// describeName looks at the words of the name.
func describeName(c *Candidate, f *Features) {
	name := c.Line[c.Name:c.NameEnd]
	key := c.Key - c.Name
	f[fNameLength] = float32(len(name))
	if c.KeyEnd > c.Key {
		f[keywordFeature(c.Line[c.Key:c.KeyEnd], c.Line[c.KeyEnd:c.NameEnd])] = 1
	}
	upper, lower := 0, 0
	for _, b := range name {
		switch {
		case isUpper(b):
			upper++
		case isLower(b):
			lower++
		case b == '.':
			f[fNameDots]++
		}
	}
	f[fNameUpper] = b2f(upper > 0 && lower == 0)
	if len(name) > 0 && (name[0] == '$' || name[0] == '-') || c.Name > 0 && c.Line[c.Name-1] == '@' {
		f[fNameSigil] = 1
	}
	var buf [48]byte
	last := false
	for at := 0; at < len(name); {
		from, to := nextWord(name, at)
		if at = to; from == to {
			break
		}
		word := lowered(buf[:0], name[from:to])
		f[fNameWords]++
		isBenign := words().benign[string(word)]
		last = isBenign
		switch {
		case from > key:
			f[fNameTail]++
			f[fBenignTail] += b2f(isBenign)
		case to <= key:
			f[fBenignHead] += b2f(isBenign)
		}
		switch string(word) {
		case "api", "access", "private", "encryption", "signing", "shared", "master", "client", "consumer", "account", "storage",
			"session", "jwt", "apikey", "accesskey", "secretkey", "privatekey", "hmac", "license", "application", "service", "app", "validation":
			f[fStrongKey] = 1
		}
	}
	f[fLastBenign] = b2f(last)
	f[fPublic] = b2f(containsFold(name, "public") || containsFold(name, "publishable") || containsFold(name, "fingerprint") || containsFold(name, "pubkey"))
}

// keywordFeature says which feature stands for a keyword.
func keywordFeature(key, rest []byte) Feature {
	switch key[0] | 0x20 {
	case 'p':
		if hasFold(rest, "w") || hasFold(rest, "phrase") || hasFold(rest, "code") || hasFold(key, "pwd") {
			return fPassword
		}
		return fPass
	case 's':
		if hasFold(key, "secret") {
			return fSecret
		}
	case 't':
		return fToken
	case 'k':
		if hasFold(key, "key") {
			return fKey
		}
	case 'a':
		if hasFold(key, "auth") {
			return fAuth
		}
	}
	return fOtherKeyword
}

func hasFold(s []byte, prefix string) bool {
	return len(s) >= len(prefix) && bytes.EqualFold(s[:len(prefix)], []byte(prefix))
}

// nextWord returns the next word of a name from at on: letters and digits that
// begin with a capital, or in one case.
func nextWord(name []byte, at int) (from, to int) {
	for at < len(name) && class[name[at]]&cAlnum == 0 && name[at] < 0x80 {
		at++
	}
	from = at
	for at < len(name) && (class[name[at]]&cAlnum != 0 || name[at] >= 0x80) {
		if at > from && isUpper(name[at]) && (!isUpper(name[at-1]) || at+1 < len(name) && isLower(name[at+1])) {
			break
		}
		at++
	}
	return from, at
}

func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }

func isLower(b byte) bool { return b >= 'a' && b <= 'z' }

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// small returns a letter of ASCII in its small form, and any other byte as it is.
func small(b byte) byte {
	if isUpper(b) {
		return b + 'a' - 'A'
	}
	return b
}

func lowered(buf, s []byte) []byte {
	for _, b := range s[:min(len(s), cap(buf))] {
		buf = append(buf, small(b))
	}
	return buf
}

func b2f(b bool) float32 {
	if b {
		return 1
	}
	return 0
}
