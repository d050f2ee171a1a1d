package settings

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Duration is a time.Duration that is written as text: "90s".
type Duration time.Duration

// decoder puts the values of a document where they belong. It keeps the first thing
// that is wrong.
type decoder struct {
	file  string
	lines map[string]int // by path
	err   *Error
}

// fail says what is wrong with a key.
func (d *decoder) fail(path, hint, format string, args ...any) {
	if d.err != nil {
		return
	}
	line := 0
	for p := path; line == 0 && p != ""; { // a key of an inline table stands where its table does
		line = d.lines[p]
		p = p[:max(strings.LastIndexAny(p, ".["), 0)]
	}
	d.err = &Error{File: d.file, Line: max(line, 1), Msg: fmt.Sprintf(format, args...), Hint: hint}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

var (
	sourceType   = reflect.TypeFor[Source]()
	durationType = reflect.TypeFor[Duration]()
	urlsType     = reflect.TypeFor[URLs]()
)

// table fills a struct. Known keys are those of its fields; a Source has three.
func (d *decoder) table(path string, keys map[string]any, to reflect.Value) {
	known := d.fields(path, keys, to)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if !slices.Contains(known, key) {
			d.unknown(join(path, key), key, known)
		}
	}
}

func (d *decoder) unknown(path, key string, known []string) {
	hint := "there are " + strings.Join(known, ", ")
	if slices.Contains(known, key+"_env") {
		hint = fmt.Sprintf("a secret never stands in the settings: use %[1]s_env, %[1]s_file or %[1]s_command", key)
	}
	d.fail(path, hint, "unknown key %q", withoutIndexes(path))
}

// fields fills what is given and returns the keys that could be.
func (d *decoder) fields(path string, keys map[string]any, to reflect.Value) (known []string) {
	for i := range to.NumField() {
		field := to.Type().Field(i)
		key := field.Tag.Get("toml")
		switch {
		case field.Anonymous:
			known = append(known, d.fields(path, keys, to.Field(i))...)
		case field.Type == sourceType:
			known = append(known, d.source(path, key, keys, to.Field(i).Addr().Interface().(*Source))...)
		default:
			known = append(known, key)
			if v, ok := keys[key]; ok {
				d.value(join(path, key), v, to.Field(i))
			}
		}
	}
	return known
}

func (d *decoder) source(path, key string, keys map[string]any, to *Source) []string {
	given := 0
	known := []string{key + "_env", key + "_file", key + "_command"}
	for i, v := range []any{&to.Env, &to.File, &to.Command} {
		if in, ok := keys[known[i]]; ok {
			d.value(join(path, known[i]), in, reflect.ValueOf(v).Elem())
			if given++; given > 1 {
				d.fail(join(path, known[i]), "", "%s is given twice: one of %s is enough", key, strings.Join(known, ", "))
			}
		}
	}
	to.File = d.resolve(to.File)
	d.program(join(path, known[2]), to.Command)
	return known
}

// resolve returns a path, relative ones from the folder of the settings: where
// leaksieve runs may be a folder of somebody else.
func (d *decoder) resolve(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	folder, err := filepath.Abs(filepath.Dir(d.file))
	if err != nil {
		d.fail("", "", "finding the folder of the settings: %s", err)
	}
	return filepath.Join(folder, path)
}

// value puts v into to, or says what it should be.
func (d *decoder) value(path string, v any, to reflect.Value) {
	switch to.Kind() {
	case reflect.Struct:
		if keys, ok := v.(map[string]any); ok {
			d.table(path, keys, to)
			return
		}
	case reflect.Map:
		if keys, ok := v.(map[string]any); ok {
			d.dictionary(path, keys, to)
			return
		}
	case reflect.Slice:
		if _, one := v.(string); one && to.Type() == urlsType {
			v = []any{v}
		}
		if list, ok := listOf(v); ok {
			to.Set(reflect.MakeSlice(to.Type(), len(list), len(list)))
			for i, e := range list {
				d.value(fmt.Sprintf("%s[%d]", path, i), e, to.Index(i))
			}
			return
		}
	case reflect.Float64:
		if n, ok := v.(int64); ok {
			v = float64(n)
		}
	case reflect.Int:
		if n, ok := v.(int64); ok && n >= 0 && n <= 1<<20 {
			v = int(n)
		}
	}
	if text, ok := v.(string); ok && to.Type() == durationType {
		if span, err := time.ParseDuration(text); err == nil && span > 0 {
			v = Duration(span)
		}
	}
	if in := reflect.ValueOf(v); in.Type() == to.Type() {
		to.Set(in)
		return
	}
	d.fail(path, "", "%s: want %s", withoutIndexes(path), wanted(to.Type()))
}

func (d *decoder) dictionary(path string, keys map[string]any, to reflect.Value) {
	to.Set(reflect.MakeMap(to.Type()))
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		v := reflect.New(to.Type().Elem()).Elem()
		d.value(join(path, key), keys[key], v)
		to.SetMapIndex(reflect.ValueOf(key), v)
	}
}

// listOf returns an array, of tables or of anything else.
func listOf(v any) ([]any, bool) {
	switch v := v.(type) {
	case []any:
		return v, true
	case []map[string]any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = v[i]
		}
		return list, true
	}
	return nil, false
}

func wanted(t reflect.Type) string {
	switch {
	case t == durationType:
		return `a time such as "10s"`
	case t == urlsType:
		return "a URL, or an array of URLs"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return "an array of tables"
	}
	switch t.Kind() {
	case reflect.Slice:
		return "an array of strings"
	case reflect.Struct, reflect.Map:
		return "a table"
	case reflect.Bool:
		return "true or false"
	case reflect.Float64:
		return "a number"
	case reflect.Int:
		return "a whole number"
	}
	return "a string"
}
