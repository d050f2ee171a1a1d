package notify

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// bodies make the body of a message, by the kind of the channel.
var bodies = map[string]func(*message) ([]byte, error){
	settings.Webhook: webhookBody,
	settings.Slack:   slackBody,
	settings.Teams:   teamsBody,
	settings.Discord: discordBody,
}

// web is a channel that gets a POST.
type web struct {
	o    *Options
	c    *settings.Channel
	body func(*message) ([]byte, error)
	url  leak.Secret
	key  leak.Secret
}

func (w *web) target() string {
	u, err := url.Parse(w.url.Reveal())
	if err != nil || u.Host == "" {
		return w.c.Kind
	}
	return u.Host
}

func (w *web) send(ctx context.Context, m *message) callback.Result {
	body, err := w.body(m)
	if err != nil {
		return callback.Result{State: callback.Failed, Detail: err.Error()}
	}
	secrets := slices.Concat(callback.URLSecrets(w.url.Reveal()), []leak.Secret{w.key})
	hide := func(s string) string {
		s = callback.Mask(s, secrets...)
		if w.o.Hide != nil {
			s = w.o.Hide(s)
		}
		return s
	}
	r := callback.Post(ctx, w.o.Client, "channel "+w.c.Name, w.url.Reveal(), callback.Signed{Key: w.key, ID: m.id, At: m.at}, body, hide)
	if w.c.Kind == settings.Slack && r.State == callback.Done && r.Detail != "200 ok" {
		return callback.Result{State: callback.Failed, Detail: "the answer is not Slack's: " + r.Detail}
	}
	return r
}

// webhookBody is the digest itself, {type, timestamp, data} as callbacks get it.
func webhookBody(m *message) ([]byte, error) {
	return callback.Message("leaksieve.findings", m.at, m.digest)
}

// program is a channel that reads what a webhook gets.
type program struct{ *callback.Program }

func (p *program) target() string { return p.Name() }

func (p *program) send(ctx context.Context, m *message) callback.Result {
	body, err := webhookBody(m)
	if err != nil {
		return callback.Result{State: callback.Failed, Detail: err.Error()}
	}
	d := &m.digest
	return p.Run(ctx, map[string]string{"action": "notify", "id": m.id, "repository": d.Repository, "severity": string(d.worst())}, body)
}

// encode returns JSON in which <, > and & stand as they are.
func encode(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return []byte(strings.TrimSuffix(b.String(), "\n")), err
}
