package token

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConnectionStrings(t *testing.T) {
	type details = map[string]string
	for text, want := range map[string]struct {
		kind, user, host, database string
		change                     int
		details                    details
	}{
		`"Server=tcp:acme.database.windows.net,1433;Initial Catalog=shop;User ID=app;Password={};Encrypt=True;"`: {kind: "SQL Server password", user: "app", host: "acme.database.windows.net:1433", database: "shop", details: details{"TLS": "on (encrypt=true)"}},
		`Data Source=.\SQLEXPRESS;Initial Catalog=shop;User Id=sa;Password={};TrustServerCertificate=True`:       {kind: "SQL Server password", user: "sa", host: "localhost", database: "shop", details: details{"Realm": "SQLEXPRESS", "TLS": "the certificate is not checked"}},
		`Driver={MySQL ODBC 8.0 Driver};Server=10.0.0.5;Port=3306;Database=shop;User=app;Password={};`:           {kind: "MySQL password", user: "app", host: "10.0.0.5:3306", database: "shop", change: -1},
		`conninfo = "host=db.acme.io port=5433 dbname=shop user=postgres password={} sslmode=require"`:           {kind: "PostgreSQL password", user: "postgres", host: "db.acme.io:5433", database: "shop", change: 1, details: details{"TLS": "on (sslmode=require)"}},
		`spring.url=jdbc:sqlserver://sql.acme.io:1433;databaseName=shop;user=app;password={};encrypt=false`:      {kind: "SQL Server password", user: "app", host: "sql.acme.io:1433", database: "shop", details: details{"TLS": "off (encrypt=false)"}},
		`jdbc:mysql://db.acme.io:3306/shop?user=app&password={}&useSSL=false`:                                    {kind: "MySQL password", user: "app", host: "db.acme.io:3306", database: "shop", details: details{"TLS": "off (usessl=false)"}},
		`<add connectionString="Host=pg;Database=shop;Username=app;Password={}"/>`:                               {kind: "password in a connection string", user: "app", host: "pg", database: "shop", change: -1},
		`ADO=Server=db.internal;Database=shop;User Id=app;Password={}`:                                           {kind: "password in a connection string", user: "app", host: "db.internal", database: "shop", change: -1},
		`ado: Data Source=sql.acme.io;Initial Catalog=shop;User Id=app;Password={}`:                              {kind: "SQL Server password", user: "app", host: "sql.acme.io", database: "shop"},
		`DSN=host=db.acme.io dbname=shop user=app password={}`:                                                   {kind: "PostgreSQL password", user: "app", host: "db.acme.io", database: "shop"},
		`"cache.acme.io:6380,password={},ssl=True,abortConnect=False"`:                                           {kind: "Redis password", host: "cache.acme.io:6380", details: details{"TLS": "on (ssl=true)"}},
		`jdbc:oracle:thin:scott/{}@//ora.acme.io:1521/ORCL`:                                                      {kind: "Oracle password", user: "scott", host: "ora.acme.io:1521", database: "ORCL"},
		`jdbc:oracle:thin:scott/{}@ora.acme.io:1521:XE`:                                                          {kind: "Oracle password", user: "scott", host: "ora.acme.io:1521", database: "XE"},
		`sqlplus system/{}@ora.acme.io/ORCL`:                                                                     {kind: "Oracle password", user: "system", host: "ora.acme.io", database: "ORCL", change: 1},
	} {
		t.Run(text, func(t *testing.T) {
			got := Read(inLine(text))
			require.NotNil(t, got)
			assert.Equal(t, "connection-string", got.Family)
			assert.Equal(t, want.kind, got.Kind)
			assert.Equal(t, want.user, got.Subject)
			assert.Equal(t, want.host, got.Host)
			assert.Equal(t, want.database, detailOf(got, "Database"))
			if want.change != 0 {
				assert.Equal(t, want.change, change(got))
			}
			for name, value := range want.details {
				assert.Equal(t, value, detailOf(got, name))
			}
			assert.NotContains(t, said(got), hunter)
		})
	}
}
