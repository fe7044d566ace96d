import React from 'react';
import type { QueryEditorProps } from '@grafana/data';
import { Combobox, InlineField } from '@grafana/ui';
import type { PresageDatasource } from '../datasource';
import type { PresageQuery } from '../query/model';
import type { PresageOptions } from '../settings';
import type { VariableKind, VariableQuery } from '../variable-query';
import { TextField } from './TextField';
import { useFieldOptions } from './use-options';
import { LABEL_WIDTH } from './ValuesField';

type Props = QueryEditorProps<PresageDatasource, PresageQuery, PresageOptions, VariableQuery>;

const KIND_OPTIONS: Array<{ value: VariableKind; label: string; description: string }> = [
  { value: 'services', label: 'Services', description: 'Who wrote lines in the range' },
  {
    value: 'classes',
    label: 'Classes',
    description: 'incident, preventive_action, normal: those that occur',
  },
  {
    value: 'templates',
    label: 'Templates',
    description: 'Shown by their words, the value is the template id',
  },
  { value: 'field_values', label: 'Values of a field', description: 'Commonest first' },
  { value: 'fields', label: 'Fields', description: 'Names of fields, for grouping' },
];

export function VariableQueryEditor({ query: saved, onChange, datasource, range }: Props) {
  const query: VariableQuery = {
    ...saved,
    refId: 'variable',
    kind: (saved as Partial<VariableQuery>).kind ?? 'services',
  };
  const fields = useFieldOptions(datasource, range);
  const { kind, field, service = '', text = '' } = query;
  return (
    <>
      <InlineField label="List" labelWidth={LABEL_WIDTH} tooltip="What the variable offers">
        <Combobox
          width={30}
          options={KIND_OPTIONS}
          value={kind}
          onChange={({ value }) => onChange({ ...query, kind: value })}
        />
      </InlineField>
      {kind === 'field_values' && (
        <InlineField label="Field" labelWidth={LABEL_WIDTH} tooltip="The field whose values are offered">
          <Combobox<string>
            width={30}
            options={fields}
            value={field ?? null}
            createCustomValue
            onChange={({ value }) => onChange({ ...query, field: value })}
          />
        </InlineField>
      )}
      {kind !== 'services' && kind !== 'fields' && (
        <TextField
          label="Service"
          help="Only of this service. Another variable works: $service"
          value={service}
          placeholder="any"
          onCommit={(changed) => onChange({ ...query, service: changed })}
        />
      )}
      {kind === 'templates' && (
        <TextField
          label="Text"
          help="Words that the template contains"
          value={text}
          placeholder="any"
          onCommit={(changed) => onChange({ ...query, text: changed })}
        />
      )}
    </>
  );
}
