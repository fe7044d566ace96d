/**
 * In: live lines of one service with their templates, and ticks. Out: what stood in the variables of a template. Kept as sketches
 * for the 32 busiest templates of a service; of any other it is read from its samples when asked. No line's score depends on it.
 */
import type { TemplateSlot } from '@presage/contract';
import { type SavedTemplateSlots, TemplateSlots } from './template-slots.ts';

const MAX_TEMPLATES = 32;
/** Lines that a template must have had. */
const BUSY_LINES = 32;
/** Lines of a template and bucket that are read; the rest are taken to be like them. */
const READ_A_BUCKET = 8;

/** A template as its miner knows it. */
interface Mined {
  readonly serial: number;
  readonly text: string;
  readonly count: number;
}

interface Watched {
  slots: TemplateSlots;
  lines: number;
  read: number;
}

/** serial, lines, lines read in the open bucket, slots. */
export type SlotTableState = readonly (readonly [number, number, number, SavedTemplateSlots])[];

export class SlotTable {
  readonly #templates = new Map<number, Watched>();

  line(content: string, template: Mined): void {
    const watched = this.#templates.get(template.serial) ?? this.#admit(template);
    if (watched === undefined) return;
    watched.lines = template.count;
    if (watched.read >= READ_A_BUCKET) return;
    watched.read++;
    // Another text has other variables: what was known of the old ones says nothing of them.
    if (watched.slots.text !== template.text) watched.slots = new TemplateSlots(template.text);
    watched.slots.read(content);
  }

  tick(): void {
    for (const watched of this.#templates.values()) watched.read = 0;
  }

  /** The slots of a template; `contents` are those of its samples, for when it is not watched. */
  rows(template: Mined, contents: readonly string[]): TemplateSlot[] {
    const watched = this.#templates.get(template.serial);
    if (watched !== undefined && watched.slots.text === template.text) {
      const rows = watched.slots.rows();
      if (rows.length > 0) return rows;
    }
    const slots = new TemplateSlots(template.text);
    for (const content of contents) slots.read(content);
    return slots.rows();
  }

  /** The template has become part of another. */
  forget(serial: number): void {
    this.#templates.delete(serial);
  }

  save(): SlotTableState {
    return Array.from(this.#templates, ([serial, { lines, read, slots }]) => {
      return [serial, lines, read, slots.save()] as const;
    });
  }

  /** Into a fresh one. */
  restore(saved: SlotTableState): void {
    for (const [serial, lines, read, slots] of saved)
      this.#templates.set(serial, { lines, read, slots: TemplateSlots.load(slots) });
  }

  /** Asked at every 32nd line only, so that it costs next to nothing. */
  #admit(template: Mined): Watched | undefined {
    if (template.count % BUSY_LINES !== 0 || !template.text.includes('<*>')) return undefined;
    if (this.#templates.size >= MAX_TEMPLATES && !this.#makeRoom(template.count)) return undefined;
    const watched = { slots: new TemplateSlots(template.text), lines: template.count, read: 0 };
    this.#templates.set(template.serial, watched);
    return watched;
  }

  /** Lets go the least busy template, if it is half as busy as the one that wants in. */
  #makeRoom(count: number): boolean {
    let least: [number, Watched] | undefined;
    for (const one of this.#templates) if (one[1].lines < (least?.[1].lines ?? Infinity)) least = one;
    return least !== undefined && least[1].lines * 2 <= count && this.#templates.delete(least[0]);
  }
}
