package request

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

func credential(secret string, parts ...string) *leak.Credential {
	c := &leak.Credential{Secret: leak.NewSecret(secret), Parts: map[string]leak.Secret{}}
	for i := 0; i+1 < len(parts); i += 2 {
		c.Parts[parts[i]] = leak.NewSecret(parts[i+1])
	}
	return c
}

func TestBuild(t *testing.T) {
	const hostile = "a/b?c=d&e#f\"g\\h i%2F"
	for _, tt := range []struct {
		name   string
		r      Request
		secret string
		path   string
		header map[string]string
		body   string
	}{
		{
			"in each place", Request{
				Method: "POST", URL: "https://api.acme.example/v1/{{secret}}/me?key={{secret}}", Body: `{"token": "{{secret}}"}`,
				Headers: map[string]string{"Authorization": "Bearer {{secret}}"},
			}, hostile,
			"/v1/a%2Fb%3Fc=d&e%23f%22g%5Ch%20i%252F/me?key=a%2Fb%3Fc%3Dd%26e%23f%22g%5Ch+i%252F",
			map[string]string{"Authorization": "Bearer " + hostile, "Content-Type": "application/json"},
			`{"token": "a/b?c=d\u0026e#f\"g\\h i%2F"}`,
		},
		{
			"in a form", Request{
				URL: "/token", Body: "grant=x&token={{secret}}", Headers: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
			}, hostile, "/token", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, "grant=x&token=" + url.QueryEscape(hostile),
		},
		{
			"in text", Request{URL: "/", Body: "{{secret}}!", Headers: map[string]string{"content-type": "text/plain"}}, hostile,
			"/", map[string]string{"content-type": "text/plain", "Content-Type": ""}, hostile + "!",
		},
		{
			"escaped by hand", Request{URL: "/{{queryescape secret}}?a={{pathescape secret}}"}, "a/b c",
			"/a%2Fb+c?a=a%2Fb%20c", nil, "",
		},
		{
			"basic", Request{URL: "/", Headers: map[string]string{"Authorization": `Basic {{basic (part "none" "id") secret}}`}}, "open sesame",
			"/", map[string]string{"Authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}, "",
		},
		{
			"functions", Request{URL: `/{{upto ":" secret}}/{{after ":" secret}}/{{hex (upto ":" secret)}}/{{base64url secret}}?{{base64 "??>"}}`}, "ab:cd",
			"/ab/cd/6162/YWI6Y2Q?Pz8%2B", nil, "",
		},
		{"without a path", Request{URL: "https://api.acme.example"}, "x", "/", nil, ""},
		{"with a query alone", Request{URL: "https://api.acme.example/?a={{secret}}"}, "x y", "/?a=x+y", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.r.Active = []string{"status 200"}
			s, err := Must(tt.r).Build(credential(tt.secret, "id", "Aladdin"))
			require.NoError(t, err)
			assert.Equal(t, tt.path, s.Path)
			assert.Equal(t, tt.body, string(s.Body))
			for name, value := range tt.header {
				if value != "" {
					assert.Equal(t, value, s.Header[name])
				}
			}
		})
	}
}

func TestWhatCannotBeBuilt(t *testing.T) {
	for _, tt := range []struct {
		r      Request
		secret string
		says   string
	}{
		{Request{URL: "/", Headers: map[string]string{"X": "{{secret}}"}}, "a\r\nHost: evil.example", "it holds characters that a header does not take"},
		{Request{URL: "/{{secret}}/me"}, "..", "it cannot stand in a path"},
		{Request{URL: "/{{secret}}/me"}, ".", "it cannot stand in a path"},
		{Request{URL: `/{{part "id" "other"}}`}, "x", "it takes a part that was not found beside it (id or other)"},
		{Request{URL: "/", Body: `"{{secret}}"`}, "\xff", "it is no UTF-8 and cannot stand in JSON"},
		{Request{URL: "/{{secret}}"}, "", "the secret itself is not known"},
	} {
		tt.r.Active = []string{"status 200"}
		_, err := Must(tt.r).Build(credential(tt.secret))
		assert.EqualError(t, err, tt.says)
	}
}

