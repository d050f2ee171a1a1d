package reporters

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// columns measures text. It is the same on every machine, whatever the locale.
var columns = &runewidth.Condition{StrictEmojiNeutral: true}

// wrap breaks text between words into lines of at most width columns. A word that
// is longer stays whole, so that it can be copied.
func wrap(s string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		switch {
		case line == "":
			line = word
		case columns.StringWidth(line)+1+columns.StringWidth(word) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

// fit cuts text to width columns.
func fit(s string, width int) string {
	if width < 1 {
		return ""
	}
	return columns.Truncate(s, width, "…")
}

// around cuts a line to width columns so that the mask in it stays in sight, with
// what is before it (mostly its name) rather than what is after, and returns the
// three.
func around(line, mask string, width int) (before, mark, after string) {
	at := strings.Index(line, mask)
	if mask == "" || at < 0 {
		return fit(line, width), "", ""
	}
	before, mark, after = line[:at], fit(mask, width), line[at+len(mask):]
	room := width - columns.StringWidth(mark)
	left, right := columns.StringWidth(before), columns.StringWidth(after)
	if left+right > room {
		keep := min(left, max(room*2/3, room-right))
		before = lastColumns(before, keep)
		after = fit(after, room-columns.StringWidth(before))
	}
	return before, mark, after
}

// lastColumns cuts text from the left.
func lastColumns(s string, width int) string {
	if columns.StringWidth(s) <= width {
		return s
	}
	if width < 1 {
		return ""
	}
	from, room := len(s), width-1
	for from > 0 {
		c, n := utf8.DecodeLastRuneInString(s[:from])
		if room -= columns.RuneWidth(c); room < 0 {
			break
		}
		from -= n
	}
	return "…" + s[from:]
}

// Printable makes text safe and honest to print: control characters, invalid
// bytes, and the marks that change the direction of writing or cannot be seen are
// written as escapes.
func Printable(s string) string {
	var b strings.Builder
	for i, c := range s {
		switch {
		case c == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, "\\x%02x", s[i])
		case unicode.IsGraphic(c):
			b.WriteRune(c)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(c), "'"))
		}
	}
	return b.String()
}
