# Grafana with both plugins of Presage. They lie outside of Grafana's data folder, so that a new image brings new plugins.
ARG GRAFANA_VERSION=12.4.0
ARG NODE_VERSION=24.21.0
ARG GO_VERSION=1.26.8

FROM node:${NODE_VERSION}-bookworm-slim AS frontend
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY contract/package.json contract/
COPY backend-sidecar/package.json backend-sidecar/
COPY datasource-plugin/package.json datasource-plugin/
COPY panel-plugin/package.json panel-plugin/
RUN npm ci --workspace presage-logs-datasource --workspace presage-explain-panel --workspace @presage/contract --include-workspace-root --ignore-scripts
COPY contract contract
COPY provisioning/dashboards provisioning/dashboards
COPY datasource-plugin datasource-plugin
COPY panel-plugin panel-plugin
COPY scripts/source-name.mjs scripts/
RUN npm run build --workspace presage-logs-datasource && npm run build --workspace presage-explain-panel

FROM golang:${GO_VERSION}-bookworm AS backend
WORKDIR /src
COPY datasource-plugin/go.mod datasource-plugin/go.sum ./
RUN go mod download
COPY datasource-plugin/pkg pkg
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" \
      -o "/out/gpx_presage_logs_datasource_$(go env GOOS)_$(go env GOARCH)" ./pkg

FROM grafana/grafana:${GRAFANA_VERSION}
COPY --from=frontend /src/datasource-plugin/dist /opt/presage/plugins/presage-logs-datasource
COPY --from=backend /out /opt/presage/plugins/presage-logs-datasource
COPY --from=frontend /src/panel-plugin/dist /opt/presage/plugins/presage-explain-panel
ENV GF_PATHS_PLUGINS=/opt/presage/plugins \
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=presage-logs-datasource,presage-explain-panel \
    GF_PLUGINS_PREINSTALL_DISABLED=true
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["wget", "--quiet", "--spider", "http://127.0.0.1:3000/api/health"]
