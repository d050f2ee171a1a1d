package detect

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestWithin(t *testing.T) {
	for name, c := range map[string]struct {
		text string // with ^ before what is found
		want leak.Within
	}{
		"no structure":  {"password=^x\n", leak.Within{}},
		"first line":    {"^x", leak.Within{}},
		"top level key": {"a: 1\npassword: ^x\n", leak.Within{}},
		"compose": {"version: '3'\nservices:\n  web:\n    image: nginx\n  db:\n    image: postgres\n    environment:\n      - POSTGRES_USER=app\n      - POSTGRES_PASSWORD=^x\n",
			leak.Within{Keys: []string{"services", "db", "environment"}}},
		"list as far in as its key": {"services:\n  db:\n    environment:\n    - A=1\n    - B=^x\n", leak.Within{Keys: []string{"services", "db", "environment"}}},
		"mapping in a list": {"jobs:\n  deploy:\n    steps:\n      - name: push\n        run: |\n          echo hi\n          curl -u a:^x\n",
			leak.Within{Keys: []string{"jobs", "deploy", "steps", "run"}}},
		"comments and blank lines": {"jobs: # all\n\n  test:\n  # no\n\n    env:\n\n      K: ^x\n", leak.Within{Keys: []string{"jobs", "test", "env"}}},
		"quoted key":               {"\"a b\":\n  k: ^x\n", leak.Within{Keys: []string{"a b"}}},
		"another document":         {"a:\n  b: 1\n---\n  k: ^x\n", leak.Within{}},
		"Kubernetes": {"apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  namespace: shop\nstringData:\n  password: ^x\n",
			leak.Within{Keys: []string{"stringData"}, Object: "Secret shop/db"}},
		"metadata behind": {"apiVersion: v1\nkind: ConfigMap\ndata:\n  password: ^x\nmetadata:\n  name: \"db\"\n",
			leak.Within{Keys: []string{"data"}, Object: "ConfigMap db"}},
		"the second of two objects": {"apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: b\ndata:\n  k: ^x\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: c\n",
			leak.Within{Keys: []string{"data"}, Object: "Secret b"}},
		"item of Kubernetes":      {"env:\n  - name: DB_PASSWORD\n    value: \"^x\"\n", leak.Within{Keys: []string{"env"}, Item: "DB_PASSWORD"}},
		"item of ECS":             {"[{\n  \"name\": \"DB_PASSWORD\",\n  \"value\": \"^x\"\n}]", leak.Within{Item: "DB_PASSWORD"}},
		"match with its key":      {"env:\n- name: DB_PASSWORD\r\n  ^value: x\n", leak.Within{Keys: []string{"env"}, Item: "DB_PASSWORD"}},
		"not the name of a value": {"env:\n- name: DB_PASSWORD\n  other: ^x\n", leak.Within{Keys: []string{"env"}}},
		"a value without a name":  {"env:\n  value: ^x\n", leak.Within{Keys: []string{"env"}}},
		"code":                    {"func main() {\n  if a {\n    p := \"^x\"\n", leak.Within{}},
	} {
		t.Run(name, func(t *testing.T) {
			at := strings.IndexByte(c.text, '^')
			assert.Equal(t, c.want, whereabouts([]byte(strings.Replace(c.text, "^", "", 1)), at))
		})
	}
}

func TestWithinIsBounded(t *testing.T) {
	deep := ""
	for i := range 5000 {
		deep += strings.Repeat(" ", i%200) + "k:\n"
	}
	deep += strings.Repeat(" ", 300) + "p: "
	assert.LessOrEqual(t, len(whereabouts([]byte(deep+"x"), len(deep)).Keys), maxKeys)
}
