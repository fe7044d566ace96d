package plugin

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// heartbeat is how long a stream may be silent: proxies between Grafana and the browser close what seems dead.
var heartbeat = 15 * time.Second

var eventHeaders = map[string][]string{
	"Content-Type":           {"text/event-stream; charset=utf-8"},
	"Cache-Control":          {"no-store"},
	"X-Accel-Buffering":      {"no"},
	"X-Content-Type-Options": {"nosniff"},
}

// relayEvents hands on each piece as it comes, and a comment when none comes for long. It ends with the stream or its reader;
// nobody reads the body any more when it returns. stop ends the request that the body belongs to.
func relayEvents(ctx context.Context, stop context.CancelCauseFunc, body io.Reader, sender backend.CallResourceResponseSender) error {
	if err := sender.Send(&backend.CallResourceResponse{Status: http.StatusOK, Headers: eventHeaders}); err != nil {
		return err
	}
	pieces, ended := readPieces(ctx, body)
	defer func() {
		stop(nil)
		for range pieces {
			// The reader's last piece goes nowhere: the stream is over.
		}
	}()
	// A comment in the middle of an event would end it early.
	ending := []byte("\n\n")
	silent := time.NewTicker(heartbeat)
	defer silent.Stop()
	for {
		piece := []byte(": alive\n\n")
		select {
		case next, open := <-pieces:
			if !open {
				return endOfEvents(ctx, <-ended, sender)
			}
			piece, ending = next, append(ending[len(ending)-1:], next...)
			silent.Reset(heartbeat)
		case <-silent.C:
			if !bytes.HasSuffix(ending, []byte("\n\n")) {
				continue
			}
		case <-ctx.Done():
			return nil
		}
		if err := sender.Send(&backend.CallResourceResponse{Status: http.StatusOK, Body: piece}); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
}

// readPieces owns the body until the context ends; the error comes after the last piece.
func readPieces(ctx context.Context, body io.Reader) (<-chan []byte, <-chan error) {
	pieces, ended := make(chan []byte), make(chan error, 1)
	go func() {
		defer close(pieces)
		buffer := make([]byte, 32<<10)
		for {
			length, err := body.Read(buffer)
			if length > 0 {
				select {
				case pieces <- bytes.Clone(buffer[:length]):
				case <-ctx.Done():
					ended <- nil
					return
				}
			}
			if err != nil {
				ended <- err
				return
			}
		}
	}()
	return pieces, ended
}

// endOfEvents tells the page when the sidecar broke off; an end that was meant needs no word.
func endOfEvents(ctx context.Context, err error, sender backend.CallResourceResponseSender) error {
	if err == nil || errors.Is(err, io.EOF) || ctx.Err() != nil {
		return nil
	}
	broken := &failure{code: "sidecar_gone", message: "The sidecar ended the stream before it was complete."}
	return sender.Send(&backend.CallResourceResponse{Status: http.StatusOK, Body: []byte("\n\nevent: error\ndata: " + string(broken.body()) + "\n\n")})
}
