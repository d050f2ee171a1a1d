package multimatch

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func all(m Matcher, data string) (got []string) {
	m.Each([]byte(data), func(k, end int) { got = append(got, fmt.Sprintf("%d@%d", k, end)) })
	return got
}

func TestMatchers(t *testing.T) {
	for name, tc := range map[string]struct {
		keywords []string
		data     string
		want     []string
	}{
		"one keyword twice":              {[]string{"key"}, "a Key and a KEY", []string{"0@5", "0@15"}},
		"overlapping keywords":           {[]string{"he", "she", "hers"}, "ushers", []string{"0@4", "1@4", "2@6"}},
		"keyword inside another":         {[]string{"token", "ok"}, "token", []string{"1@3", "0@5"}},
		"the same keyword twice":         {[]string{"ab", "ab"}, "AB", []string{"0@2", "1@2"}},
		"self overlap":                   {[]string{"aa"}, "aaa", []string{"0@2", "0@3"}},
		"empty keyword":                  {[]string{"", "x"}, "x", []string{"1@1"}},
		"no keywords":                    {nil, "x", nil},
		"empty data":                     {[]string{"x"}, "", nil},
		"bytes that are not ASCII":       {[]string{"密码"}, "设置密码=", []string{"0@12"}},
		"neighbours of letters in ASCII": {[]string{"k@", "k`", "[k", "{k"}, "K@k`[K{k", []string{"0@2", "1@4", "2@6", "3@8"}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.want, all(NewNaive(tc.keywords), tc.data), "naive")
			assert.Equal(t, tc.want, all(NewAutomaton(tc.keywords), tc.data), "automaton")
		})
	}
}

func FuzzTwins(f *testing.F) {
	f.Add("he,she,hers,ush", "ushers HE SHE")
	f.Add("aa,a,aaa", "aaaaab")
	f.Add("\xff,\x00", "a\xff\x00")
	f.Fuzz(func(t *testing.T, words, data string) {
		if len(words) > 300 {
			return
		}
		keywords := strings.Split(string([]byte(strings.Map(func(r rune) rune {
			if 'A' <= r && r <= 'Z' {
				return r + 32
			}
			return r
		}, words))), ",")
		assert.Equal(t, all(NewNaive(keywords), data), all(NewAutomaton(keywords), data))
	})
}

func BenchmarkMatchers(b *testing.B) {
	r := rand.New(rand.NewSource(1))
	var keywords []string
	for range 300 {
		w := make([]byte, 4+r.Intn(6))
		for i := range w {
			w[i] = "abcdefghijklmnopqrstuvwxyz_-0123456789"[r.Intn(38)]
		}
		keywords = append(keywords, string(w))
	}
	data := []byte(strings.Repeat("func (a *Automaton) Each(data []byte, yield func(keyword, end int)) { return }\n", 10000))
	for name, m := range map[string]Matcher{"naive": NewNaive(keywords), "automaton": NewAutomaton(keywords)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				m.Each(data, func(int, int) {})
			}
		})
	}
}
