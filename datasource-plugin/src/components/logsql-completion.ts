import type { TimeRange } from '@grafana/data';
import { quoted } from '../query/quote';
import type { Resources } from '../resources';
import { say } from './words';

export const LANGUAGE = 'presage-logsql';

export interface Completion {
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
  readonly isValue: boolean;
}

/** A field with its operator right before the cursor: its values are wanted. */
const AFTER_OPERATOR = /([\w.@-]+)\s*(?::\s*!?[=~]?|=~|!=|!~|=)\s*"?[^\s"(),{}|:=]*$/;

/** What can stand at the cursor: after `field:` its values, else fields and dashboard variables. Nothing when the sidecar is silent. */
export async function completionsAt(
  before: string,
  resources: Resources,
  range: TimeRange,
  variables: readonly string[],
): Promise<readonly Completion[]> {
  const inVariables = variables.map((name) => ({
    label: `$${name}`,
    detail: say('completion.variable'),
    insert: `$${name}`,
    isValue: true,
  }));
  const field = AFTER_OPERATOR.exec(before)?.[1];
  try {
    if (field !== undefined) {
      const values = await resources.fieldValues(field, { range }, 100);
      return [
        ...values.map(({ value, hits }) => ({
          label: value,
          detail: say('lines', { hits }),
          insert: /^[\w.-]+$/.test(value) ? value : quoted(value),
          isValue: true,
        })),
        ...inVariables,
      ];
    }
    const fields = await resources.fields({ range });
    return [
      ...fields.map(({ name, hits }) => ({
        label: name,
        detail: say('lines', { hits }),
        insert: `${name}:`,
        isValue: false,
      })),
      ...inVariables,
    ];
  } catch {
    return inVariables;
  }
}
