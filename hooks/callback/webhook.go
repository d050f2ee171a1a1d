package callback

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Sign returns the headers of a message of Standard Webhooks: its id, when it is sent,
// and the HMAC-SHA256 of both and the body, with dots between them. A key that begins
// with "whsec_" is base64 behind that, as the specification has it; of any other the
// bytes are the key.
func Sign(key leak.Secret, id string, at time.Time, body []byte) (map[string]string, error) {
	secret := []byte(key.Reveal())
	if encoded, ok := strings.CutPrefix(key.Reveal(), "whsec_"); ok {
		var err error
		if secret, err = base64.StdEncoding.DecodeString(encoded); err != nil {
			return nil, errors.New("the key of the web hook begins with whsec_, and is no base64")
		}
	}
	if len(secret) < minKey {
		return nil, fmt.Errorf("the key of the web hook has fewer than %d bytes", minKey)
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, secret)
	_, _ = fmt.Fprintf(mac, "%s.%s.%s", id, stamp, body)
	return map[string]string{
		"webhook-id":        id,
		"webhook-timestamp": stamp,
		"webhook-signature": "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)),
	}, nil
}

// minKey is what the specification has of a key at least: 24 bytes.
const minKey = 24

// webhook is a URL of the user.
type webhook struct {
	o     Options
	url   string          // may be a secret, by its path
	from  settings.Source // of the URL, when it is one
	key   settings.Source
	clear bool // the secret is sent, too
}

func newWebhook(c settings.Callback, o Options) (*webhook, error) {
	if o.Client == nil {
		return nil, errors.New("a web hook needs a client")
	}
	return &webhook{o: o, url: c.Webhook, from: c.WebhookFrom, key: c.Key, clear: c.IncludeSecret}, nil
}

func (w *webhook) Target() string {
	if u, err := url.Parse(w.url); err == nil && u.Host != "" {
		return u.Host
	}
	return "web hook"
}

func (w *webhook) Describe(e Event) string {
	what := "its mask and fingerprint"
	if w.clear {
		what = "the secret"
	}
	return fmt.Sprintf("POST leaksieve.%s with %s to %s, signed", e.Action, what, w.Target())
}

func (w *webhook) Call(ctx context.Context, e Event) Result {
	address := w.url
	if address == "" {
		s, err := w.from.Read(ctx, w.o.Env)
		if err != nil {
			return Result{Failed, fmt.Sprintf("reading the URL of the web hook: %s", err)}
		}
		address = s.Reveal()
	}
	key, err := w.key.Read(ctx, w.o.Env)
	if err != nil {
		return Result{Failed, fmt.Sprintf("reading the key of the web hook: %s", err)}
	}
	if e.ID == "" {
		e.ID = draw()
	}
	if w.clear && !e.Secret.Known() {
		return Result{Failed, "the secret itself is not known"}
	}
	body, err := Message("leaksieve."+e.Action, w.o.Now(), e.payload(w.clear))
	if err != nil {
		return Result{Failed, err.Error()}
	}
	secrets := slices.Concat(e.secrets(), URLSecrets(address), []leak.Secret{key})
	hide := func(text string) string { return w.o.hidden(text, secrets...) }
	return Post(ctx, w.o.Client, "web hook", address, Signed{Key: key, ID: e.ID, At: w.o.Now()}, body, hide)
}

// Signed says how a message is signed; without a key it is not.
type Signed struct {
	Key leak.Secret
	ID  string
	At  time.Time
}

// URLSecrets returns what of a URL nobody may see: all behind the host, and its longer
// parts by themselves.
func URLSecrets(address string) (secrets []leak.Secret) {
	_, path, _ := SplitURL(address)
	parts := strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("/?&=", r) })
	for _, part := range append([]string{path}, parts...) {
		if len(part) >= shortest {
			secrets = append(secrets, leak.NewSecret(part))
		}
	}
	return secrets
}

// Post sends a message. It may be repeated: the receiver knows it by its id. What the
// receiver says is told after hide.
func Post(ctx context.Context, c *outbound.Client, name, address string, s Signed, body []byte, hide func(string) string) Result {
	base, path, err := SplitURL(address)
	if err != nil {
		return Result{Failed, "the URL of the web hook: " + err.Error()}
	}
	header := map[string]string{"webhook-id": s.ID, "webhook-timestamp": strconv.FormatInt(s.At.Unix(), 10)}
	if s.Key.Known() {
		if header, err = Sign(s.Key, s.ID, s.At, body); err != nil {
			return Result{Failed, err.Error()}
		}
	}
	header["Content-Type"] = "application/json"
	resp, err := c.For(name, base).Do(ctx, outbound.Request{Method: http.MethodPost, Path: path, Header: header, Body: body})
	if err != nil {
		return Result{sent(err), err.Error()}
	}
	return judge(resp, hide)
}

// sent tells a call that never left from one of which nobody knows.
func sent(err error) State {
	for _, kind := range []outbound.Kind{outbound.NoNetwork, outbound.Certificate, outbound.Refused, outbound.ProxyFailed, outbound.NoHost, outbound.BadRequest} {
		if errors.Is(err, &outbound.Error{Kind: kind}) {
			return Failed
		}
	}
	return Unknown
}

func judge(resp *outbound.Response, hide func(string) string) Result {
	detail := strconv.Itoa(resp.Status)
	if text := oneLine(hide(string(resp.Body))); text != "" {
		detail += " " + text
	}
	switch {
	case resp.Status >= 200 && resp.Status < 300:
		return Result{Done, detail}
	case resp.Status == http.StatusNotImplemented:
		return Result{Unsupported, detail}
	}
	return Result{Failed, detail}
}

func jsonText(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}
