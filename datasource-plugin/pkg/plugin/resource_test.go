package plugin

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func TestResourcesByRole(t *testing.T) {
	fake := serve(t, answerJSON(200, `{"fields":[]}`))
	d := connectTo(t, fake.URL, `{}`)
	cases := []struct {
		role, method, path string
		status             int
	}{
		{"Viewer", "GET", "fields", 200},
		{"Viewer", "GET", "/templates/00aa", 200},
		{"Viewer", "POST", "classify", 200},
		{"Viewer", "POST", "explain", 200},
		{"Viewer", "GET", "explain/preview", 200},
		{"Viewer", "POST", "explain/preview", 200},
		{"Viewer", "POST", "explain/x-17_a/feedback", 200},
		{"Viewer", "POST", "explain/../feedback", 404},
		{"Viewer", "POST", "corrections", 403},
		{"", "POST", "corrections", 403},
		{"None", "POST", "corrections", 403},
		{"Superuser", "POST", "markers", 403},
		{"Editor", "POST", "corrections", 200},
		{"Admin", "POST", "markers", 200},
		{"Admin", "GET", "corrections", 405},
		{"Admin", "POST", "insert/jsonline", 404},
		{"Admin", "GET", "../../metrics", 404},
		{"Admin", "GET", "templates/..", 404},
		{"Admin", "GET", "templates/%2e%2e", 404},
		{"Admin", "GET", "query", 404},
	}
	for _, one := range cases {
		t.Run(fmt.Sprintf("%s may %s %s: %d", one.role, one.method, one.path, one.status), func(t *testing.T) {
			if got := call(t, d, one.role, one.method, one.path, ""); got.Status != one.status {
				t.Errorf("%d %s", got.Status, got.Body)
			}
		})
	}
	for _, request := range fake.requests() {
		if !strings.HasPrefix(request.path, "/api/v1/") || strings.Contains(request.path, "..") {
			t.Errorf("asked %s", request.path)
		}
	}
}

func TestACallerWithoutAUserIsAViewer(t *testing.T) {
	d := connectTo(t, serve(t, answerJSON(200, `{}`)).URL, `{}`)
	got := &sent{}
	_ = d.CallResource(context.Background(), &backend.CallResourceRequest{Method: "POST", Path: "corrections"}, got)
	if got.responses[0].Status != 403 {
		t.Errorf("%d", got.responses[0].Status)
	}
}

// Every route of a tenant's in the contract is either allowed to the browser or left out here on purpose.
func TestNoRouteOfTheContractIsForgotten(t *testing.T) {
	leftOut := []string{"POST query"}
	form := regexp.MustCompile(`method: '(\w+)',\s+path: '/api/v1/([^']+)',\s+role: '\w+',\s+scope: 'tenant'`)
	found := 0
	for _, file := range []string{"routes.ts", "explain-routes.ts"} {
		text, err := os.ReadFile("../../../contract/src/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, route := range form.FindAllStringSubmatch(string(text), -1) {
			found++
			path := strings.ReplaceAll(route[2], ":id", "a1")
			refused := admit(route[1], path, admin)
			if (refused != nil) != slices.Contains(leftOut, route[1]+" "+path) {
				t.Errorf("%s %s: %v", route[1], path, refused)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d routes were found", found)
	}
}

func TestAPageMayAskForACheaperEngineNeverForADearerOne(t *testing.T) {
	cases := []struct{ options, role, asked, sent string }{
		{`{}`, "Viewer", "rules", "rules"},
		{`{}`, "Viewer", "cached", "cached"},
		{`{}`, "Viewer", "model", ""},
		{`{"allowExplainFor":"Admin"}`, "Editor", "cached", "rules"},
	}
	for _, one := range cases {
		fake := serve(t, answerJSON(200, `{}`))
		_ = connectTo(t, fake.URL, one.options).CallResource(context.Background(), &backend.CallResourceRequest{PluginContext: asUser(one.role),
			Method: "POST", Path: "explain", URL: "explain", Body: []byte(`{}`), Headers: map[string][]string{"X-Presage-Engine": {one.asked}}}, &sent{})
		if got := fake.requests()[0].header.Get("X-Presage-Engine"); got != one.sent {
			t.Errorf("%s of %s: engine %q", one.asked, one.role, got)
		}
	}
}

func TestWhoMayAskALanguageModel(t *testing.T) {
	cases := []struct{ options, role, engine string }{
		{`{}`, "Viewer", ""},
		{`{"allowExplainFor":"Editor"}`, "Viewer", "rules"},
		{`{"allowExplainFor":"Editor"}`, "Editor", ""},
		{`{"allowExplainFor":"None"}`, "Admin", "rules"},
	}
	for _, one := range cases {
		fake := serve(t, answerJSON(200, `{}`))
		call(t, connectTo(t, fake.URL, one.options), one.role, "POST", "explain", `{}`)
		if got := fake.requests()[0].header.Get("X-Presage-Engine"); got != one.engine {
			t.Errorf("%s with %s: engine %q", one.role, one.options, got)
		}
	}
}

func TestEveryKindOfCallCarriesTenantTokenAndLogin(t *testing.T) {
	fake := serve(t, answerJSON(200, `{"results":{}}`))
	d := connectTo(t, fake.URL, `{"tenant":"7:2"}`)
	call(t, d, "Viewer", "GET", "fields", "")
	ask(t, d, false, saved("A", `{}`))
	_, _ = d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: asUser("Admin")})
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	request := &backend.RunStreamRequest{PluginContext: asUser("Viewer"), Data: []byte(`{}`)}
	_ = d.RunStream(ctx, request, backend.NewStreamSender(packets(func([]byte) error { stop(); return nil })))
	if len(fake.requests()) < 4 {
		t.Fatalf("%d calls", len(fake.requests()))
	}
	for _, one := range fake.requests() {
		h := one.header
		if h.Get("AccountID") != "7" || h.Get("ProjectID") != "2" || h.Get("Authorization") != "Bearer s3cret-token" ||
			h.Get("X-Grafana-User") != "ada" || h.Get("X-Grafana-Org-Id") != "4" || h.Get("X-Datasource-Uid") != "presage-uid" {
			t.Errorf("%s has %v", one.path, h)
		}
	}
}

