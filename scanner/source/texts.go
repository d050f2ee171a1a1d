package source

import (
	"bytes"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// texts is what a commit or tag says of itself.
type texts struct {
	message []byte
	people  []objects.Identity // author, committer, tagger
	headers []byte             // all others, but those that only name objects
}

func textsOf(data []byte) (t texts) {
	head, message, _ := bytes.Cut(data, []byte("\n\n"))
	t.message = message
	for line := range bytes.Lines(head) {
		key, value, _ := bytes.Cut(bytes.TrimSuffix(line, []byte{'\n'}), []byte{' '})
		switch string(key) {
		case "author", "committer", "tagger":
			t.people = append(t.people, objects.ParseIdentity(value))
		case "tree", "parent", "object", "type":
		default:
			t.headers = append(t.headers, line...)
		}
	}
	return t
}

// who is an identity as it is scanned.
func who(id objects.Identity) string { return id.Name + " <" + id.Email + ">" }
