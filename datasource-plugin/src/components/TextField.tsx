import { Input } from '@grafana/ui';
import React, { useState } from 'react';
import { Field, LABEL_WIDTH } from './Field';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly onCommit: (value: string) => void;
  readonly placeholder?: string;
  readonly width?: number;
  readonly labelWidth?: number;
  readonly type?: 'text' | 'number';
  readonly invalid?: string | undefined;
}

/** Text that takes effect on Enter or when the field is left: a query a keystroke would ask for nothing anybody meant. */
export function TextField({ label, help, value, onCommit, invalid, ...look }: Props) {
  const { placeholder, width = 30, labelWidth = LABEL_WIDTH, type = 'text' } = look;
  // What is typed holds until the value itself changes.
  const [draft, setDraft] = useState({ of: value, typed: value });
  const typed = draft.of === value ? draft.typed : value;
  const commit = () => {
    if (typed === value) return;
    // Who gets it may take something else, the highest number for instance: that is then shown.
    setDraft({ of: value, typed: value });
    onCommit(typed);
  };
  return (
    <Field
      label={label}
      tooltip={help}
      labelWidth={labelWidth}
      invalid={invalid !== undefined}
      error={invalid}
    >
      <Input
        aria-label={label}
        type={type}
        width={width}
        value={typed}
        placeholder={placeholder}
        onChange={(event) => setDraft({ of: value, typed: event.currentTarget.value })}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </Field>
  );
}
