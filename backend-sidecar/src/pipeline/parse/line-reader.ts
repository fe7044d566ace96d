/**
 * In: one line's fields, from a JSON text or put one by one. Out: a LogRecord, or undefined with `reason` and `problem` set.
 * Chooses message and time, applies the parameters, refuses what VictoriaLogs would drop without a word.
 */
import { FIELDS, LIMITS, type DeadLetterReason } from '@presage/contract';
import type { LogRecord } from '../record.ts';
import { stripAnsi } from './ansi.ts';
import { digitsEnd } from './digits.ts';
import type { FieldList } from './field-list.ts';
import { JsonScan } from './json-scan.ts';
import type { LinePlan } from './line-plan.ts';
import { TimeReader } from './time.ts';

/** Presage adds its own fields to the row: with them it must stay within what the store takes. */
const MAX_FIELDS = LIMITS.fieldsPerLine - FIELDS.filter((field) => field.stored === 'row').length;

export class LineReader {
  reason: DeadLetterReason = 'not_json';
  /** A sentence with the fact. */
  problem = '';
  readonly #plan: LinePlan;
  readonly #fields: FieldList;
  readonly #scan: JsonScan;
  readonly #time: TimeReader;
  #message = '';

  constructor(plan: LinePlan, zoneMinutes = 0) {
    this.#plan = plan;
    this.#fields = plan.fields;
    this.#scan = new JsonScan(plan.fields);
    this.#time = new TimeReader(zoneMinutes);
  }

  /** Reads the JSON object in text[start, end). */
  readJson(text: string, start: number, end: number): LogRecord | undefined {
    if (this.#scan.scan(text, start, end)) return this.#finish();
    const { json } = this.#scan;
    this.#refuse(json.reason, `The line is not a JSON object that can be read: ${json.problem}.`);
    return undefined;
  }

  /** Reads a line from fields at hand: name, value, name, value… */
  readPairs(pairs: readonly string[]): LogRecord | undefined {
    this.#scan.startOver();
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      this.#fields.put(this.#fields.nameOf(pairs[i] ?? ''), pairs[i + 1] ?? '');
    }
    return this.#finish();
  }

  #refuse(reason: DeadLetterReason, problem: string): void {
    this.reason = reason;
    this.problem = problem;
  }

  #finish(): LogRecord | undefined {
    this.#chooseMessage();
    if (!this.#chooseTime()) return undefined;
    const position = this.#takePosition();
    this.#moveLeftovers();
    if (this.#message === '' && this.#isEmpty()) {
      this.#refuse('no_message', 'The line has no field with a value, besides its time.');
      return undefined;
    }
    for (const { field, value } of this.#plan.extras) this.#fields.put(field, value);
    const fields = this.#copy();
    if (fields === undefined) return undefined;
    const { timeMs, timeNanos } = this.#time;
    const message = this.#message;
    if (position === undefined) return { timeMs, timeNanos, message, fields };
    return { timeMs, timeNanos, message, fields, position };
  }

  /** The first candidate with a value is taken out of the fields; none = ''. */
  #chooseMessage(): void {
    this.#message = '';
    for (const field of this.#plan.messages) {
      const value = this.#fields.value(field);
      if (value === '') continue;
      this.#fields.remove(field);
      this.#message =
        this.#plan.decolorizes && this.#isDecolorized(field.decolorized) ? stripAnsi(value) : value;
      return;
    }
  }

  /** Asking for `_msg` means the message, whatever its field was called. */
  #isDecolorized(byName: boolean): boolean {
    return byName || this.#plan.moved[0]?.from.decolorized === true;
  }

  /** The first candidate with a value is taken out of the fields; `0` and `-` mean that there is no time. False = refused. */
  #chooseTime(): boolean {
    for (const field of this.#plan.times) {
      const value = this.#fields.value(field);
      if (value === '') continue;
      const absent = value === '0' || value === '-';
      const isTime = !absent && this.#time.readValue(value);
      if (absent || isTime) this.#fields.remove(field);
      if (isTime) return true;
      if (absent || !this.#plan.strictTime) continue;
      const shown = value.length > 64 ? `${value.slice(0, 64)}…` : value;
      this.#refuse('bad_time', `The field "${field.name}" is no time that can be stored: "${shown}".`);
      return false;
    }
    this.#time.timeMs = NaN;
    this.#time.timeNanos = 0;
    return true;
  }

  /** The line's position in its source; a value that is no whole number stays an ordinary field. */
  #takePosition(): number | undefined {
    const field = this.#plan.position;
    if (field === undefined) return undefined;
    const value = this.#fields.value(field);
    if (value === '' || digitsEnd(value, 0) !== value.length) return undefined;
    const position = Number(value);
    if (!Number.isSafeInteger(position)) return undefined;
    this.#fields.remove(field);
    return position;
  }

  /** A `_msg` or `_time` that was not chosen gives up its name but not its value. */
  #moveLeftovers(): void {
    for (const { from, to } of this.#plan.moved) {
      const value = this.#fields.value(from);
      if (value === '') continue;
      this.#fields.remove(from);
      if (this.#fields.value(to) === '') this.#fields.put(to, value);
    }
  }

  #isEmpty(): boolean {
    const { names, values, count } = this.#fields;
    for (let i = 0; i < count; i++) if (values[i] !== '' && names[i]?.ignored === false) return false;
    return true;
  }

  #copy(): string[] | undefined {
    const { names, values, count } = this.#fields;
    const fields: string[] = [];
    for (let i = 0; i < count; i++) {
      const field = names[i];
      const value = values[i];
      if (value === undefined || value === '' || field === undefined || field.ignored) continue;
      if (field.tooLong) {
        this.#refuse('field_name_too_long', tooLong(field.name));
        return undefined;
      }
      const kept = field.decolorized ? stripAnsi(value) : value;
      if (kept !== '') fields.push(field.name, kept);
    }
    const total = fields.length / 2 + (this.#message === '' ? 0 : 1);
    if (total <= MAX_FIELDS) return fields;
    this.#refuse('too_many_fields', tooMany(total));
    return undefined;
  }
}

function tooMany(total: number): string {
  const own = LIMITS.fieldsPerLine - MAX_FIELDS;
  return `The line has ${total} fields; a row takes ${LIMITS.fieldsPerLine}, of which Presage needs ${own}.`;
}

function tooLong(name: string): string {
  return `A field name is over ${LIMITS.fieldNameBytes} bytes: "${name.slice(0, 64)}…".`;
}
