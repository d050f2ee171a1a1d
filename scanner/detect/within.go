package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// maxWithin is how far before and behind a finding its mappings are looked for, and
// maxKeys how many it is told to be in.
const (
	maxWithin = 16 << 10
	maxKeys   = 12
)

// whereabouts returns the keys of the YAML mappings that the line at data[at] stands in,
// outermost first, by their indentation, and the Kubernetes object whose manifest it
// is. It is a guess about text that need not be YAML: nothing but names that are
// shown depends on it.
func whereabouts(data []byte, at int) leak.Within {
	from := max(0, at-maxWithin)
	before := data[from:at]
	if from > 0 {
		before = before[bytes.IndexByte(before, '\n')+1:]
	}
	var w leak.Within
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	w.Item = itemOf(before[:len(before)-len(line)], data[at-len(line):])
	indent, inItem := indentOf(line), false // of what is around: lines less far in
	if isItem(line[indent:]) {
		indent, inItem = indent+1, true // the key of a list may stand as far in as its items
	}
	for rest := before[:len(before)-len(line)]; len(rest) > 0 && indent > 0 && len(w.Keys) < maxKeys; {
		rest = rest[:len(rest)-1]
		l := rest[bytes.LastIndexByte(rest, '\n')+1:]
		rest = rest[:len(rest)-len(l)]
		text := bytes.TrimSpace(l)
		in := indentOf(l)
		switch {
		case bytes.HasPrefix(l, []byte("---")):
			rest = nil
			continue
		case len(text) == 0 || text[0] == '#' || in >= indent:
			continue
		case isItem(text) && inItem && in == indent-1: // another one
			continue
		case isItem(text):
			indent, inItem = in+1, true
			text = bytes.TrimSpace(text[1:])
		case bytes.IndexByte(text, ':') < 0:
			return leak.Within{Item: w.Item} // no YAML
		default:
			indent, inItem = in, false
		}
		if openKey(text) {
			w.Keys = append(w.Keys, string(keyOf(text)))
		}
	}
	slices.Reverse(w.Keys)
	w.Object = manifest(data[from:min(len(data), at+maxWithin)], at-from)
	return w
}

// itemOf returns the name that stands on the line above a value, as environments of
// Kubernetes and of ECS have it: "- name: DB_PASSWORD" above "  value: …".
func itemOf(before, line []byte) string {
	if key, _ := pairOf(firstLine(line)); !strings.EqualFold(key, "value") {
		return ""
	}
	before = bytes.TrimRight(before, "\r\n")
	key, name := pairOf(before[bytes.LastIndexByte(before, '\n')+1:])
	if !strings.EqualFold(key, "name") && !strings.EqualFold(key, "key") {
		return ""
	}
	return name
}

// maxPair bounds a line that a name may stand on.
const maxPair = 200

func firstLine(text []byte) []byte {
	text = text[:min(len(text), maxPair)]
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	return text
}

// pairOf splits a line of YAML or JSON that is one pair.
func pairOf(line []byte) (key, value string) {
	if len(line) > maxPair {
		return "", ""
	}
	k, v, _ := bytes.Cut(bytes.Trim(line, "-{}, \t\r"), []byte(":"))
	return string(keyOf(k)), string(bytes.Trim(v, `"' `))
}

func isItem(text []byte) bool { return bytes.HasPrefix(text, []byte("- ")) }

func indentOf(line []byte) int {
	return len(line) - len(bytes.TrimLeft(line, " "))
}

// openKey reports whether a line is a key whose value follows on the next lines.
func openKey(text []byte) bool {
	if i := bytes.Index(text, []byte(" #")); i > 0 {
		text = bytes.TrimSpace(text[:i])
	}
	key, value, ok := bytes.Cut(text, []byte(":"))
	value = bytes.TrimSpace(value)
	return ok && len(key) > 0 && len(key) <= 100 && (len(value) == 0 || value[0] == '&' || value[0] == '|' || value[0] == '>')
}

func keyOf(text []byte) []byte {
	key, _, _ := bytes.Cut(text, []byte(":"))
	return bytes.Trim(key, `"' `)
}

// manifest names the Kubernetes object of the YAML document around data[at], as
// "Secret shop/db", "" if there is none.
func manifest(data []byte, at int) string {
	if !bytes.Contains(data, []byte("apiVersion:")) { // most files: not worth taking into lines for each finding
		return ""
	}
	if i := bytes.LastIndex(data[:at], []byte("\n---")); i >= 0 {
		data, at = data[i+4:], at-i-4
	}
	if i := bytes.Index(data[at:], []byte("\n---")); i >= 0 {
		data = data[:at+i]
	}
	var kind, name, space string
	version, meta := false, false
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(line, "\r\n")
		in := indentOf(line)
		text := bytes.TrimSpace(line)
		if len(text) == 0 || text[0] == '#' {
			continue
		}
		value := func(key string) string {
			v, ok := bytes.CutPrefix(text, []byte(key+":"))
			if !ok || len(v) > 254 {
				return ""
			}
			return string(bytes.Trim(v, "\"' "))
		}
		switch {
		case in == 0:
			meta = bytes.HasPrefix(text, []byte("metadata:"))
			version = version || bytes.HasPrefix(text, []byte("apiVersion:"))
			if k := value("kind"); k != "" && kind == "" {
				kind = k
			}
		case meta && in <= 4:
			if n := value("name"); n != "" && name == "" {
				name = n
			}
			if n := value("namespace"); n != "" && space == "" {
				space = n
			}
		}
	}
	if !version || kind == "" || name == "" {
		return ""
	}
	if space != "" {
		name = space + "/" + name
	}
	return kind + " " + name
}