func TestCompileSaysWhatIsWrongAndWhere(t *testing.T) {
	for _, tt := range []struct {
		r    Request
		says string
	}{
		{Request{URL: "api.acme.example/me"}, "url: not a URL"},
		{Request{URL: "ftp://api.acme.example/me"}, "url: not a URL"},
		{Request{URL: "https://{{secret}}.example/"}, "url: not a fixed host"},
		{Request{URL: "https://a@b.example/"}, "url: not a fixed host"},
		{Request{URL: "https:///me"}, "url: not a fixed host"},
		{Request{URL: "https://a.example?x=1"}, "url: not a path"},
		{Request{URL: "https://a.example/#x"}, "url: not a path"},
		{Request{URL: "/{{secret"}, "url: {{ without }}"},
		{Request{URL: "/{{}}"}, "url: an expression begins with a name"},
		{Request{URL: "/{{'x'}}"}, "url: an expression begins with a name"},
		{Request{URL: "/{{printf secret}}"}, `url: "printf" is none of after, base64, base64url, basic, hex, json, part, pathescape, queryescape, secret, upto`},
		{Request{URL: "/{{secret.Reveal}}"}, `url: "secret.Reveal" is none of`},
		{Request{URL: "/{{secret secret}}"}, "url: secret takes nothing"},
		{Request{URL: "/{{part}}"}, "url: part takes ids of rules"},
		{Request{URL: "/{{part secret}}"}, "url: part takes ids of rules in quotes"},
		{Request{URL: "/{{base64 (secret}}"}, "url: ( without )"},
		{Request{URL: "/{{base64 secret)}}"}, "url: {{base64 secret)}}: it ends too late"},
		{Request{URL: "/{{base64 hex secret}}"}, `url: "hex": put it in parentheses or quotes`},
		{Request{URL: "/{{base64 \"x}}"}, `url: '"' without its end`},
		{Request{URL: "/", Method: "TRACE"}, `method: unknown method "TRACE"`},
		{Request{URL: "/", Headers: map[string]string{"Host": "x"}}, `headers: "Host" is no name of a header`},
		{Request{URL: "/", Headers: map[string]string{"a b": "x"}}, `headers: "a b" is no name of a header`},
		{Request{URL: "/", Headers: map[string]string{"X-A": "a\nb"}}, `headers.X-A: a header takes no line breaks`},
		{Request{URL: "/", Body: "{{x}}"}, `body: "x" is none of`},
		{Request{URL: "/", Active: []string{"status"}}, `active: "status": status without a number`},
		{Request{URL: "/", Active: []string{"status 20"}}, `active: "status 20": "20" is no status; write 200 or 2xx`},
		{Request{URL: "/", Active: []string{"status xxx"}}, `active: "status xxx": "xxx" is no status`},
		{Request{URL: "/", Inactive: []string{"json a = b c"}}, `inactive: "json a = b c": = takes one value; put it in quotes`},
		{Request{URL: "/", Done: []string{"status 200 and"}}, `done: "status 200 and": write "status 200"`},
		{Request{URL: "/", Unclear: []string{"body x"}}, `unclear: "body x": write "status 200"`},
		{Request{URL: "/", Ended: []string{"header a:b"}}, `ended: "header a:b": write "status 200"`},
		{Request{URL: "/", Active: []string{"status 200"}, Owner: "login"}, `owner: "login": write "status 200"`},
		{Request{URL: "/", Active: []string{"status 200"}, Details: map[string]string{"a": "'json"}}, `details.a: "'json": '\'' without its end`},
		{Request{URL: "/"}, "active: no condition: the answer would mean nothing"},
	} {
		_, err := Compile(tt.r)
		var e *Error
		if assert.ErrorAs(t, err, &e, "%+v", tt.r) {
			assert.True(t, strings.HasPrefix(err.Error(), tt.says), "want %s\nhave %s", tt.says, err)
			assert.NotEqual(t, "", e.Key)
		}
	}
	assert.Panics(t, func() { Must(Request{}).Base() })
}

func answerOf(status int, body string, header ...string) Answer {
	h := http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		h.Add(header[i], header[i+1])
	}
	return Answer{Status: status, Header: h, Body: []byte(body)}
}

