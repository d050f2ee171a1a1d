package credential

import (
	"bytes"
	"math"
)

// Feature is one thing that the model looks at. Their order is part of the model;
// FeatureNames says what each is.
type Feature = uint8

const (
	// The name.
	fPassword Feature = iota // which keyword it holds
	fPass
	fSecret
	fToken
	fKey
	fAuth
	fOtherKeyword
	fStrongKey  // access, api, private, encryption … before or after "key"
	fNameWords  // how many words it has
	fNameTail   // how many words follow the keyword
	fBenignTail // how many of them say that it is no credential
	fBenignHead // and of those before
	fLastBenign // the last word is one
	fNameUpper  // written in capitals
	fNameLength
	fNameDots
	fNameSigil // $name, --name, @name
	// The syntax.
	fSyntax
	fQuote
	fEscaped
	fNameQuoted
	fTyped
	fWrapper // 1 converts, 2 looks up, 3 another call
	fInterpolated
	fAfter     // class of the byte behind the value
	fToEnd     // bytes from there to the end of the line
	fBefore    // class of the byte before the name
	fIndent    // bytes before the name
	fComment   // the line is a comment
	fDeclares  // const, var, export, ENV … before the name
	fAsks      // if, assert, expect, return … before the name
	fCrowded   // the line goes on beyond what is looked at
	fOtherPair // other names have values on the line
	fUserNear  // one of them is a user, an e-mail, a host
	// The value.
	fLength
	fDigits
	fUpper
	fLower
	fMarks
	fSpaces
	fOther
	fKinds
	fEntropy
	fEvenness // entropy against that of as many different bytes
	fDistinct
	fRun        // longest repetition of one byte
	fSteps      // longest run of bytes that count up or down
	fSwitches   // changes between letters, digits and marks
	fCaseSwitch // changes between cases
	fSurprise
	fWorst
	fVowels
	fConsonants // longest run without vowel
	fWords      // share of letters that are in common words
	fPlaceholders
	fLongestWord
	fLetters
	fLastDigits // digits at the end
	fHex
	fBase64
	fUUID
	fDigitsOnly
	fIdentifier // looks like the name of a variable: 1 words_joined, 2 camelCase, 3 CAPITALS, 4 dotted
	fLowerWord  // only lower-case letters
	fCapitalised
	fPathLike
	fURLLike
	fCode // brackets, operators
	fFormat
	fFirst
	fLast
	fDots
	fUnderscores
	fDashes
	fSlashes
	fPadding
	fSameAsName  // the value is the name or in it
	fNameInValue // a word of the name is in the value
	fKeyInValue  // a word for credentials is
	fPronounce   // length in syllables against letters
	fDigest      // written as a hashed password is: 1 $id$…, {SCHEME}…; 2 a salt and hexadecimal digits
	fMember      // of an object or a type: a->b, A::b
	fLeet        // share of letters in placeholders when digits and marks are read as letters
	fApart       // other words stand between name and value
	fPublic      // the name says that the value is public, or that it identifies
	contentFeatures
)

const (
	// The path.
	fLanguage Feature = contentFeatures + iota // kind of file
	fTestPath
	fDocPath
	fExamplePath
	fLocalePath
	fGenerated // lock files, minified code, maps
	fVendored
	fDeployPath
	fDepth
	fBare // and of whether the value stands without quotes
	allFeatures
)

// Features are the values of all features for one candidate.
type Features [allFeatures]float32

// scratch is what the features of a value are counted in.
type scratch struct {
	low   [80]byte
	cover [80]bool
}

// Describe fills in the features of the candidate's content.
func (l *Language) Describe(c *Candidate, f *Features) {
	describeName(c, f)
	describeSyntax(c, f)
	l.describeValue(c, f)
}

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
		case b >= 'A' && b <= 'Z':
			upper++
		case b >= 'a' && b <= 'z':
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
		isBenign := benign[string(word)]
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

