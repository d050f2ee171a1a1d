package gitdir

import (
	"crypto/sha1"
	"fmt"
)

// objectID is the name that git gives an object.
func objectID(typ, content string) string {
	return fmt.Sprintf("%x", sha1.Sum(fmt.Appendf(nil, "%s %d\x00%s", typ, len(content), content)))
}