func TestConditions(t *testing.T) {
	const body = `{"id": 12345678901234567890, "ok": true, "no": false, "nil": null, "empty": "", "name": "ada", "list": [{"k": "a"}, {"k": "b"}], "tags": ["x", "y"], "none": []}`
	for condition, want := range map[string]bool{
		"status 200": true, "status 2xx": true, "status 20x": true, "status 404 200": true, "status 404": false, "status 4xx": false,
		"json id": true, "json ok": true, "json no": false, "json nil": false, "json empty": false, "json missing": false, "json name.x": false, "json list": true,
		"json id = 12345678901234567890": true, "json ok = true": true, "json no = false": true, "json name = ada": true, "json name = 'ada'": true, `json name="ada"`: true,
		"json name = bob": false, "json missing = x": false, "json name != bob": true, "json name != ada": false, "json missing != x": false,
		"json list.0.k = a": true, "json list.1.k = a": false, "json list.2.k": false, "json list.*.k = b": true, "json tags = y": true, "json none": false,
		"header X-A = b": true, "header x-a": true, "header X-B": false, "header X-A != c": true,
		"status 200 and json name = ada": true, "status 200 and json name = bob": false, "json name = ada and header X-A": true,
		"text = x": false,
	} {
		r := Must(Request{URL: "/", Active: []string{"status 599", condition}})
		v := r.Judge(answerOf(200, body, "X-A", "b"), true)
		assert.Equal(t, want, v.State == leak.StateActive, condition)
		if want {
			assert.Equal(t, condition, v.Reason)
		}
	}
	text := Must(Request{URL: "/", Inactive: []string{"text = 'no such token'"}})
	assert.Equal(t, leak.StateInactive, text.Judge(answerOf(404, " no such token\n"), true).State)
	assert.Equal(t, leak.StateUnknown, text.Judge(answerOf(404, "no such token here"), true).State)
}

func TestPagesForPeopleMeanNothing(t *testing.T) {
	r := Must(Request{URL: "/", Active: []string{"status 200"}, Inactive: []string{"status 401"}, Ended: []string{"status 410"}, Done: []string{"status 204"}})
	for _, a := range []Answer{
		answerOf(200, "x", "Content-Type", "text/html; charset=utf-8"), answerOf(200, "\n <!DOCTYPE html><p>"), answerOf(401, "<html>"), answerOf(410, "<HTML lang=en>"),
	} {
		v := r.Judge(a, true)
		assert.Equal(t, leak.StateUnknown, v.State)
		assert.Contains(t, v.Reason, "HTML page")
	}
}

func TestJudge(t *testing.T) {
	r := Must(Request{
		URL: "/", Active: []string{"status 200"}, Ended: []string{"json error = expired"}, Inactive: []string{"status 401"}, Unclear: []string{"status 403"},
		Owner: "json login or json mail", Account: "header X-Org", Scopes: "json scopes or header X-Scopes", Expires: "json exp", Details: map[string]string{"b": "json b", "a": "json a"},
	})
	when := time.Date(2026, 8, 1, 10, 0, 0, 0, time.UTC)
	assert.Equal(t, leak.Verdict{
		State: leak.StateActive, Reason: "status 200", Owner: "ada", Account: "acme", Scopes: []string{"read", "write"}, Expires: &when,
		Details: []leak.Detail{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}},
	}, r.Judge(answerOf(200, `{"mail": "ada", "scopes": "write, read write", "exp": "2026-08-01T12:00:00+02:00", "b": 2, "a": 1}`, "X-Org", "acme"), true))
	assert.Equal(t, []string{"a", "b c"}, r.Judge(answerOf(200, `{"scopes": ["b c", "a", "a"]}`), true).Scopes)
	assert.Equal(t, []string{"p", "q"}, r.Judge(answerOf(200, `{}`, "X-Scopes", "q p"), true).Scopes)
	for _, sure := range []bool{true, false} {
		assert.Equal(t, leak.Verdict{State: leak.StateInactive, Reason: "json error = expired"}, r.Judge(answerOf(400, `{"error": "expired"}`), sure))
	}
	assert.Equal(t, leak.Verdict{State: leak.StateInactive, Reason: "status 401"}, r.Judge(answerOf(401, ``), true))
	assert.Equal(t, leak.StateUnknown, r.Judge(answerOf(401, ``), false).State)
	for status, says := range map[int]string{
		403: "refused, which may have other reasons than the token (status 403)", 429: "asked too often (status 429)", 500: "the issuer has trouble (status 500)",
		302: "a redirect, which is not followed (status 302)", 418: "an answer that is not as documented (status 418)",
	} {
		assert.Equal(t, leak.Verdict{State: leak.StateUnknown, Reason: says}, r.Judge(answerOf(status, ``), true))
	}
}

