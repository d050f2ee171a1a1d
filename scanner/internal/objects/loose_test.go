package objects

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestInflateLoose(t *testing.T) {
	for name, tc := range map[string]struct {
		plain string
		typ   Type
		data  string
		err   string
	}{
		"blob":                          {"blob 5\x00hello", Blob, "hello", ""},
		"empty tag":                     {"tag 0\x00", Tag, "", ""},
		"content that fills the head":   {"blob 25\x00" + strings.Repeat("x", 25), Blob, strings.Repeat("x", 25), ""},
		"content of one byte more":      {"blob 26\x00" + strings.Repeat("x", 26), Blob, strings.Repeat("x", 26), ""},
		"content with NUL":              {"blob 3\x00\x00\x00\x00", Blob, "\x00\x00\x00", ""},
		"no NUL":                        {"blob 5", Bad, "", "no header"},
		"no NUL in a long text":         {strings.Repeat("blob 5", 99), Bad, "", "no header"},
		"nothing":                       {"", Bad, "", "does not inflate"},
		"no size":                       {"blob\x00x", Bad, "", "unknown type"},
		"unknown type":                  {"secret 1\x00x", Bad, "", `unknown type "secret"`},
		"negative size":                 {"blob -1\x00", Bad, "", `bad size "-1"`},
		"size with a sign":              {"blob +1\x00x", Bad, "", `bad size "+1"`},
		"size that is no number":        {"blob one\x00x", Bad, "", `bad size "one"`},
		"size below the content":        {"blob 1\x00xy", Bad, "", `bad size "1"`},
		"size below the long content":   {"blob 30\x00" + strings.Repeat("x", 31), Blob, "", "another size"},
		"size above the content":        {"blob 9\x00x", Blob, "", "another size"},
		"size over the limit":           {"blob 1001\x00" + strings.Repeat("x", 1001), Blob, "", "over the size limit"},
		"size that overflows":           {"blob 99999999999999999999\x00x", Bad, "", "bad size"},
		"size that an int64 can't hold": {"blob 9223372036854775808\x00x", Bad, "", "bad size"},
	} {
		t.Run(name, func(t *testing.T) {
			typ, data, err := inflateLoose(bytes.NewReader(deflate(6, []byte(tc.plain))), 1000, nil)
			assert.Equal(t, tc.typ, typ)
			if tc.err != "" {
				assert.ErrorContains(t, err, tc.err)
				assert.Empty(t, data)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tc.data, string(data))
		})
	}
	z := deflate(6, []byte("blob 5\x00hello"))
	for _, more := range []string{"x", strings.Repeat("more ", 2000)} {
		_, _, err := inflateLoose(strings.NewReader(string(z)+more), 1000, nil)
		assert.ErrorContains(t, err, "bytes behind")
	}
	for _, at := range []int{0, 1, 5, len(z) - 1} {
		broken := bytes.Clone(z)
		broken[at] ^= 0x40
		_, _, err := inflateLoose(bytes.NewReader(broken), 1000, nil)
		assert.Error(t, err, "byte %d", at)
	}
}

func TestListLoose(t *testing.T) {
	dir := t.TempDir()
	rest := strings.Repeat("c", 38)
	for _, path := range []string{"ab/" + rest, "00/" + rest, "ff/" + strings.Repeat("0", 38), "ff/tmp_obj_x1y2z3", "ff/" + rest[1:],
		"AB/" + rest, "zz/" + rest, "pack/" + rest, "ab/" + strings.ToUpper(rest), "ab/" + strings.Repeat("c", 62)} {
		path = filepath.Join(dir, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, nil, 0o644))
	}
	ids, problems := (&Store{hashSize: 20}).listLoose(dir, "")
	assert.Empty(t, problems)
	var got []string
	for _, id := range ids {
		got = append(got, id.String())
	}
	assert.Equal(t, []string{"00" + rest, "ab" + rest, "ff" + strings.Repeat("0", 38)}, got)
	ids, _ = (&Store{hashSize: 32}).listLoose(dir, "")
	assert.Len(t, ids, 1, "names of a SHA-256 repository")

	_, problems = (&Store{hashSize: 20}).listLoose(filepath.Join(dir, "gone"), "")
	require.Len(t, problems, 1)
	assert.ErrorContains(t, problems[0].Err, "listing loose objects")
}

// FuzzLooseHeader holds the parser against a regular expression.
func FuzzLooseHeader(f *testing.F) {
	header := regexp.MustCompile(`(?s)^(commit|tree|blob|tag) ([0-9]+)\x00(.*)$`)
	for _, seed := range []string{"blob 5\x00hello", "tag 0\x00", "blob -1\x00", "tree 99999999999999999999\x00", "commit 1", "blob 05\x00hello"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		typ, size, content, err := parseLooseHeader(b)
		m := header.FindSubmatch(b)
		want := err
		if m == nil {
			want = fmt.Errorf("no header")
		} else if n, e := strconv.ParseInt(string(m[2]), 10, 64); e != nil || n >= 1<<62 || n < int64(len(m[3])) {
			want = fmt.Errorf("bad size")
		} else {
			want = nil
			require.Equal(t, n, size)
			require.Equal(t, string(m[1]), typ.String())
			require.True(t, bytes.Equal(m[3], content))
		}
		require.Equal(t, want == nil, err == nil, "%v", err)
	})
}
