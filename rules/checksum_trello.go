package rules

import (
	"fmt"
	"hash/crc32"
	"math/rand"
)

// Trello's tokens are "ATTA", 64 hexadecimal digits and the CRC-32 of all before it
// in upper case, as Atlassian's other tokens end in one:
// developer.atlassian.com/cloud/trello/guides/rest-api/authorization.
var (
	_ = registerChecksum("trello", func(secret string) bool {
		n := len(secret) - 8
		return n > 0 && trelloToken(secret[:n]) == secret
	})
	_ = registerTemplate("trello", func(_ *rand.Rand, text string) string { return trelloToken(text) })
	_ = registerTemplate("trello-bad", func(_ *rand.Rand, text string) string { return text + trelloToken(text + "0")[len(text)+1:] })
)

func trelloToken(text string) string {
	return fmt.Sprintf("%s%08X", text, crc32.ChecksumIEEE([]byte(text)))
}
