package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
)

// worldCommands are for scripts in which something is sent:
//
//	serve NAME FILE       starts a server on the loopback interface, puts its URL into $NAME_URL and its
//	                      host into $NAME_HOST, and has SSL_CERT_FILE vouch for it. FILE has an answer a
//	                      line, in JSON; the first whose method, path and header are those of a request counts
//	received NAME N TEXT  N requests came to the server whose method, path, header or body hold the text
func worldCommands(t *testing.T) map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"serve":    func(ts *testscript.TestScript, neg bool, args []string) { serve(t, ts, neg, args) },
		"received": cmdReceived,
	}
}

// servers are those of all scripts, by URL.
var servers sync.Map

// scripted is an answer of a server.
type scripted struct {
	Method, Path string
	Header       map[string]string // must be there
	Body         string            // must stand in the body
	Status       int
	Headers      map[string]string // of the answer
	JSON         any
	Text         string
}

func (a *scripted) takes(r *http.Request, body string) bool {
	path := r.URL.RequestURI()
	for k, v := range a.Header {
		if r.Header.Get(k) != v {
			return false
		}
	}
	return (a.Method == "" || a.Method == r.Method) && (a.Path == path || a.Path == r.URL.Path) && strings.Contains(body, a.Body)
}

func serve(t *testing.T, ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: serve NAME FILE")
	}
	var answers []scripted
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		var a scripted
		ts.Check(json.Unmarshal([]byte(line), &a))
		answers = append(answers, a)
	}
	server := outboundtest.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		for i := range answers {
			if a := &answers[i]; a.takes(r, string(body)) {
				for k, v := range a.Headers {
					w.Header().Set(k, v)
				}
				text := []byte(a.Text)
				if a.JSON != nil {
					w.Header().Set("Content-Type", "application/json")
					text, _ = json.Marshal(a.JSON)
				}
				w.WriteHeader(a.Status)
				_, _ = w.Write(text)
				return
			}
		}
		w.WriteHeader(http.StatusNotFound)
	}))
	u, err := url.Parse(server.URL)
	ts.Check(err)
	file := ts.MkAbs(args[0] + ".pem")
	ts.Check(os.WriteFile(file, server.Authority(), 0o600))
	ts.Setenv("SSL_CERT_FILE", file)
	ts.Setenv(args[0]+"_URL", server.URL)
	ts.Setenv(args[0]+"_HOST", u.Host)
	servers.Store(server.URL, server)
}

func cmdReceived(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: received NAME N TEXT")
	}
	v, ok := servers.Load(ts.Getenv(args[0] + "_URL"))
	if !ok {
		ts.Fatalf("no server is called %s", args[0])
	}
	n := 0
	for _, r := range v.(*outboundtest.Server).Requests() {
		if strings.Contains(fmt.Sprintf("%s %s\n%v\n%s", r.Method, r.Path, r.Header, r.Body), args[2]) {
			n++
		}
	}
	if fmt.Sprint(n) != args[1] {
		ts.Fatalf("%d requests hold %q, not %s", n, args[2], args[1])
	}
}
