package credential

import (
	"cmp"
	"slices"
)

// featureNames say what each feature is.
var featureNames = [allFeatures]string{
	fPassword:     "the name says password",
	fPass:         "the name says pass",
	fSecret:       "the name says secret",
	fToken:        "the name says token",
	fKey:          "the name says key",
	fAuth:         "the name says auth",
	fOtherKeyword: "the name has another word for a credential",
	fStrongKey:    "the name says what the key is for (API, access, private …)",
	fNameWords:    "words in the name",
	fNameTail:     "words after the keyword",
	fBenignTail:   "words after the keyword that are about a credential (id, url, length …)",
	fBenignHead:   "such words before the keyword",
	fLastBenign:   "the name ends in such a word",
	fNameUpper:    "the name is in capitals",
	fNameLength:   "length of the name",
	fNameDots:     "dots in the name",
	fNameSigil:    "the name begins with $, - or @",
	fSyntax:       "notation",
	fQuote:        "kind of quotes",
	fEscaped:      "escaped quotes",
	fNameQuoted:   "the name is quoted",
	fTyped:        "a type is given",
	fWrapper:      "the value is the argument of a call",
	fInterpolated: "the literal is a template",
	fAfter:        "what follows the value",
	fToEnd:        "length of the rest of the line",
	fBefore:       "what stands before the name",
	fIndent:       "bytes before the name",
	fComment:      "the line is a comment",
	fDeclares:     "the line declares",
	fAsks:         "the line asks, asserts or prints",
	fCrowded:      "the line is long",
	fOtherPair:    "other values on the line",
	fUserNear:     "a user stands before",
	fLength:       "length of the value",
	fDigits:       "share of digits",
	fUpper:        "share of capitals",
	fLower:        "share of small letters",
	fMarks:        "share of marks",
	fSpaces:       "blanks",
	fOther:        "share of letters beyond ASCII",
	fKinds:        "kinds of characters",
	fEntropy:      "entropy",
	fEvenness:     "entropy for its length",
	fDistinct:     "share of different characters",
	fRun:          "longest repetition",
	fSteps:        "longest count up or down",
	fSwitches:     "changes between letters, digits and marks",
	fCaseSwitch:   "changes of case",
	fSurprise:     "how unlike writing the letters are",
	fWorst:        "the least likely letters",
	fVowels:       "share of vowels",
	fConsonants:   "longest run without a vowel",
	fWords:        "share of letters in common words",
	fPlaceholders: "share of letters in placeholders",
	fLongestWord:  "longest common word",
	fLetters:      "letters",
	fLastDigits:   "digits at the end",
	fHex:          "hexadecimal",
	fBase64:       "alphabet of base64",
	fUUID:         "a UUID",
	fDigitsOnly:   "digits only",
	fIdentifier:   "looks like the name of a variable",
	fLowerWord:    "small letters only",
	fCapitalised:  "a capitalised word",
	fPathLike:     "looks like a path",
	fURLLike:      "looks like a URL or an address",
	fCode:         "brackets and operators",
	fFormat:       "a format or template",
	fFirst:        "first character",
	fLast:         "last character",
	fDots:         "dots",
	fUnderscores:  "underscores",
	fDashes:       "dashes",
	fSlashes:      "slashes",
	fPadding:      "padding of base64",
	fSameAsName:   "the value repeats the name",
	fNameInValue:  "words of the name in the value",
	fKeyInValue:   "a word for a credential in the value",
	fPronounce:    "syllables",
	fDigest:       "a hashed password",
	fMember:       "a member of something",
	fLeet:         "a placeholder written with digits",
	fApart:        "other words stand between name and value",
	fPublic:       "the name says public",
	fLanguage:     "kind of file",
	fTestPath:     "a test",
	fDocPath:      "documentation",
	fExamplePath:  "an example",
	fLocalePath:   "a translation",
	fGenerated:    "a generated file",
	fVendored:     "vendored code",
	fDeployPath:   "configuration or deployment",
	fBare:         "the value stands without quotes",
	fDepth:        "depth of the path",
}

// Reason is a feature that spoke for or against a candidate.
type Reason struct {
	Feature string
	Value   float32
	Weight  float64 // what it added to the logarithm of the odds
}

// Explain returns what spoke for and against a candidate at path, the weightiest
// first: what a step down a tree changes is put down to the feature asked there.
func (m *Model) Explain(c *Candidate, path string) []Reason {
	var f Features
	m.Language.Describe(c, &f)
	trees := m.Content
	if path != "" {
		DescribePath(path, c.Bare(), &f)
		trees = slices.Concat(m.Content, m.Path)
	}
	var weights [allFeatures]float64
	for _, t := range trees {
		t.explain(&f, &weights)
	}
	for _, n := range []Feature{fLocalePath, fGenerated} {
		if path != "" && c.Named() && f[n] > 0 {
			weights[n] -= noCredential
			break
		}
	}
	var out []Reason
	for i, w := range weights {
		if w != 0 {
			out = append(out, Reason{featureNames[i], f[i], w})
		}
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(max(b.Weight, -b.Weight), max(a.Weight, -a.Weight)) })
	return out
}

func (t Tree) explain(f *Features, weights *[allFeatures]float64) {
	for i := 0; t[i].Feature != Leaf; {
		n, next := &t[i], i+1
		if f[n.Feature] > n.Threshold {
			next = int(n.Right)
		}
		weights[n.Feature] += float64(t[next].Value) - float64(n.Value)
		i = next
	}
}
