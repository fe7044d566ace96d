import { InlineFieldRow, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { hasCounter, METRIC_NAMES, metricsOf, withMetrics } from '../query/accepts';
import type { PresageQuery } from '../query/model';
import { Field } from './Field';
import { ValuesField } from './ValuesField';
import { say } from './words';

interface Props {
  readonly query: PresageQuery;
  readonly onRun: (query: PresageQuery) => void;
}

const metricOptions = () =>
  METRIC_NAMES.map(({ name, description }) => ({ value: name, label: name, description }));
const counterOptions = () => [
  { value: 'rate' as const, label: say('number.rate') },
  { value: 'count' as const, label: say('number.increase') },
];

/** Which of Presage's own metrics. */
export function MetricFields({ query, onRun }: Props) {
  const names = metricsOf(query);
  return (
    <InlineFieldRow>
      <ValuesField
        label={say('label.metrics')}
        help={say('help.metrics')}
        placeholder={say('placeholder.choose-a-metric')}
        options={metricOptions()}
        values={names}
        onChange={(chosen) => onRun(withMetrics(query, chosen))}
      />
      {hasCounter(names) && (
        <Field labelWidth="auto" label={say('label.counters')} tooltip={say('help.counters')}>
          <RadioButtonGroup<'rate' | 'count'>
            aria-label={say('label.counters')}
            options={counterOptions()}
            value={query.value === 'count' ? 'count' : 'rate'}
            onChange={(value) => onRun({ ...query, value })}
          />
        </Field>
      )}
    </InlineFieldRow>
  );
}
