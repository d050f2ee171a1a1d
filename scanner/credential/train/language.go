package train

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/scanner/credential"
)

const (
	commonWords = 12_000
	minTimes    = 6 // that a common word is met, in at least minFiles
	minFiles    = 4
	maxTextFile = 1 << 20
)

// eachText calls do with each text file below dir, in order; path is relative to dir.
func eachText(dir string, do func(path string, data []byte)) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || len(data) > maxTextFile || !utf8.Valid(data) {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		do(filepath.ToSlash(name), data)
		return nil
	})
}

// ReadLanguage learns from the text files below dirs, and returns the common words
// in them as well, the most common first.
func ReadLanguage(dirs []string) (*credential.Language, []string, error) {
	counts, files := map[string]int{}, map[string]int{}
	for _, dir := range dirs {
		err := eachText(dir, func(_ string, data []byte) {
			seen := map[string]bool{}
			for _, w := range words(string(data)) {
				counts[w]++
				if !seen[w] {
					seen[w] = true
					files[w]++
				}
			}
		})
		if err != nil {
			return nil, nil, err
		}
	}
	var common []string
	for w, n := range counts {
		if n >= minTimes && files[w] >= minFiles && len(w) >= 3 && len(w) <= 14 {
			common = append(common, w)
		} else if files[w] < 2 {
			delete(counts, w)
		}
	}
	slices.SortFunc(common, func(a, b string) int {
		if n := files[b] - files[a]; n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	common = common[:min(len(common), commonWords)]
	return credential.NewLanguage(common, counts), common, nil
}

// words returns the words of letters in text, in lower case, those that a capital
// begins apart.
func words(text string) (out []string) {
	from := -1
	flush := func(to int) {
		if from >= 0 && to-from >= 2 && to-from <= 24 {
			out = append(out, strings.ToLower(text[from:to]))
		}
		from = -1
	}
	for i := range len(text) {
		b := text[i]
		letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
		switch {
		case !letter:
			flush(i)
		case from >= 0 && b <= 'Z' && text[i-1] >= 'a':
			flush(i)
			from = i
		case from < 0:
			from = i
		}
	}
	flush(len(text))
	return out
}
