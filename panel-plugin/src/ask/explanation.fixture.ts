import type { ExplainContext, Explanation } from '@presage/contract';

/** An explanation of a failed payment, as the rules engine gives it. */
export const CONTEXT: ExplainContext = {
  origin: 'store',
  window: { from: '2026-11-21T08:50:00.000Z', to: '2026-11-21T09:05:00.000Z' },
  filter: 'the service’s lines around it',
  shown: 3,
  total: 40,
  target: 'L2',
  lines: [
    {
      id: 'L1',
      event_id: 'e1',
      time: '2026-11-21T09:00:00.000Z',
      service: 'pay',
      message: 'listener closed',
    },
    {
      id: 'L2',
      event_id: 'e2',
      time: '2026-11-21T09:00:01.000Z',
      service: 'shop',
      message: 'payment failed: refused',
    },
    {
      id: 'L3',
      event_id: 'e3',
      time: '2026-11-21T09:00:02.000Z',
      service: 'shop',
      message: 'order not placed',
    },
  ],
};

export const EXPLANATION: Explanation = {
  id: 'x1',
  evidence: [{ id: 'L1', why: 'first bad event' }],
  what_happened: 'The payment service stopped listening.',
  likely_causes: [
    { text: 'The payment service was stopped', evidence_ids: ['L1'], confidence: 0.8 },
    { text: 'A firewall refuses', evidence_ids: ['L2'], confidence: 0.3 },
  ],
  unknowns: ['Why it was stopped'],
  remediation: [
    { step: 'Look whether it runs', risk: 'none', command: 'systemctl status pay' },
    { step: 'Start it', risk: 'medium' },
  ],
  related_event_ids: ['e3'],
  log_class: 'incident',
  confidence: 0.82,
  engine: { name: 'rules', model: '', prompt_version: 'r1' },
  context: CONTEXT,
  redacted: 0,
  cached: false,
  created_at: '2026-11-21T09:05:00.000Z',
};
