import React, { useId } from 'react';
import { InlineFieldRow, InlineSwitch, MultiCombobox, RadioButtonGroup } from '@grafana/ui';
import type { TimeRange } from '@grafana/data';
import type { PresageDatasource } from '../datasource';
import { isOfTemplates, type Accepted } from '../query/accepts';
import { SCORE_SERIES, type PresageQuery } from '../query/model';
import { TextField } from './TextField';
import { useFieldOptions } from './use-options';
import { Field } from './Field';
import { ValuesField } from './ValuesField';
import { say, type Sentence } from './words';

interface Props {
  readonly query: PresageQuery;
  readonly accepted: Accepted;
  readonly datasource: PresageDatasource;
  readonly range: TimeRange | undefined;
  readonly onRun: (query: PresageQuery) => void;
}

const SERIES_OPTIONS = SCORE_SERIES.map((value) => ({ value, label: value }));
const timeOptions = () => [
  { value: 'event' as const, label: say('number.event') },
  { value: 'arrival' as const, label: say('number.arrival') },
];
const formatOptions = () => [
  { value: 'multi' as const, label: say('number.series') },
  { value: 'table' as const, label: say('number.table') },
];

/** How the numbers come: grouped, over which time, one or many. */
export function NumberOptions({ query, accepted, datasource, range, onRun }: Props) {
  const fields = useFieldOptions(datasource, range, accepted.groups, isOfTemplates);
  const isCounted = query.query_type === 'stats' && (query.value !== 'score' || query.time === 'arrival');
  const isScores = query.query_type === 'anomalies';
  return (
    <>
      <InlineFieldRow>
        <ValuesField
          label={say('label.group-by')}
          help={say('help.group-by')}
          values={query.group_by ?? []}
          options={fields}
          placeholder={say(placeholderOf(query))}
          onChange={(group_by) => onRun({ ...query, group_by })}
        />
        <CountField
          label={say('label.top')}
          help={say('help.top')}
          value={query.top}
          max={1000}
          onCommit={(top) => onRun(withNumber(query, 'top', top))}
        />
        {isScores && <SeriesField query={query} onRun={onRun} />}
      </InlineFieldRow>
      <InlineFieldRow>
        <Field label={say('label.one-number')} tooltip={say('help.instant')}>
          <InlineSwitch
            aria-label={say('label.one-number')}
            value={query.instant === true}
            onChange={(event) => onRun({ ...query, instant: event.currentTarget.checked })}
          />
        </Field>
        {isCounted && (
          <Field labelWidth="auto" label={say('label.time')} tooltip={say('help.time')}>
            <RadioButtonGroup
              aria-label={say('label.time')}
              options={timeOptions()}
              value={query.time ?? 'event'}
              onChange={(time) => onRun({ ...query, time })}
            />
          </Field>
        )}
        <Field labelWidth="auto" label={say('label.format')} tooltip={say('help.format')}>
          <RadioButtonGroup
            aria-label={say('label.format')}
            options={formatOptions()}
            value={query.format ?? 'multi'}
            onChange={(format) => onRun({ ...query, format })}
          />
        </Field>
      </InlineFieldRow>
    </>
  );
}

/** What an empty grouping means. */
function placeholderOf({ query_type }: PresageQuery): Sentence {
  if (query_type === 'health') return 'number.all-labels';
  return query_type === 'anomalies' ? 'number.all-scores' : 'number.no-grouping';
}

function SeriesField({ query, onRun }: Pick<Props, 'query' | 'onRun'>) {
  const id = useId();
  return (
    <Field labelWidth="auto" label={say('label.show')} tooltip={say('help.series')}>
      <MultiCombobox
        id={id}
        options={SERIES_OPTIONS}
        value={query.series ?? ['anomaly_score']}
        width="auto"
        minWidth={20}
        onChange={(chosen) =>
          onRun(
            withSeries(
              query,
              chosen.map(({ value }) => value),
            ),
          )
        }
      />
    </Field>
  );
}

function withSeries(
  { series: _old, ...query }: PresageQuery,
  series: PresageQuery['series'] & object,
): PresageQuery {
  return series.length === 0 ? query : { ...query, series };
}

interface CountProps {
  readonly label: string;
  readonly help: string;
  readonly value: number | undefined;
  readonly max: number;
  readonly placeholder?: string;
  readonly labelWidth?: number;
  readonly onCommit: (value: number | undefined) => void;
}

/** A whole number from 1, or nothing. */
export function CountField({ value, max, onCommit, ...rest }: CountProps) {
  const commit = (text: string) => {
    const number = Math.round(Number(text));
    onCommit(text.trim() === '' || Number.isNaN(number) ? undefined : Math.min(max, Math.max(1, number)));
  };
  return (
    <TextField
      {...rest}
      type="number"
      width={12}
      value={value === undefined ? '' : String(value)}
      onCommit={commit}
    />
  );
}

export function withNumber(
  query: PresageQuery,
  key: 'top' | 'limit',
  value: number | undefined,
): PresageQuery {
  const { [key]: _old, ...rest } = query;
  return value === undefined ? rest : { ...rest, [key]: value };
}
