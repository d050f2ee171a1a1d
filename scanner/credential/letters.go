package credential

import "bytes"

// maxLetters bounds how much of a value is looked at letter by letter.
const maxLetters = 72

// describeLetters looks at the words and syllables of a value.
func (l *Language) describeLetters(v []byte, f *Features) {
	v = v[:min(len(v), maxLetters)]
	var buf [maxLetters]byte
	low := buf[:len(v)]
	letters, vowels, consonants, worstConsonants, syllables := 0, 0, 0, 0, 0
	for i, b := range v {
		b = small(b)
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
		s, w := l.surprise(word)
		sum, grams, worst = sum+s, grams+len(word)+1, max(worst, w)
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
	lex := words()
	for i := range word {
		best[i+1], bestHeld[i+1] = max(best[i+1], best[i]), max(bestHeld[i+1], bestHeld[i])
		h := fnvStart
		for j := i; j < len(word) && j-i < maxWord; j++ {
			h = h.add(word[j])
			n := j - i + 1
			if n < minWord && n < len(word) {
				continue
			}
			if l.known(h) && (n > 3 || n == len(word)) {
				best[j+1] = max(best[j+1], best[i]+n)
				longest = max(longest, n)
			}
			if n >= 2 && lex.mayHold.has(h) && lex.placeholders[string(word[i:j+1])] && (n > 2 || n == len(word)) {
				bestHeld[j+1] = max(bestHeld[j+1], bestHeld[i]+n)
			}
		}
	}
	return best[len(word)], bestHeld[len(word)], longest
}

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
		buf = append(buf, small(b))
	}
	return buf
}
