package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
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

func quickTails(t *testing.T) {
	t.Helper()
	usual, pause := patience, tailPause
	patience, tailPause = time.Second, time.Millisecond
	t.Cleanup(func() { patience, tailPause = usual, pause })
}

// told runs a stream until it has sent `count` packets or ends, and returns them.
func told(t *testing.T, d *Datasource, query string, count int) (sent []string, err error) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	sender := backend.NewStreamSender(packets(func(text []byte) error {
		if sent = append(sent, string(text)); len(sent) == count {
			stop()
		}
		return nil
	}))
	err = d.RunStream(ctx, &backend.RunStreamRequest{PluginContext: asUser("Viewer"), Data: []byte(query)}, sender)
	return sent, err
}

const liveFrame = `{"schema":{"meta":{"type":"log-lines"},"fields":[{"name":"timestamp","type":"time","typeInfo":{"frame":"time.Time"}}]},"data":{"values":[[1772366400000]],"nanos":[[7]]}}`

func TestFramesOfLiveLinesAreHandedOnAsTheyAre(t *testing.T) {
	fake := serve(t, eventStream(func(send func(string), r *http.Request) {
		send(": open\n\nevent: frame\ndata: " + liveFrame + "\n\n")
		<-r.Context().Done()
	}))
	sent, err := told(t, connectTo(t, fake.URL, `{}`), `{"filters":[{"field":"service","op":"=","values":["shop"]}],"text":"pool"}`, 1)
	if err != nil || len(sent) != 1 || sent[0] != liveFrame {
		t.Errorf("%v %v", sent, err)
	}
	query := fake.requests()[0].query
	if !strings.Contains(query, "as=frames") || !strings.Contains(query, "text=pool") || !strings.Contains(query, "service") {
		t.Errorf("asked %s", query)
	}
}

func TestABrokenTailEndsSoThatGrafanaRunsItAgain(t *testing.T) {
	quickTails(t)
	for title, silent := range map[string]bool{"ended": false, "silent": true} {
		t.Run(title, func(t *testing.T) {
			fake := serve(t, eventStream(func(send func(string), r *http.Request) {
				send("event: frame\ndata: " + liveFrame + "\n\n")
				if silent {
					<-r.Context().Done()
				}
			}))
			sent, err := told(t, connectTo(t, fake.URL, `{}`), `{}`, 9)
			if err == nil || !strings.Contains(err.Error(), "opened again") || len(sent) != 1 {
				t.Errorf("%v %v", sent, err)
			}
		})
	}
}

func TestARefusedTailSaysWhy(t *testing.T) {
	quickTails(t)
	d := connectTo(t, serve(t, http.HandlerFunc(answerJSON(429, `{"error":{"code":"busy","message":"Too many live tails."}}`))).URL, `{}`)
	sent, err := told(t, d, `{}`, 9)
	if err == nil || len(sent) != 1 || !strings.Contains(sent[0], "Too many live tails.") {
		t.Errorf("%v %v", sent, err)
	}
}
