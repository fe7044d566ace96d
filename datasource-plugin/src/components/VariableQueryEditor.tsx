import React, { useId } from 'react';
import type { QueryEditorProps } from '@grafana/data';
import { Combobox } from '@grafana/ui';
import type { PresageDatasource } from '../datasource';
import type { PresageQuery } from '../query/model';
import type { PresageOptions } from '../settings';
import type { VariableKind, VariableQuery } from '../variable-query';
import { TextField } from './TextField';
import { useFieldOptions } from './use-options';
import { Field } from './Field';
import { say } from './words';

type Props = QueryEditorProps<PresageDatasource, PresageQuery, PresageOptions, VariableQuery>;

const KINDS: readonly VariableKind[] = ['services', 'classes', 'templates', 'field_values', 'fields'];
const kindOptions = () =>
  KINDS.map((value) => ({
    value,
    label: say(`variable.${value}`),
    description: say(`variable-help.${value}`),
  }));

export function VariableQueryEditor({ query: saved, onChange, datasource, range }: Props) {
  const query: VariableQuery = {
    ...saved,
    refId: 'variable',
    kind: (saved as Partial<VariableQuery>).kind ?? 'services',
  };
  const fields = useFieldOptions(datasource, range);
  const [kindId, fieldId] = [useId(), useId()];
  const { kind, field, service = '', text = '' } = query;
  return (
    <>
      <Field label={say('label.list')} tooltip={say('help.list')}>
        <Combobox
          id={kindId}
          width={30}
          options={kindOptions()}
          value={kind}
          onChange={({ value }) => onChange({ ...query, kind: value })}
        />
      </Field>
      {kind === 'field_values' && (
        <Field label={say('label.field')} tooltip={say('help.field')}>
          <Combobox<string>
            id={fieldId}
            width={30}
            options={fields}
            value={field ?? null}
            createCustomValue
            onChange={({ value }) => onChange({ ...query, field: value })}
          />
        </Field>
      )}
      {kind !== 'services' && kind !== 'fields' && (
        <TextField
          label={say('label.service')}
          help={say('help.variable-service')}
          value={service}
          placeholder={say('placeholder.any')}
          onCommit={(changed) => onChange({ ...query, service: changed })}
        />
      )}
      {kind === 'templates' && (
        <TextField
          label={say('label.text')}
          help={say('help.variable-text')}
          value={text}
          placeholder={say('placeholder.any')}
          onCommit={(changed) => onChange({ ...query, text: changed })}
        />
      )}
    </>
  );
}
