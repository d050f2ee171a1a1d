package outbound

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"
)

// Do sends a request and returns the answer, whatever its status. Answers 429, 502,
// 503 and 504 and failures of the network are tried again, after the pause that the
// answer asks for, if that is short. An error is ctx's or an *Error, which says in
// words why there is no answer and holds nothing that was sent.
func (n *Conn) Do(ctx context.Context, r Request) (*Response, error) {
	u, err := n.address(r)
	if err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		if err := n.c.turn(ctx, n.issuer); err != nil {
			return nil, err
		}
		resp, connected, err := n.try(ctx, u, r)
		if ctx.Err() != nil && err != nil {
			return nil, ctx.Err()
		}
		if try >= n.c.o.Tries || !again(r, resp, connected, err) {
			return resp, err
		}
		pause, ok := n.c.pause(try, resp)
		if !ok {
			return resp, err
		}
		if resp != nil {
			n.c.hold(n.issuer, pause)
		}
		if err := n.c.o.Sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// again reports whether a request that ended so may be sent another time.
func again(r Request, resp *Response, connected bool, err error) bool {
	var e *Error
	if errors.As(err, &e) {
		return e.mayPass() && (!r.Once || !connected)
	}
	switch {
	case r.Once || resp == nil:
		return false
	case resp.Status == http.StatusTooManyRequests, resp.Status == http.StatusBadGateway,
		resp.Status == http.StatusServiceUnavailable, resp.Status == http.StatusGatewayTimeout:
		return true
	}
	return false
}

// pause returns how long to wait before the next try; false when the answer asks for
// more than is worth waiting.
func (c *Client) pause(try int, resp *Response) (time.Duration, bool) {
	d := firstPause << (try - 1)
	d = d/2 + time.Duration(c.o.Rand()*float64(d/2))
	if resp == nil {
		return d, true
	}
	asked := retryAfter(resp.Header.Get("Retry-After"), c.o.Now())
	if asked > maxRetryAfter {
		return 0, false
	}
	return max(d, asked), true
}

// retryAfter reads the header of RFC 9110, 10.2.3: seconds or a date.
func retryAfter(v string, now time.Time) time.Duration {
	if n, err := strconv.ParseUint(v, 10, 32); err == nil {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil {
		return at.Sub(now)
	}
	return 0
}

// try sends a request once. connected says that a connection was made, so that the
// request may have arrived.
func (n *Conn) try(ctx context.Context, u *url.URL, r Request) (resp *Response, connected bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, n.c.o.Timeout)
	defer cancel()
	var handshake atomic.Bool // failed; told by the goroutine that dials
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:          func(httptrace.GotConnInfo) { connected = true },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) { handshake.Store(err != nil) },
	})
	req, err := n.request(traced, u, r)
	if err != nil {
		return nil, false, err
	}
	client := n.c.http
	if r.Once {
		client = n.c.once
	}
	got, err := client.Do(req)
	if err != nil {
		e := n.explain(u.Host, err)
		if e.Kind == Broken && !connected && handshake.Load() {
			e = n.fail(Certificate, u.Host, "no agreement on how to speak TLS")
		}
		return nil, connected, e
	}
	defer got.Body.Close()
	body, err := io.ReadAll(io.LimitReader(got.Body, maxBody+1))
	switch {
	case err == nil && len(body) > maxBody:
		err = errTooLarge
	case err == nil:
		err = ctx.Err() // a server that sees us go away may end its answer in time to look whole
	}
	if err != nil {
		return nil, true, n.explain(u.Host, err)
	}
	return &Response{Status: got.StatusCode, Header: got.Header, Body: body}, true, nil
}

func (n *Conn) request(ctx context.Context, u *url.URL, r Request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, u.String(), bytes.NewReader(r.Body))
	if err != nil {
		return nil, n.fail(BadRequest, u.Host, "a method or path that cannot be sent")
	}
	req.Header.Set("User-Agent", n.c.o.UserAgent)
	req.Header.Set("Accept", "application/json")
	for name, value := range r.Header {
		if !headerName(name) || !headerValue(value) {
			return nil, n.fail(BadRequest, u.Host, "a header that cannot be sent")
		}
		req.Header.Set(name, value)
	}
	return req, nil
}

// headerName and headerValue are what net/http lets through, said before it is asked,
// because nothing of what was sent may stand in an error.
func headerName(s string) bool {
	for _, c := range []byte(s) {
		if c != '-' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return s != "" && http.CanonicalHeaderKey(s) != "Host"
}

func headerValue(s string) bool {
	for _, c := range []byte(s) {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
