package plugin

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// contractVersion is the one this plugin was made for (contract/src/version.ts); the part before the dot must agree.
const contractVersion = "1.0"

// sidecarStatus is what the health check reads of the contract's Status, and shows in the settings page.
type sidecarStatus struct {
	ContractVersion string   `json:"contract_version"`
	Version         string   `json:"version"`
	Store           string   `json:"store"`
	Ready           bool     `json:"ready"`
	Reasons         []string `json:"reasons"`
	Templates       int      `json:"templates"`
}

var storeNames = map[string]string{"victoria": "VictoriaLogs", "sqlite": "the embedded store", "memory": "a store in memory"}

// CheckHealth asks the sidecar who it is, then a real query, and says in words what is wrong.
func (d *Datasource) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	status := sidecarStatus{Reasons: []string{}}
	message, err := d.examine(ctx, req, &status)
	health := backend.HealthStatusOk
	if err != nil {
		health, message = backend.HealthStatusError, err.Error()
	}
	details, _ := json.Marshal(status)
	return &backend.CheckHealthResult{Status: health, Message: message, JSONDetails: details}, nil
}

func (d *Datasource) examine(ctx context.Context, req *backend.CheckHealthRequest, status *sidecarStatus) (string, error) {
	_, failed := d.fetch(ctx, req.PluginContext, question{method: "GET", path: "status", cookie: req.GetHTTPHeader("Cookie")}, status)
	switch {
	case failed != nil && failed.status == 404:
		return "", fmt.Errorf("%s has no /api/v1/status: it is not a Presage sidecar, or one older than this plugin", d.settings.base)
	case failed != nil:
		return "", failed
	case status.ContractVersion == "":
		return "", fmt.Errorf("%s answers JSON, but not as a Presage sidecar. Is the address right?", d.settings.base)
	}
	if err := compareContract(status.Version, status.ContractVersion); err != nil {
		return "", err
	}
	now := time.Now()
	try := backend.DataQuery{RefID: "health", JSON: []byte(`{"query_type":"stats","instant":true}`),
		TimeRange: backend.TimeRange{From: now.Add(-5 * time.Minute), To: now}}
	tried, _ := d.QueryData(ctx, &backend.QueryDataRequest{PluginContext: req.PluginContext, Headers: req.Headers, Queries: []backend.DataQuery{try}})
	if err := tried.Responses["health"].Error; err != nil {
		return "", errors.New("The sidecar answers, but a query fails: " + err.Error())
	}
	if !status.Ready {
		return "", errors.New("The sidecar answers, but is not ready: " + strings.Join(status.Reasons, "; ") + ".")
	}
	store := cmp.Or(storeNames[status.Store], status.Store)
	return fmt.Sprintf("Connected to Presage %s with %s; a query took %d ms.", status.Version, store, time.Since(now).Milliseconds()), nil
}

func compareContract(version, contract string) error {
	var theirs, ours int
	_, _ = fmt.Sscanf(contractVersion, "%d.", &ours)
	_, err := fmt.Sscanf(contract, "%d.", &theirs)
	switch {
	case err != nil:
		return fmt.Errorf("The sidecar %s names no contract version that can be read (%q).", version, contract)
	case theirs < ours:
		return fmt.Errorf("The sidecar %s is older than this plugin understands (contract %s, needed %s). Update the sidecar.", version, contract, contractVersion)
	case theirs > ours:
		return fmt.Errorf("The sidecar %s is newer than this plugin understands (contract %s, known %s). Update the plugin.", version, contract, contractVersion)
	}
	return nil
}
