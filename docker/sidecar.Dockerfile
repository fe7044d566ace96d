# The sidecar: one bundle of JavaScript on Node, without packages, compilers or a root user.
ARG NODE_VERSION=24.21.0

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY contract/package.json contract/
COPY backend-sidecar/package.json backend-sidecar/
COPY datasource-plugin/package.json datasource-plugin/
COPY panel-plugin/package.json panel-plugin/
RUN npm ci --workspace presage --workspace @presage/contract --include-workspace-root --ignore-scripts
COPY contract contract
COPY backend-sidecar backend-sidecar
RUN node backend-sidecar/scripts/bundle.ts /app

FROM node:${NODE_VERSION}-bookworm-slim
# Named volumes take over the owner of the folder that they are mounted on: 10001 is the sidecar's, 472 Grafana's.
RUN mkdir /data /alerting && chown 10001:10001 /data && chown 472:0 /alerting
COPY --from=build /app /app
ENV NODE_ENV=production \
    PRESAGE_LISTEN=0.0.0.0:9480 \
    PRESAGE_DATA_DIR=/data
USER 10001:10001
WORKDIR /data
EXPOSE 9480
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9480/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "/app/dist/main.js"]
CMD ["serve"]
