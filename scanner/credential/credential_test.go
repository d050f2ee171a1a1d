package credential_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/credential"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestFind(t *testing.T) {
	for line, want := range map[string]string{
		`password = "Xk9q"`:                                      `Xk9q`,
		`DB_PASSWORD=Xk9q`:                                       `Xk9q`,
		`DB_PASSWORD=Xk9q # of the shop`:                         `Xk9q`,
		`password: Xk9q`:                                         `Xk9q`,
		`password: "it\"s9"`:                                     `it\"s9`,
		`"password": "Xk9q",`:                                    `Xk9q`,
		`{\"password\":\"Xk9q\"}`:                                `Xk9q`,
		`:password => 'Xk9q'`:                                    `Xk9q`,
		`config["password"] = b'Xk9q'`:                           `Xk9q`,
		`const password string = "Xk9q"`:                         `Xk9q`,
		`val password: String = "Xk9q"`:                          `Xk9q`,
		`String password = new String("Xk9q");`:                  `Xk9q`,
		`setPassword("Xk9q")`:                                    `Xk9q`,
		`os.Setenv("DB_PASSWORD", "Xk9q")`:                       `Xk9q`,
		`if password == "Xk9q" {`:                                `Xk9q`,
		`define('DB_PASSWORD', 'Xk9q');`:                         `Xk9q`,
		`mysqldump --password=Xk9q shop`:                         `Xk9q`,
		`tool --password Xk9q shop`:                              `Xk9q`,
		`<password>Xk9q</password>`:                              `Xk9q`,
		`<add key="password" value="Xk9q"/>`:                     `Xk9q`,
		`<property name="password">Xk9q</property>`:              `Xk9q`,
		`<key>password</key><string>Xk9q</string>`:               `Xk9q`,
		`host=db password=Xk9q dbname=shop`:                      `Xk9q`,
		`jdbc:x://db/shop?user=app&password=Xk9q&ssl=true`:       `Xk9q`,
		`Server=db;Password=Xk9q;Encrypt=true`:                   `Xk9q`,
		`| password | Xk9q |`:                                    `Xk9q`,
		`the password is Xk9q`:                                   `Xk9q`,
		`**Password:** Xk9q`:                                     `Xk9q`,
		`密码：Xk9q`:                                                `Xk9q`,
		`密码是Xk9q`:                                                `Xk9q`,
		`密码: Xk9q`:                                               `Xk9q`,
		`пароль = "Xk9q"`:                                        `Xk9q`,
		`CREATE USER a IDENTIFIED BY 'Xk9q'`:                     `Xk9q`,
		`smtp.login("ada", "Xk9q")`:                              `Xk9q`,
		`req.SetBasicAuth("ada", "Xk9q")`:                        `Xk9q`,
		`requests.get(url, auth=("ada", "Xk9q"))`:                `Xk9q`,
		`ENV DB_PASSWORD Xk9q`:                                   `Xk9q`,
		`password = os.environ["Xk9q"]`:                          ``,
		`password = getPassword("Xk9q")`:                         `Xk9q`,
		`password = get_password()`:                              ``,
		`password = "${DB_PASSWORD}"`:                            ``,
		`password: {{ db_password }}`:                            ``,
		`password: $DB_PASSWORD`:                                 `$DB_PASSWORD`,
		`password=$DB_PASSWORD`:                                  ``,
		`password = <your-password>`:                             ``,
		`password: "<%= @password %>"`:                           ``,
		`password = "$2b$12$` + strings.Repeat("Xk9q", 13) + `"`: ``,
		`password = User::password`:                              ``,
		`password = '[A-Za-z0-9]{32}'`:                           ``,
		`password = 'Xk9q_[A-Za-z0-9_-]{22,40}'`:                 ``,
		`password = '(?:Xk|9q)[a-z]'`:                            ``,
		`password = 'Xk[^0-9a-f]+$'`:                             ``,
		`password = 'Xk9q-\d{4}'`:                                ``,
		`password = 'Xk[9q]{4}'`:                                 ``,
		`password:[A-Za-z0-9]{32}`:                               ``,
		`(?P<password>Xk9q_[a-z]{22,40})`:                        ``,
		`X-CSRF-Token: Xk9qXk9q`:                                 ``,
		`next_page_token=Xk9qXk9q`:                               ``,
		`CSRF_TOKEN_SECRET=Xk9qXk9q`:                             `Xk9qXk9q`,
		`password: Xk]9q=#}`:                                     `Xk]9q=#}`,
		`{password: Xk9q}`:                                       `Xk9q`,
		`  password: Xk9q)`:                                      `Xk9q`,
		`f(password=Xk)9q`:                                       ``,
		`PublicKey = Xk9qXk9q`:                                   ``,
		`PUBLIC_KEY_PASSWORD=Xk9qXk9q`:                           `Xk9qXk9q`,
		`X-Auth-Token: Xk9qXk9q`:                                 `Xk9qXk9q`,
		`password: "Bearer Xk9q"`:                                ``,
		`x-password://host?Xk9q`:                                 ``,
		`password: //Xk9q`:                                       `//Xk9q`,
		`-----BEGIN PASSWORD Xk9q-----`:                          ``,
		`password = 'Xk[9]q{4'`:                                  `Xk[9]q{4`,
		`password = 'Xk9q{42}'`:                                  `Xk9q{42}`,
		`password = 'X[k-9q'`:                                    `X[k-9q`,
		`password = 'Xk]{9q}'`:                                   `Xk]{9q}`,
		`password_id: Xk9qXk9q`:                                  ``,
		`passwordId = "Xk9qXk9q"`:                                ``,
		`passwordVid = "Xk9qXk9q"`:                               `Xk9qXk9q`,
		`(?P<password>[A-Z]{3})`:                                 ``,
		`password = "Xk9...Xk9q"`:                                ``,
		`password: ENC[AES256_GCM,data:Xk9q,iv:Xk9q,tag:Xk9q]`:   ``,
		`password: ENC(Xk9qXk9q)`:                                ``,
		`password: '{cipher}Xk9qXk9q'`:                           ``,
		`password: vault:v1:Xk9qXk9q`:                            ``,
		`password: Ag` + strings.Repeat("Xk9q", 60):              ``,
		`DB_PASSWORD=Xk9q;vR7pL4`:                                `Xk9q;vR7pL4`,
		`DB_PASSWORD=Xk9q,vR7p;z8`:                               `Xk9q,vR7p;z8`,
		`a: {password: Xk9q,user: app}`:                          `Xk9q`,
		`Password=Xk9q;User Id=app`:                              `Xk9q`,
		`password: 'Xk9q''vR7p'`:                                 `Xk9q''vR7p`,
		`password: ''`:                                           ``,
		`IDENTIFIED BY 'Xk9q';`:                                  `Xk9q`,
		`BACKUP IDENTIFIED BY 'Xk9q';`:                           ``,
		`publishable_password: Xk9qXk9q`:                         ``,
		`password: pk_live_Xk9qXk9q`:                             ``,
		`password_uuid: Xk9qXk9q`:                                ``,
		`password`:                                               ``,
		`password.`:                                              ``,
		`password:`:                                              ``,
		`password = ""`:                                          ``,
		`password = "ab"`:                                        ``,
		`password = "open`:                                       ``,
		`std::password::Xk9q`:                                    ``,
	} {
		t.Run(line, func(t *testing.T) {
			at, key := -1, ""
			for _, k := range []string{"identified by", "password", "key", "token", "login", "auth", "密码", "пароль"} {
				if at = strings.Index(strings.ToLower(line), k); at >= 0 {
					key = k
					break
				}
			}
			require.GreaterOrEqual(t, at, 0)
			c, ok := credential.Find([]byte(line), at, at+len(key))
			got := ""
			if ok {
				got = string(c.Text())
			}
			assert.Equal(t, want, got)
		})
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{`password = "Xk9q"`, `a_key: b`, `"token", ("x")`, `<password>x</password>`, "key=\\", `auth("a","b`, "key ="} {
		f.Add(s, uint8(0), uint8(3))
	}
	m := credential.Default()
	f.Fuzz(func(t *testing.T, line string, at, length uint8) {
		if strings.ContainsAny(line, "\n") || int(at)+int(length) > len(line) || length == 0 {
			return
		}
		c, ok := credential.Find([]byte(line), int(at), int(at)+int(length))
		if !ok {
			return
		}
		require.Less(t, c.Value, c.End)
		require.LessOrEqual(t, c.End, len(line))
		require.LessOrEqual(t, c.NameEnd, c.Value)
		score := m.ContentScore(&c)
		assert.Equal(t, score, m.ContentScore(&c))
		m.Explain(&c, "a/b.yml")
	})
}

