/** Scores above 1 as messages of the topic `anomalies`, with what was expected beside what came. */
import { BUCKET_MS } from '@presage/contract';
import type { KeyedMessage } from './classified-message.ts';

const LINE = /^(\w+)\{(.*)\} (\S+) (\d+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** What each detector looks at, in the older projects' words. */
const TYPES: Readonly<Record<string, string>> = {
  log_volume: 'log_volume_anomaly',
  error_share: 'error_share_anomaly',
  new_templates: 'new_template_anomaly',
  sequence: 'sequence_anomaly',
  slot_value: 'value_anomaly',
};

interface Point {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: Map<string, number>;
}

/** `text` is the Prometheus text of a `samples` batch: `anomaly_score`, `y`, `yhat`, `yhat_lower`, `yhat_upper` of each series and bucket. */
export function anomaliesOf(text: string): KeyedMessage[] {
  const points = new Map<string, Point>();
  for (const line of text.split('\n')) {
    const [, name = '', labels = '', value = '', time = ''] = LINE.exec(line) ?? [];
    if (name === '' || name.startsWith('presage_')) continue;
    const key = `${time} ${labels}`;
    const point = points.get(key) ?? {
      labels: { ...labelsOf(labels), time },
      values: new Map<string, number>(),
    };
    point.values.set(name, Number(value));
    points.set(key, point);
  }
  return [...points.values()].filter(({ values }) => (values.get('anomaly_score') ?? 0) > 1).map(messageOf);
}

function messageOf({ labels, values }: Point): KeyedMessage {
  const end = Number(labels['time']);
  const kind = labels['for'] ?? '';
  const service = labels['service'] ?? '';
  const score = rounded(values.get('anomaly_score'));
  const [actual, expected] = [rounded(values.get('y')), rounded(values.get('yhat'))];
  const between = `${rounded(values.get('yhat_lower')) ?? '?'} to ${rounded(values.get('yhat_upper')) ?? '?'}`;
  const value = {
    type: TYPES[kind] ?? `${kind}_anomaly`,
    score,
    details: `${kind} of ${service} was ${actual ?? '?'} in ${BUCKET_MS / 1000} s, where ${expected ?? '?'} (${between}) was expected.`,
    timestamp: end,
    source: 'anomaly-detector',
    for: kind,
    service,
    window_start: end - BUCKET_MS,
    window_end: end,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    ...(labels['template_id'] === undefined ? {} : { template_id: labels['template_id'] }),
  };
  return { key: service, value: JSON.stringify(value) };
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : Math.round(value * 1000) / 1000;
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [, name = '', quoted = ''] of text.matchAll(LABEL))
    labels[name] = quoted.replaceAll(/\\(.)/g, (_all, c: string) => (c === 'n' ? '\n' : c));
  return labels;
}
