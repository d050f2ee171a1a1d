package reporters

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

func readJSON(t testing.TB, path string) map[string]any {
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err)
	return doc.(map[string]any)
}

// schemas are the schemas that reports must be valid against, by format.
func schemas(t testing.TB) map[string]*jsonschema.Schema {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	urls := map[string]string{}
	for format, path := range map[string]string{
		"json": "schema/report.json", "jsonl": "schema/run.jsonl.json", "sarif": "../testdata/schema/sarif-schema-2.1.0.json",
	} {
		doc := readJSON(t, path)
		id, ok := doc["$id"].(string)
		if !ok {
			id = doc["id"].(string) // draft 4
		}
		require.NoError(t, c.AddResource(id, doc))
		urls[format] = id
	}
	out := map[string]*jsonschema.Schema{}
	for format, url := range urls {
		s, err := c.Compile(url)
		require.NoError(t, err)
		out[format] = s
	}
	return out
}

func validate(t testing.TB, s *jsonschema.Schema, data []byte) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err)
	assert.NoError(t, s.Validate(doc))
}

// documents are the JSON documents of a report.
func documents(format string, report []byte) [][]byte {
	if format == "jsonl" {
		return bytes.SplitAfter(bytes.TrimSuffix(report, []byte("\n")), []byte("\n"))
	}
	return [][]byte{report}
}

func TestReportsAreValidAgainstTheirSchemas(t *testing.T) {
	all := schemas(t)
	for _, g := range goldens {
		if s := all[g.format]; s != nil {
			for _, clear := range []bool{false, true} {
				for _, doc := range documents(g.format, g.run().report(t, g.format, Options{ShowSecrets: clear})) {
					validate(t, s, doc)
				}
			}
		}
	}
}

// Nothing but what the schema says is taken: a schema that lets everything pass
// would prove nothing above.
func TestSchemasRefuse(t *testing.T) {
	all := schemas(t)
	for name, c := range map[string]struct{ format, from, to string }{
		"a field that is not described":  {"json", `"complete":`, `"whole":true,"complete":`},
		"a finding without a place":      {"json", `"origin":`, `"origins":`},
		"a kind that there is not":       {"json", `"kind": "file"`, `"kind": "folder"`},
		"another version":                {"json", `"schema": 1`, `"schema": 2`},
		"a line of two records":          {"jsonl", `{"type":"summary",`, `{"type":"summary","skip":{"reason":"missing","origin":{"kind":"file"}},`},
		"a record under another's name":  {"jsonl", `{"type":"summary",`, `{"type":"skip",`},
		"a region that begins at line 0": {"sarif", `"startLine":12`, `"startLine":0`},
		"a SARIF level that is not one":  {"sarif", `"level":"error"`, `"level":"high"`},
		"a URI that is none":             {"sarif", `"uri":"src/main.go"`, `"uri":"src/%zz"`},
	} {
		t.Run(name, func(t *testing.T) {
			report := single().report(t, c.format, Options{})
			require.Contains(t, string(report), c.from)
			report = bytes.ReplaceAll(report, []byte(c.from), []byte(c.to))
			docs := documents(c.format, report)
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(docs[len(docs)-1]))
			require.NoError(t, err)
			assert.Error(t, all[c.format].Validate(doc))
		})
	}
}

// The schema and the values that are written say the same: every field of one is
// in the other, of the same type, and required where it is always written.
func TestSchemaAndStructsAgree(t *testing.T) {
	report := readJSON(t, "schema/report.json")
	defs := report["$defs"].(map[string]any)
	seen := map[string]bool{"name": true} // a string with a convention
	for name, v := range map[string]any{
		"run": leak.Run{}, "rule": leak.Rule{}, "finding": leak.Finding{}, "part": leak.Part{}, "origin": leak.Origin{}, "position": leak.Position{},
		"exposure": leak.Exposure{}, "commit": leak.Commit{}, "decision": leak.Decision{}, "skip": leak.Skip{}, "summary": leak.Summary{}, "objectCount": leak.ObjectCount{},
		"remote": leak.Remote{}, "repository": leak.Repository{}, "token": leak.Token{}, "binding": leak.Binding{}, "detail": leak.Detail{}, "reason": leak.Reason{},
		"blast": leak.Blast{}, "grade": leak.Grade{}, "verdict": leak.Verdict{},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, defs, name)
			agree(t, defs[name].(map[string]any), reflect.TypeOf(v), defs)
		})
		seen[name] = true
	}
	for _, name := range []string{"secret", "severity"} {
		assert.Equal(t, "string", defs[name].(map[string]any)["type"])
		seen[name] = true
	}
	for name := range defs {
		assert.True(t, seen[name], "nothing is written as %s", name)
	}
	t.Run("a line of JSONL", func(t *testing.T) {
		agree(t, readJSON(t, "schema/run.jsonl.json"), reflect.TypeFor[savedRecord](), defs)
	})
	t.Run("the report", func(t *testing.T) {
		var got map[string]any
		require.NoError(t, json.Unmarshal(nothing().report(t, "json", Options{}), &got))
		assert.ElementsMatch(t, keys(got), keys(report["properties"].(map[string]any)))
		assert.ElementsMatch(t, keys(got), report["required"])
	})
}

