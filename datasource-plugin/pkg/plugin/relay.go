package plugin

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// heartbeat is how long a stream may be silent: proxies between Grafana and the browser close what seems dead.
var heartbeat = 15 * time.Second

// patience is how long the sidecar may be silent in a stream: it speaks every 15 s.
var patience = 60 * time.Second

type piece struct {
	text string
	err  error
}

// relayEvents hands on each piece of the answer as it comes, and a comment when none came for long. It ends with the stream or its
// reader, or when the sidecar is silent for longer than it ever is while it lives.
func relayEvents(answer *answer, sender backend.CallResourceResponseSender) error {
	send := func(text string) error {
		return sender.Send(response(http.StatusOK, "text/event-stream", []byte(text)))
	}
	pieces := make(chan piece)
	go readPieces(answer.Body, pieces)
	defer func() {
		answer.end(nil)
		for range pieces {
		}
	}()
	// The last two bytes that went out: between events a line is empty. A comment in the middle of an event would end it early.
	ending := "\n\n"
	err := send("")
	for err == nil {
		select {
		case got := <-pieces:
			answer.clock.Reset(patience)
			ending = (ending + got.text)[len(got.text):]
			if got.text != "" {
				err = send(got.text)
			}
			err = errors.Join(err, got.err)
		case <-time.After(heartbeat):
			if ending == "\n\n" {
				err = send(": alive\n\n")
			}
		}
	}
	isOverdue := errors.Is(context.Cause(answer.ctx), errOverdue)
	if errors.Is(err, io.EOF) || (answer.ctx.Err() != nil && !isOverdue) {
		return nil
	}
	broken := fail(http.StatusBadGateway, "sidecar_gone", "The sidecar ended the stream before it was complete.")
	return send("\n\nevent: error\ndata: " + string(broken.body()) + "\n\n")
}

// readPieces ends with the body, whose error is the last piece's; all of them have to be taken.
func readPieces(body io.Reader, pieces chan<- piece) {
	defer close(pieces)
	buffer := make([]byte, 32<<10)
	for {
		length, err := body.Read(buffer)
		pieces <- piece{string(buffer[:length]), err}
		if err != nil {
			return
		}
	}
}