func TestModelIsEncodedAsDecoded(t *testing.T) {
	m := credential.Default()
	data := m.Encode()
	assert.LessOrEqual(t, len(data), 500_000)
	again, err := credential.Decode(data)
	require.NoError(t, err)
	assert.Equal(t, data, again.Encode())
	for n := range 200 {
		_, err := credential.Decode(data[:len(data)*n/200])
		assert.Error(t, err, n)
	}
}

func TestConfidenceHasLevels(t *testing.T) {
	m := credential.Default()
	assert.Less(t, m.Low, m.Medium)
	assert.Less(t, m.Medium, m.High)
	for _, level := range []leak.Confidence{leak.ConfidenceLow, leak.ConfidenceMedium, leak.ConfidenceHigh} {
		assert.Equal(t, level, m.Confidence(m.Threshold(level)))
	}
	assert.Empty(t, m.Confidence(m.Low-0.01))
}

func BenchmarkScore(b *testing.B) {
	m := credential.Default()
	lines := []string{`  password: "Tr0ub` + `4dor&3",`, `DB_PASSWORD=` + `hunter2-prod`, `"api_key": "` + strings.Repeat("aB3x", 10) + `",`, `const tokenType = "bearer"`, `password: your_password_here`}
	var candidates []credential.Candidate
	for _, l := range lines {
		for _, k := range []string{"password", "key", "token"} {
			if at := strings.Index(strings.ToLower(l), k); at >= 0 {
				if c, ok := credential.Find([]byte(l), at, at+len(k)); ok {
					candidates = append(candidates, c)
				}
			}
		}
	}
	b.ResetTimer()
	for i := range b.N {
		m.ContentScore(&candidates[i%len(candidates)])
	}
}
