package plugin

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const fixtures = "../../../contract/fixtures/query"

// fakeSidecar records what it was asked.
type fakeSidecar struct {
	*httptest.Server
	lock  sync.Mutex
	asked []asked
}

type asked struct {
	method, path, query string
	header              http.Header
	body                []byte
}

func serve(t *testing.T, answer http.HandlerFunc) *fakeSidecar {
	t.Helper()
	fake := &fakeSidecar{}
	fake.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fake.lock.Lock()
		fake.asked = append(fake.asked, asked{r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Clone(), body})
		fake.lock.Unlock()
		answer(w, r)
	}))
	t.Cleanup(fake.Close)
	return fake
}

func (f *fakeSidecar) requests() []asked {
	f.lock.Lock()
	defer f.lock.Unlock()
	return append([]asked(nil), f.asked...)
}

func answerJSON(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
}

func settingsFor(url, options string) *backend.DataSourceInstanceSettings {
	return &backend.DataSourceInstanceSettings{UID: "presage-uid", Name: "Presage", Type: "presage-logs-datasource", URL: url, JSONData: []byte(options),
		DecryptedSecureJSONData: map[string]string{"token": "s3cret-token", "tlsClientCert": "none", "tlsClientKey": "none"}}
}

func connectTo(t *testing.T, url, options string) *Datasource {
	t.Helper()
	made, err := New(context.Background(), *settingsFor(url, options))
	if err != nil {
		t.Fatal(err)
	}
	datasource := made.(*Datasource)
	t.Cleanup(datasource.Dispose)
	return datasource
}

func asUser(role string) backend.PluginContext {
	return backend.PluginContext{OrgID: 4, User: &backend.User{Login: "ada", Role: role},
		DataSourceInstanceSettings: settingsFor("", "{}")}
}

func saved(ref, text string) backend.DataQuery {
	to := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return backend.DataQuery{RefID: ref, JSON: []byte(text), Interval: 20 * time.Second, MaxDataPoints: 1000,
		TimeRange: backend.TimeRange{From: to.Add(-time.Minute), To: to}}
}

func readFixture(t *testing.T, name string) (request, reply json.RawMessage) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(fixtures, name))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Request, Reply json.RawMessage }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Request, file.Reply
}

// sent collects what a resource call answered.
type sent struct {
	lock      sync.Mutex
	responses []*backend.CallResourceResponse
	arrived   chan string
}

func (s *sent) Send(response *backend.CallResourceResponse) error {
	s.lock.Lock()
	s.responses = append(s.responses, response)
	s.lock.Unlock()
	if s.arrived != nil {
		s.arrived <- string(response.Body)
	}
	return nil
}

func call(t *testing.T, d *Datasource, role, method, path string, body string) *backend.CallResourceResponse {
	t.Helper()
	got := &sent{}
	err := d.CallResource(context.Background(), &backend.CallResourceRequest{PluginContext: asUser(role),
		Method: method, Path: path, URL: path + "?limit=5", Body: []byte(body)}, got)
	if err != nil {
		t.Fatal(err)
	}
	return got.responses[0]
}

func TestSettingsOfProvisioningFiles(t *testing.T) {
	for options, want := range map[string]settings{
		`{"tenant":7,"defaultLimit":"250","timeout":"3"}`:    {account: "7", defaultLimit: 250, timeout: 3 * time.Second},
		`{"tenant":"7:2","defaultLimit":250,"timeout":3}`:    {account: "7", project: "2", defaultLimit: 250, timeout: 3 * time.Second},
		`{"tenant":null,"defaultLimit":null,"timeout":null}`: {timeout: defaultTimeout},
		`{"timeout":0}`: {timeout: defaultTimeout},
		`{"tenant":"","defaultLimit":"","timeout":"","later":1}`: {timeout: defaultTimeout},
	} {
		got, err := readSettings(*settingsFor("http://127.0.0.1:1", options))
		if err != nil || got.account != want.account || got.project != want.project || got.defaultLimit != want.defaultLimit || got.timeout != want.timeout {
			t.Errorf("%s is %+v, %v", options, got, err)
		}
	}
	fake := serve(t, answerJSON(200, `{"fields":[]}`))
	if got := call(t, connectTo(t, fake.URL, `{"basicAuth":true,"basicAuthUser":null,"access":null,"keepCookies":null}`), "Viewer", "GET", "fields", ""); got.Status != 200 {
		t.Errorf("empty connection settings: %d %s", got.Status, got.Body)
	}
	for _, options := range []string{`{"tenant":[7]}`, `{"tenant":"shop"}`, `{"defaultLimit":"many"}`, `{"timeout":"30s"}`, `{"timeout":"nan"}`, `{"allowExplainFor":"none"}`} {
		if _, err := readSettings(*settingsFor("http://127.0.0.1:1", options)); err == nil {
			t.Errorf("%s is taken", options)
		}
	}
}

func TestEveryConnectionSettingReachesTheConnection(t *testing.T) {
	var asked http.Header
	fake := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header
		answerJSON(200, `{"fields":[]}`)(w, r)
	}))
	t.Cleanup(fake.Close)
	authority := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: fake.Certificate().Raw}))
	for _, one := range []struct {
		title, options string
		secrets        map[string]string
		status         int
	}{
		{"an unknown authority is refused", `{}`, nil, 502},
		{"skip TLS verify", `{"tlsSkipVerify":true}`, nil, 200},
		{"with CA cert", `{"tlsAuthWithCACert":true}`, map[string]string{"tlsCACert": authority}, 200},
		{"with another's CA cert", `{"tlsAuthWithCACert":true}`, map[string]string{"tlsCACert": authority[:60]}, 400},
		{"basic auth", `{"tlsSkipVerify":true,"basicAuth":true,"basicAuthUser":"u"}`, map[string]string{"basicAuthPassword": "p"}, 200},
		{"a token takes the place of basic auth", `{"tlsSkipVerify":true,"basicAuth":true,"basicAuthUser":"u"}`,
			map[string]string{"basicAuthPassword": "p", "token": "s3cret"}, 200},
		{"a custom header", `{"tlsSkipVerify":true,"httpHeaderName1":"X-Gate"}`, map[string]string{"httpHeaderValue1": "open"}, 200},
	} {
		t.Run(one.title, func(t *testing.T) {
			raw := *settingsFor(fake.URL, one.options)
			raw.DecryptedSecureJSONData = one.secrets
			made, _ := New(context.Background(), raw)
			asked = http.Header{}
			if got := call(t, made.(*Datasource), "Viewer", "GET", "fields", ""); got.Status != one.status {
				t.Errorf("%d %s", got.Status, got.Body)
			}
			sent := asked.Get("Authorization") + asked.Get("X-Gate")
			want := map[string]string{"basic auth": "Basic dTpw", "a token takes the place of basic auth": "Bearer s3cret", "a custom header": "open"}
			if sent != want[one.title] {
				t.Errorf("sent %q", sent)
			}
		})
	}
}
