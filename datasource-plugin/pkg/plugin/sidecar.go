package plugin

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	jsoniter "github.com/json-iterator/go"
)

// An answer above it is refused: Grafana would hold it several times over in memory.
const maxAnswerBytes = 64 << 20

// connect makes a client without a total timeout, which would end streams; each answer has a clock.
func connect(ctx context.Context, raw backend.DataSourceInstanceSettings) (*http.Client, error) {
	// A provisioning file that leaves a setting empty does not say it. The SDK ends where it looks for a text.
	said := map[string]json.RawMessage{}
	_ = json.Unmarshal(raw.JSONData, &said)
	maps.DeleteFunc(said, func(_ string, value json.RawMessage) bool { return string(value) == "null" })
	raw.JSONData, _ = json.Marshal(said)
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
	return client, nil
}

// question is for a path below /api/v1 of the sidecar.
type question struct {
	method, path string
	query        url.Values
	body         []byte
	// accept and engine are headers of the contract, cookie is what Grafana leaves of the browser's: those the settings allow. Empty = not
	// sent. No other header of a browser goes on: it could name a tenant.
	accept, engine, cookie string
}

// answer is open until it is closed. Its clock ends it when the timeout is over, unless it is stopped or set anew.
type answer struct {
	*http.Response
	asked settings
	ctx   context.Context
	clock *time.Timer
	end   context.CancelCauseFunc
}

func (a *answer) close() {
	a.clock.Stop()
	a.end(nil)
	_ = a.Body.Close()
}

func (a *answer) is(kind string) bool { return strings.HasPrefix(a.Header.Get("Content-Type"), kind) }

func (a *answer) isStream() bool { return a.StatusCode == http.StatusOK && a.is("text/event-stream") }

var errOverdue = errors.New("no answer in time")

// ask sends a question with tenant, token and who asks, and waits for the answer's headers.
func (d *Datasource) ask(ctx context.Context, who backend.PluginContext, what question) (*answer, *failure) {
	if d.wrong != nil {
		return nil, d.wrong
	}
	target := d.settings.base.JoinPath("api", "v1", what.path)
	target.RawQuery = what.query.Encode()
	ctx, end := context.WithCancelCause(ctx)
	request, err := http.NewRequestWithContext(ctx, what.method, target.String(), bytes.NewReader(what.body))
	if err != nil {
		end(nil)
		return nil, fail(http.StatusBadRequest, "bad_request", "%s", err)
	}
	headers := map[string]string{"AccountID": d.settings.account, "ProjectID": d.settings.project, "X-Grafana-Org-Id": strconv.FormatInt(who.OrgID, 10),
		"X-Datasource-Uid": d.settings.uid, "Accept": what.accept, "X-Presage-Engine": what.engine, "Cookie": what.cookie}
	if d.settings.token != "" {
		headers["Authorization"] = "Bearer " + d.settings.token
	}
	if who.User != nil {
		headers["X-Grafana-User"] = who.User.Login
	}
	if len(what.body) > 0 {
		headers["Content-Type"] = "application/json"
	}
	for name, value := range headers {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	clock := time.AfterFunc(d.settings.timeout, func() { end(errOverdue) })
	response, err := d.client.Do(request)
	if err != nil {
		clock.Stop()
		defer end(nil)
		return nil, d.settings.unreachable(ctx, err)
	}
	return &answer{response, d.settings, ctx, clock, end}, nil
}

// fetch reads a whole JSON answer into `into`.
func (d *Datasource) fetch(ctx context.Context, who backend.PluginContext, what question, into any) (http.Header, *failure) {
	answer, failed := d.ask(ctx, who, what)
	if failed != nil {
		return nil, failed
	}
	defer answer.close()
	text, failed := answer.text()
	if failed != nil {
		return nil, failed
	}
	// One pass over what may be megabytes, frames too: the SDK has its own way to read them for this decoder only.
	if err := jsoniter.ConfigCompatibleWithStandardLibrary.Unmarshal(text, into); err != nil {
		return nil, fail(http.StatusInternalServerError, "bad_reply", "The sidecar's answer cannot be decoded: %s", err).ours()
	}
	return answer.Header, nil
}

// text takes the whole JSON of an answer that went well, or says why it did not. Anything but JSON would be shown by a browser as a
// page of Grafana's own.
func (a *answer) text() ([]byte, *failure) {
	whole := bytes.NewBuffer(make([]byte, 0, min(max(a.ContentLength, 0), maxAnswerBytes)+bytes.MinRead))
	_, err := whole.ReadFrom(io.LimitReader(a.Body, maxAnswerBytes+1))
	text := whole.Bytes()
	switch {
	case err != nil:
		return nil, a.asked.unreachable(a.ctx, err)
	case len(text) > maxAnswerBytes:
		return nil, fail(http.StatusBadGateway, "answer_too_large",
			"The answer is over 64 MiB; ask for fewer lines, a shorter range or a larger interval.")
	case a.StatusCode >= 300:
		return nil, a.refusal(text)
	case len(text) > 0 && !a.is("application/json"):
		return nil, a.stranger()
	}
	return text, nil
}

// refusal keeps the sidecar's own words. Its 401 is about the datasource's token: Grafana's page would take it for the person's own login.
func (a *answer) refusal(text []byte) *failure {
	var reply struct{ Error failure }
	refused := &reply.Error
	if json.Unmarshal(text, &reply) != nil || refused.Code == "" || a.StatusCode < 400 {
		return a.stranger()
	}
	refused.status, refused.retryAfter, refused.Source = a.StatusCode, a.Header.Get("Retry-After"), backend.ErrorSourceDownstream
	if refused.status == http.StatusUnauthorized {
		refused.status = http.StatusBadGateway
		refused.Message = "The sidecar refuses the datasource's token: " + refused.Message + " Enter it in the datasource's settings."
	}
	return refused
}

// stranger: what answers is not a sidecar.
func (a *answer) stranger() *failure {
	return fail(http.StatusBadGateway, "not_a_sidecar",
		"%s does not answer as a Presage sidecar (HTTP %d, %s). Is it the sidecar's address and port (9480 by default)?",
		a.asked.base, a.StatusCode, cmp.Or(a.Header.Get("Content-Type"), "no content type"))
}

// unreachable puts a transport's error in words.
func (s *settings) unreachable(ctx context.Context, err error) *failure {
	var network net.Error
	overdue := errors.Is(context.Cause(ctx), errOverdue) || errors.Is(err, context.DeadlineExceeded)
	switch {
	case overdue || (errors.As(err, &network) && network.Timeout()):
		return fail(http.StatusGatewayTimeout, "timeout",
			"The sidecar at %s did not answer within %s. Ask for a shorter range, or raise the timeout in the datasource's settings.",
			s.base, s.timeout.Round(time.Millisecond))
	case errors.Is(err, context.Canceled):
		return fail(499, "cancelled", "The request was cancelled.")
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return fail(http.StatusBadGateway, "unreachable",
		"The sidecar at %s cannot be reached: %s. Does it run, and may Grafana's machine connect to it?", s.base, err)
}
