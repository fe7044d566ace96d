package plugin

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

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
func admit(method, path string, who role) *failure {
	refused := fail(http.StatusNotFound, "not_found", "The datasource has no resource %q.", path)
	for _, one := range resources {
		switch {
		case !one.path.MatchString(path):
		case one.method != method:
			refused = fail(http.StatusMethodNotAllowed, "bad_request", "%s is not asked with %s.", path, method)
		case who < one.least:
			return fail(http.StatusForbidden, "forbidden", "Only Editors and Admins may change what a template means.")
		default:
			return nil
		}
	}
	return refused
}

// CallResource passes allowed requests to the sidecar; server-sent events come back piece by piece.
func (d *Datasource) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	path, who := strings.Trim(req.Path, "/"), roleOf(req.PluginContext.User)
	target, err := url.Parse(req.URL)
	switch {
	case err != nil:
		return refuse(sender, fail(http.StatusBadRequest, "bad_request", "The URL cannot be read."))
	case path == "tail-channel" && req.Method == http.MethodPost:
		return d.tailChannel(req.Body, sender)
	}
	if refused := admit(req.Method, path, who); refused != nil {
		return refuse(sender, refused)
	}
	answer, failed := d.ask(ctx, req.PluginContext, question{method: req.Method, path: path, query: target.Query(), body: req.Body, cookie: req.GetHTTPHeader("Cookie"),
		accept: req.GetHTTPHeader("Accept"), engine: d.engineFor(who, req.GetHTTPHeader("X-Presage-Engine"))})
	if failed != nil {
		return refuse(sender, failed)
	}
	defer answer.close()
	return pass(answer, sender)
}

// engineFor a role below what the settings allow is the one that costs nothing and sends nothing away; a page may ask for less, never more.
func (d *Datasource) engineFor(who role, asked string) string {
	switch {
	case who < d.settings.allowExplainFor:
		return "rules"
	case asked == "rules" || asked == "cached":
		return asked
	}
	return ""
}

// pass hands an answer on. Its clock goes on; an event stream, which has no end, winds it up by each piece.
func pass(answer *answer, sender backend.CallResourceResponseSender) error {
	if answer.isStream() {
		answer.clock.Reset(patience)
		return relayEvents(answer, sender)
	}
	text, failed := answer.text()
	if failed != nil {
		return refuse(sender, failed)
	}
	return sender.Send(response(answer.StatusCode, "application/json", text))
}

func refuse(sender backend.CallResourceResponseSender, why *failure) error {
	refusal := response(why.status, "application/json", why.body())
	if why.retryAfter != "" {
		refusal.Headers["Retry-After"] = []string{why.retryAfter}
	}
	return sender.Send(refusal)
}

// response is nothing that a browser or a proxy may keep, hold back or take for something else.
func response(status int, kind string, body []byte) *backend.CallResourceResponse {
	return &backend.CallResourceResponse{Status: status, Body: body, Headers: map[string][]string{"Content-Type": {kind + "; charset=utf-8"},
		"Cache-Control": {"no-store"}, "X-Accel-Buffering": {"no"}, "X-Content-Type-Options": {"nosniff"}}}
}
