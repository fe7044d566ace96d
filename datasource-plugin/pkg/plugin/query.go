package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
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

// answer asks for all in one call. The sidecar answers each query by its ref; an error that has none is all queries'.
func (d *Datasource) answer(ctx context.Context, who caller, queries []contractQuery, fromAlert bool) backend.Responses {
	var reply queryReply
	var took float64
	wrong := d.wrong
	if wrong == nil {
		body, _ := json.Marshal(map[string]any{"queries": queries, "alert": fromAlert})
		var header http.Header
		header, wrong = d.sidecar.fetch(ctx, who, question{method: "POST", path: "query", body: body}, &reply)
		_, _ = fmt.Sscanf(header.Get("Server-Timing"), "total;dur=%f", &took)
	}
	answers := backend.Responses{}
	for _, query := range queries {
		var ref string
		_ = json.Unmarshal(query["ref_id"], &ref)
		result, there := reply.Results[ref]
		switch {
		case wrong != nil:
			answers[ref] = failed(wrong)
		case !there:
			answers[ref] = failed(&failure{status: 502, code: "no_result", message: "The sidecar's answer has no result for query " + ref + ".", ours: true})
		default:
			answers[ref] = result.response(ref, fromAlert, took)
		}
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
	Frames  []data.Frame  `json:"frames"`
	Notices []data.Notice `json:"notices"`
	Error   *struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Source  string `json:"source"`
	} `json:"error"`
}

// statusOf the sidecar's error codes that are not the query's own fault (contract/src/error-codes.ts).
var statusOf = map[string]int{"not_ready": 503, "store_unavailable": 503, "store_lagging": 503, "internal": 503,
	"store_error": 502, "query_timeout": 504, "busy": 429, "not_found": 404}

// response is what Grafana gets. Notices, and the sidecar's time for the query inspector, stand on the first frame; without one, a dashboard gets an empty frame to carry them,
// an alert rule none: it takes no frame for "no data".
func (r queryResult) response(ref string, fromAlert bool, tookMs float64) backend.DataResponse {
	if r.Error != nil {
		status, there := statusOf[r.Error.Code]
		if !there {
			status = 400
		}
		return failed(&failure{status: status, code: r.Error.Code, message: r.Error.Message, ours: r.Error.Source == "plugin"})
	}
	frames := make(data.Frames, 0, len(r.Frames))
	for index := range r.Frames {
		r.Frames[index].RefID = ref
		frames = append(frames, &r.Frames[index])
	}
	if len(r.Notices) > 0 && len(frames) == 0 && !fromAlert {
		frames = append(frames, &data.Frame{RefID: ref})
	}
	if len(frames) > 0 {
		frames[0].AppendNotices(r.Notices...)
		if frames[0].Meta == nil {
			frames[0].Meta = &data.FrameMeta{}
		}
		frames[0].Meta.Stats = append(frames[0].Meta.Stats, data.QueryStat{FieldConfig: data.FieldConfig{DisplayName: "Time in the sidecar", Unit: "ms"}, Value: tookMs})
	}
	return backend.DataResponse{Frames: frames, Status: backend.StatusOK}
}
