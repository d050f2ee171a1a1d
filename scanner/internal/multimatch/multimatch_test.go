package multimatch

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
		"one byte":                       {[]string{"x", "="}, "x=X", []string{"0@1", "1@2", "0@3"}},
		"empty keyword":                  {[]string{"", "x"}, "x", []string{"1@1"}},
		"no keywords":                    {nil, "x", nil},
		"empty data":                     {[]string{"x"}, "", nil},
		"bytes that are not ASCII":       {[]string{"密码"}, "设置密码=", []string{"0@12"}},
		"neighbours of letters in ASCII": {[]string{"k@", "k`", "[k", "{k"}, "K@k`[K{k", []string{"0@2", "1@4", "2@6", "3@8"}},
		"the same low five bits":         {[]string{"a-b_", "am", "\x01"}, "amb? AMB\x7f a-b_", []string{"1@2", "1@7", "0@14"}},
		"longer than eight bytes": {[]string{"private key-----", "key-----"},
			"BEGIN PRIVATE KEY-----, a private_key-----", []string{"0@22", "1@22", "1@42"}},
		"nothing before and behind": {[]string{"\x00", "\x00a", "b\x00"}, "ab", nil},
		"noticed before one that ends first": {[]string{"zqxjaaaa", "aaa", "a"}, "...zqxjaaaa",
			[]string{"2@8", "2@9", "1@10", "2@10", "0@11", "1@11", "2@11"}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.want, all(NewNaive(tc.keywords), tc.data), "naive")
			assert.Equal(t, tc.want, all(NewSieve(tc.keywords), tc.data), "sieve")
		})
	}
}

// TestTwins draws keywords and data from few bytes, so that keywords overlap, are
// prefixes of one another, and are equal.
func TestTwins(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for _, alphabet := range []string{"ab", "abc", "aA-_", "am-M", "\x00a", "\x00\x20@`", "k\xeb\xcb", "e\xc3\xa9\x80", "key-_0"} {
		t.Run(fmt.Sprintf("%q", alphabet), func(t *testing.T) {
			draw := func(n int) string {
				b := make([]byte, n)
				for i := range b {
					b[i] = alphabet[r.Intn(len(alphabet))]
				}
				return string(b)
			}
			for range 300 {
				var keywords []string
				for range r.Intn(12) {
					keywords = append(keywords, asciiLower(draw(r.Intn(4)+r.Intn(14))))
				}
				naive, sieve := NewNaive(keywords), NewSieve(keywords)
				for range 8 {
					data := draw(r.Intn(101))
					require.Equal(t, all(naive, data), all(sieve, data), "%q in %q", keywords, data)
				}
			}
		})
	}
}

// TestEdges has keywords at every distance from both ends of data of every
// length, amid bytes that would complete one and are not part of the data.
func TestEdges(t *testing.T) {
	for _, keyword := range []string{"k", "sk", "pat", "eyj_", "token", "secret", "glpat-", "sk_live_", "-----begin pgp"} {
		keywords := []string{keyword, keyword[:1], keyword[len(keyword)-1:], keyword + keyword}
		naive, sieve := NewNaive(keywords), NewSieve(keywords)
		for n := 0; n <= 100; n++ {
			around := []byte(strings.Repeat(strings.ToUpper(keyword), 300/len(keyword)))
			for at := 0; at < len(keyword)+8; at++ {
				whole := string(around[100+at : 100+at+n])
				require.Equal(t, all(naive, whole), all(sieve, whole), "%q", whole)
			}
			for at := 0; at+len(keyword) <= n; at++ {
				data := around[100 : 100+n]
				for i := range data {
					data[i] = '.'
				}
				copy(data[at:], keyword)
				var got []int
				sieve.Each(data, func(k, end int) {
					if k == 0 {
						got = append(got, end)
					}
				})
				require.Equal(t, []int{at + len(keyword)}, got, "%q at %d of %d", keyword, at, n)
			}
		}
	}
}

func TestPackIsABijection(t *testing.T) {
	seen := make([]bool, 1<<gramBits)
	middles := map[uint64]uint64{} // by the bits of the bucket that the outer bytes leave alone
	for bytes := range uint64(1 << 20) {
		four := bytes&31 | bytes>>5&31<<8 | bytes>>10&31<<16 | bytes>>15&31<<24
		gram := pack(four) & (1<<gramBits - 1)
		require.False(t, seen[gram])
		seen[gram] = true
		require.Equal(t, gram, pack(four<<32|0xffffffff)>>32&(1<<gramBits-1), "whatever precedes it")
		middle := bucketOf(gram) >> 3 & 1023
		if m, ok := middles[middle]; ok {
			require.Equal(t, m, four>>8&0xffff)
		}
		middles[middle] = four >> 8 & 0xffff
	}
}

func TestManyKeywords(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	for name, draw := range map[string]func(i int) string{
		"every byte":         func(i int) string { return asciiLower(string([]byte{byte(i)})) },
		"two bytes":          func(int) string { return string([]byte{"abcde\x00\xff"[r.Intn(7)], byte(r.Intn(64))}) },
		"equal":              func(int) string { return "equal" },
		"the same beginning": func(i int) string { return fmt.Sprintf("token_%d", i) },
		"the same end":       func(i int) string { return fmt.Sprintf("%d_token", i) },
	} {
		t.Run(name, func(t *testing.T) {
			n := 2000
			if name == "every byte" {
				n = 256
			}
			var keywords []string
			for i := range n {
				keywords = append(keywords, draw(i))
			}
			data := make([]byte, 500)
			r.Read(data)
			text := string(data) + " EQUAL Token_1999 1999_TOKEN_77 a\x00e\x3f"
			require.Equal(t, all(NewNaive(keywords), text), all(NewSieve(keywords), text))
		})
	}
}

func FuzzTwins(f *testing.F) {
	f.Add("he,she,hers,ush", "ushers HE SHE")
	f.Add("aa,a,aaa", "aaaaab")
	f.Add("\xff,\x00", "a\xff\x00")
	f.Add("zqxjaaaa,aaa,sk,://", "zqxjaaaa://SK")
	f.Add("private key-----,token,access_token", "-----BEGIN PRIVATE KEY----- access_token")
	f.Fuzz(func(t *testing.T, words, data string) {
		keywords := strings.Split(asciiLower(words), ",")
		one := 0 // keywords of one byte, which take long to build
		for _, k := range keywords {
			if len(k) == 1 {
				one++
			}
		}
		if len(words) > 300 || len(data) > 2000 || one > 3 {
			return
		}
		assert.Equal(t, all(NewNaive(keywords), data), all(NewSieve(keywords), data))
	})
}

func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = fold(c)
	}
	return string(b)
}
