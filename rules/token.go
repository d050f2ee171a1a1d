package rules

import (
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// A rule may give the expression of its token alone (key "token") and leave what
// stands around it to tokenExpr: guards to both sides and, with the keys "names"
// and "fields", a name that the token is assigned to.

// beforeToken is what may stand directly before a token. Where a word begins, no
// word character does; but an escape of a string, a URL or a terminal may end in one. Of
// the escapes of quoted-printable it is that of "=" alone: KEY=17… is no other one.
const beforeToken = `(?:\b|_|\\[a-z]|(?:%|\\x|\\u00)[0-9A-Fa-f]{2}|=3D|\[[0-9;]{0,9}m)`

// beforeName is what may stand directly before a name: the end of another word in it or
// of an escape, so that "dify" is no name in "modify". A small letter before a capital
// ends a word, too: see tokenExpr.
const beforeName = `(?:\b|[_\d]|\\[a-z]|[%=][0-9A-F][A-F])`

// between is what stands between a name and its value: the end of a quoted or
// indexed name, an operator of any notation, the beginning of a quoted value.
const between = "(?:\\\\?[\"\\x27`])?[\\])]?(?:[ \\t]{0,10}(?:=>|:=|==?|:|,|\\()[ \\t]{0,10}|>[ \\t]{0,4}|[ \\t]{1,4})(?:[@bruLN]?\\\\?[\"\\x27`])?(?:Bearer |bearer |Token |token |token=|Basic )?"

// tokenExpr returns the expression of a token that stands alone or, when names are
// given, as the value of a name that holds one of them and after it one of fields.
// In names, "_" is any of the ways in which words are joined. An error is one of
// the token's own syntax.
func tokenExpr(token string, names, fields []string) (string, error) {
	re, err := syntax.Parse(token, syntax.Perl)
	if err != nil {
		return "", err
	}
	secret := "(?P<secret>" + token + ")" + afterToken(re)
	if len(names) == 0 {
		return beforeToken + secret, nil
	}
	name := "(?:" + beforeName + "(?i:" + anyOf(names) + ")|" + `[a-z]` + capitalised(names) + ")"
	if len(fields) > 0 {
		name += `(?i:[\w. -]{0,24}?` + anyOf(fields) + `[\w-]{0,16})`
	} else {
		name += `[\w.-]{0,32}`
	}
	return name + between + secret, nil
}

// keywordsOf returns what every name holds one of.
func keywordsOf(names []string) (keywords []string) {
	for _, n := range names {
		words := []string{distinctive(n)}
		if words[0] == "" {
			words = joined(n)
		}
		for _, w := range words {
			if !slices.Contains(keywords, w) {
				keywords = append(keywords, w)
			}
		}
	}
	return keywords
}

// distinctive returns the first word of a joined name that is long and seldom
// enough to be looked for alone, which saves the search the other spellings; ""
// for none.
func distinctive(name string) string {
	for w := range strings.SplitSeq(strings.ToLower(name), "_") {
		if len(w) >= 5 && !everyday()[w] {
			return w
		}
	}
	return ""
}

// everyday returns the words that names of many things hold.
var everyday = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`
		access account action active admin agent alert alpha analytics apikey application asset audit author authorization authorize backend basic bearer billing board
		block branch bridge broker brand build button cache campaign capture center certificate chain change channel charge chart check class click client cloud
		cluster coach code color column comet config connect console consumer content context controller convert count country currency cursor credential credentials customer
		daily dashboard database default delivery deploy design developer device digital direct docker domain drift edge email encryption endpoint engine enterprise entity
		entry event events exchange export express external factory feature field files filter first fixed flash flood format forms frame front
		gateway general github global graph group guard guest header health helper hidden hooks https image index infra input inside instance integration internal
		invoice issue issuer keeper label large launch layer layout level license light linear listen local logic login logger machine manager market master match memory
		merchant message metric metrics mobile model module monitor motion network notify number oauth object office online order organization orbit other
		output owner package panel parse partner party password payment person phone photo pixel place plain plate platform player point policy portal
		position postal premium price print private process product production profile program project prompt provider proxy public pulse query
		quick radar random range rates reader record redis refresh region registry release remote remove render report request resource response result retail review
		route router rules sales sandbox scale scope score script search secret secrets section secure security segment sender sense server service
		session setting settings setup shared shell short signal signing simple single smart social source space spark speed split sport sports square stack stage staging
		standard start state static status store storage stream string studio style subscription support switch system table target team template
		terminal testing theme thing thread ticket timer title token tools topic total trace track tracker tracking traffic transfer trigger trust tunnel unique update upload
		usage users value vault vendor verify version video view viewer vision visit voice wallet watch weather webhook website widget window words world worker
		workflow write writer`) {
		set[w] = true
	}
	return set
})