func TestDone(t *testing.T) {
	r := Must(Request{URL: "/", Done: []string{"status 204"}, Ended: []string{"status 410"}, Inactive: []string{"status 401"}})
	for status, want := range map[int][2]bool{204: {true, false}, 410: {false, true}, 401: {false, true}, 500: {false, false}, 200: {false, false}} {
		done, gone, reason := r.Done(answerOf(status, ``))
		assert.Equal(t, want, [2]bool{done, gone}, status)
		assert.NotEmpty(t, reason)
	}
}

func TestTextOfAnAnswerIsFitToBeShown(t *testing.T) {
	r := Must(Request{URL: "/", Active: []string{"status 200"}, Owner: "json name"})
	body, err := json.Marshal(map[string]string{"name": "\x1b[31mada\n\u202e" + strings.Repeat("x", 500)})
	require.NoError(t, err)
	owner := r.Judge(answerOf(200, string(body)), true).Owner
	assert.True(t, strings.HasPrefix(owner, "[31mada"), owner)
	assert.LessOrEqual(t, len([]rune(owner)), 201)
	assert.NotContains(t, owner, "\x1b")
	assert.NotContains(t, owner, "\u202e")
}

func TestTime(t *testing.T) {
	at := time.Date(2026, 8, 1, 10, 0, 0, 0, time.UTC)
	midnight := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]*time.Time{
		"2026-08-01T10:00:00Z": &at, "2026-08-01T12:00:00.000+02:00": &at, "2026-08-01 10:00:00 UTC": &at, "2026-08-01 08:00:00 -0200": &at,
		"1785578400": &at, "1785578400000": &at, "2026-08-01": &midnight, "Sat, 01 Aug 2026 10:00:00 GMT": &at,
		"": nil, "0": nil, "-5": nil, "never": nil, "99999999999999999": nil,
	} {
		got := Time(text)
		if want == nil {
			assert.Nil(t, got, text)
			continue
		}
		if assert.NotNil(t, got, text) {
			assert.True(t, want.Equal(*got), "%s: %s", text, got)
			assert.Equal(t, time.UTC, got.Location())
		}
	}
}

func TestParts(t *testing.T) {
	r := Must(Request{
		URL: `/{{part "b" "a"}}`, Headers: map[string]string{"X": `{{basic (part "c") secret}}`}, Body: `"{{part "a"}}"`, Active: []string{"status 200"},
	})
	assert.Equal(t, []string{"a", "b", "c"}, r.Parts())
	assert.Empty(t, r.Base())
	assert.Equal(t, "https://api.acme.example", Must(Request{URL: "https://API.acme.example/x", Active: []string{"status 200"}}).Base())
}

// FuzzTemplate holds what is built to the place that it was put in, whatever the
// secret: nothing else of the path, query or JSON changes.
func FuzzTemplate(f *testing.F) {
	f.Add("a/b?c#d&e=f")
	f.Add("..")
	f.Add("\"}\n")
	r := Must(Request{URL: "https://a.example/x/{{secret}}/y?k={{secret}}&l=1", Body: `{"t": "{{secret}}", "u": 1}`, Active: []string{"status 200"}})
	f.Fuzz(func(t *testing.T, secret string) {
		s, err := r.Build(credential(secret))
		if err != nil {
			return
		}
		u, err := url.Parse("https://a.example" + s.Path)
		require.NoError(t, err)
		assert.Equal(t, "a.example", u.Host)
		assert.Equal(t, "/x/"+secret+"/y", u.Path)
		assert.Equal(t, url.Values{"k": {secret}, "l": {"1"}}, u.Query())
		var body struct {
			T string
			U int
		}
		require.NoError(t, json.Unmarshal(s.Body, &body))
		assert.Equal(t, secret, body.T)
		assert.Equal(t, 1, body.U)
	})
}

// FuzzCompile reads any template and condition without a panic, and judges any answer.
func FuzzCompile(f *testing.F) {
	f.Add("/{{basic (part \"a\") secret}}", "status 200 and json a.*.0 = 'x'", `{"a": [[1]]}`)
	f.Add("/{{((((", "json", "[")
	f.Fuzz(func(t *testing.T, template, condition, body string) {
		c, err := Compile(Request{URL: template, Active: []string{condition}, Owner: condition})
		if err != nil {
			return
		}
		_, _ = c.Build(credential("x"))
		c.Judge(answerOf(200, body), true)
	})
}
