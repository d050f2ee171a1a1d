package credential

import (
	"bytes"
	"math"
)

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
		if isHexByte(b) {
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
	f[fIdentifier] = identifierKind(v, digits, upper, lower)
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
		if dash != (b == '-') || !dash && !isHexByte(b) {
			return false
		}
	}
	return true
}

// identifierKind says as what name of something in a program a value could stand.
func identifierKind(v []byte, digits, upper, lower int) float32 {
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
			if hasFold(v, scheme) && bytes.ContainsAny(v[len(scheme):min(len(v), len(scheme)+12)], "$:=-_") {
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
