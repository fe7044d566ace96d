import React from 'react';
import { Button, Combobox, FieldSet, IconButton, Input, Stack, Text } from '@grafana/ui';
import { DataSourcePicker } from '@grafana/runtime';
import { Named } from './Named';
import type { DerivedField } from '../settings';

interface Props {
  readonly fields: readonly DerivedField[];
  readonly onChange: (fields: DerivedField[]) => void;
}

const KIND_OPTIONS = [
  { value: 'regex' as const, label: 'Regex in message' },
  { value: 'field' as const, label: 'Field' },
];

/** Parts of lines that become links: a trace id, an order number. */
export function DerivedFields({ fields, onChange }: Props) {
  const change = (at: number) => (field: DerivedField) =>
    onChange(fields.map((one, index) => (index === at ? field : one)));
  return (
    <FieldSet label="Derived fields">
      <Stack direction="column" gap={1} alignItems="flex-start">
        <Text variant="bodySmall" color="secondary">
          A part of a line becomes a link in its details, to a trace for instance. {'${__value.raw}'} stands
          for the value.
        </Text>
        {fields.map((field, at) => (
          <DerivedFieldRow
            key={at}
            field={field}
            onChange={change(at)}
            onRemove={() => onChange(fields.filter((_, index) => index !== at))}
          />
        ))}
        <Button
          icon="plus"
          variant="secondary"
          size="sm"
          onClick={() => onChange([...fields, { name: '', kind: 'field', matcher: '', url: '' }])}
        >
          Add derived field
        </Button>
      </Stack>
    </FieldSet>
  );
}

interface RowProps {
  readonly field: DerivedField;
  readonly onChange: (field: DerivedField) => void;
  readonly onRemove: () => void;
}

function DerivedFieldRow({ field, onChange, onRemove }: RowProps) {
  const { name, kind = 'regex', matcher, url = '', datasourceUid } = field;
  const text = (key: 'name' | 'matcher' | 'url', label: string, value: string, placeholder: string) => (
    <Input
      aria-label={`${label} of ${name === '' ? 'derived field' : name}`}
      width={24}
      value={value}
      placeholder={placeholder}
      invalid={key === 'matcher' && kind === 'regex' && !isRegex(value)}
      onChange={(event) => onChange({ ...field, [key]: event.currentTarget.value })}
    />
  );
  return (
    <Stack direction="row" gap={0.5} wrap="wrap" alignItems="center">
      {text('name', 'Name', name, 'name')}
      <Named name={`Kind of ${name === '' ? 'derived field' : name}`}>
        {(id) => (
          <Combobox
            aria-labelledby={id}
            width={20}
            options={KIND_OPTIONS}
            value={kind}
            onChange={({ value }) => onChange({ ...field, kind: value })}
          />
        )}
      </Named>
      {text('matcher', 'Matcher', matcher, kind === 'regex' ? 'trace=(\\w+)' : 'trace_id')}
      {text(
        'url',
        'URL',
        url,
        datasourceUid === undefined ? 'https://…/${__value.raw}' : 'query, ${__value.raw}',
      )}
      <DataSourcePicker
        tracing
        noDefault
        placeholder="or open in…"
        current={datasourceUid ?? null}
        onChange={({ uid }) => onChange({ ...field, datasourceUid: uid })}
        onClear={() => onChange({ ...field, datasourceUid: '' })}
      />
      <IconButton
        name="times"
        aria-label={`Remove ${name}`}

        onClick={onRemove}
      />
    </Stack>
  );
}

function isRegex(text: string): boolean {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}
