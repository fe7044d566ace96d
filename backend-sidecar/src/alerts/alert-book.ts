/**
 * In: decided lines that are not normal. Out: what Grafana's rules ask for: which kinds of line there are, by the time they were
 * decided, so that a line that comes late alerts too. Labels are fixed with a kind's first line, redacted, and outlive merges of
 * templates, corrections and restarts. Saved just before each checkpoint, so that a replay adds nothing twice and loses nothing.
 */
import { UNKNOWN_SERVICE, type LogClass, type Template } from '@presage/contract';
import { AlertKind, type AlertLabels, type SavedKind } from './alert-kind.ts';
import { inert } from './inert.ts';

/** A decided line. */
export interface HeardLine {
  readonly tenant: string;
  readonly service: string;
  readonly message: string;
  readonly sequence: number;
  readonly verdict: {
    readonly templateId: string;
    readonly class: LogClass;
    readonly category: string;
    readonly signature: string | undefined;
  };
}

export interface AlertBookParts {
  /** The template of a service by one of its ids. */
  templateOf(tenant: string, service: string, templateId: string): Template | undefined;
  /** A text without secrets and personal data. */
  redact(text: string): string;
  /** Milliseconds since 1970. */
  clock(): number;
  /** How long after its last line a kind is still the same occurrence, ms. */
  readonly holdMs: number;
}

interface SavedBook {
  readonly format: number;
  /** Highest journal sequence that was heard; -1 = none. */
  readonly through: number;
  readonly savedMs: number;
  readonly kinds: readonly SavedKind[];
}

/** A kind with its lines in a window. */
export interface AlertRow {
  readonly class: LogClass;
  readonly labels: AlertLabels;
  readonly sinceMs: number;
  readonly count: number;
}

const FORMAT = 1;
/** A service's name stands in three links of each message. */
const MAX_SERVICE = 64;
/** Kinds remembered for all tenants; those that were silent longest go first. */
const MAX_KINDS = 5000;
/** Kinds that a full book lets go at once. */
const LET_GO = 500;

export class AlertBook {
  readonly #parts: AlertBookParts;
  readonly #kinds = new Set<AlertKind>();
  readonly #byId = new Map<string, AlertKind>();
  #through = -1;
  /** When a line was last heard. */
  #heardMs = -Infinity;
  #isSaved = true;

  constructor(parts: AlertBookParts) {
    this.#parts = parts;
  }

  /** Counts a line, once; those of a restored state and of normal lines are passed over. */
  hear(line: HeardLine): void {
    const { verdict, sequence } = line;
    if (verdict.class === 'normal' || sequence <= this.#through) return;
    this.#through = sequence;
    this.#isSaved = false;
    this.#heardMs = this.#parts.clock();
    const key = keyOf(line.tenant, line.service, verdict.class, verdict.templateId);
    const kind = this.#byId.get(key) ?? this.#recognised(line, key);
    kind.add(this.#heardMs, this.#parts.holdMs);
  }

  /** The kinds of a tenant with lines in the window, those first that began first. */
  rows(tenant: string, fromMs: number, toMs: number): AlertRow[] {
    const rows: AlertRow[] = [];
    for (const kind of this.#kinds) {
      const count = kind.tenant === tenant ? kind.count(fromMs, toMs) : 0;
      if (count > 0) rows.push({ class: kind.class, labels: kind.labels, sinceMs: kind.sinceMs, count });
    }
    return rows.sort((a, b) => a.sinceMs - b.sinceMs || compare(a.labels, b.labels));
  }

  /** Undefined = nothing that counts has changed since the last time. */
  save(): SavedBook | undefined {
    const savedMs = this.#parts.clock();
    if (this.#isSaved) return undefined;
    // While lines are within what is held, the time of saving is part of the state.
    this.#isSaved = savedMs - this.#heardMs > 2 * this.#parts.holdMs;
    return {
      format: FORMAT,
      through: this.#through,
      savedMs,
      kinds: Array.from(this.#kinds, (kind) => kind.save()),
    };
  }

  /** Takes what `save` gave into a fresh book; anything else is passed over, and alerts begin anew. */
  restore(saved: unknown): void {
    if (!isBook(saved)) return;
    const nowMs = this.#parts.clock();
    this.#through = saved.through;
    this.#heardMs = nowMs;
    this.#isSaved = false;
    for (const one of saved.kinds) {
      const kind = new AlertKind(one);
      kind.shift(Math.max(0, nowMs - saved.savedMs));
      this.#keep(kind);
    }
  }

  /** A kind under a new id: its template was merged, or it is seen for the first time. */
  #recognised({ tenant, service, message, verdict }: HeardLine, key: string): AlertKind {
    const { templateId, class: logClass, category, signature = 'none' } = verdict;
    const template = this.#parts.templateOf(tenant, service, templateId);
    const known = (template?.aliases ?? [])
      .flatMap((id) => this.#byId.get(keyOf(tenant, service, logClass, id)) ?? [])
      .sort((a, b) => a.sinceMs - b.sinceMs)[0];
    if (known !== undefined) {
      known.ids.add(templateId);
      this.#byId.set(key, known);
      return known;
    }
    const nowMs = this.#parts.clock();
    const shown = (text: string): string => inert(this.#parts.redact(text));
    const labels: AlertLabels = {
      service: inert(service, MAX_SERVICE) || UNKNOWN_SERVICE,
      category,
      template_id: templateId,
      signature,
      template: shown(template?.template ?? message),
      sample: shown(message),
    };
    const fresh = { tenant, service, class: logClass, labels, ids: [templateId], counts: [] };
    const kind = new AlertKind({ ...fresh, sinceMs: nowMs, lastMs: nowMs });
    this.#keep(kind);
    return kind;
  }

  #keep(kind: AlertKind): void {
    if (this.#kinds.size >= MAX_KINDS) this.#letGo();
    this.#kinds.add(kind);
    for (const id of kind.ids) this.#byId.set(keyOf(kind.tenant, kind.service, kind.class, id), kind);
  }

  #letGo(): void {
    const silent = [...this.#kinds].sort((a, b) => a.lastMs - b.lastMs).slice(0, LET_GO);
    const gone = new Set(silent);
    for (const kind of silent) this.#kinds.delete(kind);
    for (const [key, kind] of this.#byId) if (gone.has(kind)) this.#byId.delete(key);
  }
}

function keyOf(tenant: string, service: string, logClass: LogClass, templateId: string): string {
  return `${tenant}\0${service}\0${logClass}\0${templateId}`;
}

function compare(a: AlertLabels, b: AlertLabels): number {
  const [x, y] = [`${a.template_id}\0${a.service}`, `${b.template_id}\0${b.service}`];
  return x < y ? -1 : x > y ? 1 : 0;
}

function isBook(saved: unknown): saved is SavedBook {
  const { format, through, savedMs, kinds } = (saved ?? {}) as Partial<SavedBook>;
  const isWhole = format === FORMAT && Number.isSafeInteger(through) && Number.isFinite(savedMs);
  return isWhole && Array.isArray(kinds) && kinds.every(isKind);
}

function isKind(saved: unknown): saved is SavedKind {
  const { labels, ids, counts, sinceMs, lastMs } = (saved ?? {}) as Partial<SavedKind>;
  const isTimed = Number.isFinite(sinceMs) && Number.isFinite(lastMs);
  return isTimed && typeof labels?.service === 'string' && Array.isArray(ids) && Array.isArray(counts);
}
