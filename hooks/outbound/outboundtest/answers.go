package outboundtest

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"strings"
	"time"
)

// quiet swallows what a server says of clients that went away.
var quiet = log.New(io.Discard, "", 0)

// Answer is a handler that gives one answer. Headers are pairs of name and value.
func Answer(status int, body string, headers ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// Sequence gives the first answer to the first request, and so on; the last to all
// that follow.
func Sequence(handlers ...http.Handler) http.Handler {
	next := make(chan http.Handler, len(handlers))
	for _, h := range handlers[:len(handlers)-1] {
		next <- h
	}
	last := handlers[len(handlers)-1]
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case h := <-next:
			h.ServeHTTP(w, r)
		default:
			last.ServeHTTP(w, r)
		}
	})
}

// Redirect sends to another host.
func Redirect(to string) http.Handler { return Answer(http.StatusFound, "", "Location", to) }

// HTML is a page with status 200, as from a login page or a captive portal.
func HTML() http.Handler {
	return Answer(http.StatusOK, "<!DOCTYPE html>\n<html><body>Sign in</body></html>", "Content-Type", "text/html; charset=utf-8")
}

// Huge is an answer of more than any client reads.
func Huge() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id": "`)
		block := strings.Repeat("a", 64<<10)
		for range 100 {
			if _, err := io.WriteString(w, block); err != nil {
				return
			}
		}
		_, _ = io.WriteString(w, `"}`)
	})
}

// Hang answers nothing until the client goes away.
func Hang() http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// Slow begins an answer and dribbles on until the client goes away.
func Slow() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			if _, err := io.WriteString(w, " "); err != nil {
				return
			}
			_ = http.NewResponseController(w).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-tick.C:
			}
		}
	})
}

// Abort ends the connection in place of an answer.
func Abort() http.Handler {
	return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
}

// CutOff ends the connection in the middle of an answer.
func CutOff() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `{"id": 1`)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
}

// NotHTTP answers with a line that is none of HTTP and repeats all that was sent.
func NotHTTP() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(conn, r.RequestURI+" "+strings.Join(r.Header.Values("Authorization"), " ")+" "+string(body)+"\r\n\r\n")
	})
}

// Echo repeats all that was sent, as an error message that quotes it would.
func Echo(status int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		said := r.RequestURI + " " + string(body)
		for _, values := range r.Header {
			said += " " + strings.Join(values, " ")
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"id": said, "message": said, "error": said, "code": said, "name": said, "login": said, "username": said})
	})
}
