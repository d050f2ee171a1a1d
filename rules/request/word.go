package request

import (
	"fmt"
	"strings"
)

// word is a piece of an expression or condition.
type word struct {
	text   string
	quoted bool
}

// split cuts text at spaces, and apart from that around = != ( ). A word in quotes, ' or ",
// may hold anything but its quote.
func split(text string) ([]word, error) {
	var words []word
	for {
		text = strings.TrimLeft(text, " \t\n")
		if text == "" {
			return words, nil
		}
		switch size := strings.IndexAny(text, " \t\n=!()\"'"); {
		case text[0] == '"' || text[0] == '\'':
			end := strings.IndexByte(text[1:], text[0])
			if end < 0 {
				return nil, fmt.Errorf("%q without its end", text[0])
			}
			words = append(words, word{text[1 : 1+end], true})
			text = text[2+end:]
		case strings.HasPrefix(text, "!="):
			words, text = append(words, word{text: "!="}), text[2:]
		case size == 0:
			words, text = append(words, word{text: text[:1]}), text[1:]
		case size < 0:
			words, text = append(words, word{text: text}), ""
		default:
			words, text = append(words, word{text: text[:size]}), text[size:]
		}
	}
}
