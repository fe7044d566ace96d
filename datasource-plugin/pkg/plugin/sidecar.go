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

// sidecar knows where and as whom to ask.
type sidecar struct {
	settings settings
	client   *http.Client
	// streams has no total timeout; its callers limit the wait for headers.
	streams *http.Client
}

func connect(ctx context.Context, raw backend.DataSourceInstanceSettings, read settings) (*sidecar, error) {
	options, err := raw.HTTPClientOptions(ctx)
	if err != nil {
		return nil, fmt.Errorf("the connection settings cannot be read: %w", err)
	}
	options.Timeouts.Timeout = read.timeout
	client, err := httpclient.New(options)
	if err != nil {
		return nil, fmt.Errorf("the connection settings cannot work: %w", err)
	}
	endless := *options.Timeouts
	endless.Timeout = 0
	options.Timeouts = &endless
	streams, err := httpclient.New(options)
	if err != nil {
		return nil, fmt.Errorf("the connection settings cannot work: %w", err)
	}
	// A redirect is a sign of a wrong address, and would carry the token elsewhere.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client.CheckRedirect, streams.CheckRedirect = stay, stay
	return &sidecar{settings: read, client: client, streams: streams}, nil
}

// request is for a path below /api/v1 of the sidecar, with tenant, token and who asks.
func (s *sidecar) request(ctx context.Context, who caller, method, path string, query url.Values, body []byte) (*http.Request, error) {
	target := s.settings.base.JoinPath("api", "v1", path)
	target.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, method, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	set := func(name, value string) {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	set("AccountID", s.settings.account)
	set("ProjectID", s.settings.project)
	set("X-Grafana-User", who.login)
	set("X-Grafana-Org-Id", strconv.FormatInt(who.org, 10))
	set("X-Datasource-Uid", who.uid)
	if s.settings.token != "" {
		set("Authorization", "Bearer "+s.settings.token)
	}
	if len(body) > 0 {
		set("Content-Type", "application/json")
	}
	return request, nil
}

// ask reads a whole JSON answer into `into`.
func (s *sidecar) ask(ctx context.Context, who caller, method, path string, body []byte, into any) *failure {
	request, err := s.request(ctx, who, method, path, nil, body)
	if err != nil {
		return &failure{status: 500, code: "internal", message: err.Error(), ours: true}
	}
	response, err := s.client.Do(request)
	if err != nil {
		return s.unreachable(err)
	}
	defer response.Body.Close()
	text, failed := s.read(response)
	if failed != nil {
		return failed
	}
	// One pass over what may be megabytes; encoding/json makes two before the frames are even looked at.
	if err := jsoniter.ConfigCompatibleWithStandardLibrary.Unmarshal(text, into); err != nil {
		return s.notASidecar(response)
	}
	return nil
}

// read takes the body of an answer that went well, or says why it did not.
func (s *sidecar) read(response *http.Response) ([]byte, *failure) {
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes+1))
	if err != nil {
		return nil, s.unreachable(err)
	}
	if len(text) > maxAnswerBytes {
		return nil, &failure{status: 502, code: "answer_too_large",
			message: "The answer is over 64 MiB; ask for fewer lines, a shorter range or a larger interval."}
	}
	if response.StatusCode >= 300 {
		return nil, s.refusal(response, text)
	}
	return text, nil
}

// refusal keeps the sidecar's own words. Its 401 is about the datasource's token: Grafana's page would take it for the person's own login.
func (s *sidecar) refusal(response *http.Response, text []byte) *failure {
	var reply struct {
		Error struct{ Code, Message string }
	}
	if json.Unmarshal(text, &reply) != nil || reply.Error.Code == "" || response.StatusCode < 400 {
		return s.notASidecar(response)
	}
	failed := &failure{status: response.StatusCode, code: reply.Error.Code, message: reply.Error.Message,
		retryAfter: response.Header.Get("Retry-After")}
	if failed.status == http.StatusUnauthorized {
		failed.status = http.StatusBadGateway
		failed.message = "The sidecar refuses the datasource's token: " + failed.message + " Enter it in the datasource's settings."
	}
	return failed
}

func (s *sidecar) notASidecar(response *http.Response) *failure {
	kind := response.Header.Get("Content-Type")
	if kind == "" {
		kind = "no content type"
	}
	return &failure{status: 502, code: "not_a_sidecar", message: fmt.Sprintf(
		"%s does not answer as a Presage sidecar (HTTP %d, %s). Is it the sidecar's address and port (9480 by default)?",
		s.settings.base, response.StatusCode, kind)}
}

var errOverdue = errors.New("no answer in time")

// unreachable puts a transport's error in words.
func (s *sidecar) unreachable(err error) *failure {
	var network net.Error
	if errors.Is(err, errOverdue) || errors.Is(err, context.DeadlineExceeded) || (errors.As(err, &network) && network.Timeout()) {
		return &failure{status: 504, code: "timeout", message: fmt.Sprintf(
			"The sidecar at %s did not answer within %s. Ask for a shorter range, or raise the timeout in the datasource's settings.",
			s.settings.base, s.settings.timeout.Round(time.Millisecond))}
	}
	if errors.Is(err, context.Canceled) {
		return &failure{status: 499, code: "cancelled", message: "The request was cancelled."}
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return &failure{status: 502, code: "unreachable", message: fmt.Sprintf(
		"The sidecar at %s cannot be reached: %s. Does it run, and may Grafana's machine connect to it?", s.settings.base, err)}
}
