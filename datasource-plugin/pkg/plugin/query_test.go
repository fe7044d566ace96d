package plugin

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	jsoniter "github.com/json-iterator/go"
)

func ask(t *testing.T, d *Datasource, alert bool, queries ...backend.DataQuery) backend.Responses {
	t.Helper()
	request := &backend.QueryDataRequest{PluginContext: asUser("Viewer"), Queries: queries, Headers: map[string]string{}}
	if alert {
		request.Headers[backend.FromAlertHeaderName] = "true"
	}
	response, err := d.QueryData(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	return response.Responses
}

func TestEveryGoldenReplyOfTheSidecarDecodes(t *testing.T) {
	files, err := os.ReadDir(fixtures)
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden replies in %s: %v", fixtures, err)
	}
	for _, file := range files {
		t.Run(file.Name(), func(t *testing.T) {
			request, reply := readFixture(t, file.Name())
			var asking struct {
				Queries []map[string]json.RawMessage
				Alert   bool
			}
			_ = json.Unmarshal(request, &asking)
			var queries []backend.DataQuery
			for _, query := range asking.Queries {
				var ref string
				_ = json.Unmarshal(query["ref_id"], &ref)
				text, _ := json.Marshal(query)
				queries = append(queries, saved(ref, string(text)))
			}
			d := connectTo(t, serve(t, answerJSON(200, string(reply))).URL, `{}`)
			var golden struct {
				Results map[string]struct {
					Frames []json.RawMessage
					Error  json.RawMessage
				}
			}
			_ = json.Unmarshal(reply, &golden)
			for ref, got := range ask(t, d, asking.Alert, queries...) {
				want := golden.Results[ref]
				if (want.Error != nil) != (got.Error != nil) || len(want.Frames) != len(got.Frames) {
					t.Fatalf("%s: %d frames, error %v", ref, len(got.Frames), got.Error)
				}
				for index, frame := range got.Frames {
					sameFrame(t, want.Frames[index], frame)
				}
			}
		})
	}
}

// sameFrame compares what Grafana will read: columns, labels and type.
func sameFrame(t *testing.T, want json.RawMessage, got *data.Frame) {
	t.Helper()
	type form struct {
		Schema struct {
			Meta struct {
				Type        string
				TypeVersion []int
				Custom      map[string]any
			}
			Fields []struct {
				Name   string
				Labels map[string]string
			}
		}
		Data struct{ Values [][]any }
	}
	text, err := data.FrameToJSON(got, data.IncludeAll)
	if err != nil {
		t.Fatal(err)
	}
	var left, right form
	_ = json.Unmarshal(want, &left)
	_ = json.Unmarshal(text, &right)
	for _, one := range []*form{&left, &right} {
		for index := range one.Schema.Fields {
			if len(one.Schema.Fields[index].Labels) == 0 {
				one.Schema.Fields[index].Labels = nil
			}
		}
	}
	if !reflect.DeepEqual(left, right) {
		t.Errorf("the frame changed:\n%+v\n%+v", left, right)
	}
}

func TestAllQueriesOfARequestGoInOneCall(t *testing.T) {
	fake := serve(t, answerJSON(200, `{"results":{"A":{"frames":[],"notices":[]},"B":{"frames":[],"notices":[]}}}`))
	d := connectTo(t, fake.URL+"/behind/a/proxy/", `{"tenant":"7:2"}`)
	answers := ask(t, d, false, saved("A", `{"refId":"A","query_type":"stats","hide":false,"version":1,"group_by":["service"]}`), saved("B", `{"filters":[]}`))
	if len(answers) != 2 || answers["A"].Error != nil || answers["B"].Error != nil {
		t.Fatalf("%+v", answers)
	}
	requests := fake.requests()
	if len(requests) != 1 || requests[0].method != "POST" || requests[0].path != "/behind/a/proxy/api/v1/query" {
		t.Fatalf("%+v", requests)
	}
	var got, want any
	_ = json.Unmarshal(requests[0].body, &got)
	_ = json.Unmarshal([]byte(`{"alert":false,"queries":[
		{"ref_id":"A","query_type":"stats","group_by":["service"],"step_ms":20000,"from":"2026-03-01T11:59:00.000Z","to":"2026-03-01T12:00:00.000Z"},
		{"ref_id":"B","query_type":"logs","from":"2026-03-01T11:59:00.000Z","to":"2026-03-01T12:00:00.000Z"}]}`), &want)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("sent %s", requests[0].body)
	}
}

