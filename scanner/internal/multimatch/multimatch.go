// Package multimatch finds which of many keywords stand in data, in one pass
// and without regard to ASCII case.
//
// Two implementations answer the same question. Naive is the specification: one
// search a keyword. Sieve is made for data in which keywords are rare, about two
// a kilobyte in source text.
//
// Sieve notices a keyword by four of its bytes, a gram, and looks at a gram at
// every second position only. A keyword thus has two grams, one for each parity
// of where it stands; each is the one that is rarest in text by what follows two
// bytes (build.go), for names of issuers are made of common words. The set of all
// grams is a bitmap of 128 KB, of which text touches little. Its index is four times
// the low five bits of a byte, in which the cases of a letter are the same; eight
// bytes make four indexes in two times three operations, and no load depends on the
// one before. What is in the set is then compared with the keywords whose grams have
// the same middle and nearly the same ends. A keyword of two or three bytes has a gram
// in the set for whatever may stand beside it.
//
// GB/s of a core, fastest of 15, with the 208 keywords of the built-in rules and
// with 800 (BenchmarkEach), in the sources of Go and in blobs of rails, in
// pieces of 1 MB and of 300 bytes. The machine (AMD Zen 4) was busy:
// left to itself it reached 2.9 where there is 2.0.
//
//	                              208 keywords             800 keywords
//	                              Go        rails          Go        rails
//	Aho-Corasick automaton        0.7 0.6   0.6 0.5        0.5 0.5   0.5 0.5
//	gram at every position, 8 KB  0.9 0.7   0.7 0.6        0.6 0.6   0.4 0.4
//	shift-or by pair (FDR)        1.1       1.1            1.1       1.1
//	Sieve                         2.0 1.6   1.6 1.4        1.6 1.4   1.5 1.0
//
// The automaton was dense; each byte waited for the state after the one before.
// Of shift-or, over 1024 masks of eight buckets, it is the filter alone: 15 and
// 21 % of the groups of eight bytes passed it with 208 keywords, 35 and 49 %
// with 800 that hold common words. Of the Sieve's, 2 and 4 % pass. Teddy,
// nibbles of three bytes shuffled, was tried for its filter too, which lets 15
// and 22 % of all positions pass with 8 buckets and 4 and 8 % with 16, where the
// Sieve has 0.3 and 0.5 %: assembly would hand most of what it gains on to what
// comes after. With 750 names and prefixes of issuers beside 255 keywords, 6.3 % of
// the groups of Go modules pass, of which 2.9 hold a keyword; grams chosen by single
// bytes near a keyword's end let 8.6 pass. Common words as keywords cost the Sieve
// most: with 110 drawn from rails itself among 800, it has 0.9 in rails. In text that
// is nothing but keywords, where the callbacks count, both the automaton and the
// Sieve have 0.3.
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
