// Package outboundtest stands in for the network: a server on the loopback interface
// that is every host, with a certificate for each, and misbehaves on demand.
package outboundtest

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// Now is when the clock of every Server begins; pauses alone move it.
var Now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// Request is what has arrived.
type Request struct {
	Method, Host, Path string // Path as sent, with its query
	Header             http.Header
	Body               []byte
}

// Server answers for every host.
type Server struct {
	*httptest.Server
	ca authority

	mu       sync.Mutex
	requests []Request
	slept    []time.Duration
	now      time.Time
	dials    []string
}

// HTTP2 is an option of New: the server speaks it.
func HTTP2(s *Server) { s.EnableHTTP2 = true }

// New starts a server that ends with the test.
func New(t testing.TB, h http.Handler, options ...func(*Server)) *Server {
	s := &Server{ca: newAuthority(t), now: Now}
	ip, err := s.ca.certificate(&tls.ClientHelloInfo{})
	if err != nil {
		t.Fatal(err)
	}
	s.Server = httptest.NewUnstartedServer(s.record(h))
	s.TLS = &tls.Config{GetCertificate: s.ca.certificate, Certificates: []tls.Certificate{*ip}}
	s.Config.ErrorLog = quiet
	for _, set := range options {
		set(s)
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

// record keeps each request and hands it on with its body to be read again.
func (s *Server) record(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.requests = append(s.requests, Request{r.Method, r.Host, r.RequestURI, r.Header.Clone(), body})
		s.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		h.ServeHTTP(w, r)
	})
}

// Requests returns what has arrived, in order.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Slept returns the pauses that clients have made; none takes any time.
func (s *Server) Slept() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.slept)
}

// Dialled returns the addresses that were to be connected to.
func (s *Server) Dialled() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.dials)
}

// Options are those of a client for which every host is this server. Pauses move
// its clock and take no time, and a try has half a second.
func (s *Server) Options() outbound.Options {
	return outbound.Options{
		Timeout: 500 * time.Millisecond,
		Now:     s.clock,
		Sleep:   s.sleep,
		Rand:    func() float64 { return 0.5 },
		Dial:    s.dial,
		TLS:     &tls.Config{RootCAs: s.ca.pool},
	}
}

// Client returns a client of Options, changed by what is given.
func (s *Server) Client(change ...func(*outbound.Options)) *outbound.Client {
	o := s.Options()
	for _, f := range change {
		f(&o)
	}
	return outbound.New(o)
}

// Authority returns the certificate, in PEM, of whoever vouches for the server.
func (s *Server) Authority() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.ca.cert.Raw})
}

func (s *Server) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *Server) sleep(ctx context.Context, d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slept = append(s.slept, d)
	s.now = s.now.Add(d)
	return ctx.Err()
}

func (s *Server) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	s.mu.Lock()
	s.dials = append(s.dials, addr)
	s.mu.Unlock()
	var d net.Dialer
	return d.DialContext(ctx, network, s.Listener.Addr().String())
}

// authority makes certificates for whatever name is asked for.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pool *x509.CertPool
}

func newAuthority(t testing.TB) authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "outboundtest"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return authority{cert, key, pool}
}

func (a authority) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if hello.ServerName != "" {
		template.DNSNames = []string{hello.ServerName}
	} else {
		template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &a.key.PublicKey, a.key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.key}, nil
}