func TestBuild(t *testing.T) {
	cases := []struct {
		title, saved, field, want string
		alert                     bool
	}{
		{"a query over time takes the panel's interval", `{"query_type":"stats"}`, "step_ms", "20000", false},
		{"its own interval stands", `{"query_type":"stats","step_ms":5000}`, "step_ms", "5000", false},
		{"instant means no step", `{"query_type":"stats","step_ms":5000,"instant":true}`, "step_ms", "", false},
		{"a table is instant unless it has a step", `{"query_type":"anomalies","format":"table"}`, "step_ms", "", false},
		{"lines have no step", `{"query_type":"logs","step_ms":5000}`, "step_ms", "", false},
		{"an alert counts by arrival", `{"query_type":"stats"}`, "time", `"arrival"`, true},
		{"but not the scores of lines, which counters do not know", `{"query_type":"stats","value":"score"}`, "time", "", true},
		{"unless it says otherwise", `{"query_type":"stats","time":"event"}`, "time", `"event"`, true},
		{"a dashboard leaves the time to the sidecar", `{"query_type":"stats"}`, "time", "", false},
		{"lines have the datasource's limit", `{}`, "limit", "250", false},
		{"their own limit stands", `{"limit":7}`, "limit", "7", false},
		{"counts have no limit", `{"query_type":"stats"}`, "limit", "", false},
		{"a filter that says nothing yet asks for nothing", `{"filters":[{"field":"a","op":"=|","values":[]},{"field":"b","op":"=","values":["x"]},{"field":" ","op":"=","values":["x"]}]}`,
			"filters", `[{"field":"b","op":"=","values":["x"]}]`, true},
		{"so do several", `{"filters":[{"field":"a","op":"=|","values":[]},{"field":"b","op":"="}]}`, "filters", "", false},
		{"a filter of a wrong form is the sidecar's to refuse", `{"filters":["x"]}`, "filters", `["x"]`, false},
		{"so are filters that are no list", `{"filters":{"a":1}}`, "filters", `{"a":1}`, false},
		{"empty parts are left out", `{"text":"","series":[],"top":null}`, "text", "", false},
	}
	d := connectTo(t, "http://127.0.0.1:1", `{"defaultLimit":250}`)
	for _, one := range cases {
		t.Run(one.title, func(t *testing.T) {
			built, err := d.build(saved("A", one.saved), one.alert)
			if got := jsonText(built[one.field]); err != nil || got != cmp.Or(one.want, "null") {
				t.Errorf("%s is %s, not %s (%v)", one.field, got, one.want, err)
			}
		})
	}
	long := saved("A", `{"query_type":"stats"}`)
	long.Interval, long.TimeRange.From = time.Second, long.TimeRange.To.Add(-24*time.Hour)
	if built, _ := d.build(long, true); jsonText(built["step_ms"]) != "86400" {
		t.Errorf("a long range of an alert has a step of %s ms", built["step_ms"])
	}
}

func TestTheContractHasNoFieldThatThePluginForgets(t *testing.T) {
	text, err := os.ReadFile("../../../contract/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	if err := json.Unmarshal(text, &whole); err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for name := range queryProperties(whole) {
		if !slices.Contains([]string{"ref_id", "from", "to"}, name) {
			names = append(names, name)
		}
	}
	own := slices.Clone(contractFields)
	slices.Sort(names)
	slices.Sort(own)
	if !slices.Equal(names, own) {
		t.Errorf("the contract has %v, the plugin %v", names, own)
	}
}

// queryProperties finds the object with a `query_type`, wherever the schema keeps it.
func queryProperties(node any) map[string]any {
	if object, ok := node.(map[string]any); ok {
		if properties, ok := object["properties"].(map[string]any); ok && properties["query_type"] != nil {
			return properties
		}
		for _, child := range object {
			if found := queryProperties(child); found != nil {
				return found
			}
		}
	}
	return nil
}

func TestTheErrorCodesAreTheContracts(t *testing.T) {
	text, err := os.ReadFile("../../../contract/src/error-codes.ts")
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`code: '(\w+)',\s+status: (\d+)`)
	statuses := map[string]string{}
	for _, found := range form.FindAllStringSubmatch(string(text), -1) {
		statuses[found[1]] = found[2]
	}
	for code, status := range statusOf {
		if statuses[code] != jsonText(status) {
			t.Errorf("%s is %d here and %q in the contract", code, status, statuses[code])
		}
	}
}

func jsonText(value any) string { text, _ := json.Marshal(value); return string(text) }

func TestASavedQueryThatCannotBeReadFailsAlone(t *testing.T) {
	fake := serve(t, answerJSON(200, `{"results":{"A":{"frames":[],"notices":[]}}}`))
	answers := ask(t, connectTo(t, fake.URL, `{}`), false, saved("A", `{"value":"count"}`), saved("B", `not json`), saved("C", `null`))
	if len(answers) != 3 || answers["C"].Error == nil || answers["A"].Error != nil || answers["B"].Error == nil || answers["B"].ErrorSource != backend.ErrorSourceDownstream {
		t.Errorf("%+v", answers)
	}
}

func TestTheQueryInspectorShowsTheTimeInTheSidecar(t *testing.T) {
	fake := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server-Timing", "total;dur=7.25")
		answerJSON(200, `{"results":{"A":{"notices":[],"frames":[{"schema":{"fields":[]},"data":{"values":[]}}]}}}`)(w, r)
	})
	stats := ask(t, connectTo(t, fake.URL, `{}`), false, saved("A", `{}`))["A"].Frames[0].Meta.Stats
	if len(stats) != 1 || stats[0].Value != 7.25 || stats[0].Unit != "ms" {
		t.Errorf("%+v", stats)
	}
}