func lowered(buf, s []byte) []byte {
	for _, b := range s[:min(len(s), cap(buf))] {
		if isUpper(b) {
			b += 'a' - 'A'
		}
		buf = append(buf, b)
	}
	return buf
}

func b2f(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// describeSyntax looks at the line around name and value.
func describeSyntax(c *Candidate, f *Features) {
	f[fSyntax] = float32(c.Syntax)
	f[fEscaped], f[fNameQuoted], f[fTyped], f[fInterpolated] = b2f(c.Escaped), b2f(c.NameQuoted), b2f(c.Typed), b2f(c.Interpolated)
	f[fApart] = b2f(c.Apart)
	switch c.Quote {
	case '"':
		f[fQuote] = 2
	case '\'':
		f[fQuote] = 1
	case '`':
		f[fQuote] = 3
	}
	f[fWrapper] = wrapperKind(c.Wrapper)
	end := c.End
	if c.Quote != 0 {
		end += 1 + int(b2f(c.Escaped))
	}
	f[fAfter] = afterKind(c, end)
	f[fToEnd] = float32(min(len(c.Line)-min(end, len(c.Line)), 200))
	before := c.Line[:c.Name]
	f[fBefore] = afterClass(lastByte(bytes.TrimRight(before, " \t")))
	f[fIndent] = float32(len(before))
	f[fCrowded] = b2f(len(before) >= ReachBefore-1 || len(c.Line)-c.End > 300)
	text := bytes.TrimLeft(before, " \t")
	if len(text) == 0 {
		text = c.Line[c.Name:]
	}
	if len(text) == 0 {
		return
	}
	if text[0] == '#' || text[0] == '*' || text[0] == ';' || bytes.HasPrefix(text, []byte("//")) || bytes.HasPrefix(text, []byte("<!--")) || bytes.HasPrefix(text, []byte("--  ")) {
		f[fComment] = 1
	}
	if len(text) < len(before)+1 {
		word := text
		if n := bytes.IndexAny(word, " \t(.{"); n >= 0 {
			word = word[:n]
		}
		f[fDeclares], f[fAsks] = b2f(declares[string(word)]), b2f(asks[string(word)])
	}
	others := bytes.Count(c.Line[:c.Name], []byte("=")) + bytes.Count(c.Line[min(end, len(c.Line)):], []byte("=")) +
		bytes.Count(c.Line[:c.Name], []byte(":")) + bytes.Count(c.Line[min(end, len(c.Line)):], []byte(":"))
	f[fOtherPair] = float32(min(others, 8))
	f[fUserNear] = b2f(containsFold(before, "user") || containsFold(before, "login") || containsFold(before, "mail") || containsFold(before, "host") || containsFold(before, "client_id") || containsFold(before, "clientid"))
}

func lastByte(s []byte) byte {
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1]
}

// containsFold reports whether s holds the lower-case word in any case.
func containsFold(s []byte, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i]|0x20 == word[0] && bytes.EqualFold(s[i:i+len(word)], []byte(word)) {
			return true
		}
	}
	return false
}

var (
	declares = wordSet("const var let val final static public private protected internal export set ENV ARG env setx String string auto char readonly self this config property define - e")
	asks     = wordSet("if elif else unless while when case assert expect should return raise throw print puts echo log logger fmt console def func function fn class it describe test")
)

// wrapperKind says what a call does with a literal.
func wrapperKind(call string) float32 {
	switch {
	case call == "":
		return 0
	case containsFold([]byte(call), "env") || containsFold([]byte(call), "get") || containsFold([]byte(call), "param") || containsFold([]byte(call), "lookup") ||
		containsFold([]byte(call), "find") || containsFold([]byte(call), "require") || containsFold([]byte(call), "fetch") || call == "t" || call == "_" || call == "i18n" || containsFold([]byte(call), "trans"):
		return 2
	case containsFold([]byte(call), "string") || containsFold([]byte(call), "byte") || containsFold([]byte(call), "buffer") || containsFold([]byte(call), "secret") ||
		containsFold([]byte(call), "ptr") || containsFold([]byte(call), "some") || containsFold([]byte(call), "encode"):
		return 1
	}
	return 3
}

