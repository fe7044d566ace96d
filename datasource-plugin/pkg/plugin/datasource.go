// Package plugin carries what Grafana asks to the sidecar and its answers back: queries, health checks, resources, live tails.
// In: requests with Grafana's word for who asks. Out: frames and sentences. What a log line means is never decided here,
// the token never leaves the process, and a sidecar that is gone, slow or not one at all gives a sentence, never a hang.
package plugin

import (
	"context"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
)

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ backend.StreamHandler         = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// Datasource is one configured sidecar. It has no state of its own but connections.
type Datasource struct {
	settings settings
	client   *http.Client
	// wrong is a setting that cannot work, told by every answer until it is changed.
	wrong *failure
}

// New makes a datasource of its settings. A wrong setting is told where people look, not here: Grafana shows only "plugin error".
func New(ctx context.Context, raw backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	read, err := readSettings(raw)
	if err == nil {
		var client *http.Client
		if client, err = connect(ctx, raw); err == nil {
			return &Datasource{settings: read, client: client}, nil
		}
	}
	return &Datasource{wrong: fail(http.StatusBadRequest, "bad_settings", "%s", err)}, nil
}

// Dispose is called some time after the settings have changed.
func (d *Datasource) Dispose() {
	if d.client != nil {
		d.client.CloseIdleConnections()
	}
}
