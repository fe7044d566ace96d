package plugin

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

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
	{"POST", regexp.MustCompile(`^(classify|explain|explain/preview)$`), viewer},
	{"POST", regexp.MustCompile(`^explain/[0-9A-Za-z_-]{1,64}/feedback$`), viewer},
	{"POST", regexp.MustCompile(`^(corrections|markers)$`), editor},
}

// admit says why a request may not pass; nil lets it.
func admit(method, path string, who caller) *failure {
	known := slices.ContainsFunc(resources, func(one resource) bool { return one.path.MatchString(path) })
	at := slices.IndexFunc(resources, func(one resource) bool { return one.method == method && one.path.MatchString(path) })
	switch {
	case !known:
		return &failure{status: 404, code: "not_found", message: fmt.Sprintf("The datasource has no resource %q.", path)}
	case at < 0:
		return &failure{status: 405, code: "bad_request", message: fmt.Sprintf("%s is not asked with %s.", path, method)}
	case who.role < resources[at].least:
		return &failure{status: 403, code: "forbidden", message: "Only Editors and Admins may change what a template means."}
	}
	return nil
}

// CallResource passes allowed requests to the sidecar; server-sent events come back piece by piece.
func (d *Datasource) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	path, who := strings.Trim(req.Path, "/"), callerOf(req.PluginContext)
	target, err := url.Parse(req.URL)
	switch {
	case d.wrong != nil:
		return refuse(sender, d.wrong)
	case err != nil:
		return refuse(sender, &failure{status: 400, code: "bad_request", message: "The URL cannot be read."})
	case len(req.Body) > maxResourceBytes:
		return refuse(sender, &failure{status: 413, code: "body_too_large", message: "The request is over 1 MiB."})
	case path == "tail-channel" && req.Method == http.MethodPost:
		return d.tailChannel(req.Body, sender)
	}
	if refused := admit(req.Method, path, who); refused != nil {
		return refuse(sender, refused)
	}
	answer, failed := d.sidecar.ask(ctx, who, question{method: req.Method, path: path, query: target.Query(), body: req.Body,
		accept: req.GetHTTPHeader("Accept"), engine: d.engineFor(who, req.GetHTTPHeader("X-Presage-Engine"))})
	if failed != nil {
		return refuse(sender, failed)
	}
	defer answer.close()
	return pass(answer, sender)
}

// engineFor a role below what the settings allow is the one that costs nothing and sends nothing away; a page may ask for less, never more.
func (d *Datasource) engineFor(who caller, asked string) string {
	if who.role < d.settings.allowExplainFor {
		return "rules"
	}
	if asked == "rules" || asked == "cached" {
		return asked
	}
	return ""
}

// pass hands an answer on. Its clock goes on, but for an event stream, which has no end.
func pass(answer *answer, sender backend.CallResourceResponseSender) error {
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if kind == "text/event-stream" && answer.StatusCode == http.StatusOK {
		answer.clock.Stop()
		return relayEvents(answer, sender)
	}
	text, failed := answer.text()
	if failed == nil && kind != "application/json" && len(text) > 0 {
		// Anything else would be shown by the browser as a page of Grafana's own.
		failed = answer.stranger()
	}
	if failed != nil {
		return refuse(sender, failed)
	}
	return sender.Send(&backend.CallResourceResponse{Status: answer.StatusCode, Headers: headersFor("application/json", ""), Body: text})
}

func refuse(sender backend.CallResourceResponseSender, why *failure) error {
	return sender.Send(&backend.CallResourceResponse{Status: why.status, Headers: headersFor("application/json", why.retryAfter), Body: why.body()})
}

func headersFor(kind, retryAfter string) map[string][]string {
	headers := map[string][]string{"Content-Type": {kind + "; charset=utf-8"}, "Cache-Control": {"no-store"},
		"X-Accel-Buffering": {"no"}, "X-Content-Type-Options": {"nosniff"}}
	if retryAfter != "" {
		headers["Retry-After"] = []string{retryAfter}
	}
	return headers
}
