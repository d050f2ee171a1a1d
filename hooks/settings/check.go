package settings

import (
	"fmt"
	"maps"
	"net"
	"net/mail"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// check says what is wrong with values that are of the right type.
func (d *decoder) check(s *Settings) {
	s.Audit.Path, s.Notify.State = d.resolve(s.Audit.Path), d.resolve(s.Notify.State)
	d.hosts("verify.hosts", s.Verify.Hosts)
	d.hosts("revoke.hosts", s.Revoke.Hosts)
	if s.Verify.Rate < 0 {
		d.fail("verify.rate", "", "verify.rate: %g is negative", s.Verify.Rate)
	}
	for _, list := range []struct {
		path  string
		hosts []string
	}{{"verify.private", s.Verify.Private}, {"verify.plain", s.Verify.Plain}, {"verify.databases", s.Verify.Databases}} {
		for i, h := range list.hosts {
			if h == "" || strings.ContainsAny(h, "/@ ") {
				d.fail(fmt.Sprintf("%s[%d]", list.path, i), "", `%s: want a host such as "vault.internal" or "10.0.0.7:8443"`, list.path)
			}
		}
	}
	for i := range s.Verify.Introspection {
		d.oauth(fmt.Sprintf("verify.introspection[%d]", i), &s.Verify.Introspection[i])
	}
	for i := range s.Revoke.OAuth {
		d.oauth(fmt.Sprintf("revoke.oauth[%d]", i), &s.Revoke.OAuth[i])
	}
	d.callback("revoke", &s.Revoke.Callback)
	for _, rule := range slices.Sorted(maps.Keys(s.Revoke.Rules)) {
		c := s.Revoke.Rules[rule]
		d.callback("revoke.rules."+rule, &c)
	}
	d.severity("notify", s.Notify.MinSeverity)
	names := map[string]bool{}
	for i := range s.Notify.Channels {
		c := &s.Notify.Channels[i]
		path := fmt.Sprintf("notify.channels[%d]", i)
		if c.Name == "" {
			c.Name = c.Kind
		}
		d.channel(path, c)
		if names[c.Name] {
			d.fail(path, "give each channel a name of its own", "two channels are called %q", c.Name)
		}
		names[c.Name] = true
	}
}

func (d *decoder) hosts(path string, hosts Hosts) {
	for _, name := range slices.Sorted(maps.Keys(hosts)) {
		for _, base := range hosts[name] {
			d.url(join(path, name), base)
		}
	}
}

// url refuses what is no absolute URL of the web, or holds a password.
func (d *decoder) url(path, text string) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		d.fail(path, "", `%s: want a URL such as "https://gitlab.example.com"`, withoutIndexes(path))
	case u.User != nil:
		d.fail(path, "a secret never stands in the settings", "%s: the URL holds a user", withoutIndexes(path))
	case u.Fragment != "":
		d.fail(path, "", "%s: the URL has a fragment", withoutIndexes(path))
	}
}

func (d *decoder) oauth(path string, o *OAuth) {
	if o.Issuer == "" && len(o.Rules) == 0 {
		d.fail(path, "name an issuer, or rules", "%s: it is for no token", withoutIndexes(path))
	}
	if o.Endpoint == "" {
		d.fail(path, "", "%s: endpoint is missing", withoutIndexes(path))
		return
	}
	d.url(path+".endpoint", o.Endpoint)
}

func (d *decoder) callback(path string, c *Callback) {
	web := c.Webhook != "" || !c.WebhookFrom.None()
	switch {
	case len(c.Exec) > 0 && web, c.Webhook != "" && !c.WebhookFrom.None():
		d.fail(path, "", "%s: one of exec, webhook and webhook_… is enough", path)
	case web && c.Key.None():
		d.fail(path, "a secret of 24 bytes or more that the receiver knows, too", "%s: a webhook needs a key: key_env, key_file or key_command", path)
	case c.IncludeSecret && !web:
		d.fail(path+".include_secret", "", "%s: include_secret is for a webhook; a program always reads the secret", path)
	case c.Input != "" && c.Input != "secret" && c.Input != "json":
		d.fail(path+".input", "", `%s: input is "secret" or "json"`, path)
	}
	if c.Webhook != "" {
		d.url(path+".webhook", c.Webhook)
	}
	d.program(path+".exec", c.Exec)
}

// program refuses one whose place depends on where leaksieve runs: that may be a
// folder of somebody else.
func (d *decoder) program(path string, argv []string) {
	if len(argv) == 0 {
		return
	}
	if name := argv[0]; name == "" || strings.ContainsAny(name, `/\`) && !filepath.IsAbs(name) || strings.Contains(name, "{{") {
		d.fail(path, "", "%s: want the name of a program that is in PATH, or its whole path", withoutIndexes(path))
	}
}

func (d *decoder) severity(path, s string) {
	if s != "" && leak.Severity(s).Rank() == 0 {
		d.fail(path+".min_severity", "low, medium, high or critical", "%s.min_severity: %q is no severity", withoutIndexes(path), s)
	}
}

func (d *decoder) channel(path string, c *Channel) {
	d.severity(path, c.MinSeverity)
	d.program(path+".exec", c.Exec)
	if c.URL != "" {
		d.url(path+".url", c.URL)
	}
	needs := func(ok bool, what string) {
		if !ok {
			d.fail(path, "", "notify.channels: %s needs %s", c.Kind, what)
		}
	}
	switch c.Kind {
	case Webhook:
		needs((c.URL == "") == !c.URLFrom.None(), "either url or url_env, url_file or url_command")
	case Slack, Teams, Discord:
		needs(c.URL == "" && !c.URLFrom.None(), "url_env, url_file or url_command: whoever has the URL can write there")
	case Exec:
		needs(len(c.Exec) > 0, "exec")
	case Email:
		d.email(path, c, needs)
	default:
		d.fail(path+".kind", "", "notify.channels: kind %q is none of %s", c.Kind, strings.Join(kinds, ", "))
	}
}

func (d *decoder) email(path string, c *Channel, needs func(bool, string)) {
	host, _, err := net.SplitHostPort(c.SMTP)
	needs(err == nil, `smtp = "HOST:PORT"`)
	needs(c.From != "" && len(c.To) > 0, "from and to")
	needs((c.User == "") == c.Password.None(), "user and a password, or neither")
	if c.TLS != "" && c.TLS != "starttls" && c.TLS != "implicit" && c.TLS != "none" {
		d.fail(path+".tls", "", `notify.channels: tls is "starttls", "implicit" or "none"`)
	}
	if c.TLS == "none" && c.User != "" {
		d.fail(path+".tls", "", "notify.channels: a password is not sent without TLS")
	}
	if ip := net.ParseIP(host); c.TLS == "none" && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		d.fail(path+".tls", "", "notify.channels: without TLS mail goes to this machine alone, localhost or 127.0.0.1")
	}
	for _, a := range append([]string{c.From}, c.To...) {
		if _, err := mail.ParseAddress(a); err != nil && a != "" {
			d.fail(path, "", "notify.channels: %q is no e-mail address", a)
		}
	}
}