// afterKind says what follows a value.
func afterKind(c *Candidate, end int) float32 {
	at := c.blanks(end)
	if at >= len(c.Line) {
		return 0
	}
	return afterClass(c.Line[at])
}

func afterClass(b byte) float32 {
	switch b {
	case 0, '\r':
		return 0
	case ',':
		return 1
	case ';':
		return 2
	case ')':
		return 3
	case '}', ']':
		return 4
	case '\\':
		return 5
	case '#', '/':
		return 6
	case '+', '.', '%':
		return 7
	case '&', '|', '?', '@':
		return 8
	case '<', '>':
		return 9
	case '"', '\'', '`':
		return 10
	case '=', ':':
		return 11
	case '(', '[', '{':
		return 12
	case '-', '*':
		return 13
	}
	return 14
}

// describeValue looks at the value.
func (l *Language) describeValue(c *Candidate, f *Features) {
	v := c.Text()
	n := float64(len(v))
	f[fLength] = float32(n)
	var counts [256]uint16
	var digits, upper, lower, marks, spaces, other, hexes, base64s, caseSwitch, switches int
	run, longest, step, steps := 1, 1, 1, 1
	kindBefore := -1
	for i, b := range v {
		counts[b]++
		kind := 2
		switch {
		case isDigit(b):
			digits++
			kind = 1
		case isUpper(b):
			upper++
			kind = 0
		case isLower(b):
			lower++
			kind = 0
		case b == ' ':
			spaces++
		case b >= 0x80:
			other++
			kind = 0
		default:
			marks++
		}
		if isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' {
			hexes++
		}
		if class[b]&cAlnum != 0 || b == '+' || b == '/' || b == '=' || b == '-' || b == '_' {
			base64s++
		}
		switch b {
		case '.':
			f[fDots]++
		case '_':
			f[fUnderscores]++
		case '-':
			f[fDashes]++
		case '/':
			f[fSlashes]++
		case '(', ')', '[', ']', '{', '}', '<', '>', ';', '|', '^', '\\':
			f[fCode]++
		}
		if i > 0 {
			p := v[i-1]
			if b == p {
				run++
			} else {
				run = 1
			}
			if b == p+1 || b == p-1 {
				step++
			} else {
				step = 1
			}
			longest, steps = max(longest, run), max(steps, step)
			if kind != kindBefore {
				switches++
			}
			if isUpper(b) != isUpper(p) && kind == 0 && kindBefore == 0 {
				caseSwitch++
			}
		}
		kindBefore = kind
	}
	f[fDigits], f[fUpper], f[fLower] = float32(float64(digits)/n), float32(float64(upper)/n), float32(float64(lower)/n)
	f[fMarks], f[fSpaces], f[fOther] = float32(float64(marks)/n), float32(spaces), float32(float64(other)/n)
	f[fKinds] = b2f(digits > 0) + b2f(upper > 0) + b2f(lower > 0) + b2f(marks > 0) + b2f(other > 0)
	entropy, distinct := 0.0, 0
	for _, k := range counts {
		if k > 0 {
			distinct++
			entropy -= float64(k) * log2(int(k))
		}
	}
	entropy = entropy/n + log2(len(v))
	f[fEntropy], f[fDistinct] = float32(entropy), float32(float64(distinct)/n)
	if len(v) > 1 {
		f[fEvenness] = float32(entropy / log2(len(v)))
	}
	f[fRun], f[fSteps] = float32(longest), float32(steps)
	f[fSwitches], f[fCaseSwitch] = float32(float64(switches)/n), float32(float64(caseSwitch)/n)
	f[fHex] = b2f(hexes == len(v) && digits > 0)
	f[fBase64] = b2f(base64s == len(v))
	f[fDigitsOnly] = b2f(digits == len(v))
	f[fUUID] = b2f(isUUID(v))
	f[fIdentifier] = identifierKind(v, digits, upper, lower, marks)
	f[fLowerWord] = b2f(lower == len(v))
	f[fCapitalised] = b2f(upper == 1 && isUpper(v[0]) && lower == len(v)-1)
	f[fPathLike] = b2f(v[0] == '/' || v[0] == '.' || v[0] == '~' || f[fSlashes] > 0 && f[fDots] > 0 && digits+upper < 4)
	f[fURLLike] = b2f(bytes.Contains(v, []byte("://")) || bytes.Contains(v, []byte("@")) && f[fDots] > 0)
	f[fFormat] = b2f(hasFormat(v))
	f[fFirst], f[fLast] = byteKind(v[0]), byteKind(v[len(v)-1])
	for i := len(v) - 1; i >= 0 && isDigit(v[i]); i-- {
		f[fLastDigits]++
	}
	f[fPadding] = b2f(v[len(v)-1] == '=')
	f[fDigest] = digestKind(v)
	f[fMember] = b2f(bytes.Contains(v, []byte("->")) || bytes.Contains(v, []byte("::")))
	l.describeLetters(v, f)
	describeEcho(c, v, f)
}

