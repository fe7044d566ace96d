import {
  CATEGORIES,
  CLASSES,
  SEVERITIES,
  type Checked,
  type LogClass,
  type Severity,
} from '@presage/contract';
import type { Label, SentTemplate } from './label.ts';

/** A word is kept to better than a number. Who is not sure has said nothing. */
const SURE = { low: undefined, medium: 0.65, high: 0.8 } as const;

const oneOf = (words: readonly string[]) => ({ type: 'string', enum: [...words] });
const PROPERTIES = {
  id: { type: 'string', description: 'Id of the template: T1' },
  quote: { type: 'string', description: 'The words that decide, copied from its texts' },
  category: oneOf(CATEGORIES),
  severity: oneOf(SEVERITIES),
  class: oneOf(CLASSES),
  confidence: oneOf(Object.keys(SURE)),
};

/** Evidence first and the verdict last: what is written early leads what is written late. */
export const LABELS_SCHEMA = {
  type: 'object',
  properties: {
    labels: {
      type: 'array',
      items: {
        type: 'object',
        properties: PROPERTIES,
        required: Object.keys(PROPERTIES),
        additionalProperties: false,
      },
    },
  },
  required: ['labels'],
  additionalProperties: false,
};

type Item = Readonly<Record<string, unknown>>;
export type LabelItems = readonly Item[];

/** Refuses only what is no list of objects; the items are judged one by one. */
export function checkLabels(value: unknown): Checked<LabelItems> {
  const labels = isItem(value) ? value['labels'] : undefined;
  if (!Array.isArray(labels)) return { ok: false, message: 'labels must be an array' };
  return { ok: true, value: labels.filter(isItem) };
}

/** What became of one template: a label, `unsure`, or why the answer does not hold. */
export type Judged = { readonly label: Label } | { readonly unsure: true } | { readonly fault: string };

/** Each sent template with what the answer says of it. Answers for anything else are not looked at. */
export function judgeLabels(
  sent: readonly SentTemplate[],
  items: LabelItems,
): readonly { readonly template: SentTemplate; readonly judged: Judged }[] {
  const byId = Map.groupBy(items, ({ id }) => id);
  return sent.map((template) => ({ template, judged: judge(template, byId.get(template.id) ?? []) }));
}

function judge({ texts }: SentTemplate, [item, ...others]: LabelItems): Judged {
  if (item === undefined) return { fault: 'it has no label' };
  if (others.length > 0) return { fault: 'it has more than one label' };
  const { quote, class: said, severity, category, confidence } = item;
  const logClass = CLASSES.find((word) => word === said);
  const severe = SEVERITIES.find((word) => word === severity);
  const kind = CATEGORIES.find((word) => word === category);
  if (logClass === undefined) return { fault: `class must be one of ${CLASSES.join(', ')}` };
  if (severe === undefined) return { fault: `severity must be one of ${SEVERITIES.join(', ')}` };
  if (kind === undefined) return { fault: `category must be one of ${CATEGORIES.join(', ')}` };
  if (!isQuote(quote, texts)) return { fault: 'the quote does not stand in its texts' };
  const sure = sureness(confidence);
  if (sure === undefined) return { unsure: true };
  const label = { class: logClass, severity: fitting(logClass, severe), category: kind, confidence: sure };
  return { label };
}

const SHORTEST_QUOTE = 3;

/** Proof that the template was read, and not only its neighbour. */
function isQuote(quote: unknown, texts: readonly string[]): boolean {
  const words = typeof quote === 'string' ? quote.trim() : '';
  return words.length >= SHORTEST_QUOTE && texts.some((text) => text.includes(words));
}

/** Servers that enforce no schema also send numbers. */
function sureness(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0.5 && value <= 1 ? Math.min(value, SURE.high) : undefined;
  return value === 'high' || value === 'medium' ? SURE[value] : undefined;
}

/** The class is what was asked for; a severity that does not go with it gives way. */
function fitting(logClass: LogClass, severity: Severity): Severity {
  const isHigh = severity === 'critical' || severity === 'error';
  if (logClass === 'incident') return isHigh ? severity : 'error';
  if (logClass === 'preventive_action') return severity === 'error' ? severity : 'warning';
  return isHigh || severity === 'warning' ? 'info' : severity;
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
