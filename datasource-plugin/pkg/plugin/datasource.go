// Package plugin forwards queries, health checks, resources and live tails to the sidecar.
package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
)

// Datasource is one configured sidecar.
type Datasource struct{}

// New is called by the SDK when settings are new or changed.
func New(_ context.Context, _ backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	return &Datasource{}, nil
}
