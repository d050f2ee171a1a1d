package detect_test

import (
	"bytes"
	"encoding/binary"
	"math/rand"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func utf16of(text string, order byteOrder) (out []byte) {
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// byteOrder is both halves of encoding/binary's orders.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func utf32of(text string, order byteOrder) (out []byte) {
	for _, r := range text {
		out = order.AppendUint32(out, uint32(r))
	}
	return out
}

func TestWideText(t *testing.T) {
	set := loaded(t, "[[rules]]\nid='a'\nregex='\\bkey-[0-9]{4}\\b'\nkeywords=['key-']")
	const text = "erste Zeile\r\nsch\u00f6n = key-1234;\n"
	le, be := binary.LittleEndian, binary.BigEndian
	binaryWith := func(s []byte) []byte {
		return append(append([]byte("\x7fELF\x02\x01\n\xf3=="), s...), "\xff\xfe rest\x01"...)
	}
	for name, c := range map[string]struct {
		data         []byte
		via          string
		at           int64
		line, column int
	}{
		"UTF-16LE with mark":    {append([]byte("\xff\xfe"), utf16of(text, le)...), "utf-16le", 2 + 2*21, 2, 10},
		"UTF-16BE with mark":    {append([]byte("\xfe\xff"), utf16of(text, be)...), "utf-16be", 2 + 2*21, 2, 10},
		"UTF-32LE with mark":    {append([]byte("\xff\xfe\x00\x00"), utf32of(text, le)...), "utf-32le", 4 + 4*21, 2, 10},
		"UTF-32BE with mark":    {append([]byte("\x00\x00\xfe\xff"), utf32of(text, be)...), "utf-32be", 4 + 4*21, 2, 10},
		"UTF-16LE without mark": {utf16of(text, le), "utf-16le", 2 * 21, 2, 10},
		"UTF-16BE without mark": {utf16of(text, be), "utf-16be", 2 * 21, 2, 10},
		"UTF-32LE without mark": {utf32of(text, le), "utf-32le", 4 * 21, 2, 10},
		"UTF-32BE without mark": {utf32of(text, be), "utf-32be", 4 * 21, 2, 10},
		"mostly Chinese":        {utf16of("\u8bbe\u7f6e\u5bc6\u94a5\u4e3a key-1234 \u4e2d\u6587\u4e2d\u6587", le), "utf-16 strings", 12, 1, 13},
		"beyond the BMP":        {append([]byte("\xff\xfe"), utf16of("\U0001F648 key-1234", le)...), "utf-16le", 8, 1, 6},
		"a string LE in binary": {binaryWith(utf16of("key-1234\x00", le)), "utf-16 strings", 10, 2, 4},
		"a string BE in binary": {binaryWith(append(utf16of("key-1234", be), 0x80)), "utf-16 strings", 10, 2, 4},
		"odd length":            {append(utf16of(text, le), 'x'), "utf-16le", 2 * 21, 2, 10},
	} {
		t.Run(name, func(t *testing.T) {
			found := detect.New(set, detect.Options{}).Scan(leak.Unit{Data: c.data})
			require.Len(t, found, 1)
			f := found[0]
			assert.Equal(t, "key-1234", f.Secret.Reveal())
			assert.Equal(t, []string{c.via}, f.Via)
			assert.Equal(t, c.at, f.Start.Offset)
			assert.Equal(t, [2]int{c.line, c.column}, [2]int{f.Start.Line, f.Start.Column})
			assert.Equal(t, "key-1234", string(bytes.ReplaceAll(c.data[f.Start.Offset:f.End.Offset], []byte{0}, nil)))
		})
	}
	for name, data := range map[string][]byte{
		"a string that is too short": []byte("\x01\x02k\x00e\x00y\x00-\x00\x01\x03\x04\x05\x06\x07\x08\x09"),
		"not one key":                utf16of("key-12345", le),
	} {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, detect.New(set, detect.Options{}).Scan(leak.Unit{Data: data}))
		})
	}
}

// A delta that brings a NUL in, takes it out or keeps it finds what a search of
// the whole does.
func TestWideTextInDeltas(t *testing.T) {
	set := loaded(t, "[[rules]]\nid='a'\nregex='\\bkey-[0-9]{4}\\b'\nkeywords=['key-']")
	r := rand.New(rand.NewSource(3))
	s, twin := detect.New(set, detect.Options{}).NewScanner(), detect.New(set, detect.Options{}).NewScanner()
	samples := []string{"key-1234", string(utf16of(" key-1234 and more ", binary.LittleEndian)), string(utf16of("key-5678", binary.BigEndian))}
	hits := 0
	for range 2000 {
		hits += checkVersions(t, s, twin, r, samples, []byte("\n\x00\x00a\x00b key"), 6)
	}
	require.Greater(t, hits, 2000)
}

func FuzzWideText(f *testing.F) {
	set := loaded(f, "[[rules]]\nid='a'\nregex='[a-z]{4}'\nkeywords=['a']")
	f.Add([]byte("\xff\xfea\x00b\x00c\x00d\x00"))
	f.Add([]byte("\x00\x00\xfe\xff\x00\x00\x00a"))
	f.Add([]byte("\x01a\x00b\x00c\x00d\x00e\x00f\x00g\x00h\x00\x00\xd8"))
	d := detect.New(set, detect.Options{})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, found := range d.Scan(leak.Unit{Data: data}) {
			require.Less(t, found.Start.Offset, found.End.Offset)
			require.LessOrEqual(t, found.End.Offset, int64(len(data)))
			require.Equal(t, found.Secret.Reveal()[0], bytes.Trim(data[found.Start.Offset:], "\x00")[0])
		}
	})
}
