package notify

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Limits of Slack's blocks (https://docs.slack.dev/reference/block-kit/blocks): 50 of
// them in a message, 150 characters in a header, 3,000 in the text of a section. A
// digest of maxTop items, each in a section, stays below.
const (
	slackHeader  = 150
	slackSection = 3000
)

// slackEscape keeps a text from being a mention, a link or a date
// (https://docs.slack.dev/messaging/formatting-message-text#escaping).
var slackEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

type slackText struct {
	Type  string `json:"type"`
	Text  string `json:"text"`
	Emoji *bool  `json:"emoji,omitempty"`
}

type slackBlock struct {
	Type     string      `json:"type"`
	Text     *slackText  `json:"text,omitempty"`
	Elements []slackText `json:"elements,omitempty"`
}

// slackPlain is a text in which Slack reads no markup, and no emoji between colons.
func slackPlain(s string, limit int) slackText {
	off := false
	return slackText{"plain_text", escaped(s, slackEscape.Replace, limit), &off}
}

// slackBody is the payload of an incoming webhook
// (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
func slackBody(m *message) ([]byte, error) {
	d := &m.digest
	section := func(s string) slackBlock {
		t := slackPlain(s, slackSection)
		return slackBlock{Type: "section", Text: &t}
	}
	title := slackPlain(d.Title, slackHeader)
	blocks := []slackBlock{{Type: "header", Text: &title}}
	for _, it := range d.Items {
		blocks = append(blocks, section(slackSign[it.Severity]+" "+strings.Join(it.lines(), "\n")))
	}
	blocks = append(blocks, slackBlock{Type: "context", Elements: []slackText{slackPlain(d.footer(), slackSection)}})
	return encode(struct {
		Text   string       `json:"text"` // for notifications and screen readers
		Blocks []slackBlock `json:"blocks"`
	}{escaped(d.Title, slackEscape.Replace, slackSection), blocks})
}

// slackSign makes severities stand out where there is no other markup.
var slackSign = map[leak.Severity]string{
	leak.SeverityCritical: "\U0001F534", leak.SeverityHigh: "\U0001F7E0", leak.SeverityMedium: "\U0001F7E1", leak.SeverityLow: "⚪",
}

// lines are an item in words.
func (it *Item) lines() []string {
	head := string(it.Severity) + ": " + it.Rule
	if it.Description != "" {
		head += ", " + it.Description
	}
	if it.State != "" {
		head += " (" + string(it.State) + ")"
	}
	lines := []string{head}
	for _, l := range it.facts() {
		lines = append(lines, l.name+": "+l.text)
	}
	return lines
}

type fact struct{ name, text string }

// facts are what is known of an item beside its kind.
func (it *Item) facts() (facts []fact) {
	for _, f := range []fact{{"where", it.Where}, {"since", strings.TrimPrefix(it.Since, "since ")}, {"also", it.Blast}, {"what to do", it.Fix}, {"fingerprint", it.Fingerprint}} {
		if f.text != "" {
			facts = append(facts, f)
		}
	}
	return facts
}

// escaped cuts a text so that it has at most limit characters once it is escaped.
func escaped(s string, escape func(string) string, limit int) string {
	if out := escape(s); len([]rune(out)) <= limit {
		return out
	}
	runes := []rune(s)
	for n := min(len(runes), limit-1); ; n-- {
		if out := escape(string(runes[:n])) + "…"; len([]rune(out)) <= limit {
			return out
		}
	}
}
