package plugin

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

const tailMaxEvent = 16 << 20

// tailPause comes before a tail is opened again.
var tailPause = time.Second

// tailQuery is what a live tail asks; it travels as the channel's data.
type tailQuery struct {
	Filters json.RawMessage `json:"filters,omitempty"`
	Text    string          `json:"text,omitempty"`
}

// tailPath names the channel by query and tenant: one run serves all who see the same, and a changed query is another channel.
func (d *Datasource) tailPath(query tailQuery) string {
	text, _ := json.Marshal(query)
	sum := sha256.Sum256([]byte(d.settings.account + ":" + d.settings.project + "\n" + string(text)))
	return fmt.Sprintf("tail/%x", sum[:20])
}

// tailChannel answers the resource `tail-channel`: the path and data to subscribe with.
func (d *Datasource) tailChannel(body []byte, sender backend.CallResourceResponseSender) error {
	var query tailQuery
	if err := json.Unmarshal(body, &query); err != nil {
		return refuse(sender, fail(http.StatusBadRequest, "bad_request", "The body is not {filters, text}: %s", err))
	}
	text, _ := json.Marshal(map[string]any{"path": d.tailPath(query), "data": query})
	return sender.Send(response(http.StatusOK, "application/json", text))
}

// SubscribeStream admits a channel only when its path is that of its query, so that nobody sees lines of another query.
func (d *Datasource) SubscribeStream(_ context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	var query tailQuery
	if json.Unmarshal(req.Data, &query) != nil || req.Path != d.tailPath(query) {
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil
	}
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK}, nil
}

// PublishStream: nobody writes to a tail.
func (d *Datasource) PublishStream(context.Context, *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusPermissionDenied}, nil
}

// RunStream hands on the sidecar's frames of live lines until nobody listens. When it ends with an error Grafana runs it again,
// more slowly each time; a tail that cannot be opened says why to its listeners.
func (d *Datasource) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	var query tailQuery
	if err := json.Unmarshal(req.Data, &query); err != nil {
		return fmt.Errorf("the data of the channel is not a tail's: %w", err)
	}
	err := d.follow(ctx, req.PluginContext, query, sender)
	select {
	case <-ctx.Done():
		return nil
	case <-time.After(tailPause):
		return err
	}
}

// follow opens a tail and hands each of its frames on; it always ends with the reason.
func (d *Datasource) follow(ctx context.Context, who backend.PluginContext, query tailQuery, sender *backend.StreamSender) error {
	asked := url.Values{"as": {"frames"}, "text": {query.Text}, "filters": {string(query.Filters)}}
	answer, failed := d.ask(ctx, who, question{method: "GET", path: "tail", query: asked})
	if failed == nil {
		defer answer.close()
		if !answer.isStream() {
			_, failed = answer.text()
			failed = cmp.Or(failed, answer.stranger())
		}
	}
	if failed != nil {
		notice := data.Notice{Severity: data.NoticeSeverityError, Text: failed.Message}
		return errors.Join(failed, sender.SendFrame(data.NewFrame("").SetMeta(&data.FrameMeta{Notices: []data.Notice{notice}}), data.IncludeAll))
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(make([]byte, 64<<10), tailMaxEvent)
	for lines.Scan() {
		answer.clock.Reset(patience)
		if frame, found := strings.CutPrefix(lines.Text(), "data: "); found {
			if err := sender.SendJSON([]byte(frame)); err != nil {
				return err
			}
		}
	}
	return errors.New("the sidecar ended the live tail or fell silent; it is opened again")
}
