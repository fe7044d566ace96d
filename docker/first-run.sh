#!/bin/sh
# Makes .env beside docker-compose.yml, with random tokens and a random Grafana password. Keeps one that is there.
set -eu
cd "$(dirname "$0")/.."

if [ -e .env ]; then
  echo ".env is there already; it stays as it is."
else
  random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
  umask 077
  cat > .env.new <<END
# Presage's settings; docs/configuration.md lists them all. Every PRESAGE_ line reaches the sidecar.
PRESAGE_INGEST_TOKEN=$(random)
PRESAGE_CORRECT_TOKEN=$(random)
PRESAGE_ADMIN_TOKEN=$(random)

# Grafana: user admin. The address is what links in alerts begin with; the port is open to the network.
GRAFANA_PASSWORD=$(random)
GRAFANA_URL=http://localhost:3000/
GRAFANA_PORT=3000

# Alerts: uncomment what you use, then: docker compose up -d && docker compose restart grafana
#PRESAGE_ALERT_EMAIL=oncall@example.com
#PRESAGE_ALERT_TEAMS_URL=https://…
#GF_SMTP_ENABLED=true
#GF_SMTP_HOST=smtp.example.com:587
#GF_SMTP_FROM_ADDRESS=presage@example.com

# A model for explanations and unknown templates; without one everything works by rules.
#GEMINI_API_KEY=

# Kafka: the broker of --profile kafka, or yours.
#PRESAGE_KAFKA_BROKERS=kafka:9092

# Where shippers reach the sidecar: this machine only, or 0.0.0.0 for the network.
PUBLISH_PRESAGE=127.0.0.1
END
  mv .env.new .env
  echo "Made .env: random tokens, and Grafana's password for the user admin."
fi
echo "Now: docker compose --profile demo up -d --build    then open http://localhost:3000/"
