import type { LineParameters } from '../record.ts';
import { FieldList, type FieldName } from './field-list.ts';

/** Where a message may be, best first, behind those that the sender names. */
const MESSAGE_NAMES: readonly string[] = ['_msg', 'message', 'msg', 'log', 'body'];
const TIME_NAMES: readonly string[] = ['_time'];

/** How the lines of one call are read: worked out once from the parameters, so that a plain line pays for nothing. */
export interface LinePlan {
  readonly fields: FieldList;
  readonly messages: readonly FieldName[];
  readonly times: readonly FieldName[];
  /** `_msg` and `_time` may not stay among the fields: where one that was not chosen goes. */
  readonly moved: readonly { readonly from: FieldName; readonly to: FieldName }[];
  readonly extras: readonly { readonly field: FieldName; readonly value: string }[];
  /** Holds the source's own position of the line. */
  readonly position: FieldName | undefined;
  readonly decolorizes: boolean;
  /** A value in a time field that is no time makes the line a reject; else it stays an ordinary field. */
  readonly strictTime: boolean;
}

export interface PlanOptions {
  /** Names tried for the message and the time in place of the default ones. */
  readonly messages?: readonly string[];
  readonly times?: readonly string[];
  readonly strictTime?: boolean;
}

export function planLines(parameters: LineParameters, options: PlanOptions = {}): LinePlan {
  const decolorize = parameters.decolorizeFields ?? [];
  const fields = new FieldList({
    ignored: matcher(parameters.ignoreFields ?? []),
    decolorized: matcher(decolorize),
    preserved: matcher(parameters.preserveJsonKeys ?? []),
  });
  const messages = [...(parameters.msgField ?? []), ...(options.messages ?? MESSAGE_NAMES)];
  const times = [...(parameters.timeField ?? []), ...(options.times ?? TIME_NAMES)];
  const moved = ['_msg', '_time'].map((name) => ({
    from: fields.nameOf(name),
    to: fields.nameOf(`orig.${name}`),
  }));
  const plan = {
    fields,
    messages: namesOf(fields, messages),
    times: namesOf(fields, times),
    moved,
    extras: Object.entries(parameters.extraFields ?? {})
      .filter(([, value]) => value !== '')
      .map(([name, value]) => ({ field: extraName(fields, name), value })),
    position: parameters.positionField === undefined ? undefined : fields.nameOf(parameters.positionField),
    decolorizes: decolorize.length > 0,
    strictTime: options.strictTime ?? true,
  };
  fields.keep();
  return plan;
}

/** Whether a name is one of a list, whose entries may end in `*` for any rest. */
function matcher(patterns: readonly string[]): (name: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('*')));
  const prefixes = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  return (name) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

function namesOf(fields: FieldList, names: readonly string[]): FieldName[] {
  return [...new Set(names.filter((name) => name !== '').map((name) => fields.nameOf(name)))];
}

/** An extra field cannot be the message or the time of every line. */
function extraName(fields: FieldList, name: string): FieldName {
  return fields.nameOf(name === '_msg' || name === '_time' || name === '' ? `orig.${name}` : name);
}
