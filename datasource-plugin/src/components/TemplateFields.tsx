import { InlineFieldRow, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import type { PresageQuery } from '../query/model';
import { Field } from './Field';
import { say } from './words';

interface Props {
  readonly query: PresageQuery;
  readonly onRun: (query: PresageQuery) => void;
}

const countedOptions = () => [
  { value: false, label: say('number.since-first-seen') },
  { value: true, label: say('number.in-range') },
];

/** Which lines of a template its number counts. */
export function TemplateFields({ query, onRun }: Props) {
  const set = (isInRange: boolean) => {
    const { value: _value, ...whole } = query;
    onRun(isInRange ? { ...whole, value: 'count' } : whole);
  };
  return (
    <InlineFieldRow>
      <Field label={say('label.lines-counted')} tooltip={say('help.lines-counted')}>
        <RadioButtonGroup<boolean>
          aria-label={say('label.lines-counted')}
          options={countedOptions()}
          value={query.value === 'count'}
          onChange={set}
        />
      </Field>
    </InlineFieldRow>
  );
}
