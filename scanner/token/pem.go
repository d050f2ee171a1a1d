package token

import (
	"encoding/base64"
	"strings"
)

// PEM (RFC 7468, RFC 1421): base64 between two lines of one label. In sources it
// stands on one line with "\n" written out, as strings that are joined, in a comment
// or a patch, and without its end.
type pemBlock struct {
	label   string
	headers map[string]string // RFC 1421: "Proc-Type", "DEK-Info", "Comment"
	body    []byte
	cut     bool // it has no end
}

const (
	maxPEM       = 1 << 18 // of text; the largest key of use has 13 kB
	maxPEMBlocks = 16
)

// pemBlocks returns the blocks of a text, in order, without those that are no base64.
func pemBlocks(text string) (blocks []pemBlock) {
	text = unescaped(text[:min(len(text), maxPEM)])
	for len(blocks) < maxPEMBlocks {
		_, rest, ok := strings.Cut(text, "-----BEGIN ")
		if !ok {
			break
		}
		label, rest, ok := strings.Cut(rest, "-----")
		if !ok || len(label) > 60 {
			text = rest
			continue
		}
		body, after, ended := strings.Cut(rest, "-----END "+label+"-----")
		if !ended {
			body, _, _ = strings.Cut(rest, "-----")
			after = rest[len(body):]
		}
		b := pemBlock{label: label, cut: !ended, headers: map[string]string{}}
		if b.read(body) {
			blocks = append(blocks, b)
		}
		text = after
	}
	return blocks
}

// escapes are line ends and quotes as they are written within strings of code,
// configuration and web pages.
var escapes = strings.NewReplacer(
	`\\r`, "", `\\n`, "\n", `\r`, "", `\n`, "\n", `\t`, " ", `\u000a`, "\n", `\u000A`, "\n", `\u000d`, "", `\u000D`, "",
	"%0A", "\n", "%0a", "\n", "%0D", "", "%0d", "", "&#10;", "\n", "&#13;", "", "&#xA;", "\n", "<br>", "\n", "<br/>", "\n", "\r", "", `\"`, `"`, `\/`, "/",
)

func unescaped(text string) string { return escapes.Replace(text) }

// read takes headers and base64 from what stands between the lines of the label.
func (b *pemBlock) read(body string) bool {
	lines := strings.Split(body, "\n")
	margin := strings.TrimSpace(lines[len(lines)-1]) // before "-----END", and so before every line
	if strings.Trim(margin, "#/*;>+%|!-") != "" || len(margin) > 3 {
		margin = ""
	}
	var text strings.Builder
	for _, line := range lines {
		line = strings.TrimPrefix(strings.TrimSpace(line), margin)
		name, value, found := strings.Cut(strings.TrimLeft(line, ` "'`), ": ")
		if found && text.Len() == 0 && headerName(name) {
			b.headers[name] = strings.Trim(value, ` "'`)
			continue
		}
		text.WriteString(base64Runs(line))
	}
	s := strings.TrimRight(text.String(), "=")
	if b.cut { // the last line may be, too
		s = s[:len(s)/4*4]
	}
	var err error
	b.body, err = base64.RawStdEncoding.DecodeString(s)
	return err == nil && len(b.body) > 0
}

func headerName(s string) bool {
	return s != "" && len(s) <= 20 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") == ""
}

// base64Runs returns what of a line is base64: whole groups of four, or all that there
// is, for the last line may be shorter.
func base64Runs(line string) string {
	runs := strings.FieldsFunc(line, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '/' || r == '=')
	})
	var out string
	for _, run := range runs {
		if run[0] != '=' && (len(run) >= 4 || len(runs) == 1 && len(run) > 1) {
			out += run
		}
	}
	return out
}

// pemOf returns the blocks of a secret that is PEM, or base64 of PEM as in a
// kubeconfig or a Secret of Kubernetes.
func pemOf(secret string) []pemBlock {
	if strings.HasPrefix(secret, "LS0t") {
		if b, err := base64.StdEncoding.DecodeString(padded(secret[:min(len(secret), maxPEM)])); err == nil {
			secret = string(b)
		}
	}
	if !strings.Contains(secret, "-----BEGIN ") {
		return nil
	}
	return pemBlocks(secret)
}

// padded completes base64 that lacks its "=".
func padded(s string) string {
	s = strings.TrimRight(s, "=")
	return s + strings.Repeat("=", -len(s)&3)
}
