package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"html/template"
	"net"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"

	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// email is a channel over SMTP (RFC 5321), with STARTTLS (RFC 3207) or TLS from the
// beginning (RFC 8314).
type email struct {
	o        *Options
	c        *settings.Channel
	password leak.Secret
}

func (e *email) target() string { return e.c.SMTP }

func (e *email) send(ctx context.Context, m *message) callback.Result {
	msg, err := e.message(m)
	if err != nil {
		return callback.Result{State: callback.Failed, Detail: e.hidden(err.Error())}
	}
	client, err := e.client()
	if err != nil {
		return callback.Result{State: callback.Failed, Detail: e.hidden(err.Error())}
	}
	if err := deliver(ctx, client, msg); err != nil {
		return callback.Result{State: stateOf(err), Detail: e.hidden(err.Error())}
	}
	return callback.Result{State: callback.Done, Detail: "accepted for " + plural(len(e.c.To), "recipient", "recipients")}
}

// deliver sends a message. The library looks at ctx while it connects alone.
func deliver(ctx context.Context, client *mail.Client, msg *mail.Msg) error {
	got := make(chan error, 1)
	go func() { got <- client.DialAndSendWithContext(ctx, msg) }()
	select {
	case err := <-got:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// stateOf tells a message that was not taken from one of which nobody knows: all of it
// was sent and no answer came, or it was not waited for.
func stateOf(err error) callback.State {
	var se *mail.SendError
	lost := errors.As(err, &se) && se.Reason == mail.ErrSMTPDataClose && se.ErrorCode() == 0
	if lost || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return callback.Unknown
	}
	return callback.Failed
}

// hidden returns what a server or the library said in one line without the password.
func (e *email) hidden(s string) string {
	clean := e.o.cleaner([]leak.Finding{{Secret: e.password}})
	return clean(s)
}

func (e *email) client() (*mail.Client, error) {
	host, port, err := net.SplitHostPort(e.c.SMTP)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("port %q is no number", port)
	}
	conf := &tls.Config{}
	if e.o.TLS != nil {
		conf = e.o.TLS.Clone()
	}
	conf.ServerName, conf.MinVersion = host, max(conf.MinVersion, tls.VersionTLS12)
	// Half of the time is for a step, so that a server which says nothing is told from one
	// that got the message.
	options := []mail.Option{mail.WithPort(number), mail.WithTLSConfig(conf), mail.WithTimeout(limitOf(e.c) / 2)}
	switch e.c.TLS {
	case "implicit":
		options = append(options, mail.WithSSL())
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if e.c.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(e.c.User), mail.WithPassword(e.password.Reveal()))
	}
	return mail.NewClient(host, options...)
}

// message is a text and the same as HTML. Its texts are of a Digest and hold no line
// feed; the library encodes what is not ASCII in headers (RFC 2047).
func (e *email) message(m *message) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent(), mail.WithBoundary("leaksieve-"+m.id))
	if err := msg.From(e.c.From); err != nil {
		return nil, err
	}
	if err := msg.To(e.c.To...); err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(msg.GetFrom()[0].Address, "@")
	msg.Subject(m.digest.Title)
	msg.SetDateWithValue(m.at.UTC())
	msg.SetMessageIDWithValue(m.id + "@" + domain)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no answer from holidays
	msg.SetBodyString(mail.TypeTextPlain, mailText(&m.digest))
	var b strings.Builder
	if err := mailHTML.Execute(&b, m.digest); err != nil {
		return nil, err
	}
	msg.AddAlternativeString(mail.TypeTextHTML, b.String())
	return msg, nil
}

func mailText(d *Digest) string {
	parts := []string{d.Title}
	for i := range d.Items {
		parts = append(parts, strings.Join(d.Items[i].lines(), "\n  "))
	}
	return strings.Join(append(parts, d.footer()), "\n\n") + "\n"
}

// mailHTML has no link and loads nothing.
var mailHTML = template.Must(template.New("").Funcs(template.FuncMap{
	"lines":  func(it Item) []string { return it.lines() },
	"footer": func(d Digest) string { return d.footer() },
}).Parse(`<!DOCTYPE html>
<html><body style="font-family:sans-serif">
<h2>{{.Title}}</h2>
{{range .Items}}<p>{{range $i, $line := lines .}}{{if $i}}<br>
{{$line}}{{else}}<b>{{$line}}</b>{{end}}{{end}}</p>
{{end}}<p style="color:#666">{{footer .}}</p>
</body></html>
`))
