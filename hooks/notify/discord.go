package notify

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Limits of Discord's embeds (https://docs.discord.com/developers/resources/message#embed-object-embed-limits):
// 256 characters in a title, 4,096 in a description, 6,000 in all.
const (
	discordTitle       = 256
	discordDescription = 4096
)

// discordEscape makes all that Discord's Markdown could read, mentions and links among
// it, stand for itself.
var discordEscape = strings.NewReplacer(
	`\`, `\\`, "*", `\*`, "_", `\_`, "~", `\~`, "`", "\\`", "|", `\|`, ">", `\>`, "<", `\<`, "#", `\#`, "-", `\-`, "+", `\+`,
	"[", `\[`, "]", `\]`, "(", `\(`, ")", `\)`, "@", "@\u200b", ":", `\:`,
)

var discordColour = map[leak.Severity]int{
	leak.SeverityCritical: 0xb00020, leak.SeverityHigh: 0xe8590c, leak.SeverityMedium: 0xf2c037, leak.SeverityLow: 0x8a8f98,
}

// discordBody is what executing a webhook takes
// (https://docs.discord.com/developers/resources/webhook#execute-webhook). Nobody is
// mentioned, whatever the text says: allowed_mentions is empty.
func discordBody(m *message) ([]byte, error) {
	d := &m.digest
	type embed struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		Color       int    `json:"color"`
		Timestamp   string `json:"timestamp"`
	}
	return encode(map[string]any{
		"allowed_mentions": map[string]any{"parse": []string{}},
		"embeds": []embed{{
			Title:       escaped(d.Title, discordEscape.Replace, discordTitle),
			Description: discordText(d), Color: discordColour[d.worst()], Timestamp: m.at.UTC().Format("2006-01-02T15:04:05Z"),
		}},
	})
}

// discordText has as many items as there is room for.
func discordText(d *Digest) string {
	items := make([]string, len(d.Items))
	for i := range d.Items {
		lines := d.Items[i].lines()
		for j := range lines {
			lines[j] = discordEscape.Replace(lines[j])
		}
		lines[0] = "**" + lines[0] + "**"
		items[i] = strings.Join(lines, "\n")
	}
	rest := *d
	for {
		text := strings.Join(append(items, discordEscape.Replace(rest.footer())), "\n\n")
		if len([]rune(text)) <= discordDescription || len(items) == 0 {
			return text
		}
		items = items[:len(items)-1]
		rest.More++
	}
}
