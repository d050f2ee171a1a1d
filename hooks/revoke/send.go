package revoke

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// maker makes what is sent of a secret in clear.
type maker func(secret string) outbound.Request

// reads turns an answer into an outcome.
type reads func(r *outbound.Response) Answer

// one is a Way.Do of one request.
func one(make maker, read reads) func(context.Context, *Net, *Step) Answer {
	return func(ctx context.Context, n *Net, s *Step) Answer {
		return ask(ctx, n.Conn, make(s.Cred.Secret.Reveal()), read)
	}
}

// ask sends a request that takes something back, which is not to be done twice.
func ask(ctx context.Context, c *outbound.Conn, r outbound.Request, read reads) Answer {
	r.Once = true
	resp, err := c.Do(ctx, r)
	if err != nil {
		return unsent(err)
	}
	switch {
	case resp.Status == http.StatusTooManyRequests:
		return Answer{Failed, "429: the issuer wants no more requests for now"}
	case resp.Status >= 500:
		return Answer{Unknown, status(resp)}
	case resp.Status >= 300 && resp.Status < 400:
		return Answer{Failed, fmt.Sprintf("%d: it leads elsewhere, where no secret is sent", resp.Status)}
	}
	if page(resp) {
		return Answer{Unknown, fmt.Sprintf("%d: a page for people, as of a proxy or portal", resp.Status)}
	}
	return read(resp)
}

// page reports whether an answer is none of an API.
func page(r *outbound.Response) bool {
	start := bytes.ToLower(bytes.TrimSpace(r.Body[:min(len(r.Body), 256)]))
	return strings.Contains(strings.ToLower(r.Header.Get("Content-Type")), "text/html") || bytes.HasPrefix(start, []byte("<!doctype")) || bytes.HasPrefix(start, []byte("<html"))
}

// unsent says what an error of outbound means: whether the request may have arrived.
func unsent(err error) Answer {
	var e *outbound.Error
	if errors.As(err, &e) {
		switch e.Kind {
		case outbound.TimedOut, outbound.Broken, outbound.TooLarge:
			return Answer{Unknown, e.Error()}
		}
		return Answer{Failed, e.Error()}
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return Answer{Unknown, "it was stopped before the answer came"}
	}
	return Answer{Failed, err.Error()}
}

func status(r *outbound.Response) string {
	if text := http.StatusText(r.Status); text != "" {
		return fmt.Sprintf("%d %s", r.Status, text)
	}
	return fmt.Sprint(r.Status)
}

// by reads an answer by its status alone. One that is not listed did nothing.
func by(outcomes map[int]Outcome) reads {
	return func(r *outbound.Response) Answer {
		if o, ok := outcomes[r.Status]; ok {
			return Answer{o, status(r)}
		}
		return Answer{Failed, status(r) + ", which the issuer does not document"}
	}
}

// usual are the answers of an API with bearer tokens: done (200, 204), no such token
// (401), not allowed (403).
func usual(more ...map[int]Outcome) reads {
	all := map[int]Outcome{200: Revoked, 204: Revoked, 401: Dead, 403: Refused}
	for _, m := range more {
		maps.Copy(all, m)
	}
	return by(all)
}

// plain is a request that has the secret elsewhere than in a header.
func plain(method, path string) maker {
	return func(string) outbound.Request { return outbound.Request{Method: method, Path: path} }
}

// bearer is a request with a token in its header and no body.
func bearer(method, path string) maker { return header(method, path, "Authorization", "Bearer ") }

// header is the same with the name of the header and what stands before the token.
func header(method, path, name, before string) maker {
	return func(secret string) outbound.Request {
		return outbound.Request{Method: method, Path: path, Header: map[string]string{name: before + secret}}
	}
}

// form is a POST of a form, with the secret as one of its fields.
func form(path, field string, more ...string) maker {
	return func(secret string) outbound.Request {
		values := url.Values{field: {secret}}
		for i := 0; i+1 < len(more); i += 2 {
			values.Set(more[i], more[i+1])
		}
		return outbound.Request{Method: "POST", Path: path, Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, Body: []byte(values.Encode())}
	}
}

// withJSON gives a request a body of JSON, made of the secret.
func withJSON(r maker, body func(secret string) any) maker {
	return func(secret string) outbound.Request {
		req := r(secret)
		if req.Header == nil {
			req.Header = map[string]string{}
		}
		req.Header["Content-Type"] = "application/json"
		req.Body, _ = json.Marshal(body(secret)) // of strings alone
		return req
	}
}

// basic is the value of an Authorization header, RFC 7617.
func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// decode reads JSON of an answer; what is none is an error in words.
func decode(r *outbound.Response, into any) error {
	if err := json.Unmarshal(r.Body, into); err != nil {
		return errors.New("an answer that is not the JSON that the issuer documents")
	}
	return nil
}
