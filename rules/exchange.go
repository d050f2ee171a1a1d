package rules

import (
	"errors"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/rules/request"
)

// Request is a request to an issuer as data; package request describes its language.
type Request = request.Request

var (
	askKeys    = []string{"method", "url", "headers", "body", "active", "ended", "inactive", "unclear", "owner", "account", "scopes", "expires", "details"}
	revokeKeys = []string{"method", "url", "headers", "body", "done", "ended", "inactive"}
)

// request reads [rules.verify] or [rules.revoke], nil if there is none. What is wrong in
// its templates and conditions is an error of the line where it stands.
func (t *table) request(key string, known []string) *Request {
	if !t.has(key) {
		return nil
	}
	if _, ok := t.keys[key].(map[string]any); !ok {
		t.badType(key, "a table")
		return nil
	}
	rt := t.tables(key)[0]
	rt.label += key + ": "
	rt.only(known)
	r := &Request{
		Method: strings.ToUpper(rt.text("method")), URL: rt.text("url"), Headers: rt.texts("headers"), Body: rt.text("body"),
		Active: rt.list("active"), Ended: rt.list("ended"), Inactive: rt.list("inactive"), Unclear: rt.list("unclear"), Done: rt.list("done"),
		Owner: rt.text("owner"), Account: rt.text("account"), Scopes: rt.text("scopes"), Expires: rt.text("expires"), Details: rt.texts("details"),
	}
	rt.checkRequest(r, key)
	return r
}

func (t *table) checkRequest(r *Request, key string) {
	if !strings.Contains(r.URL, "://") {
		t.fail("url", `begin with "https://"; the host has to be written out`, "url: not a URL")
		return
	}
	if key == "revoke" && len(r.Done) == 0 {
		t.fail("done", `as in done = ["status 204"]`, "done: nothing would say that the token is taken back")
	}
	if key == "verify" && len(r.Active) == 0 {
		t.fail("active", `as in active = ["status 200 and json id"]`, "active: nothing would say that the token lives")
	}
	var e *request.Error
	if _, err := request.Compile(*r); errors.As(err, &e) {
		t.fail(e.Key, e.Hint, "%s", oneLine(e.Error()))
	}
	if strings.HasPrefix(r.URL, "http://") {
		t.warn("url", "url: without TLS it is sent only to a host that you name among those that may be spoken to so")
	}
}

// texts reads a table of texts.
func (t *table) texts(key string) map[string]string {
	if !t.has(key) {
		return nil
	}
	keys, ok := t.keys[key].(map[string]any)
	if !ok {
		t.badType(key, "a table of strings")
		return nil
	}
	inner := &table{doc: t.doc, path: t.join(key), label: t.label, keys: keys}
	out := map[string]string{}
	for _, name := range sortedKeys(keys) {
		out[name] = inner.text(name)
	}
	return out
}

// disown leaves out what a configuration that somebody else wrote, that of the scanned
// repository, says of where secrets are sent, and marks the rules that find what it says.
func (c *Config) disown() {
	c.foreign = true
	for _, r := range c.Set.Rules {
		for _, key := range []string{"regex", "token", "secretGroup", "judge", "required", "path"} {
			_, given := c.own[r.ID].given[key]
			r.Foreign = r.Foreign || given
		}
		for _, of := range []struct {
			key     string
			request **Request
		}{{"verify", &r.Verify}, {"revoke", &r.Revoke}} {
			if *of.request != nil {
				*of.request = nil
				c.warn(c.own[r.ID].line, "rule %q: %s is not used: where secrets are sent is not for the scanned repository to say", r.ID, of.key)
			}
		}
	}
}

// checkParts looks for parts that a request wants and the rule does not find.
func checkParts(r *Rule, bad func(key, hint, format string, args ...any) error) error {
	var ids []string
	for _, q := range r.Required {
		ids = append(ids, q.RuleIDs...)
	}
	for _, of := range []struct {
		key     string
		request *Request
	}{{"verify", r.Verify}, {"revoke", r.Revoke}} {
		if of.request == nil {
			continue
		}
		compiled, err := request.Compile(*of.request)
		if err != nil {
			continue // has been said
		}
		for _, id := range compiled.Parts() {
			if !slices.Contains(ids, id) {
				return bad(of.key, "name it in [[rules.required]] by its id", "%s: no part of the rule is %q", of.key, id)
			}
		}
	}
	return nil
}
