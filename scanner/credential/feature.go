package credential

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

// Describe fills in the features of the candidate's content.
func (l *Language) Describe(c *Candidate, f *Features) {
	describeName(c, f)
	describeSyntax(c, f)
	l.describeValue(c, f)
}

// ContentFeatures and AllFeatures are how many features there are of content, and of
// content and path.
const (
	ContentFeatures = int(contentFeatures)
	AllFeatures     = int(allFeatures)
)