var log2s = func() (t [maxValue + 1]float64) {
	for i := 1; i < len(t); i++ {
		t[i] = math.Log2(float64(i))
	}
	return t
}()

func log2(n int) float64 {
	if n < len(log2s) {
		return log2s[n]
	}
	return math.Log2(float64(n))
}

func byteKind(b byte) float32 {
	switch {
	case isLower(b):
		return 0
	case isUpper(b):
		return 1
	case isDigit(b):
		return 2
	case b >= 0x80:
		return 3
	}
	switch b {
	case '$', '%', '@':
		return 4
	case '<', '>', '{', '}', '[', ']', '(', ')':
		return 5
	case '*', '.', '#', '-', '_':
		return 6
	case '/', '\\', '~':
		return 7
	case ':', ',', ';':
		return 8
	case '!', '?', '&', '^':
		return 9
	case '=', '+':
		return 10
	}
	return 11
}

func isUUID(v []byte) bool {
	if len(v) != 36 {
		return false
	}
	for i, b := range v {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (b == '-') || !dash && !isDigit(b) && (b|0x20 < 'a' || b|0x20 > 'f') {
			return false
		}
	}
	return true
}

// identifierKind says as what name of something in a program a value could stand.
func identifierKind(v []byte, digits, upper, lower, marks int) float32 {
	if isDigit(v[0]) {
		return 0
	}
	joins, dots := 0, 0
	for _, b := range v {
		switch b {
		case '_', '-':
			joins++
		case '.':
			dots++
		}
	}
	switch {
	case digits+upper+lower+joins+dots != len(v) || digits*3 > len(v):
		return 0
	case dots > 0:
		return 4
	case joins > 0 && upper == 0:
		return 1
	case joins > 0 && lower == 0:
		return 3
	case joins == 0 && upper > 0 && lower > upper:
		return 2
	case joins > 0:
		return 5
	}
	return 0
}

// digestKind tells the notations of hashed passwords: those of crypt(5), with or
// without its parameters, of RFC 2307, and lists such as pbkdf2_sha256$…
func digestKind(v []byte) float32 {
	if len(v) >= 20 && v[0] == '$' {
		if n := bytes.IndexByte(v[1:], '$'); n >= 1 && n <= 12 {
			return 1
		}
	}
	if v[0] == '{' {
		if n := bytes.IndexByte(v, '}'); n >= 3 && n <= 12 && len(v) > n+8 {
			return 1
		}
	}
	if len(v) >= 30 {
		for _, scheme := range [...]string{"sha", "md5", "bcrypt", "pbkdf2", "argon2", "scrypt", "ssha", "crypt"} {
			if hasFold(v, scheme) && bytes.IndexAny(v[len(scheme):min(len(v), len(scheme)+12)], "$:=-_") >= 0 {
				return 1
			}
		}
	}
	return 0
}

