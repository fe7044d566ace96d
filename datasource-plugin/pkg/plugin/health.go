package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// contractVersion is the one this plugin was made for (contract/src/version.ts).
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
	if wrong := d.learn(ctx, callerOf(req.PluginContext), &status); wrong != nil {
		return sick(wrong.message, status), nil
	}
	problem, hint := compareContract(status.Version, status.ContractVersion)
	if problem != "" {
		return sick(problem, status), nil
	}
	started := time.Now()
	if err := d.tryQuery(ctx, callerOf(req.PluginContext)); err != nil {
		return sick("The sidecar answers, but a query fails: "+err.Error(), status), nil
	}
	if !status.Ready {
		return sick("The sidecar answers, but is not ready: "+strings.Join(status.Reasons, "; ")+".", status), nil
	}
	store, known := storeNames[status.Store]
	if !known {
		store = status.Store
	}
	message := fmt.Sprintf("Connected to Presage %s with %s; a query took %d ms.%s",
		status.Version, store, time.Since(started).Milliseconds(), hint)
	return result(backend.HealthStatusOk, message, status), nil
}

func (d *Datasource) learn(ctx context.Context, who caller, status *sidecarStatus) *failure {
	if d.wrong != nil {
		return d.wrong
	}
	if wrong := d.sidecar.ask(ctx, who, "GET", "status", nil, status); wrong != nil {
		if wrong.status == 404 {
			wrong.message = d.sidecar.settings.base.String() + " has no /api/v1/status: it is not a Presage sidecar, or one older than this plugin."
		}
		return wrong
	}
	if status.ContractVersion == "" {
		return &failure{status: 502, code: "not_a_sidecar",
			message: d.sidecar.settings.base.String() + " answers JSON, but not as a Presage sidecar. Is the address right?"}
	}
	return nil
}

func (d *Datasource) tryQuery(ctx context.Context, who caller) error {
	now := time.Now()
	query, err := d.build(backend.DataQuery{RefID: "health", JSON: []byte(`{"query_type":"stats","instant":true}`),
		TimeRange: backend.TimeRange{From: now.Add(-5 * time.Minute), To: now}}, false)
	if err != nil {
		return err
	}
	return d.answer(ctx, who, []contractQuery{query}, false)["health"].Error
}

func sick(message string, status sidecarStatus) *backend.CheckHealthResult {
	return result(backend.HealthStatusError, message, status)
}

func result(health backend.HealthStatus, message string, status sidecarStatus) *backend.CheckHealthResult {
	details, _ := json.Marshal(status)
	return &backend.CheckHealthResult{Status: health, Message: message, JSONDetails: details}
}

// compareContract takes the part before the dot for what must agree, the part after it for what may be missing.
func compareContract(version, contract string) (problem, hint string) {
	theirs, ours := contractParts(contract), contractParts(contractVersion)
	switch {
	case theirs == [2]int{}:
		return fmt.Sprintf("The sidecar %s names no contract version that can be read (%q).", version, contract), ""
	case theirs[0] < ours[0]:
		return fmt.Sprintf("The sidecar %s is older than this plugin understands (contract %s, needed %s). Update the sidecar.", version, contract, contractVersion), ""
	case theirs[0] > ours[0]:
		return fmt.Sprintf("The sidecar %s is newer than this plugin understands (contract %s, known %s). Update the plugin.", version, contract, contractVersion), ""
	case theirs[1] < ours[1]:
		return "", fmt.Sprintf(" It is a little older than this plugin (contract %s, known %s): newer features answer with an error.", contract, contractVersion)
	}
	return "", ""
}

func contractParts(text string) (parts [2]int) {
	major, minor, _ := strings.Cut(text, ".")
	parts[0], _ = strconv.Atoi(major)
	parts[1], _ = strconv.Atoi(minor)
	return parts
}
