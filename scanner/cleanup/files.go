package cleanup

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Content is a file of the folder that a plan is written to.
type Content struct {
	Name string
	Data []byte
}

// The names of the files that a plan consists of; others are there only if they are
// needed.
const (
	TargetFile   = "secrets.jsonl"
	ReadmeFile   = "README.txt"
	replaceFile  = "replacements.txt"
	messageFile  = "messages.txt"
	binaryFile   = "binary.py"
	nameFile     = "filename.py"
	personFile   = "name.py"
	addressFile  = "email.py"
	blobFile     = "blobs.txt"
	refFile      = "refs.txt"
	pythonHeader = "# Written by leaksieve cleanup, for git filter-repo.\n"
)

// Files returns what is to be written. folder is where it will be: an absolute path.
func (p *Plan) Files(folder string) []Content {
	all := []Content{{TargetFile, p.Target.Encode()}}
	add := func(name string, data []byte) {
		if len(data) > 0 {
			all = append(all, Content{name, data})
		}
	}
	add(replaceFile, p.replacements(p.text, true))
	add(messageFile, p.replacements(p.messages, false))
	add(binaryFile, p.overwrite())
	add(nameFile, p.filename())
	add(personFile, p.person("name"))
	add(addressFile, p.person("email"))
	add(blobFile, p.blobs())
	add(refFile, p.updates())
	return append(all, Content{ReadmeFile, p.readme(folder, all)})
}

// longest sorts texts so that one that is a part of another comes after it.
func longest(texts map[string]spelling) []string {
	return slices.SortedFunc(maps.Keys(texts), func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
}

// replacements is in the format of --replace-text and --replace-message.
func (p *Plan) replacements(texts map[string]spelling, blobs bool) []byte {
	var literals, pieces bytes.Buffer
	wholes := map[int]bool{}
	for _, text := range longest(texts) {
		switch {
		case texts[text].piece:
			wholes[p.numbers[text]] = true
			fmt.Fprintf(&pieces, "regex:%s==>%s\n", pattern(text), replaced)
		case strings.Contains(text, "\n"):
			fmt.Fprintf(&pieces, "regex:%s==>%s\n", pattern(text), replaced)
		default:
			fmt.Fprintf(&literals, "literal:%s==>%s\n", text, replaced)
		}
	}
	if blobs {
		for _, line := range p.weakLines() {
			fmt.Fprintf(&literals, "literal:%s==>%s\n", line[0], line[1])
		}
		for _, oid := range p.pointers { // what is left is no pointer any more, but a text
			fmt.Fprintf(&literals, "literal:oid sha256:%s==>oid %s\n", oid, replaced)
		}
	}
	for i := range p.Target.Secrets { // the whole before its lines
		if wholes[i] {
			fmt.Fprintf(&literals, "regex:%s==>%s\n", across(p.Target.Secrets[i].Value.Reveal()), replaced)
		}
	}
	return append(literals.Bytes(), pieces.Bytes()...)
}

// minSurroundings is how much more a line has to hold than a weak secret to be
// replaced as a whole.
const minSurroundings = 6

// weakLines are the lines with a weak secret, and what is to stand there instead.
func (p *Plan) weakLines() (out [][2]string) {
	for _, s := range p.Target.Secrets {
		clear := s.Value.Reveal()
		for _, l := range s.Lines {
			line := strings.TrimSpace(l.Reveal())
			if len(line) >= len(clear)+minSurroundings && strings.Contains(line, clear) && !strings.ContainsAny(line, "\r\n") && !strings.Contains(line, "==>") {
				out = append(out, [2]string{line, strings.ReplaceAll(line, clear, replaced)})
			}
		}
	}
	slices.SortFunc(out, func(a, b [2]string) int { return cmp.Or(cmp.Compare(len(b[0]), len(a[0])), cmp.Compare(a[0], b[0])) })
	return slices.Compact(out)
}

// between is what may stand between two lines of a secret: line ends, in whatever
// spelling, indentation, and what strings are put together with.
const between = `(?:\\[rnt]|[\s"'+,;.\\]){0,200}`

// across is a pattern for a secret of several lines.
func across(clear string) string {
	out := split(clear)
	for i := range out {
		out[i] = pattern(out[i])
	}
	return strings.Join(out, between)
}

// pattern is a regular expression of Python's re, over bytes, that matches a text. A
// slash may have a backslash before it, as in JSON.
func pattern(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case isAlnum(c):
			b.WriteByte(c)
		case c == '/':
			b.WriteString(`\\?/`)
		default:
			fmt.Fprintf(&b, `\x%02x`, c)
		}
	}
	return b.String()
}

func isAlnum(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' }

// python is a bytes literal.
func python(text string) string {
	var b strings.Builder
	b.WriteString(`b"`)
	for i := range len(text) {
		if c := text[i]; isAlnum(c) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\x%02x`, c)
		}
	}
	return b.String() + `"`
}

// pairs are the elements of a list of what is replaced by what.
func pairs(texts map[string]spelling, by func(text string) string) string {
	var b strings.Builder
	for _, text := range longest(texts) {
		fmt.Fprintf(&b, "    (%s, %s),\n", python(text), python(by(text)))
	}
	return b.String()
}

// overwrite is a --blob-callback.
func (p *Plan) overwrite() []byte {
	if len(p.binary) == 0 {
		return nil
	}
	return []byte(pythonHeader + "for old, new in [\n" + pairs(p.binary, func(text string) string { return p.binary[text].cover }) +
		"]:\n    blob.data = blob.data.replace(old, new)\n")
}

// filename is a --filename-callback: None removes a file.
func (p *Plan) filename() []byte {
	if len(p.names)+len(p.Target.Files) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString(pythonHeader)
	if len(p.Target.Files) > 0 {
		b.WriteString("if filename in {\n")
		for _, f := range p.Target.Files {
			fmt.Fprintf(&b, "    %s,\n", python(f.Path))
		}
		b.WriteString("}:\n    return None\n")
	}
	b.WriteString("for old, new in [\n" + pairs(p.names, p.name) +
		"]:\n    filename = filename.replace(old, new)\nreturn filename\n")
	return []byte(b.String())
}

// person is a --name-callback or --email-callback.
func (p *Plan) person(what string) []byte {
	if len(p.people) == 0 {
		return nil
	}
	return []byte(pythonHeader + "for old, new in [\n" + pairs(p.people, func(string) string { return nameReplaced }) +
		fmt.Sprintf("]:\n    %[1]s = %[1]s.replace(old, new)\nreturn %[1]s\n", what))
}

// blobs is for --strip-blobs-with-ids.
func (p *Plan) blobs() []byte {
	var b bytes.Buffer
	for _, f := range p.Target.Files {
		if f.Object != "" {
			fmt.Fprintln(&b, f.Object)
		}
	}
	return b.Bytes()
}

// updates is for `git update-ref --stdin`, which reads names so that none stands in a
// shell's history or a list of processes.
func (p *Plan) updates() []byte {
	var b bytes.Buffer
	for _, r := range p.refs {
		fmt.Fprintf(&b, "create %s %s\ndelete %s %s\n", r.new, r.object, r.old, r.object)
	}
	return b.Bytes()
}
