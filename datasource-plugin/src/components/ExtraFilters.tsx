import { Button, Combobox, IconButton, InlineFieldRow, MultiCombobox, Stack } from '@grafana/ui';
import type { TimeRange } from '@grafana/data';
import React, { useState } from 'react';
import type { PresageDatasource } from '../datasource';
import { canFilter, listedFilters, withListed, type Accepted } from '../query/accepts';
import { isComplete, takesSeveral } from '../query/filters';
import { FILTER_OPS, type Filter, type PresageQuery } from '../query/model';
import { useFieldOptions, useValueOptions } from './use-options';
import { Named } from './Named';
import { Field } from './Field';
import { opWord, say } from './words';

interface Props {
  readonly query: PresageQuery;
  readonly accepted: Accepted;
  readonly datasource: PresageDatasource;
  readonly range: TimeRange | undefined;
  readonly onRun: (query: PresageQuery) => void;
}

/** Filters on any field. A new row stays here, outside of the query, until it says something. */
export function ExtraFilters({ query, accepted, datasource, range, onRun }: Props) {
  const [isAdding, setIsAdding] = useState(false);
  const filters = listedFilters(query);
  const set = (changed: Filter[]) => onRun(withListed(query, changed));
  const rows = isAdding ? [...filters, { field: '', op: '=', values: [] } satisfies Filter] : filters;
  const change = (at: number) => (filter: Filter) => {
    if (at === filters.length && filter.field === '') return;
    if (at === filters.length) setIsAdding(false);
    set(rows.map((row, index) => (index === at ? filter : row)));
  };
  const remove = (at: number) => () => {
    if (at === filters.length) return setIsAdding(false);
    set(filters.filter((_, index) => index !== at));
  };
  return (
    <InlineFieldRow>
      <Field label={say('label.filters')} tooltip={say('help.filters')}>
        <Stack direction="column" gap={0.5} alignItems="flex-start">
          {rows.map((filter, at) => (
            <FilterRow
              key={at}
              {...{ filter, accepted, datasource, range }}
              isOfLines={query.query_type !== 'health'}
              onChange={change(at)}
              onRemove={remove(at)}
            />
          ))}
          <Button
            icon="plus"
            variant="secondary"
            size="sm"
            disabled={isAdding}
            onClick={() => setIsAdding(true)}
          >
            {say('filter.add')}
          </Button>
        </Stack>
      </Field>
    </InlineFieldRow>
  );
}

interface RowProps {
  readonly filter: Filter;
  readonly accepted: Accepted;
  /** Else what a field has for values is not known. */
  readonly isOfLines: boolean;
  readonly datasource: PresageDatasource;
  readonly range: TimeRange | undefined;
  readonly onChange: (filter: Filter) => void;
  readonly onRemove: () => void;
}

const opOptions = (accepted: Accepted, { field, op }: Filter) =>
  FILTER_OPS.filter((one) => one === op || field === '' || canFilter(accepted, field, one)).map((value) => ({
    value,
    label: opWord(value),
  }));

function FilterRow({ filter, accepted, isOfLines, datasource, range, onChange, onRemove }: RowProps) {
  const fields = useFieldOptions(datasource, range, accepted.fields);
  const name = filter.field === '' ? say('filter.new') : filter.field;
  const withOp = (op: Filter['op']) => ({
    ...filter,
    op,
    values: takesSeveral(op) ? filter.values : filter.values.slice(0, 1),
  });
  return (
    <Stack direction="row" gap={0.5} wrap="wrap" alignItems="center">
      <Named name={say('filter.field-of', { name })}>
        {(id) => (
          <Combobox<string>
            aria-labelledby={id}
            placeholder={say('placeholder.field')}
            options={fields}
            value={filter.field === '' ? null : filter.field}
            createCustomValue
            width={22}
            onChange={({ value }) => onChange({ ...filter, field: value, values: [] })}
          />
        )}
      </Named>
      <Named name={say('filter.operator-of', { name })}>
        {(id) => (
          <Combobox
            aria-labelledby={id}
            options={opOptions(accepted, filter)}
            value={filter.op}
            width={20}
            onChange={({ value }) => onChange(withOp(value))}
          />
        )}
      </Named>
      <FilterValues {...{ filter, isOfLines, datasource, range, name, onChange }} />
      <IconButton name="times" aria-label={say('filter.remove', { name })} onClick={onRemove} />
    </Stack>
  );
}

type ValuesProps = Omit<RowProps, 'onRemove' | 'accepted'> & { readonly name: string };

function FilterValues({ filter, isOfLines, datasource, range, name, onChange }: ValuesProps) {
  const options = useValueOptions(datasource, isOfLines ? filter.field : '', range);
  if (takesSeveral(filter.op))
    return (
      <Named name={say('filter.values-of', { name })}>
        {(id) => (
          <MultiCombobox<string>
            aria-labelledby={id}
            options={options}
            value={filter.values}
            createCustomValue
            width="auto"
            minWidth={24}
            maxWidth={60}
            onChange={(chosen) => onChange({ ...filter, values: chosen.map(({ value }) => value) })}
          />
        )}
      </Named>
    );
  return (
    <Named name={say('filter.value-of', { name })}>
      {(id) => (
        <Combobox<string>
          aria-labelledby={id}
          placeholder={isComplete(filter) ? undefined : say('filter.value')}
          options={options}
          value={filter.values[0] ?? null}
          createCustomValue
          width={30}
          onChange={({ value }) => onChange({ ...filter, values: [value] })}
        />
      )}
    </Named>
  );
}
