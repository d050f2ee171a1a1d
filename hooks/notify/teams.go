package notify

import (
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// teamsLimit is what a message may have, in bytes: 28 kB by
// https://learn.microsoft.com/connectors/teams/, with room for what a workflow adds.
const teamsLimit = 24 << 10

// card is an element of an Adaptive Card. What comes from a repository stands in a
// TextRun alone, in which no Markdown is read (https://adaptivecards.io/explorer/TextRun.html).
type card struct {
	Type    string `json:"type"`
	Text    string `json:"text,omitempty"`
	Weight  string `json:"weight,omitempty"`
	Size    string `json:"size,omitempty"`
	Color   string `json:"color,omitempty"`
	Subtle  bool   `json:"isSubtle,omitempty"`
	Font    string `json:"fontType,omitempty"`
	Spacing string `json:"spacing,omitempty"`
	Split   bool   `json:"separator,omitempty"`
	Inlines []card `json:"inlines,omitempty"`
}

var teamsColour = map[leak.Severity]string{leak.SeverityCritical: "Attention", leak.SeverityHigh: "Attention", leak.SeverityMedium: "Warning"}

// teamsBody is what the workflow "Send webhook alerts to a channel" takes: a message
// with an Adaptive Card
// (https://learn.microsoft.com/connectors/teams/#microsoft-teams-webhook).
func teamsBody(m *message) ([]byte, error) {
	d := m.digest
	for {
		b, err := encode(teamsMessage(&d))
		if err != nil || len(b) <= teamsLimit || len(d.Items) == 0 {
			return b, err
		}
		d.Items = d.Items[:len(d.Items)-1]
		d.More++
	}
}

func teamsMessage(d *Digest) any {
	body := []card{{Type: "RichTextBlock", Inlines: []card{{Type: "TextRun", Text: d.Title, Weight: "Bolder", Size: "Medium"}}}}
	for i := range d.Items {
		body = append(body, teamsItem(&d.Items[i])...)
	}
	body = append(body, card{Type: "RichTextBlock", Split: true, Inlines: []card{{Type: "TextRun", Text: d.footer(), Subtle: true}}})
	return map[string]any{
		"type": "message",
		"attachments": []any{map[string]any{
			"contentType": "application/vnd.microsoft.card.adaptive",
			"content": map[string]any{
				"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
				"msteams": map[string]string{"width": "Full"}, "body": body,
			},
		}},
	}
}

func teamsItem(it *Item) []card {
	head := []card{{Type: "TextRun", Text: string(it.Severity) + ": ", Weight: "Bolder", Color: teamsColour[it.Severity]}, {Type: "TextRun", Text: it.lines()[0][len(it.Severity)+2:], Weight: "Bolder"}}
	out := []card{{Type: "RichTextBlock", Split: true, Inlines: head}}
	for _, f := range it.facts() {
		out = append(out, card{Type: "RichTextBlock", Spacing: "None", Inlines: []card{{Type: "TextRun", Text: f.name + ": ", Subtle: true}, {Type: "TextRun", Text: f.text}}})
	}
	return out
}
