import { Checkbox, Stack, Text } from '@grafana/ui';
import React, { useState, type ReactNode } from 'react';
import { say } from './words';

interface Props {
  readonly fields: readonly string[];
  /** Owned by the datasource, so that the choice stays for the next line. */
  readonly same: Set<string>;
  readonly onChange: (() => void) | undefined;
}

export function contextUi(
  fields: readonly string[],
  same: Set<string>,
  onChange: (() => void) | undefined,
): ReactNode {
  return fields.length === 0 ? null : <ContextToggles {...{ fields, same, onChange }} />;
}

/** What the lines around have in common with the line. */
function ContextToggles({ fields, same, onChange }: Props) {
  const [, redraw] = useState(0);
  const toggle = (field: string) => {
    if (!same.delete(field)) same.add(field);
    redraw((count) => count + 1);
    onChange?.();
  };
  return (
    <Stack direction="row" gap={2} wrap="wrap" alignItems="center">
      <Text variant="bodySmall" color="secondary">
        {say('context.same')}
      </Text>
      {fields.map((field) => (
        <Checkbox key={field} label={field} value={same.has(field)} onChange={() => toggle(field)} />
      ))}
    </Stack>
  );
}
