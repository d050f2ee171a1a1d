// Package multimatch finds which of many keywords stand in data, in one pass
// and without regard to ASCII case.
//
// Two implementations answer the same question. Naive is the specification:
// one search a keyword. Automaton is an Aho-Corasick automaton whose every
// transition is computed beforehand ("dense"), over classes of bytes that no
// keyword tells apart, with its accepting states numbered last, so that the
// loop over the data is one table look-up and one comparison a byte.
package multimatch

import (
	"bytes"
	"sort"
)

// Matcher finds keywords. It is immutable and safe for concurrent use.
type Matcher interface {
	// Each calls yield for every occurrence of every keyword, also overlapping
	// ones, by ascending end and then ascending keyword number. The occurrence
	// is data[end-len(keyword):end].
	Each(data []byte, yield func(keyword, end int))
}

// Naive is the slow twin: it searches once for each keyword.
type Naive struct{ keywords [][]byte }

// NewNaive makes a Matcher of keywords, which must be in lower case; empty ones
// match nowhere.
func NewNaive(keywords []string) *Naive {
	n := &Naive{}
	for _, k := range keywords {
		n.keywords = append(n.keywords, []byte(k))
	}
	return n
}

// Each implements Matcher.
func (n *Naive) Each(data []byte, yield func(keyword, end int)) {
	lower := make([]byte, len(data))
	for i, c := range data {
		lower[i] = fold(c)
	}
	type hit struct{ keyword, end int }
	var hits []hit
	for k, word := range n.keywords {
		for at := 0; len(word) > 0; {
			i := bytes.Index(lower[at:], word)
			if i < 0 {
				break
			}
			hits = append(hits, hit{k, at + i + len(word)})
			at += i + 1
		}
	}
	sort.Slice(hits, func(i, j int) bool {
		if hits[i].end != hits[j].end {
			return hits[i].end < hits[j].end
		}
		return hits[i].keyword < hits[j].keyword
	})
	for _, h := range hits {
		yield(h.keyword, h.end)
	}
}

func fold(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
