import type { Template } from '@presage/contract';
import type { PageFacts } from './facts.ts';

const NOW = Date.UTC(2026, 0, 5, 12, 30);
const STEP = 15_000;

function wave(mean: number, swing: number, from = 0, to = 61): number[] {
  return Array.from({ length: 61 }, (_, i) =>
    i < from || i > to ? 0 : Math.max(0, Math.round(mean + swing * Math.sin(i / 4) + ((i * 7919) % 13) / 2)),
  );
}

function template(service: string, text: string, name: 'incident' | 'normal'): Template {
  const verdict = {
    class: name,
    severity: 'error',
    category: 'other',
    by: 'level',
    confidence: 0.8,
    count: 3,
  } as const;
  return {
    template_id: '0123456789abcdef',
    tenant: '0:0',
    service,
    template: text,
    aliases: [],
    first_seen: '2026-01-05T12:27:12.000Z',
    last_seen: '2026-01-05T12:29:12.000Z',
    count: 41,
    verdicts: [verdict],
    samples: [],
  };
}

/** A page with something in every part, hostile text included. */
export const PAGE: PageFacts = {
  version: '0.0.0',
  nowMs: NOW,
  fromMs: NOW - 60 * STEP,
  stepMs: STEP,
  ranges: ['15m', '1h', '6h', '24h'].map((label) => ({
    label,
    href: `/?range=${label}`,
    isCurrent: label === '15m',
  })),
  ready: true,
  reasons: [],
  classes: { normal: wave(560, 60), preventive_action: wave(6, 6, 34, 48), incident: wave(120, 80, 24, 33) },
  services: [
    { name: 'checkout', lines: 6510, volume: wave(100, 20), trouble: wave(60, 30, 24, 33), score: 3.4 },
    { name: 'orders-db', lines: 2810, volume: wave(50, 5), trouble: wave(9, 5, 34, 48), score: 1.2 },
    { name: 'storefront', lines: 15_201, volume: wave(250, 30), trouble: wave(0, 0, 70), score: 0.4 },
  ],
  scores: [
    { name: 'checkout', values: wave(0, 3, 24, 34).map((value) => value / 2) },
    { name: 'orders-db', values: wave(0, 1).map((value) => value / 9) },
  ],
  newTemplates: [
    template('checkout', 'Order <*> failed: HikariPool-1 - Connection is not available', 'incident'),
    template('web', '<script>alert(1)</script> <*>', 'normal'),
  ],
  needAction: [
    {
      count: 226,
      row: {
        timeMs: NOW - 4000,
        timeNanos: 0,
        message: '<img src=x onerror=alert(1)> sorry, too many clients already',
        fields: { service: 'orders-db', presage_class: 'incident' },
      },
    },
    {
      count: 1,
      row: {
        timeMs: NOW - 9000,
        timeNanos: 0,
        message: 'TLS certificate for shop.example.com expires in 5 days',
        fields: { service: 'storefront', presage_class: 'preventive_action' },
      },
    },
  ],
  stores: [
    { name: 'victoria-logs', ok: true, message: 'v1.43.0', lagSeconds: 0.4 },
    { name: 'victoria-metrics', ok: false, message: 'does not answer', lagSeconds: 31 },
  ],
  sources: [
    { name: 'jsonline', ok: true, message: '', linesPerSecond: 41.3 },
    { name: 'kafka', ok: false, message: 'No broker answers on <b>10.0.0.1</b>.' },
  ],
  deadLetters: { not_json: 3 },
  templates: 212,
  troubles: [],
};
