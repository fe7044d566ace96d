package plugin

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const maxResourceBytes = 1 << 20

// resource is a path that the browser may ask, below /api/v1 of the sidecar. Grafana checks only that a person may query.
type resource struct {
	method string
	path   *regexp.Regexp
	least  role
}

var resources = []resource{
	{"GET", regexp.MustCompile(`^(fields|field-values|templates|status|tail|explain/preview)$`), viewer},
	{"GET", regexp.MustCompile(`^templates/[0-9A-Za-z_-]{1,64}$`), viewer},
	{"POST", regexp.MustCompile(`^(classify|explain)$`), viewer},
	{"POST", regexp.MustCompile(`^explain/[0-9A-Za-z_-]{1,64}/feedback$`), viewer},
	{"POST", regexp.MustCompile(`^(corrections|markers)$`), editor},
}

// admitResource says why a request may not pass; nil lets it.
func admitResource(method, path string, who caller) *failure {
	known := false
	for _, one := range resources {
		if !one.path.MatchString(path) {
			continue
		}
		if known = true; one.method != method {
			continue
		}
		if who.role < one.least {
			return &failure{status: 403, code: "forbidden", message: "Only Editors and Admins may change what a template means."}
		}
		return nil
	}
	if known {
		return &failure{status: 405, code: "bad_request", message: fmt.Sprintf("%s is not asked with %s.", path, method)}
	}
	return &failure{status: 404, code: "not_found", message: fmt.Sprintf("The datasource has no resource %q.", path)}
}

// CallResource passes allowed requests to the sidecar; server-sent events come back piece by piece.
func (d *Datasource) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	path, who := strings.Trim(req.Path, "/"), callerOf(req.PluginContext)
	if d.wrong != nil {
		return refuse(sender, d.wrong)
	}
	if len(req.Body) > maxResourceBytes {
		return refuse(sender, &failure{status: 413, code: "body_too_large", message: "The request is over 1 MiB."})
	}
	if path == "tail-channel" && req.Method == http.MethodPost {
		return d.tailChannel(req.Body, sender)
	}
	if refused := admitResource(req.Method, path, who); refused != nil {
		return refuse(sender, refused)
	}
	target, err := url.Parse(req.URL)
	if err != nil {
		return refuse(sender, &failure{status: 400, code: "bad_request", message: "The URL cannot be read."})
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	request, err := d.sidecar.request(ctx, who, req.Method, path, target.Query(), req.Body)
	if err != nil {
		return refuse(sender, &failure{status: 400, code: "bad_request", message: err.Error()})
	}
	if accept := req.GetHTTPHeader("Accept"); accept != "" {
		request.Header.Set("Accept", accept)
	}
	if who.role < d.settings.allowExplainFor {
		// The sidecar then answers with the keyless engine, which costs nothing and sends nothing away.
		request.Header.Set("X-Presage-Engine", "rules")
	}
	return d.pass(ctx, cancel, request, sender)
}

// pass waits for the answer as long as for any other; only an event stream may then go on without end.
func (d *Datasource) pass(ctx context.Context, cancel context.CancelCauseFunc, request *http.Request, sender backend.CallResourceResponseSender) error {
	overdue := time.AfterFunc(d.settings.timeout, func() { cancel(errOverdue) })
	defer overdue.Stop()
	inWords := func(err error) *failure {
		if errors.Is(context.Cause(ctx), errOverdue) {
			err = errOverdue
		}
		return d.sidecar.unreachable(err)
	}
	response, err := d.sidecar.streams.Do(request)
	if err != nil {
		return refuse(sender, inWords(err))
	}
	defer response.Body.Close()
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if kind == "text/event-stream" && response.StatusCode == http.StatusOK {
		overdue.Stop()
		return relayEvents(ctx, cancel, response.Body, sender)
	}
	text, failed := d.sidecar.read(response)
	switch {
	case failed != nil && errors.Is(context.Cause(ctx), errOverdue):
		return refuse(sender, inWords(errOverdue))
	case failed != nil:
		return refuse(sender, failed)
	case kind != "application/json" && len(text) > 0:
		// Anything else would be shown by the browser as a page of Grafana's own.
		return refuse(sender, d.sidecar.notASidecar(response))
	}
	return sender.Send(&backend.CallResourceResponse{Status: response.StatusCode, Headers: jsonHeaders(""), Body: text})
}

func refuse(sender backend.CallResourceResponseSender, why *failure) error {
	return sender.Send(&backend.CallResourceResponse{Status: why.status, Headers: jsonHeaders(why.retryAfter), Body: why.body()})
}

func jsonHeaders(retryAfter string) map[string][]string {
	headers := map[string][]string{"Content-Type": {"application/json; charset=utf-8"}, "Cache-Control": {"no-store"},
		"X-Content-Type-Options": {"nosniff"}}
	if retryAfter != "" {
		headers["Retry-After"] = []string{retryAfter}
	}
	return headers
}
