package plugin

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// heartbeat is how long a stream may be silent: proxies between Grafana and the browser close what seems dead.
var heartbeat = 15 * time.Second

// relay hands events on. One piece at a time goes out, a comment when none came for long.
type relay struct {
	sync.Mutex
	sender backend.CallResourceResponseSender
	// ending is the last two bytes that went out: between events a line is empty.
	ending string
	silent *time.Timer
	over   bool
}

// relayEvents hands on each piece of the answer as it comes. It ends with the stream or its reader.
func relayEvents(answer *answer, sender backend.CallResourceResponseSender) error {
	out := &relay{sender: sender, ending: "\n\n"}
	out.Lock()
	out.silent = time.AfterFunc(heartbeat, out.beat)
	out.Unlock()
	err := out.send("")
	buffer := make([]byte, 32<<10)
	for err == nil {
		length, ended := answer.Body.Read(buffer)
		if length > 0 {
			err = out.send(string(buffer[:length]))
		}
		if err == nil {
			err = ended
		}
	}
	if !errors.Is(err, io.EOF) && answer.ctx.Err() == nil {
		broken := &failure{code: "sidecar_gone", message: "The sidecar ended the stream before it was complete."}
		err = out.send("\n\nevent: error\ndata: " + string(broken.body()) + "\n\n")
	}
	out.Lock()
	defer out.Unlock()
	out.over = true
	out.silent.Stop()
	if errors.Is(err, io.EOF) || answer.ctx.Err() != nil {
		return nil
	}
	return err
}

func (r *relay) send(piece string) error {
	r.Lock()
	defer r.Unlock()
	return r.write(piece)
}

func (r *relay) write(piece string) error {
	r.ending = (r.ending + piece)[len(piece):]
	r.silent.Reset(heartbeat)
	return r.sender.Send(&backend.CallResourceResponse{Status: http.StatusOK, Headers: headersFor("text/event-stream", ""), Body: []byte(piece)})
}

func (r *relay) beat() {
	r.Lock()
	defer r.Unlock()
	// A comment in the middle of an event would end it early.
	if r.ending == "\n\n" && !r.over {
		_ = r.write(": alive\n\n")
	}
}