func TestNoticesShowOnDashboardsAndNeverMakeAFrameForAnAlert(t *testing.T) {
	text := `{"results":{"A":{"frames":[],"notices":[{"severity":"warning","text":"a filter does not apply"}]}}}`
	d := connectTo(t, serve(t, answerJSON(200, text)).URL, `{}`)
	shown := ask(t, d, false, saved("A", `{}`))["A"].Frames
	if len(shown) != 1 || shown[0].Meta.Notices[0].Text != "a filter does not apply" {
		t.Errorf("a dashboard gets %+v", shown)
	}
	if frames := ask(t, d, true, saved("A", `{}`))["A"].Frames; len(frames) != 0 {
		t.Errorf("an alert gets %d frames", len(frames))
	}
}

func TestFailuresAreSentences(t *testing.T) {
	elsewhere := serve(t, answerJSON(200, `{}`))
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	dead := httptest.NewServer(nil)
	dead.Close()
	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<h1>hello</h1>"))
	}
	cases := []struct {
		title, url, options string
		answer              http.HandlerFunc
		status              int
		want                string
		source              backend.ErrorSource
	}{
		{"a dead server", dead.URL, `{}`, nil, 502, "cannot be reached", "downstream"},
		{"a slow server", "", `{"timeout":0.05}`, func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		}, 504, "did not answer within 50ms", "downstream"},
		{"a wrong server", "", `{}`, page, 502, "does not answer as a Presage sidecar (HTTP 200, text/html)", "downstream"},
		{"a redirect", "", `{}`, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, 307) }, 502, "HTTP 307", "downstream"},
		{"a refused token", "", `{}`, answerJSON(401, `{"error":{"code":"unauthorized","message":"The token is not known."}}`), 502, "refuses the datasource's token", "downstream"},
		{"a sidecar that is not ready", "", `{}`, answerJSON(503, `{"error":{"code":"not_ready","message":"Still starting."}}`), 503, "Still starting.", "downstream"},
		{"a lagging store, told for one query", "", `{}`, answerJSON(200, `{"results":{"A":{"frames":[],"notices":[],"error":{"code":"store_lagging","message":"Behind.","source":"downstream"}}}}`), 503, "Behind.", "downstream"},
		{"a missing result", "", `{}`, answerJSON(200, `{"results":{}}`), 502, "no result for query A", "plugin"},
		{"a frame without types", "", `{}`, answerJSON(200, `{"results":{"A":{"notices":[],"frames":[{"schema":{"fields":[{"name":"x","type":"number"}]},"data":{"values":[[1]]}}]}}}`), 500, "cannot be decoded", "plugin"},
		{"no address", "presage", `{}`, nil, 400, "as in http://presage:9480", "downstream"},
		{"a tenant in words", "http://127.0.0.1:1", `{"tenant":"shop"}`, nil, 400, `the tenant is "shop"`, "downstream"},
		{"a certificate that is none", "https://127.0.0.1:1", `{"tlsAuth":true}`, nil, 400, "cannot work", "downstream"},
	}
	for _, one := range cases {
		t.Run(one.title, func(t *testing.T) {
			if one.answer != nil {
				one.url = serve(t, one.answer).URL
			}
			got := ask(t, connectTo(t, one.url, one.options), true, saved("A", `{}`))["A"]
			if got.Error == nil || int(got.Status) != one.status || !strings.Contains(got.Error.Error(), one.want) || got.ErrorSource != one.source {
				t.Errorf("%d %q %s", got.Status, got.Error, got.ErrorSource)
			}
			if got.Error != nil && strings.Contains(got.Error.Error(), "s3cret") {
				t.Error("the token is in the message")
			}
		})
	}
	if len(elsewhere.requests()) != 0 {
		t.Error("a redirect was followed, with the token")
	}
}

func BenchmarkAThousandLines(b *testing.B) {
	line := func(value string) string { return "[" + strings.TrimSuffix(strings.Repeat(value+",", 1000), ",") + "]" }
	field := func(name, kind, frame string) string {
		return `{"name":"` + name + `","type":"` + kind + `","typeInfo":{"frame":"` + frame + `"}}`
	}
	text := `{"results":{"A":{"notices":[],"frames":[{"schema":{"refId":"A","meta":{"type":"log-lines"},"fields":[` +
		field("timestamp", "time", "time.Time") + "," + field("body", "string", "string") + "," + field("labels", "other", "json.RawMessage") +
		`]},"data":{"values":[` + line("1772366360000") + "," + line(`"`+strings.Repeat("message ", 20)+`"`) + "," + line(`{"service":"shop","presage_class":"incident","host":"node-17"}`) + `]}}]}}}`
	b.ReportAllocs()
	for b.Loop() {
		var reply queryReply
		if err := jsoniter.ConfigCompatibleWithStandardLibrary.Unmarshal([]byte(text), &reply); err != nil {
			b.Fatal(err)
		}
		if got := reply.Results["A"].response("A", false, 0); got.Error != nil || got.Frames[0].Rows() != 1000 {
			b.Fatal("not decoded")
		}
	}
}