// unleet reads digits and marks as the letters they are written for.
func unleet(b byte) byte {
	switch b {
	case '0':
		return 'o'
	case '1', '!':
		return 'i'
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7':
		return 't'
	}
	return b
}

// hasFormat reports a verb of printf or a placeholder of a template.
func hasFormat(v []byte) bool {
	for i, b := range v {
		if b == '%' && i+1 < len(v) && bytes.IndexByte([]byte("svdqxfrI(@"), v[i+1]) >= 0 && !(i+2 < len(v) && isHexByte(v[i+1]) && isHexByte(v[i+2])) {
			return true
		}
	}
	return bytes.IndexByte(v, '{') >= 0 && bytes.IndexByte(v, '}') >= 0 || bytes.Contains(v, []byte("...")) || bytes.Contains(v, []byte("…")) || bytes.Contains(v, []byte("**")) || bytes.Contains(v, []byte("$(")) || bytes.IndexByte(v, '<') >= 0 && bytes.IndexByte(v, '>') >= 0
}

func isHexByte(b byte) bool { return isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' }

// maxLetters bounds how much of a value is looked at letter by letter.
const maxLetters = 72

// describeLetters looks at the words and syllables of a value.
func (l *Language) describeLetters(v []byte, f *Features) {
	v = v[:min(len(v), maxLetters)]
	var buf [maxLetters]byte
	low := buf[:len(v)]
	letters, vowels, consonants, worstConsonants, syllables := 0, 0, 0, 0, 0
	for i, b := range v {
		if isUpper(b) {
			b += 'a' - 'A'
		}
		low[i] = b
		if !isLower(b) {
			consonants = 0
			continue
		}
		letters++
		switch b {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			vowels++
			if consonants > 0 || i == 0 {
				syllables++
			}
			consonants = 0
		default:
			consonants++
			worstConsonants = max(worstConsonants, consonants)
		}
	}
	f[fLetters] = float32(letters)
	f[fConsonants] = float32(worstConsonants)
	if letters > 0 {
		f[fVowels], f[fPronounce] = float32(vowels)/float32(letters), float32(syllables)/float32(letters)
	}
	var sum, worst float64
	grams, covered, held, longest := 0, 0, 0, 0
	for at := 0; at < len(low); {
		if !isLower(low[at]) {
			at++
			continue
		}
		from := at
		for at < len(low) && isLower(low[at]) && !(at > from && isUpper(v[at]) && !isUpper(v[at-1])) {
			at++
		}
		word := low[from:at]
		s, w, n := l.surprise(word)
		sum, grams, worst = sum+s, grams+n, max(worst, w)
		c, p, best := l.cover(word)
		covered, held, longest = covered+c, held+p, max(longest, best)
	}
	if grams > 0 {
		f[fSurprise], f[fWorst] = float32(sum/float64(grams)), float32(worst)
	}
	if letters > 0 {
		f[fWords], f[fPlaceholders] = float32(covered)/float32(letters), float32(held)/float32(letters)
	}
	f[fLongestWord] = float32(longest)
	f[fLeet] = l.leet(low)
	f[fKeyInValue] = b2f(holdsAny(low, "pass", "secret", "token", "key", "pwd", "auth", "login"))
}

// leet returns the share of a value in placeholders once its digits and marks
// between letters are read as letters; 0 where there are none.
func (l *Language) leet(low []byte) float32 {
	var buf [maxLetters]byte
	plain, changed := buf[:0], false
	for i, b := range low {
		if r := unleet(b); r != b && (i > 0 && isLower(low[i-1]) || i+1 < len(low) && isLower(low[i+1])) {
			b, changed = r, true
		}
		if isLower(b) {
			plain = append(plain, b)
		}
	}
	if !changed || len(plain) < 4 || len(plain) > 24 {
		return 0
	}
	_, held, _ := l.cover(plain)
	return float32(held) / float32(len(plain))
}

func holdsAny(low []byte, words ...string) bool {
	for _, w := range words {
		if bytes.Contains(low, []byte(w)) {
			return true
		}
	}
	return false
}

// Written reports whether a value consists of words that people write, such as
// your_key_here or getTokenFromSettings, rather than of what a program has drawn.
func (l *Language) Written(v []byte) bool {
	var f Features
	l.describeLetters(v, &f)
	letters := f[fLetters]
	return letters >= 6 && 2*int(letters) >= min(len(v), maxLetters) && (f[fPlaceholders] >= 0.6 || f[fWords] >= 0.85)
}

// cover returns how many letters of a word in lower case are in common words, how
// many in placeholders, and the length of the longest of either.
func (l *Language) cover(word []byte) (covered, held, longest int) {
	// best[i] is the most that can be covered of word[:i].
	var best, bestHeld [maxLetters + 1]int
	for i := range word {
		best[i+1], bestHeld[i+1] = max(best[i+1], best[i]), max(bestHeld[i+1], bestHeld[i])
		h := fnv32()
		for j := i; j < len(word) && j-i < maxWord; j++ {
			h = h.add(word[j])
			n := j - i + 1
			if n < minWord && n < len(word) {
				continue
			}
			if l.known(uint32(h)) && (n > 3 || n == len(word)) {
				best[j+1] = max(best[j+1], best[i]+n)
				longest = max(longest, n)
			}
			if n >= 2 && placeholderHashes.has(uint32(h)) && placeholders[string(word[i:j+1])] && (n > 2 || n == len(word)) {
				bestHeld[j+1] = max(bestHeld[j+1], bestHeld[i]+n)
			}
		}
	}
	return best[len(word)], bestHeld[len(word)], longest
}

// hashFilter tells quickly what is in no set of words.
type hashFilter [1 << 7]uint64

func (h *hashFilter) has(n uint32) bool { return h[(n>>6)&127]&(1<<(n&63)) != 0 }

var placeholderHashes = func() (h hashFilter) {
	for w := range placeholders {
		n := fnv32()
		for i := range len(w) {
			n = n.add(w[i])
		}
		h[(n>>6)&127] |= 1 << (n & 63)
	}
	return h
}()

// describeEcho looks for the name in the value.
func describeEcho(c *Candidate, v []byte, f *Features) {
	name := c.Line[c.Name:c.NameEnd]
	if len(name) == 0 {
		return
	}
	var nb, vb [64]byte
	n, low := squeezed(nb[:0], name), squeezed(vb[:0], v)
	f[fSameAsName] = b2f(len(low) >= 3 && (bytes.Contains(n, low) || len(n) >= 4 && bytes.HasPrefix(low, n)))
	var buf [48]byte
	for at := 0; at < len(name); {
		from, to := nextWord(name, at)
		if at = to; from == to {
			break
		}
		if word := lowered(buf[:0], name[from:to]); len(word) >= 3 && bytes.Contains(low, word) {
			f[fNameInValue]++
		}
	}
}

// squeezed appends the letters and digits of s in lower case.
func squeezed(buf, s []byte) []byte {
	for _, b := range s {
		if class[b]&cAlnum == 0 {
			continue
		}
		if len(buf) == cap(buf) {
			break
		}
		if isUpper(b) {
			b += 'a' - 'A'
		}
		buf = append(buf, b)
	}
	return buf
}

// ContentFeatures and AllFeatures are how many features there are of content, and of
// content and path.
const (
	ContentFeatures = int(contentFeatures)
	AllFeatures     = int(allFeatures)
)
