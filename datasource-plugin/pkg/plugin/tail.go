package plugin

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

const (
	tailFlush     = 250 * time.Millisecond
	tailMaxRows   = 500
	tailMaxEvent  = 4 << 20
	tailPatience  = 60 * time.Second
	tailLongPause = 30 * time.Second
)

// tailShortPause is the first wait before a broken tail is opened again; it doubles up to tailLongPause.
var tailShortPause = time.Second

// tailQuery is what a live tail asks; it travels as the channel's data.
type tailQuery struct {
	Filters []struct {
		Field  string   `json:"field"`
		Op     string   `json:"op"`
		Values []string `json:"values"`
	} `json:"filters,omitempty"`
	Text string `json:"text,omitempty"`
}

// tailPath names the channel by query and tenant: one run serves all who see the same, and a changed query is another channel.
func (d *Datasource) tailPath(query tailQuery) string {
	text, _ := json.Marshal(query)
	sum := sha256.Sum256([]byte(d.settings.account + ":" + d.settings.project + "\n" + string(text)))
	return "tail/" + hex.EncodeToString(sum[:20])
}

// tailChannel answers the resource `tail-channel`: the path and data to subscribe with.
func (d *Datasource) tailChannel(body []byte, sender backend.CallResourceResponseSender) error {
	var query tailQuery
	if err := json.Unmarshal(body, &query); err != nil {
		return refuse(sender, &failure{status: 400, code: "bad_request", message: "The body is not {filters, text}: " + err.Error()})
	}
	text, err := json.Marshal(map[string]any{"path": d.tailPath(query), "data": query})
	if err != nil {
		return err
	}
	return sender.Send(&backend.CallResourceResponse{Status: http.StatusOK, Headers: jsonHeaders(""), Body: text})
}

// SubscribeStream admits a channel only when its path is that of its query, so that nobody sees lines of another query.
func (d *Datasource) SubscribeStream(_ context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	var query tailQuery
	if d.wrong != nil || json.Unmarshal(req.Data, &query) != nil || req.Path != d.tailPath(query) {
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil
	}
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK}, nil
}

// PublishStream: nobody writes to a tail.
func (d *Datasource) PublishStream(context.Context, *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusPermissionDenied}, nil
}

// RunStream sends live lines as frames until nobody listens; a tail that breaks says so and is opened again.
func (d *Datasource) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	var query tailQuery
	if err := json.Unmarshal(req.Data, &query); err != nil {
		return fmt.Errorf("the data of the channel is not a tail's: %w", err)
	}
	pause := tailShortPause
	for ctx.Err() == nil {
		opened := time.Now()
		err := d.follow(ctx, callerOf(req.PluginContext), query, sender)
		if ctx.Err() != nil {
			return nil
		}
		if time.Since(opened) > tailPatience {
			pause = tailShortPause
		}
		notice := data.Notice{Severity: data.NoticeSeverityError, Text: err.Error()}
		if err := sender.SendFrame(tailFrame(nil, notice), data.IncludeAll); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, tailLongPause)
	}
	return nil
}

// follow opens one tail and hands its lines on; it always ends with the reason.
func (d *Datasource) follow(ctx context.Context, who caller, query tailQuery, sender *backend.StreamSender) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	filters, _ := json.Marshal(query.Filters)
	if query.Filters == nil {
		filters = []byte("[]")
	}
	request, err := d.sidecar.request(ctx, who, "GET", "tail", url.Values{"filters": {string(filters)}, "text": {query.Text}}, nil)
	if err != nil {
		return err
	}
	// The sidecar speaks every few seconds; one that is silent is gone.
	silence := time.AfterFunc(d.settings.timeout, func() { cancel(errOverdue) })
	defer silence.Stop()
	response, err := d.sidecar.streams.Do(request)
	if err != nil {
		if errors.Is(context.Cause(ctx), errOverdue) {
			err = errOverdue
		}
		return d.sidecar.unreachable(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		_, failed := d.sidecar.read(response)
		if failed == nil {
			failed = d.sidecar.notASidecar(response)
		}
		return failed
	}
	silence.Reset(tailPatience)
	return sendLines(readEvents(ctx, response.Body, func() { silence.Reset(tailPatience) }), sender)
}

