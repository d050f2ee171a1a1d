package token

import "strings"

// nameIn returns the name that a secret is assigned to on its line, "" if there is
// none: DB_PASSWORD of DB_PASSWORD="…", spring.mail.password of a property.
func nameIn(in *Input) string {
	before, _, ok := strings.Cut(in.Lines, in.Secret)
	if !ok || in.Secret == "" {
		before, _, ok = strings.Cut(in.Match, in.Secret)
	}
	if !ok {
		return ""
	}
	before = before[max(strings.LastIndexByte(before, '\n')+1, len(before)-200):]
	unquoted := strings.TrimRight(before, "\"'")
	before = strings.TrimRight(before, " \t\"'`\\([{")
	mark := strings.TrimRight(before, ":=>,")
	spaced := strings.HasSuffix(unquoted, " ") && unquoted != before // storePassword "…" of Gradle
	if mark == before && !spaced {
		return ""
	}
	mark = strings.TrimRight(mark, " \t\"'`\\])")
	end := len(mark)
	for end > 0 && nameByte(mark[end-1]) {
		end--
	}
	name := strings.Trim(mark[end:], "-.")
	if mark == before && kindOfName(name) == "" {
		return ""
	}
	if len(name) > 80 || strings.Contains(in.Secret, name) && len(name) > 6 {
		return ""
	}
	return name
}

func nameByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '-' || b == '.'
}

// assignedTo reports whether the name of a secret ends with one of these, marks and
// case aside.
func assignedTo(in *Input, names ...string) bool {
	name := plain(nameIn(in))
	for _, n := range names {
		if name != "" && strings.HasSuffix(name, n) {
			return true
		}
	}
	return false
}

// plain is a name in lower case without marks: dbpassword of DB_PASSWORD and dbPassword.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == '_' || r == '-' || r == '.':
			return -1
		}
		return r
	}, name)
}
