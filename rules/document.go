package rules

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// document is a TOML file being read. The first thing that is wrong stays in
// err; readers go on with zero values, and whoever started the reading looks
// at err once at the end.
type document struct {
	file     string
	dialect  Dialect
	warnings []string
	err      *ConfigError
	index    lineIndex
}

// line returns where a key stands; line 1 when it is not known.
func (d *document) line(path string) int { return max(d.index.line(path), 1) }

// decode reads data into keys, or says in d.err why it is no TOML.
func (d *document) decode(data []byte, keys *map[string]any) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if at := notText(data); at >= 0 {
		d.err = &ConfigError{File: d.file, Line: 1 + bytes.Count(data[:at], []byte("\n")), Msg: "not TOML: not UTF-8 text", Hint: "save it as UTF-8"}
		return
	}
	src := string(data)
	var deep int
	if d.index, deep = indexLines(src); deep > 0 {
		d.err = &ConfigError{File: d.file, Line: deep, Msg: fmt.Sprintf("nested more than %d deep", maxNesting)}
		return
	}
	if err := toml.Unmarshal(data, keys); err != nil {
		d.err = syntaxError(d.file, data, err)
	}
}

// notText returns where data is not UTF-8 or has a NUL, -1 for nowhere.
func notText(data []byte) int {
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == 0 || r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// syntaxError keeps the place and the words of the TOML library. Its line may be
// one too high where a newline is what is wrong; its offset is right.
func syntaxError(name string, data []byte, err error) *ConfigError {
	e := &ConfigError{File: name, Line: 1, Msg: "not TOML: " + oneLine(strings.TrimPrefix(err.Error(), "toml: ")), Err: err}
	var pe toml.ParseError
	if errors.As(err, &pe) {
		e.Line, e.Key = max(pe.Position.Line, 1), oneLine(pe.LastKey)
		if strings.Contains(pe.Message, `'\n'`) {
			e.Line = min(e.Line, 1+bytes.Count(data[:min(pe.Position.Start, len(data))], []byte{'\n'}))
		}
		if pe.Message != "" {
			e.Msg = "not TOML: " + oneLine(pe.Message)
		}
	}
	return e
}

// oneLine returns the beginning of the first line of s, without characters that
// do not print.
func oneLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return shorten(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return utf8.RuneError
		}
		return r
	}, s), 200)
}
