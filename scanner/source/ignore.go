package source

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// ignores is the .gitignore files that apply where a walk stands, outermost
// first. Patterns mean what they mean to git (gitignore(5)); they become
// expressions of package regexp, so that none takes long, whoever wrote it.
type ignores struct {
	on    bool
	files []ignoreFile
}

type ignoreFile struct {
	dir      string // with a slash behind it
	patterns []ignorePattern
}

type ignorePattern struct {
	re      *regexp.Regexp
	negated bool
	dirOnly bool
	name    bool // it is for the last part of the path
}

// newIgnores reads the files of root and of the folders on the way to top, which
// is below it.
func newIgnores(root, top string, on bool) *ignores {
	g := &ignores{on: on}
	rel, err := filepath.Rel(root, top)
	if !on || err != nil || rel == "." || !filepath.IsLocal(rel) {
		return g
	}
	dir := root
	for _, part := range strings.Split(rel, string(filepath.Separator)) {
		g.enter(dir)
		dir = filepath.Join(dir, part)
	}
	return g
}

// enter reads a folder's .gitignore. One that cannot be read, is no file or is
// larger than anybody writes, ignores nothing, which errs on the side of scanning.
func (g *ignores) enter(dir string) {
	if !g.on {
		return
	}
	path := filepath.Join(dir, ".gitignore")
	if st, err := os.Lstat(path); err != nil || !st.Mode().IsRegular() || st.Size() > maxIgnoreFile {
		return
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return
	}
	f := ignoreFile{dir: slashed(dir)}
	for line := range strings.Lines(strings.TrimPrefix(string(b), "\ufeff")) {
		if p, ok := parseIgnore(strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")); ok {
			f.patterns = append(f.patterns, p)
		}
		if len(f.patterns) > maxIgnorePatterns {
			return
		}
	}
	if len(f.patterns) > 0 {
		g.leave(f.dir)
		g.files = append(g.files, f)
	}
}

// A pattern takes about a kilobyte once it is compiled, and every path is compared
// with all of them.
const (
	maxIgnoreFile     = 4 << 20
	maxIgnorePatterns = 20_000
)

func slashed(dir string) string { return strings.TrimSuffix(filepath.ToSlash(dir), "/") + "/" }

// leave drops the files of folders that path is not below.
func (g *ignores) leave(path string) {
	for n := len(g.files); n > 0 && !strings.HasPrefix(path, g.files[n-1].dir); n-- {
		g.files = g.files[:n-1]
	}
}

// match reports whether a path is ignored, whose folders are not: the last
// pattern that matches decides.
func (g *ignores) match(path string, isDir bool) bool {
	path = filepath.ToSlash(path)
	g.leave(path)
	name := latin1(lastName(path))
	for i := len(g.files) - 1; i >= 0; i-- {
		f := &g.files[i]
		rel := latin1(strings.TrimPrefix(path, f.dir))
		for j := len(f.patterns) - 1; j >= 0; j-- {
			p := &f.patterns[j]
			if p.dirOnly && !isDir {
				continue
			}
			if p.name && p.re.MatchString(name) || !p.name && p.re.MatchString(rel) {
				return !p.negated
			}
		}
	}
	return false
}

// parseIgnore reads a line; ok is false for what matches nothing.
func parseIgnore(line string) (p ignorePattern, ok bool) {
	if strings.HasPrefix(line, "#") {
		return p, false
	}
	line, p.negated = strings.CutPrefix(trimBlanks(line), "!")
	line, p.dirOnly = strings.CutSuffix(line, "/")
	p.name = !strings.Contains(line, "/")
	expr, ok := translate(strings.TrimPrefix(line, "/"))
	if !ok || line == "" {
		return p, false
	}
	re, err := regexp.Compile(expr)
	p.re = re
	return p, err == nil
}

// trimBlanks removes blanks at the end that no backslash keeps.
func trimBlanks(s string) string {
	end := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			end = i + 1
		} else if s[i] != ' ' {
			end = i + 1
		}
	}
	return s[:end]
}

// latin1 makes a rune of each byte: git's patterns count bytes.
func latin1(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// translate turns a pattern into an expression for paths in latin1.
func translate(glob string) (expr string, ok bool) {
	var out strings.Builder
	out.WriteString(`(?s)\A`)
	for i := 0; i < len(glob); i++ {
		switch c := glob[i]; c {
		case '*':
			stars := len(glob[i:]) - len(strings.TrimLeft(glob[i:], "*"))
			rest := glob[i+stars:]
			alone := stars > 1 && (i == 0 || glob[i-1] == '/')
			switch {
			case alone && strings.HasPrefix(rest, "/"):
				out.WriteString(`(?:.*/)?`)
				i++
			case alone && rest == "":
				out.WriteString(`.*`)
			default:
				out.WriteString(`[^/]*`)
			}
			i += stars - 1
		case '?':
			out.WriteString(`[^/]`)
		case '[':
			class, n := parseClass(glob[i+1:])
			if n == 0 {
				return "", false
			}
			out.WriteString(class)
			i += n
		case '\\':
			if i++; i == len(glob) {
				return "", false
			}
			fmt.Fprintf(&out, `\x{%x}`, glob[i])
		default:
			fmt.Fprintf(&out, `\x{%x}`, c)
		}
	}
	return out.String() + `\z`, true
}

// parseClass reads what follows "[" and returns it as a class of an expression
// and how many bytes it is; 0 when it has no end.
func parseClass(s string) (class string, n int) {
	var set [256]bool
	i := 0
	negated := s != "" && (s[0] == '!' || s[0] == '^')
	if negated {
		i++
	}
	last := -1 // what a range would begin with
	for first := true; ; first = false {
		if i >= len(s) {
			return "", 0
		}
		c := s[i]
		i++
		switch {
		case c == ']' && !first:
			set['/'] = negated
			return classOf(&set, negated), i
		case c == '-' && last >= 0 && i < len(s) && s[i] != ']':
			if s[i] == '\\' && i+1 < len(s) {
				i++
			}
			for b := last; b <= int(s[i]); b++ {
				set[b] = true
			}
			last = -1
			i++
			continue
		case c == '[' && strings.HasPrefix(s[i:], ":"):
			name, _, ok := strings.Cut(s[i+1:], ":]")
			re, err := regexp.Compile("[[:" + name + ":]]")
			if !ok || err != nil {
				return "", 0
			}
			for b := range 128 {
				set[b] = set[b] || re.MatchString(string(rune(b)))
			}
			last = -1
			i += len(name) + 3
			continue
		case c == '\\':
			if i >= len(s) {
				return "", 0
			}
			c = s[i]
			i++
		}
		set[c] = true
		last = int(c)
	}
}

func classOf(set *[256]bool, negated bool) string {
	var out strings.Builder
	for b, in := range set {
		if in != negated {
			fmt.Fprintf(&out, `\x{%x}`, b)
		}
	}
	if out.Len() == 0 {
		return `[^\x00-\x{10ffff}]`
	}
	return "[" + out.String() + "]"
}
