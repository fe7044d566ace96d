import { CLASSES, RISKS, type Checked, type LogClass } from '@presage/contract';

/** How sure a model says it is of a cause; a word is kept to better than a number. */
const SURE = { low: 0.3, medium: 0.55, high: 0.8 } as const;

/** What a model says, read from its JSON; nothing of it is checked against the lines yet. */
export interface Said {
  readonly evidence: readonly { readonly id: string; readonly why: string }[];
  readonly whatHappened: string;
  readonly causes: readonly {
    readonly text: string;
    readonly ids: readonly string[];
    readonly confidence: number;
  }[];
  readonly unknowns: readonly string[];
  readonly steps: readonly {
    readonly step: string;
    readonly risk: (typeof RISKS)[number];
    readonly command: string;
  }[];
  readonly logClass: LogClass;
}

const text = (description: string) => ({ type: 'string', description });
const list = (items: object, maxItems: number) => ({ type: 'array', maxItems, items });
const object = (properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** Evidence first and the class last: what is written early leads what is written late. */
export const SAID_SCHEMA = object({
  evidence: list(
    object({ id: text('Id of an object of the block: L7, R1'), why: text('What it shows, in few words') }),
    10,
  ),
  what_happened: text('At most three short sentences'),
  likely_causes: list(
    object({
      text: text('One cause, in one sentence'),
      evidence_ids: list({ type: 'string' }, 6),
      confidence: { type: 'string', enum: Object.keys(SURE) },
    }),
    3,
  ),
  unknowns: list(text('What the lines do not say'), 4),
  remediation: list(
    object({
      step: text('One thing to do'),
      risk: { type: 'string', enum: [...RISKS] },
      command: text('To copy; empty when there is none'),
    }),
    5,
  ),
  log_class: { type: 'string', enum: [...CLASSES] },
});

/** Takes what can be read and leaves out single items that cannot; refuses only what is no answer at all. */
export function checkSaid(value: unknown): Checked<Said> {
  const said = objectIn(value);
  if (said === undefined) return { ok: false, message: 'the body must be an object' };
  const logClass = CLASSES.find((one) => one === said['log_class']);
  if (logClass === undefined)
    return { ok: false, message: `log_class must be one of ${JSON.stringify(CLASSES)}` };
  const partly = partOf(said);
  const whatHappened = partly.whatHappened ?? '';
  if (whatHappened.trim() === '') return { ok: false, message: 'what_happened is empty' };
  const { evidence = [], causes = [], unknowns = [], steps = [] } = partly;
  return { ok: true, value: { evidence, whatHappened, causes, unknowns, steps, logClass } };
}

/** What has come of an answer under way. */
export function partOf(value: unknown): Partial<Omit<Said, 'logClass'>> {
  const said = objectIn(value) ?? {};
  const { evidence, what_happened: happened, likely_causes: causes, unknowns, remediation } = said;
  return {
    ...(evidence === undefined ? {} : { evidence: objectsIn(evidence).map(evidenceOf) }),
    ...(typeof happened === 'string' ? { whatHappened: happened } : {}),
    ...(causes === undefined ? {} : { causes: objectsIn(causes).map(causeOf) }),
    ...(unknowns === undefined ? {} : { unknowns: textsIn(unknowns) }),
    ...(remediation === undefined ? {} : { steps: objectsIn(remediation).map(stepOf) }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function evidenceOf(item: Fields): Said['evidence'][number] {
  return { id: textIn(item['id']), why: textIn(item['why']) };
}

function causeOf(item: Fields): Said['causes'][number] {
  const { text: said, evidence_ids: ids, confidence } = item;
  return { text: textIn(said), ids: textsIn(ids), confidence: sureness(confidence) };
}

function stepOf(item: Fields): Said['steps'][number] {
  const { step, risk, command } = item;
  return {
    step: textIn(step),
    risk: RISKS.find((one) => one === risk) ?? 'medium',
    command: textIn(command),
  };
}

/** Servers that enforce no schema also send numbers. */
function sureness(value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return Math.min(value, SURE.high);
  return value === 'high' || value === 'medium' ? SURE[value] : SURE.low;
}

function objectIn(value: unknown): Fields | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Fields) : undefined;
}

function objectsIn(value: unknown): readonly Fields[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.map(objectIn).filter((item) => item !== undefined);
}

function textsIn(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.filter((item): item is string => typeof item === 'string');
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
