import React from 'react';
import { Button, Combobox, FieldSet, IconButton, Input, Stack, Text } from '@grafana/ui';
import { DataSourcePicker } from '@grafana/runtime';
import { Named } from './Named';
import type { DerivedField } from '../settings';
import { say } from './words';

interface Props {
  readonly fields: readonly DerivedField[];
  readonly disabled: boolean;
  readonly onChange: (fields: DerivedField[]) => void;
}

const kindOptions = () => [
  { value: 'regex' as const, label: say('derived.regex') },
  { value: 'field' as const, label: say('derived.field') },
];

/** Parts of lines that become links: a trace id, an order number. */
export function DerivedFields({ fields, disabled, onChange }: Props) {
  const change = (at: number) => (field: DerivedField) =>
    onChange(fields.map((one, index) => (index === at ? field : one)));
  return (
    <FieldSet label={say('label.derived-fields')} disabled={disabled}>
      <Stack direction="column" gap={1} alignItems="flex-start">
        <Text variant="bodySmall" color="secondary">
          {say('derived.intro')}
        </Text>
        {fields.map((field, at) => (
          <DerivedFieldRow
            key={at}
            field={field}
            disabled={disabled}
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
          {say('derived.add')}
        </Button>
      </Stack>
    </FieldSet>
  );
}

interface RowProps {
  readonly field: DerivedField;
  readonly disabled: boolean;
  readonly onChange: (field: DerivedField) => void;
  readonly onRemove: () => void;
}

function DerivedFieldRow({ field, disabled, onChange, onRemove }: RowProps) {
  const { name, kind = 'regex', matcher, url = '', datasourceUid } = field;
  const shown = name === '' ? say('derived.one') : name;
  const text = (key: 'name' | 'matcher' | 'url', value: string, placeholder: string) => (
    <Input
      aria-label={say(`derived.${key}-of`, { name: shown })}
      width={24}
      value={value}
      placeholder={placeholder}
      invalid={key === 'matcher' && kind === 'regex' && !isRegex(value)}
      onChange={(event) => onChange({ ...field, [key]: event.currentTarget.value })}
    />
  );
  return (
    <Stack direction="row" gap={0.5} wrap="wrap" alignItems="center">
      {text('name', name, say('derived.name'))}
      <Named name={say('derived.kind-of', { name: shown })}>
        {(id) => (
          <Combobox
            aria-labelledby={id}
            width={20}
            options={kindOptions()}
            value={kind}
            onChange={({ value }) => onChange({ ...field, kind: value })}
          />
        )}
      </Named>
      {text('matcher', matcher, kind === 'regex' ? 'trace=(\\w+)' : 'trace_id')}
      {text('url', url, datasourceUid === undefined ? 'https://…/${__value.raw}' : say('derived.query'))}
      <DataSourcePicker
        tracing
        noDefault
        disabled={disabled}
        placeholder={say('placeholder.or-open-in')}
        current={datasourceUid ?? null}
        onChange={({ uid }) => onChange({ ...field, datasourceUid: uid })}
        onClear={() => onChange({ ...field, datasourceUid: '' })}
      />
      <IconButton
        name="times"
        aria-label={say('derived.remove', { name: shown })}

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
