import { setTimeout as pause } from 'node:timers/promises';

type Ask = (path: string) => Promise<Response>;

interface RulesReply {
  readonly data?: { readonly groups: readonly { readonly rules: readonly { lastEvaluation: string }[] }[] };
}

/** Grafana answers before its rules run and its receivers are there: what fires before may be told to nobody. */
export async function rulesRun(ask: Ask): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    if ((await areReceiversThere(ask)) && (await isEveryRuleEvaluated(ask))) return;
    await pause(500);
  }
  throw new Error("Grafana did not evaluate Presage's rules, or take its contact points, within 90 s.");
}

async function areReceiversThere(ask: Ask): Promise<boolean> {
  const reply = await ask('/api/alertmanager/grafana/config/api/v1/receivers');
  const receivers = reply.ok ? ((await reply.json()) as { name: string; active?: boolean }[]) : [];
  return receivers.some(({ name, active }) => name === 'Presage incidents' && active === true);
}

async function isEveryRuleEvaluated(ask: Ask): Promise<boolean> {
  const reply = await ask('/api/prometheus/grafana/api/v1/rules');
  const { data } = (reply.ok ? await reply.json() : {}) as RulesReply;
  const rules = data?.groups.flatMap((group) => group.rules) ?? [];
  return rules.length > 0 && rules.every(({ lastEvaluation }) => !lastEvaluation.startsWith('0001'));
}
