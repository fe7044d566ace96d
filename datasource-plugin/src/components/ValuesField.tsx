import React, { useId } from 'react';
import { MultiCombobox, type ComboboxOption } from '@grafana/ui';
import type { LoadOptions } from './use-options';
import { Field } from './Field';
import { say } from './words';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly values: readonly string[];
  readonly options: Array<ComboboxOption<string>> | LoadOptions;
  readonly onChange: (values: string[]) => void;
  readonly placeholder?: string;
}

/** Several values of one field; what is typed and not offered is taken too, a dashboard variable for instance. */
export function ValuesField({
  label,
  help,
  values,
  options,
  onChange,
  placeholder = say('placeholder.any'),
}: Props) {
  // By it the label names the chooser.
  const id = useId();
  return (
    <Field label={label} tooltip={help}>
      <MultiCombobox<string>
        id={id}
        options={options}
        value={[...values]}
        placeholder={placeholder}
        width="auto"
        minWidth={22}
        maxWidth={60}
        createCustomValue
        isClearable
        onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
      />
    </Field>
  );
}
