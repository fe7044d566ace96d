package plugin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	jsoniter "github.com/json-iterator/go"
)

// An answer above it is refused: Grafana would hold it several times over in memory.
const maxAnswerBytes = 64 << 20

// failure is an error in words for people, with the status for Grafana. Its message says what happened and what to do.
type failure struct {
	status     int
	code       string
	message    string
	retryAfter string
	// ours: a promise of the plugin's or the contract's was broken; else the sidecar, the network or a person's query is the cause.
	ours bool
}

func (f *failure) Error() string { return f.message }

func (f *failure) source() backend.ErrorSource {
	if f.ours {
		return backend.ErrorSourcePlugin
	}
	return backend.ErrorSourceDownstream
}

func (f *failure) body() []byte {
	text, _ := json.Marshal(map[string]any{"error": map[string]string{"code": f.code, "message": f.message}})
	return text
}

// sidecar knows where and as whom to ask. Its client has no total timeout, which would end streams; each answer has a clock.
type sidecar struct {
	settings settings
	client   *http.Client
}

func connect(ctx context.Context, raw backend.DataSourceInstanceSettings, read settings) (*sidecar, error) {
	options, err := raw.HTTPClientOptions(ctx)
	if err != nil {
		return nil, fmt.Errorf("the connection settings cannot be read: %w", err)
	}
	options.Timeouts.Timeout = 0
	client, err := httpclient.New(options)
	if err != nil {
		return nil, fmt.Errorf("the connection settings cannot work: %w", err)
	}
	// A redirect is a sign of a wrong address, and would carry the token elsewhere.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &sidecar{settings: read, client: client}, nil
}

// question is for a path below /api/v1 of the sidecar.
type question struct {
	method, path string
	query        url.Values
	body         []byte
	// accept and engine are headers of the contract; empty = not sent.
	accept, engine string
}

// answer is open until it is closed. Its clock ends it when the timeout is over, unless it is stopped or set anew.
type answer struct {
	*http.Response
	sidecar *sidecar
	ctx     context.Context
	clock   *time.Timer
	end     context.CancelCauseFunc
}

func (a *answer) close() {
	a.clock.Stop()
	a.end(nil)
	_ = a.Body.Close()
}

var errOverdue = errors.New("no answer in time")

// ask sends a question with tenant, token and who asks, and waits for the answer's headers.
func (s *sidecar) ask(ctx context.Context, who caller, what question) (*answer, *failure) {
	target := s.settings.base.JoinPath("api", "v1", what.path)
	target.RawQuery = what.query.Encode()
	ctx, end := context.WithCancelCause(ctx)
	request, err := http.NewRequestWithContext(ctx, what.method, target.String(), bytes.NewReader(what.body))
	if err != nil {
		end(nil)
		return nil, &failure{status: 400, code: "bad_request", message: err.Error()}
	}
	headers := map[string]string{"AccountID": s.settings.account, "ProjectID": s.settings.project, "X-Grafana-User": who.login,
		"X-Grafana-Org-Id": strconv.FormatInt(who.org, 10), "X-Datasource-Uid": who.uid, "Accept": what.accept, "X-Presage-Engine": what.engine}
	if s.settings.token != "" {
		headers["Authorization"] = "Bearer " + s.settings.token
	}
	if len(what.body) > 0 {
		headers["Content-Type"] = "application/json"
	}
	for name, value := range headers {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	clock := time.AfterFunc(s.settings.timeout, func() { end(errOverdue) })
	response, err := s.client.Do(request)
	if err != nil {
		clock.Stop()
		defer end(nil)
		return nil, s.unreachable(ctx, err)
	}
	return &answer{response, s, ctx, clock, end}, nil
}

// fetch reads a whole JSON answer into `into`.
func (s *sidecar) fetch(ctx context.Context, who caller, what question, into any) (http.Header, *failure) {
	answer, failed := s.ask(ctx, who, what)
	if failed != nil {
		return nil, failed
	}
	defer answer.close()
	text, failed := answer.text()
	if failed != nil {
		return nil, failed
	}
	// One pass over what may be megabytes, frames too: the SDK has its own way to read them for this decoder only.
	err := jsoniter.ConfigCompatibleWithStandardLibrary.Unmarshal(text, into)
	if err != nil && !json.Valid(text) {
		return nil, answer.stranger()
	}
	if err != nil {
		return nil, &failure{status: 500, code: "bad_reply", message: "The sidecar's answer cannot be decoded: " + err.Error(), ours: true}
	}
	return answer.Header, nil
}

// text takes the whole body of an answer that went well, or says why it did not.
func (a *answer) text() ([]byte, *failure) {
	text, err := io.ReadAll(io.LimitReader(a.Body, maxAnswerBytes+1))
	switch {
	case err != nil:
		return nil, a.sidecar.unreachable(a.ctx, err)
	case len(text) > maxAnswerBytes:
		return nil, &failure{status: 502, code: "answer_too_large",
			message: "The answer is over 64 MiB; ask for fewer lines, a shorter range or a larger interval."}
	case a.StatusCode >= 300:
		return nil, a.refusal(text)
	}
	return text, nil
}

// refusal keeps the sidecar's own words. Its 401 is about the datasource's token: Grafana's page would take it for the person's own login.
func (a *answer) refusal(text []byte) *failure {
	var reply struct {
		Error struct{ Code, Message string }
	}
	if json.Unmarshal(text, &reply) != nil || reply.Error.Code == "" || a.StatusCode < 400 {
		return a.stranger()
	}
	refused := &failure{status: a.StatusCode, code: reply.Error.Code, message: reply.Error.Message, retryAfter: a.Header.Get("Retry-After")}
	if refused.status == http.StatusUnauthorized {
		refused.status = http.StatusBadGateway
		refused.message = "The sidecar refuses the datasource's token: " + refused.message + " Enter it in the datasource's settings."
	}
	return refused
}

// stranger: what answers is not a sidecar.
func (a *answer) stranger() *failure {
	kind := a.Header.Get("Content-Type")
	if kind == "" {
		kind = "no content type"
	}
	return &failure{status: 502, code: "not_a_sidecar", message: fmt.Sprintf(
		"%s does not answer as a Presage sidecar (HTTP %d, %s). Is it the sidecar's address and port (9480 by default)?",
		a.sidecar.settings.base, a.StatusCode, kind)}
}

// unreachable puts a transport's error in words.
func (s *sidecar) unreachable(ctx context.Context, err error) *failure {
	var network net.Error
	overdue := errors.Is(context.Cause(ctx), errOverdue) || errors.Is(err, context.DeadlineExceeded)
	switch {
	case overdue || (errors.As(err, &network) && network.Timeout()):
		return &failure{status: 504, code: "timeout", message: fmt.Sprintf(
			"The sidecar at %s did not answer within %s. Ask for a shorter range, or raise the timeout in the datasource's settings.",
			s.settings.base, s.settings.timeout.Round(time.Millisecond))}
	case errors.Is(err, context.Canceled):
		return &failure{status: 499, code: "cancelled", message: "The request was cancelled."}
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return &failure{status: 502, code: "unreachable", message: fmt.Sprintf(
		"The sidecar at %s cannot be reached: %s. Does it run, and may Grafana's machine connect to it?", s.settings.base, err)}
}
