package detect

import (
	"bytes"
	"encoding/binary"
	"sort"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Text in UTF-16 and UTF-32 has a NUL in every character of ASCII, and a token in
// it is no token to an expression over bytes. Content with a NUL is therefore
// searched once more, as the text that it is or, where it is a binary, as the
// strings of UTF-16 that it has.

// wideText is content decoded, and where it stood.
type wideText struct {
	via   string
	whole bool // the content is this text and nothing else
	text  []byte
	spans []stood
}

// stood says that text from at on stands in the content from from on, unit bytes
// of it for each of the text.
type stood struct{ at, from, unit int }

// offset returns where the text's byte at off stood.
func (w *wideText) offset(off int) int64 {
	i := sort.Search(len(w.spans), func(i int) bool { return w.spans[i].at > off }) - 1
	if i < 0 {
		return 0
	}
	s := w.spans[i]
	return int64(s.from + (off-s.at)*s.unit)
}

// add appends a character that stands at from and takes size bytes there.
func (w *wideText) add(r rune, from, size int) {
	at := len(w.text)
	w.text = utf8.AppendRune(w.text, r)
	unit := size
	if r >= utf8.RuneSelf {
		unit = 0
	}
	if n := len(w.spans); n > 0 {
		last := w.spans[n-1]
		if last.unit == unit && unit > 0 && last.from+(at-last.at)*unit == from {
			return
		}
	}
	w.spans = append(w.spans, stood{at, from, unit})
}

// wide is a way to write characters in units of two or four bytes (RFC 2781,
// Unicode 15 §3.10).
type wide struct {
	name  string
	mark  string // byte order mark
	size  int
	order binary.ByteOrder
}

// wides are in such an order that no mark hides another.
var wides = []wide{
	{"utf-32le", "\xff\xfe\x00\x00", 4, binary.LittleEndian},
	{"utf-32be", "\x00\x00\xfe\xff", 4, binary.BigEndian},
	{"utf-16le", "\xff\xfe", 2, binary.LittleEndian},
	{"utf-16be", "\xfe\xff", 2, binary.BigEndian},
}

// widen returns the text in content that has a NUL; nil for none.
func widen(data []byte) *wideText {
	for _, e := range wides {
		if bytes.HasPrefix(data, []byte(e.mark)) || e.likely(data) {
			return e.decode(data)
		}
	}
	return stringsIn(data)
}

// likely reports whether content without a mark is text in this encoding: most
// characters are of ASCII, and next to none would be with their bytes in another
// order. Text with fewer is searched for strings.
func (e wide) likely(data []byte) bool {
	sample := data[:min(len(data), 4096)/4*4]
	ascii, others := 0, 0
	for i := 0; i+e.size <= len(sample); i += e.size {
		switch c := e.unit(sample[i:]); {
		case c > 0 && c < utf8.RuneSelf:
			ascii++
		case c == 0 || c > utf8.MaxRune || c&0xff == 0:
			others++
		}
	}
	units := len(sample) / e.size
	return units >= 4 && ascii*10 >= units*7 && others*50 <= units
}

func (e wide) unit(b []byte) uint32 {
	if e.size == 2 {
		return uint32(e.order.Uint16(b))
	}
	return e.order.Uint32(b)
}

func (e wide) decode(data []byte) *wideText {
	w := &wideText{via: e.name, whole: true, text: make([]byte, 0, len(data)/e.size+utf8.UTFMax)}
	for i := 0; i+e.size <= len(data); i += e.size {
		r, size := rune(utf8.RuneError), e.size
		if u := e.unit(data[i:]); u <= utf8.MaxRune {
			r = rune(u)
		}
		if e.size == 2 && utf16.IsSurrogate(r) && i+4 <= len(data) {
			if pair := utf16.DecodeRune(r, rune(e.unit(data[i+2:]))); pair != utf8.RuneError {
				r, size = pair, 4
			}
		}
		if r != '\ufeff' || i > 0 {
			w.add(r, i, e.size)
		}
		i += size - e.size
	}
	return w
}

// shortestString is how many characters of ASCII in a row, each beside a NUL, are
// a string and no accident.
const shortestString = 8

// stringsIn returns the strings of UTF-16 in a binary, in either byte order, a
// line each.
func stringsIn(data []byte) *wideText {
	w := &wideText{via: "utf-16 strings"}
	for at := 0; ; {
		n := bytes.IndexByte(data[at:], 0)
		if n < 0 {
			break
		}
		first := at + n + 1
		if first >= 2 && first-2 >= at && isText(data[first-2]) {
			first -= 2
		}
		last := first - 2
		for next := first; next < len(data) && isText(data[next]) && (next == first || data[next-1] == 0); next += 2 {
			last = next
		}
		at += n + 1
		before := 0 // bytes of a character before the one of ASCII
		switch little, big := first < at, last+1 == len(data) || data[last+1] != 0; {
		case little && big && first%2 == 0: // a byte too many: a character begins at an even place
			last -= 2
		case little && big:
			first, before = first+2, 1
		case big:
			before = 1
		}
		if (last-first)/2+1 < shortestString {
			continue
		}
		for i := first; i <= last; i += 2 {
			w.add(rune(data[i]), i-before, 2)
		}
		w.add('\n', last+1, 1)
		at = last + 1
	}
	if len(w.text) == 0 {
		return nil
	}
	return w
}

func isText(c byte) bool { return ' ' <= c && c < 0x7f || c == '\t' || c == '\r' || c == '\n' }

// findWide returns the findings in the wide text of a unit, with their places in
// the unit. Those in a whole text have the lines and columns of that text, those
// in strings of a binary have those of the binary.
func (s *Scanner) findWide(u leak.Unit) []leak.Finding {
	w := widen(u.Data)
	if w == nil {
		return nil
	}
	found := s.settle(leak.Unit{Origin: u.Origin, Data: w.text}, s.Search(w.text))
	lines := newLineIndex(u.Data)
	move := func(p *leak.Position) {
		off := w.offset(int(p.Offset))
		if p.Offset = off; !w.whole {
			*p = lines.position(int(off))
		}
	}
	for i := range found {
		f := &found[i]
		f.Via = []string{w.via}
		move(&f.Start)
		move(&f.End)
		for j := range f.Parts {
			move(&f.Parts[j].Start)
			move(&f.Parts[j].End)
		}
	}
	return found
}
