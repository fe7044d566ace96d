package plugin

import (
	"encoding/json"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// failure is the contract's error, with the status for Grafana. Its message says what happened and what to do. Its source is the
// plugin when a promise of ours or the contract's was broken; else the sidecar, the network or a person's query.
type failure struct {
	Code       string              `json:"code"`
	Message    string              `json:"message"`
	Source     backend.ErrorSource `json:"source,omitempty"`
	status     int
	retryAfter string
}

func fail(status int, code, format string, args ...any) *failure {
	return &failure{status: status, Code: code, Message: fmt.Sprintf(format, args...), Source: backend.ErrorSourceDownstream}
}

func (f *failure) ours() *failure {
	f.Source = backend.ErrorSourcePlugin
	return f
}

func (f *failure) Error() string { return f.Message }

func (f *failure) response() backend.DataResponse {
	return backend.DataResponse{Error: f, Status: backend.Status(f.status), ErrorSource: f.Source}
}

func (f *failure) body() []byte {
	text, _ := json.Marshal(map[string]*failure{"error": f})
	return text
}