func agree(t *testing.T, schema map[string]any, typ reflect.Type, defs map[string]any) {
	assert.Equal(t, false, schema["additionalProperties"])
	assert.NotEmpty(t, schema["description"])
	properties := schema["properties"].(map[string]any)
	var names, required []any
	for i := range typ.NumField() {
		field := typ.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		require.NotEmpty(t, name, "%s has no name in JSON", field.Name)
		names = append(names, name)
		if options == "" {
			required = append(required, name)
		}
		if p, ok := properties[name].(map[string]any); assert.True(t, ok, "%s is not in the schema", name) {
			assert.NotEmpty(t, p["description"], name)
			sameType(t, name, p, field.Type, defs)
		}
	}
	assert.ElementsMatch(t, names, keys(properties), "the schema has what is never written")
	want, _ := schema["required"].([]any)
	assert.ElementsMatch(t, required, want, "required")
}

func sameType(t *testing.T, name string, p map[string]any, typ reflect.Type, defs map[string]any) {
	if ref, ok := p["$ref"].(string); ok {
		_, def, _ := strings.Cut(ref, "#/$defs/")
		require.Contains(t, defs, def, name)
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		if typ.Kind() == reflect.Struct && typ != reflect.TypeFor[time.Time]() {
			assert.Equal(t, strings.ToLower(typ.Name()), strings.ToLower(def), name)
			return
		}
		p = defs[def].(map[string]any)
	}
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	want := map[reflect.Kind]string{reflect.String: "string", reflect.Bool: "boolean", reflect.Int: "integer", reflect.Int64: "integer",
		reflect.Float64: "number", reflect.Slice: "array"}[typ.Kind()]
	if typ == reflect.TypeFor[time.Time]() {
		want = "string"
		assert.Equal(t, "date-time", p["format"], name)
	}
	if typ == reflect.TypeFor[leak.Duration]() {
		want = "string"
	}
	assert.Equal(t, want, p["type"], name)
	if typ.Kind() == reflect.Slice {
		sameType(t, name+"[]", p["items"].(map[string]any), typ.Elem(), defs)
	}
}

func keys(m map[string]any) (out []any) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

// The values that the schema lists are the constants of package leak.
func TestSchemaListsEveryConstant(t *testing.T) {
	defs := readJSON(t, "schema/report.json")["$defs"].(map[string]any)
	for prefix, path := range map[string][]string{
		"Kind": {"origin", "properties", "kind"}, "Severity": {"severity"}, "Skip": {"skip", "properties", "reason"},
		"SuppressedBy": {"decision", "properties", "by"}, "Hosting": {"remote", "properties", "hosting"}, "State": {"verdict", "properties", "state"},
		"Environment": {"token", "properties", "environment"}, "Reach": {"token", "properties", "reach"},
	} {
		var v any = defs
		for _, key := range path {
			v = v.(map[string]any)[key]
		}
		assert.ElementsMatch(t, constants(t, prefix), v.(map[string]any)["enum"], prefix)
	}
}

// constants returns the values of package leak's string constants of that prefix.
func constants(t *testing.T, prefix string) (out []any) {
	files, err := filepath.Glob("../scanner/leak/*.go")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(tree, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, prefix) {
				return true
			}
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				value, err := strconv.Unquote(lit.Value)
				require.NoError(t, err)
				out = append(out, value)
			}
			return true
		})
	}
	require.False(t, slices.Contains(out, nil))
	require.NotEmpty(t, out)
	return out
}
