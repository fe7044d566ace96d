import type { MetricFact } from './metric-fact.ts';

/** Of explanations and of the language model. */
export const ENGINE_METRICS = [
  {
    name: 'presage_explain_seconds',
    type: 'histogram',
    labels: ['engine'],
    unit: 'seconds',
    description: 'Time to explain a line, by who answered (`rules`, `model`, `cached` = the model before).',
    buckets: [0.025, 0.05, 0.1, 0.15, 0.25, 0.4, 0.75, 1.5, 3, 6, 12, 30, 60, 120, 300],
  },
  {
    name: 'presage_explain_feedback_total',
    type: 'counter',
    labels: ['thumbs'],
    unit: 'count',
    description: 'What people said of explanations (`up`, `down`).',
  },
  {
    name: 'presage_llm_calls_total',
    type: 'counter',
    labels: ['purpose', 'outcome'],
    unit: 'requests',
    description:
      'Calls of a language model, by purpose (`explain`, `classify`) and outcome: `ok`, `aborted`, or the fault (`busy`, `failed`, `unreachable`, `timeout`, `cut`, `refused`, `blocked`, `empty`, `invalid`).',
  },
  {
    name: 'presage_llm_tokens_total',
    type: 'counter',
    labels: ['purpose', 'direction'],
    unit: 'count',
    description: 'Tokens that the model says it read (`input`) and wrote (`output`).',
  },
  {
    name: 'presage_llm_refused_total',
    type: 'counter',
    labels: ['purpose', 'window'],
    unit: 'count',
    description:
      'Calls not made because of a budget: `flight`, `minute`, `day`, `tenant`, or a `pause` that the server asked for.',
  },
  {
    name: 'presage_llm_budget_remaining',
    type: 'gauge',
    labels: ['window'],
    unit: 'requests',
    description: 'Calls that may still be made, by window (`minute`, `day`).',
  },
  {
    name: 'presage_label_queue',
    type: 'gauge',
    labels: [],
    unit: 'count',
    description: 'Templates that wait for a label of the language model.',
  },
  {
    name: 'presage_labels_total',
    type: 'counter',
    labels: ['outcome'],
    unit: 'count',
    description:
      'Templates by what became of the question: `answered`, `recalled` from an earlier answer, `unsure`, `refused` because the answer did not hold.',
  },
] as const satisfies readonly MetricFact[];
