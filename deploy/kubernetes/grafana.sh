#!/bin/sh
# Gives a Grafana of the Helm chart (with its sidecars for datasources, dashboards and alerts on) what Presage brings: run it in the
# namespace of the pod presage-0, again after a change of PRESAGE_ALERT_… settings. Arguments go to kubectl, for example -n monitoring.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)

apply() { # label, kubectl create …
  label=$1
  shift
  kubectl create "$@" --dry-run=client -o yaml | kubectl label --local -f - "$label=1" -o yaml | kubectl apply $options -f -
}
options="$*"

token=$(kubectl get secret presage-secrets $options -o 'jsonpath={.data.PRESAGE_CORRECT_TOKEN}' | base64 -d)
sed -e "s|\$PRESAGE_URL|http://presage:9480|" -e "s|\$PRESAGE_CORRECT_TOKEN|$token|" "$root/provisioning/datasources/presage.yml" |
  apply grafana_datasource secret generic presage-datasource --from-file=presage.yml=/dev/stdin

set --
for file in "$root"/provisioning/dashboards/*.json; do set -- "$@" "--from-file=$file"; done
apply grafana_dashboard configmap presage-dashboards "$@"

# Rules and contact points are rendered where their settings are; the file may hold addresses by which anyone can post to a channel.
kubectl exec presage-0 $options -- node /app/dist/main.js grafana --out /tmp/alerting >/dev/null
kubectl exec presage-0 $options -- cat /tmp/alerting/presage-alerting.yaml |
  apply grafana_alert secret generic presage-alerting --from-file=presage-alerting.yaml=/dev/stdin
