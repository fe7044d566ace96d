package plugin

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// contractFields of a saved query go to the sidecar as they are (contract/src/query.ts); the rest is Grafana's own.
var contractFields = []string{"query_type", "time", "step_ms", "limit", "top", "direction", "around", "time_shift_ms",
	"format", "packed", "filters", "text", "logsql", "group_by", "value", "series"}

type contractQuery map[string]any

// QueryData asks for all queries of a request in one call. The sidecar answers each by its ref; an error that has none is all queries'.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()
	fromAlert := req.Headers[backend.FromAlertHeaderName] == "true"
	queries := make([]contractQuery, 0, len(req.Queries))
	for _, query := range req.Queries {
		built, err := d.build(query, fromAlert)
		if err != nil {
			response.Responses[query.RefID] = fail(http.StatusBadRequest, "bad_query", "%s", err).response()
			continue
		}
		queries = append(queries, built)
	}
	if len(queries) == 0 {
		return response, nil
	}
	var reply queryReply
	var tookMs float64
	body, _ := json.Marshal(map[string]any{"queries": queries, "alert": fromAlert})
	header, failed := d.fetch(ctx, req.PluginContext, question{method: "POST", path: "query", body: body, cookie: req.GetHTTPHeader("Cookie")}, &reply)
	_, _ = fmt.Sscanf(header.Get("Server-Timing"), "total;dur=%f", &tookMs)
	for _, query := range req.Queries {
		ref := query.RefID
		if _, refused := response.Responses[ref]; refused {
			continue
		}
		result, there := reply.Results[ref]
		switch {
		case failed != nil:
			response.Responses[ref] = failed.response()
		case !there:
			response.Responses[ref] = fail(http.StatusBadGateway, "no_result", "The sidecar's answer has no result for query %s.", ref).ours().response()
		default:
			response.Responses[ref] = result.response(ref, fromAlert, tookMs)
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
	if saved == nil {
		return nil, fmt.Errorf("the saved query %s is empty", query.RefID)
	}
	if isEmpty(saved["query_type"]) {
		saved["query_type"] = json.RawMessage(`"logs"`)
	}
	saved["filters"] = complete(saved["filters"])
	built := contractQuery{"ref_id": query.RefID, "from": instant(query.TimeRange.From), "to": instant(query.TimeRange.To)}
	for _, name := range contractFields {
		if value := saved[name]; !isEmpty(value) {
			built[name] = value
		}
	}
	// The score of a line is known by the line's own time only.
	if built["time"] == nil && fromAlert && string(saved["value"]) != `"score"` {
		built["time"] = "arrival"
	}
	kind := string(saved["query_type"])
	if kind == `"logs"` && built["limit"] == nil && d.settings.defaultLimit > 0 {
		built["limit"] = d.settings.defaultLimit
	}
	switch overTime := slices.Contains([]string{`"stats"`, `"anomalies"`, `"health"`}, kind); {
	case !overTime || string(saved["instant"]) == "true":
		delete(built, "step_ms")
	case built["step_ms"] == nil && string(saved["format"]) != `"table"`:
		built["step_ms"] = stepOf(query)
	}
	return built, nil
}

// complete leaves out filters that say nothing yet: the editor saves them, and the browser asks without them too.
func complete(saved json.RawMessage) json.RawMessage {
	var filters []json.RawMessage
	if json.Unmarshal(saved, &filters) != nil {
		return saved
	}
	kept, _ := json.Marshal(slices.DeleteFunc(filters, func(text json.RawMessage) bool {
		var filter struct {
			Field  string
			Values []json.RawMessage
		}
		return json.Unmarshal(text, &filter) == nil && (strings.TrimSpace(filter.Field) == "" || len(filter.Values) == 0)
	}))
	return kept
}

func isEmpty(value json.RawMessage) bool {
	return slices.Contains([]string{"", "null", `""`, "[]"}, string(value))
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

// queryReply is the contract's QueryReply (contract/src/reply.ts).
type queryReply struct {
	Results map[string]queryResult `json:"results"`
}

type queryResult struct {
	// Not data.Frames, whose own reader goes through the text twice.
	Frames  []*data.Frame `json:"frames"`
	Notices []data.Notice `json:"notices"`
	Error   *failure      `json:"error"`
}

// statusOf the sidecar's error codes that are not the query's own fault (contract/src/error-codes.ts).
var statusOf = map[string]int{"not_ready": 503, "store_unavailable": 503, "store_lagging": 503, "internal": 503,
	"store_error": 502, "query_timeout": 504, "busy": 429, "not_found": 404}

// response is what Grafana gets. Notices, and the sidecar's time for the query inspector, stand on the first frame; without one,
// a dashboard gets an empty frame to carry them, an alert rule none: it takes no frame for "no data".
func (r queryResult) response(ref string, fromAlert bool, tookMs float64) backend.DataResponse {
	if r.Error != nil {
		r.Error.status = cmp.Or(statusOf[r.Error.Code], http.StatusBadRequest)
		return r.Error.response()
	}
	frames := data.Frames(r.Frames)
	for _, frame := range frames {
		frame.RefID = ref
	}
	if len(r.Notices) > 0 && len(frames) == 0 && !fromAlert {
		frames = append(frames, &data.Frame{RefID: ref})
	}
	if len(frames) > 0 {
		frames[0].AppendNotices(r.Notices...)
		took := data.QueryStat{FieldConfig: data.FieldConfig{DisplayName: "Time in the sidecar", Unit: "ms"}, Value: tookMs}
		frames[0].Meta.Stats = append(frames[0].Meta.Stats, took)
	}
	return backend.DataResponse{Frames: frames, Status: backend.StatusOK}
}