func TestOfABrowsersHeadersOnlyTheCookiesThatGrafanaLeavesGoOn(t *testing.T) {
	fake := serve(t, answerJSON(200, `{"contract_version":"1.0","ready":true,"results":{"health":{"frames":[],"notices":[]}}}`))
	d := connectTo(t, fake.URL, `{"tenant":"7"}`)
	who, header, as := asUser("Viewer"), http.Header{"Cookie": {"sso=1"}, "Accountid": {"9"}, "Projectid": {"9"}, "X-Grafana-User": {"eve"}}, map[string]string{}
	for name := range header {
		as["http_"+name] = header.Get(name)
	}
	_, _ = d.QueryData(context.Background(), &backend.QueryDataRequest{PluginContext: who, Queries: []backend.DataQuery{saved("A", `{}`)}, Headers: as})
	_ = d.CallResource(context.Background(), &backend.CallResourceRequest{PluginContext: who, Method: "GET", Path: "fields", URL: "fields", Headers: header}, &sent{})
	_, _ = d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: who, Headers: as})
	if len(fake.requests()) != 4 {
		t.Fatalf("%d calls", len(fake.requests()))
	}
	for _, one := range fake.requests() {
		h := one.header
		if h.Get("Cookie") != "sso=1" || h.Get("AccountID") != "7" || h.Get("ProjectID") != "" || h.Get("X-Grafana-User") != "ada" {
			t.Errorf("%s has %v", one.path, h)
		}
	}
}

func TestThePageOfAWrongServerIsNeverShown(t *testing.T) {
	d := connectTo(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<script>alert(1)</script>")
	}).URL, `{}`)
	got := call(t, d, "Viewer", "GET", "fields", "")
	if got.Status != 502 || strings.Contains(string(got.Body), "script>") || got.Headers["Content-Type"][0] != "application/json; charset=utf-8" {
		t.Errorf("%d %v %s", got.Status, got.Headers, got.Body)
	}
}

func TestAnErrorKeepsItsStatusAndRetryAfter(t *testing.T) {
	d := connectTo(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "5")
		answerJSON(429, `{"error":{"code":"busy","message":"Too many."}}`)(w, r)
	}).URL, `{}`)
	got := call(t, d, "Viewer", "GET", "tail", "")
	if got.Status != 429 || got.Headers["Retry-After"][0] != "5" || !strings.Contains(string(got.Body), "Too many.") {
		t.Errorf("%d %v %s", got.Status, got.Headers, got.Body)
	}
}

func TestAResourceThatHangsIsGivenUp(t *testing.T) {
	d := connectTo(t, serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }).URL, `{"timeout":0.05}`)
	if got := call(t, d, "Viewer", "POST", "explain", `{}`); got.Status != 504 {
		t.Errorf("%d %s", got.Status, got.Body)
	}
}

// stream starts a resource call and hands out its pieces as they arrive.
func stream(t *testing.T, d *Datasource) (pieces <-chan string, stop context.CancelFunc, ended <-chan error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	got, done := &sent{arrived: make(chan string, 100)}, make(chan error, 1)
	go func() {
		done <- d.CallResource(ctx, &backend.CallResourceRequest{PluginContext: asUser("Viewer"), Method: "GET", Path: "tail", URL: "tail"}, got)
	}()
	return got.arrived, cancel, done
}

func next(t *testing.T, pieces <-chan string) string {
	t.Helper()
	select {
	case piece := <-pieces:
		return piece
	case <-time.After(30 * time.Second):
		t.Fatal("nothing came")
		return ""
	}
}

func eventStream(write func(send func(string), r *http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		w.WriteHeader(200)
		w.(http.Flusher).Flush()
		write(func(text string) { _, _ = io.WriteString(w, text); w.(http.Flusher).Flush() }, r)
	}
}

