package objectstest

import (
	"bytes"
	"fmt"
	"math/rand"
)

// Grow adds a random history: files that change a little at a time, so that git
// makes deltas of them, merges, tags, links, and what is rare: empty files,
// files without a line feed, binary ones, folders in folders.
func (r *Repo) Grow(rnd *rand.Rand, commits int) {
	r.t.Helper()
	var b bytes.Buffer
	files := map[string][]byte{}
	when := 1767323045
	for i := 1; i <= commits; i++ {
		when += rnd.Intn(5000) - 500
		branch := []string{"main", "main", "side"}[rnd.Intn(3)]
		if i <= 2 {
			branch = []string{"main", "side"}[i-1]
		}
		fmt.Fprintf(&b, "commit refs/heads/%s\nmark :%d\n", branch, i)
		fmt.Fprintf(&b, "committer Ada <ada@example.org> %d +0%d00\n", when, rnd.Intn(9))
		data(&b, fmt.Appendf(nil, "change %d\n\n%s", i, words(rnd, rnd.Intn(9))))
		if i > 3 && rnd.Intn(6) == 0 {
			fmt.Fprintf(&b, "merge :%d\n", 1+rnd.Intn(i-1))
		}
		for range 1 + rnd.Intn(3) {
			path := fmt.Sprintf("%s/file%d.txt", []string{"src", "src/deep/er", "docs"}[rnd.Intn(3)], rnd.Intn(6))
			files[path] = edit(rnd, files[path])
			fmt.Fprintf(&b, "M %s inline %s\n", []string{"100644", "100755", "120000"}[max(0, rnd.Intn(12)-9)], path)
			data(&b, files[path])
		}
		fmt.Fprintln(&b)
		if rnd.Intn(8) == 0 {
			fmt.Fprintf(&b, "tag v%d\nfrom :%d\ntagger Ada <ada@example.org> %d +0000\n", i, i, when)
			data(&b, []byte("release\n"))
		}
	}
	fmt.Fprintln(&b, "done")
	r.GitInput(b.Bytes(), "fast-import", "--quiet", "--done", "--force")
}

func data(b *bytes.Buffer, content []byte) {
	fmt.Fprintf(b, "data %d\n%s\n", len(content), content)
}

func words(rnd *rand.Rand, n int) []byte {
	var b []byte
	for range n {
		b = fmt.Appendf(b, "word%d ", rnd.Intn(1000))
		if rnd.Intn(5) == 0 {
			b = append(b, '\n')
		}
	}
	return b
}

// edit returns another version of content.
func edit(rnd *rand.Rand, content []byte) []byte {
	switch {
	case len(content) == 0:
		return words(rnd, 20+rnd.Intn(400))
	case rnd.Intn(25) == 0:
		return nil
	case rnd.Intn(25) == 0:
		bin := make([]byte, rnd.Intn(9000))
		rnd.Read(bin)
		return bin
	}
	at := rnd.Intn(len(content) + 1)
	end := at + rnd.Intn(min(len(content)-at, 40)+1)
	return append(append(bytes.Clone(content[:at]), words(rnd, rnd.Intn(12))...), content[end:]...)
}
