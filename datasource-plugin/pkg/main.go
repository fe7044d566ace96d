// The backend of the Presage datasource: forwards what Grafana asks to the sidecar.
package main

import (
	"os"
	"runtime/debug"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/presage/presage-logs-datasource/pkg/plugin"
)

func main() {
	// Nearly all memory is a query's frames, garbage as soon as they are sent: collected often, it makes the next query wait.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(512 << 20)
	if err := datasource.Manage("presage-logs-datasource", plugin.New, datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error("The backend ended", "error", err)
		os.Exit(1)
	}
}