func TestEventsArrivePieceByPieceBeyondTheTimeoutAndAbortReachesTheSidecar(t *testing.T) {
	more, gone := make(chan string), make(chan struct{})
	d := connectTo(t, serve(t, eventStream(func(send func(string), r *http.Request) {
		defer close(gone)
		for {
			select {
			case text := <-more:
				send(text)
			case <-r.Context().Done():
				return
			}
		}
	})).URL, `{"timeout":2}`)
	pieces, stop, ended := stream(t, d)
	if first := next(t, pieces); first != "" {
		t.Errorf("headers come with %q", first)
	}
	started := time.Now()
	for time.Since(started) < 2500*time.Millisecond {
		more <- "data: x\n\n"
		if got := next(t, pieces); got != "data: x\n\n" {
			t.Fatalf("%q", got)
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	<-gone
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestASilentStreamHasHeartbeatsButNeverInsideAnEvent(t *testing.T) {
	usual := heartbeat
	heartbeat = 20 * time.Millisecond
	t.Cleanup(func() { heartbeat = usual })
	more := make(chan string)
	d := connectTo(t, serve(t, eventStream(func(send func(string), r *http.Request) {
		for text := range more {
			send(text)
		}
		panic(http.ErrAbortHandler)
	})).URL, `{}`)
	pieces, _, ended := stream(t, d)
	next(t, pieces)
	if got := next(t, pieces); got != ": alive\n\n" {
		t.Errorf("%q", got)
	}
	more <- "data: half\n"
	got := next(t, pieces)
	for got == ": alive\n\n" {
		got = next(t, pieces)
	}
	time.Sleep(5 * heartbeat)
	more <- "\n"
	if after := next(t, pieces); got != "data: half\n" || after != "\n" {
		t.Errorf("%q then %q", got, after)
	}
	if got := next(t, pieces); got != ": alive\n\n" {
		t.Errorf("after the event %q", got)
	}
	close(more)
	for got = next(t, pieces); got == ": alive\n\n"; {
		got = next(t, pieces)
	}
	if !strings.Contains(got, "event: error\ndata: {\"error\":{\"code\":\"sidecar_gone\"") {
		t.Errorf("a broken stream ends with %q", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAStreamOfASidecarThatFellSilentEndsWithASentence(t *testing.T) {
	usual, beat := patience, heartbeat
	patience, heartbeat = 100*time.Millisecond, 20*time.Millisecond
	t.Cleanup(func() { patience, heartbeat = usual, beat })
	d := connectTo(t, serve(t, eventStream(func(send func(string), r *http.Request) {
		send("data: x\n\n")
		<-r.Context().Done()
	})).URL, `{}`)
	pieces, _, ended := stream(t, d)
	got := next(t, pieces)
	for !strings.Contains(got, "sidecar_gone") {
		got = next(t, pieces)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestHealthSaysWhatIsWrong(t *testing.T) {
	status := func(contract, rest string) string {
		return `{"contract_version":"` + contract + `","version":"0.3.0","store":"sqlite","ready":true,"reasons":[]` + rest + `}`
	}
	good := `{"results":{"health":{"frames":[],"notices":[]}}}`
	cases := []struct{ title, status, reply, want string }{
		{"all is well", status("1.0", ""), good, "Connected to Presage 0.3.0 with the embedded store; a query took"},
		{"an older sidecar", status("0.9", ""), good, "The sidecar 0.3.0 is older than this plugin understands (contract 0.9, needed 1.0). Update the sidecar."},
		{"a newer sidecar", status("2.1", ""), good, "Update the plugin."},
		{"no version to read", status("new", ""), good, "no contract version that can be read"},
		{"a failing query", status("1.0", ""), `{"results":{"health":{"frames":[],"notices":[],"error":{"code":"store_unavailable","message":"No store.","source":"downstream"}}}}`, "a query fails: No store."},
		{"not ready", `{"contract_version":"1.0","version":"0.3.0","ready":false,"reasons":["the disk is full"]}`, good, "is not ready: the disk is full."},
		{"another server", `{"ok":true}`, good, "not as a Presage sidecar"},
	}
	for _, one := range cases {
		t.Run(one.title, func(t *testing.T) {
			d := connectTo(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
				text := one.status
				if strings.HasSuffix(r.URL.Path, "/query") {
					text = one.reply
				}
				answerJSON(200, text)(w, r)
			}).URL, `{}`)
			got, err := d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: asUser("Admin")})
			if err != nil || !strings.Contains(got.Message, one.want) || (got.Status == backend.HealthStatusOk) != (one.title == "all is well") {
				t.Errorf("%v %s %v", got.Status, got.Message, err)
			}
		})
	}
}

func TestTheContractVersionIsTheContracts(t *testing.T) {
	text, err := os.ReadFile("../../../contract/src/version.ts")
	if err != nil || !strings.Contains(string(text), "'"+contractVersion+"'") {
		t.Errorf("the plugin was made for %s; contract/src/version.ts says otherwise (%v)", contractVersion, err)
	}
}