// joined returns the spellings of a name, in lower case.
func joined(name string) []string {
	name = strings.ToLower(name)
	if !strings.Contains(name, "_") {
		return []string{name}
	}
	seps := []string{"_", "-", ""}
	if distinctive(name) != "" {
		seps = append(seps, ".", " ")
	}
	var out []string
	for _, sep := range seps {
		out = append(out, strings.ReplaceAll(name, "_", sep))
	}
	return out
}

func anyOf(names []string) string {
	var out []string
	for _, n := range names {
		for _, spelt := range joined(n) {
			if spelt = strings.ReplaceAll(spelt, ".", `\.`); !slices.Contains(out, spelt) {
				out = append(out, spelt)
			}
		}
	}
	return "(?:" + strings.Join(out, "|") + ")"
}

// capitalised returns an expression of the names as they are spelt behind another word
// in camelCase.
func capitalised(names []string) string {
	var out []string
	for _, n := range names {
		n = strings.ReplaceAll(strings.ToLower(n), "_", "")
		n = strings.ToUpper(n[:1]) + "(?i:" + n[1:] + ")"
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return "(?:" + strings.Join(out, "|") + ")"
}

// afterToken returns an expression for what follows a token: nothing that could
// go on with it.
func afterToken(token *syntax.Regexp) string {
	more := map[byte]bool{}
	lastBytes(token, more)
	word := true
	for b := range more {
		word = word && isWord(b)
	}
	if word {
		return `\b`
	}
	var class strings.Builder
	for b := range byte(utf8.RuneSelf) {
		if more[b] && !isWord(b) && b != '=' {
			class.WriteString(`\x` + string(hexDigits[b>>4]) + string(hexDigits[b&15]))
		}
	}
	return `(?:[^\w` + class.String() + `]|$)`
}

func isWord(b byte) bool { return b == '_' || strings.IndexByte(base62Digits, b) >= 0 }

// lastBytes notes in ASCII what a match of re may end with, and reports whether
// re may match what is empty.
func lastBytes(re *syntax.Regexp, last map[byte]bool) (empty bool) {
	switch re.Op {
	case syntax.OpLiteral:
		if r := re.Rune[len(re.Rune)-1]; r < utf8.RuneSelf {
			last[byte(r)] = true
		}
		return false
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1] && r < utf8.RuneSelf; r++ {
				last[byte(r)] = true
			}
		}
		return false
	case syntax.OpConcat:
		for _, sub := range slices.Backward(re.Sub) {
			if !lastBytes(sub, last) {
				return false
			}
		}
		return true
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			empty = lastBytes(sub, last) || empty
		}
		return empty
	case syntax.OpCapture, syntax.OpPlus:
		return lastBytes(re.Sub[0], last)
	case syntax.OpStar, syntax.OpQuest:
		lastBytes(re.Sub[0], last)
		return true
	case syntax.OpRepeat:
		return lastBytes(re.Sub[0], last) || re.Min == 0
	}
	return true
}
