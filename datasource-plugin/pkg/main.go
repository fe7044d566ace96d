// The backend of the Presage datasource: forwards what Grafana asks to the sidecar.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/presage/presage-logs-datasource/pkg/plugin"
)

func main() {
	if err := datasource.Manage("presage-logs-datasource", plugin.New, datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error("The backend ended", "error", err)
		os.Exit(1)
	}
}
