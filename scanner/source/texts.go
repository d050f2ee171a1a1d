package source

import (
	"bytes"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// texts is what a commit or tag says of itself.
type texts struct {
	message []byte
	people  []objects.RawIdentity // author, committer, tagger
	headers []byte                // all others, and what git would not write of these; not those that only name objects
}

func textsOf(data []byte) (t texts) {
	head, message, _ := bytes.Cut(data, []byte("\n\n"))
	t.message = message
	for len(head) > 0 {
		line := head
		if i := bytes.IndexByte(head, '\n'); i >= 0 {
			line = head[:i+1]
		}
		head = head[len(line):]
		key, value, _ := bytes.Cut(bytes.TrimSuffix(line, []byte{'\n'}), []byte{' '})
		switch string(key) {
		case "author", "committer", "tagger":
			t.people = append(t.people, objects.SplitIdentity(value))
			if rest := behindAddress(value); !isDate(rest) {
				t.headers = append(append(t.headers, rest...), '\n')
			}
		case "tree", "parent", "object", "type":
			if !namesObject(value) {
				t.headers = append(t.headers, line...)
			}
		default:
			t.headers = append(t.headers, line...)
		}
	}
	return t
}

// isDate allows what git writes, in seconds and hours, and has no room for more.
func isDate(b []byte) bool { return len(b) < 32 && len(bytes.Trim(b, " +-0123456789")) == 0 }

// namesObject reports whether the value of a header is an object's name or type.
func namesObject(value []byte) bool {
	_, err := objects.ParseID(value)
	return err == nil || objects.ParseType(string(value)) != objects.Bad
}

// behindAddress is what objects.ParseIdentity has neither as a name nor as an
// address: the date, in what git writes.
func behindAddress(value []byte) []byte {
	open := bytes.IndexByte(value, '<')
	if open < 0 || bytes.LastIndexByte(value, '>') < open {
		return nil
	}
	_, rest, _ := bytes.Cut(value[open:], []byte{'>'})
	return rest
}

// appendWho appends an identity as it is scanned.
func appendWho(b []byte, id objects.RawIdentity) []byte {
	b = append(append(b, id.Name...), " <"...)
	return append(append(b, id.Email...), '>')
}