// event of a stream: a line of the log, or how many were left out.
type event struct{ name, data string }

// readEvents closes the channel when the stream ends; every line read calls `heard`.
func readEvents(ctx context.Context, body io.Reader, heard func()) <-chan event {
	events := make(chan event, tailMaxRows)
	go func() {
		defer close(events)
		lines := bufio.NewScanner(body)
		lines.Buffer(make([]byte, 64<<10), tailMaxEvent)
		var next event
		for lines.Scan() {
			heard()
			name, value, _ := strings.Cut(lines.Text(), ":")
			value = strings.TrimPrefix(value, " ")
			switch {
			case lines.Text() == "" && next.data != "":
				select {
				case events <- next:
				case <-ctx.Done():
					return
				}
				next = event{}
			case name == "event":
				next.name = value
			case name == "data":
				next.data += value
			}
		}
	}()
	return events
}

// sendLines gathers lines for a moment: a frame each would be more than a browser can draw.
func sendLines(events <-chan event, sender *backend.StreamSender) error {
	var rows []map[string]string
	var notices []data.Notice
	flush := func() error {
		if len(rows) == 0 && len(notices) == 0 {
			return nil
		}
		frame := tailFrame(rows, notices...)
		rows, notices = nil, nil
		return sender.SendFrame(frame, data.IncludeAll)
	}
	tick := time.NewTicker(tailFlush)
	defer tick.Stop()
	for {
		select {
		case next, open := <-events:
			if !open {
				return errors.Join(flush(), errors.New("the sidecar ended the live tail; it is opened again"))
			}
			rows, notices = take(next, rows, notices)
			if len(rows) < tailMaxRows {
				continue
			}
		case <-tick.C:
		}
		if err := flush(); err != nil {
			return err
		}
	}
}

func take(next event, rows []map[string]string, notices []data.Notice) ([]map[string]string, []data.Notice) {
	switch next.name {
	case "line":
		row := map[string]string{}
		if json.Unmarshal([]byte(next.data), &row) == nil {
			rows = append(rows, row)
		}
	case "dropped":
		var left struct{ Dropped int }
		if json.Unmarshal([]byte(next.data), &left) == nil && left.Dropped > 0 {
			notices = append(notices, data.Notice{Severity: data.NoticeSeverityWarning,
				Text: fmt.Sprintf("%d lines came faster than a live tail shows and were left out here.", left.Dropped)})
		}
	}
	return rows, notices
}

// tailFrame has the columns of the sidecar's own log frames.
func tailFrame(rows []map[string]string, notices ...data.Notice) *data.Frame {
	times, labels := make([]time.Time, len(rows)), make([]json.RawMessage, len(rows))
	columns := map[string][]string{}
	for _, name := range []string{"_msg", "presage_severity", "presage_event_id", "presage_template_id"} {
		for _, row := range rows {
			columns[name] = append(columns[name], row[name])
		}
	}
	for index, row := range rows {
		times[index], _ = time.Parse(time.RFC3339Nano, row["_time"])
		delete(row, "_time")
		delete(row, "_msg")
		delete(row, "presage_event_id")
		labels[index], _ = json.Marshal(row)
	}
	frame := data.NewFrame("", data.NewField("timestamp", nil, times), data.NewField("body", nil, columns["_msg"]),
		data.NewField("severity", nil, columns["presage_severity"]), data.NewField("id", nil, columns["presage_event_id"]),
		data.NewField("labels", nil, labels), data.NewField("presage_event_id", nil, columns["presage_event_id"]),
		data.NewField("presage_template_id", nil, columns["presage_template_id"]))
	return frame.SetMeta(&data.FrameMeta{Type: data.FrameTypeLogLines, PreferredVisualization: data.VisTypeLogs, Notices: notices})
}
