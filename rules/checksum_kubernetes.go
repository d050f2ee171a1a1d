package rules

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// A Secret of Kubernetes holds its values under "data" in base64 and under
// "stringData" as they are (kubernetes.io/docs/concepts/configuration/secret).
// Among them are certificates, user names and, in examples, words.
var (
	_ = registerChecksum("kubernetes-data", func(block string) bool { return holdsSecret(block, decodedValue) })
	_ = registerChecksum("kubernetes-string-data", func(block string) bool { return holdsSecret(block, clearValue) })
	_ = registerChecksum("base64-pem", func(secret string) bool {
		b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(secret, "="))
		return err == nil && validPEM(strings.TrimSpace(string(b)))
	})
)

var (
	// member matches a name and its value in a block of YAML or JSON.
	member = &Pattern{expr: `(?m)^[ \t{,]*["']?([\w.-]{1,100})["']?:[ \t]+["']?([^\s"',]+)["']?`}
	// publicMember matches the names of what comes along with a secret.
	publicMember = &Pattern{expr: `(?i)(?:\.(?:crt|pub|cer|pem\.pub)|cert|username|user|host|hostname|port|namespace|email|database|dbname|region|bucket|endpoint|issuer|type|name|[-_.]id|url|uri)$|^(?:id|ca|tls\.crt|ca\.crt)`}
	// secretMember matches the names of secrets.
	secretMember = &Pattern{expr: `(?i)pass|pwd|secret|token|key|credential|auth`}
	// placeholder matches values that stand for others, such as those of examples.
	placeholder = &Pattern{expr: `(?i)^(?:(?:my|your|the|some|super|db|root|admin|test|default)?[-_ ]?(?:user(?:name)?|pass(?:word|wd)?|secret|token|key|api[-_ ]?key|admin|root|test|example|foo|bar|baz|value|data|hello|world|postgres|mysql|redis|change[-_ ]?(?:me|it)|placeholder|redacted|dummy|todo|none|null|true|false|xxx+)[-_ ]?[0-9]{0,4}[!.]?)+$|\{\{|\$[{(]|^[<$]|^(?:1f2d1e2e67df|S!B\\*d\$zDsb=|39528\$vdg7Jb|ENC\[|vault:|op://|ref\+)|example|change-?me|replace|your-|x{4}|\*{3}`}
)

// holdsSecret reports whether one of the members of a block is a secret; value
// returns the text of a member, or "".
func holdsSecret(block string, value func(name, text string) string) bool {
	for _, m := range member.Regexp().FindAllStringSubmatch(block, -1) {
		v := strings.TrimSpace(value(m[1], m[2]))
		if len(v) >= 6 && !publicMember.Regexp().MatchString(m[1]) && !placeholder.Regexp().MatchString(v) && !strings.HasPrefix(v, "-----BEGIN CERT") {
			return true
		}
	}
	return false
}

func decodedValue(_, text string) string {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !utf8.Valid(b) && len(b) < 16 {
		return ""
	}
	if text := string(b); len(text) < 256 || strings.Contains(text, "PRIVATE KEY") {
		return text
	}
	return configText(string(b))
}

// configText returns what a file in a Secret holds beside names: the values of
// members that are named as secrets are, "" for none.
func configText(text string) string {
	if !utf8.ValidString(text) {
		return "binary " + "data"
	}
	for _, m := range member.Regexp().FindAllStringSubmatch(text, -1) {
		if secretMember.Regexp().MatchString(m[1]) && !placeholder.Regexp().MatchString(m[2]) {
			return m[2]
		}
	}
	return ""
}

func clearValue(name, text string) string {
	if !secretMember.Regexp().MatchString(name) {
		return ""
	}
	return text
}
