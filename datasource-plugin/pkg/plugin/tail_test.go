package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// packets receives what a stream sends.
type packets func([]byte) error

func (p packets) Send(packet *backend.StreamPacket) error { return p(packet.Data) }

func channelOf(t *testing.T, d *Datasource, query string) (path string, text json.RawMessage) {
	t.Helper()
	var channel struct {
		Path string
		Data json.RawMessage
	}
	reply := call(t, d, "Viewer", "POST", "tail-channel", query)
	if err := json.Unmarshal(reply.Body, &channel); err != nil || reply.Status != 200 {
		t.Fatalf("%d %s", reply.Status, reply.Body)
	}
	return channel.Path, channel.Data
}

func TestAChannelIsNamedByItsQueryAndTenant(t *testing.T) {
	d := connectTo(t, "http://127.0.0.1:1", `{}`)
	path, text := channelOf(t, d, `{"filters":[{"field":"service","op":"=","values":["shop"]}],"text":"pool"}`)
	other, _ := channelOf(t, d, `{"filters":[{"field":"service","op":"=","values":["login"]}],"text":"pool"}`)
	elsewhere, _ := channelOf(t, connectTo(t, "http://127.0.0.1:1", `{"tenant":"7"}`), string(text))
	if path == other || path == elsewhere || len(path) > 100 {
		t.Errorf("%s %s %s", path, other, elsewhere)
	}
	subscribe := func(path, text string) backend.SubscribeStreamStatus {
		got, err := d.SubscribeStream(context.Background(), &backend.SubscribeStreamRequest{Path: path, Data: []byte(text)})
		if err != nil {
			t.Fatal(err)
		}
		return got.Status
	}
	if subscribe(path, string(text)) != backend.SubscribeStreamStatusOK {
		t.Error("its own channel is refused")
	}
	if subscribe(path, `{"text":"another"}`) != backend.SubscribeStreamStatusNotFound || subscribe(path, "") != backend.SubscribeStreamStatusNotFound {
		t.Error("a foreign query is admitted")
	}
}

func TestLiveLinesComeAsFramesAndABrokenTailIsOpenedAgain(t *testing.T) {
	usual := tailShortPause
	tailShortPause = time.Millisecond
	t.Cleanup(func() { tailShortPause = usual })
	var opened atomic.Int32
	fake := serve(t, eventStream(func(send func(string), r *http.Request) {
		if opened.Add(1) == 1 {
			return
		}
		send("event: line\nid: e1\ndata: {\"_time\":\"2026-03-01T12:00:00.000000007Z\",\"_msg\":\"pool exhausted\",\"service\":\"shop\",\"presage_event_id\":\"e1\",\"presage_severity\":\"error\",\"presage_template_id\":\"00aa\"}\n\n")
		send("event: dropped\ndata: {\"dropped\":9,\"reason\":\"rate\"}\n\n: alive\n\n")
		<-r.Context().Done()
	}))
	d := connectTo(t, fake.URL, `{}`)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var frames []*data.Frame
	sender := backend.NewStreamSender(packets(func(text []byte) error {
		frame := &data.Frame{}
		if err := json.Unmarshal(text, frame); err != nil {
			return err
		}
		frames = append(frames, frame)
		if frame.Rows() > 0 {
			stop()
		}
		return nil
	}))
	_, text := channelOf(t, d, `{"filters":[{"field":"service","op":"=","values":["shop"]}],"text":"pool"}`)
	if err := d.RunStream(ctx, &backend.RunStreamRequest{Data: text}, sender); err != nil {
		t.Fatal(err)
	}
	if len(frames) < 2 || !strings.Contains(frames[0].Meta.Notices[0].Text, "opened again") {
		t.Fatalf("%d frames", len(frames))
	}
	got := frames[len(frames)-1]
	labels, _ := got.Fields[4].ConcreteAt(0)
	at, _ := got.Fields[0].ConcreteAt(0)
	if got.Meta.Type != data.FrameTypeLogLines || got.Fields[1].At(0) != "pool exhausted" || at.(time.Time).Nanosecond() != 7 ||
		string(labels.(json.RawMessage)) != `{"presage_severity":"error","presage_template_id":"00aa","service":"shop"}` ||
		!strings.Contains(got.Meta.Notices[0].Text, "9 lines") {
		text, _ := data.FrameToJSON(got, data.IncludeAll)
		t.Errorf("%s", text)
	}
	query := fake.requests()[1].query
	if !strings.Contains(query, "text=pool") || !strings.Contains(query, "service") {
		t.Errorf("asked %s", query)
	}
}

func TestARefusedTailSaysWhy(t *testing.T) {
	d := connectTo(t, serve(t, http.HandlerFunc(answerJSON(429, `{"error":{"code":"busy","message":"Too many live tails."}}`))).URL, `{}`)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var told string
	sender := backend.NewStreamSender(packets(func(text []byte) error { told = string(text); stop(); return nil }))
	if err := d.RunStream(ctx, &backend.RunStreamRequest{Data: []byte(`{}`)}, sender); err != nil || !strings.Contains(told, "Too many live tails.") {
		t.Errorf("%s %v", told, err)
	}
}
