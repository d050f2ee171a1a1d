package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Passwords that look encrypted and are not: the key is fixed and known, or there is
// none. Anyone reads them with a tool that the vendor or a search engine has.
var _ = later(func() { register(Family{Name: "obfuscated-password", Last: true, Tell: tellObfuscated}) })

// obfuscations are such forms, by the rules that find them.
var obfuscations = map[string]struct{ kind, why string }{
	"cisco-type-7-password":     {"password of a Cisco device, type 7", "type 7 is a Vigenère cipher with a known key (Cisco, \"IOS Password Encryption Facts\")"},
	"juniper-type-9-secret":     {"secret of a Juniper device, type 9", "$9$ is an encoding without a key"},
	"windows-gpp-password":      {"password in Group Policy Preferences", "Microsoft has published the AES key ([MS-GPPREF], section 2.2.1.1.4; MS14-025)"},
	"rclone-password":           {"password in a configuration of rclone", "rclone obscures it with a key that is in its sources (rclone.org, \"rclone obscure\")"},
	"winscp-password":           {"password of a session of WinSCP", "WinSCP obfuscates it with a known byte, unless a master password is set"},
	"maven-master-password":     {"master password of Maven", "Maven encrypts it with a fixed word (maven.apache.org, \"Password Encryption\")"},
	"windows-unattend-password": {"password of a Windows installation", "it stands in clear, or in base64 with PlainText=false"},
	"filezilla-password":        {"FTP password of FileZilla", "FileZilla stores it in clear or in base64, unless a master password is set"},
	"cisco-snmp-community":      {"SNMP community", "SNMP 1 and 2 send it in clear"},
}

func tellObfuscated(in *Input, t *leak.Token) bool {
	o, ok := obfuscations[in.Rule]
	if !ok {
		return false
	}
	t.Kind = o.kind
	risk(t, 0, "anyone can read it: "+o.why)
	switch {
	case in.Is("windows-gpp-password"):
		t.Subject = attribute(in.Lines, "userName")
	case in.Is("cisco-snmp-community") && strings.Contains(in.Match, " RW"):
		t.Grants = []string{"changes the configuration of the device"}
	case in.Is("cisco-snmp-community"):
		t.Grants = []string{"reads the configuration and counters of the device"}
	}
	return true
}

// attribute returns a user in an attribute of XML.
func attribute(text, name string) string {
	_, rest, _ := strings.Cut(text, " "+name+`="`)
	value, _, ok := strings.Cut(rest, `"`)
	if !ok {
		return ""
	}
	return shownUser(value)
}
