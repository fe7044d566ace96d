package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// contractFields of a saved query go to the sidecar as they are (contract/src/query.ts); the rest is Grafana's own.
var contractFields = []string{"query_type", "time", "step_ms", "limit", "top", "direction", "around", "time_shift_ms",
	"format", "filters", "text", "logsql", "group_by", "value", "series"}

type contractQuery map[string]json.RawMessage

// QueryData asks for all queries of a request in one call and answers each by its ref.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()
	fromAlert := req.Headers[backend.FromAlertHeaderName] == "true"
	queries := make([]contractQuery, 0, len(req.Queries))
	for _, query := range req.Queries {
		built, err := d.build(query, fromAlert)
		if err != nil {
			response.Responses[query.RefID] = failed(&failure{status: 400, code: "bad_query", message: err.Error()})
			continue
		}
		queries = append(queries, built)
	}
	if len(queries) > 0 {
		for ref, answer := range d.answer(ctx, callerOf(req.PluginContext), queries, fromAlert) {
			response.Responses[ref] = answer
		}
	}
	return response, nil
}

// build makes the contract's query of a saved one.
func (d *Datasource) build(query backend.DataQuery, fromAlert bool) (contractQuery, error) {
	saved := map[string]json.RawMessage{}
	if err := json.Unmarshal(query.JSON, &saved); err != nil {
		return nil, fmt.Errorf("the saved query %s cannot be read: %w", query.RefID, err)
	}
	built := contractQuery{}
	for _, name := range contractFields {
		if value, there := saved[name]; there && !isEmpty(value) {
			built[name] = value
		}
	}
	put := func(name string, value any) { built[name], _ = json.Marshal(value) }
	put("ref_id", query.RefID)
	put("from", instant(query.TimeRange.From))
	put("to", instant(query.TimeRange.To))
	if _, there := built["query_type"]; !there {
		put("query_type", "logs")
	}
	kind := string(built["query_type"])
	overTime := kind == `"stats"` || kind == `"anomalies"` || kind == `"health"`
	if _, there := built["limit"]; !there && kind == `"logs"` && d.settings.defaultLimit > 0 {
		put("limit", d.settings.defaultLimit)
	}
	if _, there := built["time"]; !there && fromAlert {
		put("time", "arrival")
	}
	_, ownStep := built["step_ms"]
	if !overTime || string(saved["instant"]) == "true" {
		delete(built, "step_ms")
	} else if !ownStep && string(built["format"]) != `"table"` {
		put("step_ms", stepOf(query))
	}
	return built, nil
}

func isEmpty(value json.RawMessage) bool {
	switch string(value) {
	case "null", `""`, "[]":
		return true
	}
	return false
}

func instant(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// stepOf is the panel's interval in ms, wide enough that the range has no more points than the panel takes.
func stepOf(query backend.DataQuery) int64 {
	step := max(query.Interval.Milliseconds(), 1)
	if query.MaxDataPoints > 0 {
		window := query.TimeRange.To.Sub(query.TimeRange.From).Milliseconds()
		step = max(step, (window+query.MaxDataPoints-1)/query.MaxDataPoints)
	}
	return step
}

// answer asks in one call. The sidecar refuses a request whole when the form of one query is wrong; then each is asked alone,
// so that only the wrong one fails.
func (d *Datasource) answer(ctx context.Context, who caller, queries []contractQuery, fromAlert bool) backend.Responses {
	if d.wrong != nil {
		return allFailed(queries, d.wrong)
	}
	body, err := json.Marshal(map[string]any{"queries": queries, "alert": fromAlert})
	if err != nil {
		return allFailed(queries, &failure{status: 400, code: "bad_query", message: err.Error()})
	}
	var reply queryReply
	wrong := d.sidecar.ask(ctx, who, "POST", "query", body, &reply)
	switch {
	case wrong != nil && wrong.code == "bad_query" && len(queries) > 1:
		return d.answerEach(ctx, who, queries, fromAlert)
	case wrong != nil:
		return allFailed(queries, wrong)
	}
	answers := backend.Responses{}
	for _, query := range queries {
		ref := query.ref()
		result, there := reply.Results[ref]
		if !there {
			answers[ref] = failed(&failure{status: 502, code: "no_result", message: "The sidecar's answer has no result for query " + ref + ".", ours: true})
			continue
		}
		answers[ref] = result.response(ref, fromAlert)
	}
	return answers
}

func (d *Datasource) answerEach(ctx context.Context, who caller, queries []contractQuery, fromAlert bool) backend.Responses {
	var lock sync.Mutex
	var all sync.WaitGroup
	answers := backend.Responses{}
	for _, query := range queries {
		all.Go(func() {
			own := d.answer(ctx, who, []contractQuery{query}, fromAlert)
			lock.Lock()
			defer lock.Unlock()
			answers[query.ref()] = own[query.ref()]
		})
	}
	all.Wait()
	return answers
}

func (q contractQuery) ref() string {
	var ref string
	_ = json.Unmarshal(q["ref_id"], &ref)
	return ref
}

func allFailed(queries []contractQuery, why *failure) backend.Responses {
	answers := backend.Responses{}
	for _, query := range queries {
		answers[query.ref()] = failed(why)
	}
	return answers
}

func failed(why *failure) backend.DataResponse {
	return backend.DataResponse{Error: why, Status: backend.Status(why.status), ErrorSource: why.source()}
}

// queryReply is the contract's QueryReply (contract/src/reply.ts).
type queryReply struct {
	Results map[string]queryResult `json:"results"`
}

type queryResult struct {
	Frames  []json.RawMessage `json:"frames"`
	Notices []data.Notice     `json:"notices"`
	Error   *struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Source  string `json:"source"`
	} `json:"error"`
}

// statusOf the sidecar's error codes that are not the query's own fault (contract/src/error-codes.ts).
var statusOf = map[string]int{"not_ready": 503, "store_unavailable": 503, "store_lagging": 503, "internal": 503,
	"store_error": 502, "query_timeout": 504, "busy": 429, "not_found": 404}

// response decodes the frames. Notices stand on the first frame; without one, a dashboard gets an empty frame to carry them,
// an alert rule none: it takes no frame for "no data".
func (r queryResult) response(ref string, fromAlert bool) backend.DataResponse {
	if r.Error != nil {
		status, there := statusOf[r.Error.Code]
		if !there {
			status = 400
		}
		return failed(&failure{status: status, code: r.Error.Code, message: r.Error.Message, ours: r.Error.Source == "plugin"})
	}
	frames := make(data.Frames, 0, len(r.Frames))
	for _, text := range r.Frames {
		frame := &data.Frame{}
		if err := frame.UnmarshalJSON(text); err != nil {
			return failed(&failure{status: 500, code: "bad_frame", message: "A frame of the sidecar cannot be decoded: " + err.Error(), ours: true})
		}
		frame.RefID = ref
		frames = append(frames, frame)
	}
	if len(r.Notices) > 0 && len(frames) == 0 && !fromAlert {
		frames = append(frames, &data.Frame{RefID: ref})
	}
	if len(frames) > 0 {
		frames[0].AppendNotices(r.Notices...)
	}
	return backend.DataResponse{Frames: frames, Status: backend.StatusOK}
}
