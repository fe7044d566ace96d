/**
 * One service of one tenant: its templates, baselines, counters and the corrections of people. In: its lines, ticks and
 * corrections, in journal order. It reads no other partition, so it can be saved, moved and restored alone.
 */
import type { Correction, LogClass, Template } from '@presage/contract';
import type { Classifier } from './classify/classifier.ts';
import { Counters, type Waking } from './counters.ts';
import { stripAnsi } from './parse/ansi.ts';
import { contentOf, readHead, type Said, saidBy } from './parse/message.ts';
import type { LogRecord } from './record.ts';
import { createScorer, type Scorer, type ScorerState } from './score/scorer.ts';
import { Sequence, type SequenceState } from './score/sequence.ts';
import type { ScoreSettings } from './score/settings.ts';
import { SlotValues, type SlotValuesState } from './score/slot-values.ts';
import { samplesOf } from './series.ts';
import { SlotTable, type SlotTableState } from './slots/slot-table.ts';
import type { MinedTemplate } from './template/mined-template.ts';
import { Miner } from './template/miner.ts';
import type { MinerState } from './template/miner-state.ts';
import { type SavedWords, StandingWords } from './standing-words.ts';
import { type SavedFacts, TemplateFacts } from './template-facts.ts';
import { withDetail } from './template-detail.ts';
import { templateRow } from './template-row.ts';
import { unknownOf } from './unknown-template.ts';
import type { CorrectedTemplate, Sample, SavedPartition, TemplateLabel } from './verdict.ts';
import type { UnknownTemplate, Verdict } from './verdict.ts';
import type { WarmSet } from './warm-set.ts';

export const PARTITION_FORMAT = 1;
/** A service that has been silent for longer gives no more samples. */
const ALIVE_MS = 3_600_000;
/** An active template's row is written again this often … */
const REWRITE_MS = 86_400_000;
/** … and a service writes at most this many rows a tick; the rest follow with the next. */
const MAX_ROWS_A_TICK = 100;
/** A template whose row is older was silent for a week, and is new again. */
const FORGOTTEN_MS = 8 * REWRITE_MS;

export interface PartitionParts {
  readonly classifier: Classifier;
  readonly instance: string;
  readonly maxTemplates: number | undefined;
  readonly score: ScoreSettings;
  /** Templates of all services whose judges are kept: most templates come once in a while. */
  readonly warm: WarmSet<TemplateFacts>;
}

/** What is said of a line. */
export interface Decision {
  readonly verdict: Verdict;
  readonly score: number;
}

interface PartitionState extends SavedWords {
  readonly miner: MinerState;
  readonly scorer: ScorerState;
  /** Absent in states of the first release. */
  readonly sequence?: SequenceState;
  readonly slotValues?: SlotValuesState;
  readonly slots?: SlotTableState;
  readonly counters: readonly number[];
  /** Ids of templates whose rows are still to be written. */
  readonly pending: readonly string[];
  readonly lastLineMs: number;
  readonly waking?: Waking | undefined;
  readonly tickedMs: number;
}

const NOTHING = { samples: [], rows: [] } as const;

type Mined = MinedTemplate<TemplateFacts>;

export class Partition {
  readonly key: string;
  readonly tenant: string;
  readonly service: string;
  readonly miner: Miner<TemplateFacts>;
  /** The pipeline's count of inputs when this one last had one; its memory of who is least used. */
  used = 0;
  /** … and when it first changed after it was last saved; 0 = saved. */
  dirtySince = 0;
  /** Highest journal sequence that a restored state has seen. */
  position = -1;
  /** The last bucket boundary that it has had; earlier ones come with a replay and change nothing. */
  tickedMs = -1;
  /** Arrival of the last line that is no backfill; -1 = none. */
  #lastLineMs = -1;
  readonly #parts: PartitionParts;
  readonly #scorer: Scorer;
  readonly #sequence: Sequence;
  readonly #slotValues: SlotValues;
  readonly #slots = new SlotTable();
  readonly counters: Counters;
  readonly #words = new StandingWords();
  readonly #pending = new Set<Mined>();

  constructor(tenant: string, service: string, parts: PartitionParts) {
    this.key = `${tenant}\0${service}`;
    this.tenant = tenant;
    this.service = service;
    this.#parts = parts;
    this.#scorer = createScorer(parts.score);
    this.#sequence = new Sequence(parts.score);
    this.#slotValues = new SlotValues(parts.score);
    this.counters = new Counters(service, parts.instance);
    this.miner = new Miner<TemplateFacts>({
      maxTemplates: parts.maxTemplates,
      onMerge: (into, from) => this.#merged(into, from),
      onForget: (template) => {
        this.#pending.delete(template);
        this.#words.forget(idsOf(template));
      },
    });
  }

  line(record: LogRecord, arrivalMs: number, backfill: boolean): Decision {
    // Colours are for eyes: what is stored keeps them.
    const text = stripAnsi(record.message);
    const head = readHead(text);
    const content = text.slice(head.bodyStart);
    const template = this.miner.mine(content, arrivalMs, record.message);
    const facts = this.#factsOf(template);
    const isNew = template.count === 1 || this.#isBack(template, facts, arrivalMs);
    if (arrivalMs - facts.emittedMs >= REWRITE_MS) this.#pending.add(template);
    const ruling = facts.rule(content, saidBy(record, head));
    ruling.tally.count++;
    const { verdict } = ruling;
    if (backfill) return { verdict, score: 0 };
    if (this.#lastLineMs >= 0 && arrivalMs - this.#lastLineMs > ALIVE_MS) this.counters.wake(arrivalMs);
    this.counters.add(ruling.case);
    if (arrivalMs > this.#lastLineMs) this.#lastLineMs = arrivalMs;
    this.#sequence.line(record.fields, content, template.serial, template.count);
    this.#slots.line(content, template);
    const byValues = this.#slotValues.line(record.fields, content, template.serial, template.count);
    return { verdict, score: this.#scorer.line(isNew, verdict, arrivalMs, false, byValues) };
  }

  /** After seven silent days; a row is written every day that a template is seen, and the first line asks for one. */
  #isBack(template: Mined, { emittedMs }: TemplateFacts, arrivalMs: number): boolean {
    return emittedMs >= 0 && arrivalMs - emittedMs >= FORGOTTEN_MS && !this.#pending.has(template);
  }

  /** A deployment: what was usual need not be so any more. */
  rearm(nowMs: number): void {
    this.#scorer.rearm(nowMs);
    this.#sequence.rearm();
    this.#slotValues.rearm();
  }

  /** A verdict that leaves no trace. */
  preview(content: string, said: Said): { verdict: Verdict; template: string } {
    const { id, text, template } = this.miner.preview(content);
    const facts = new TemplateFacts();
    facts.rename(id, this.#parts.classifier.prepare(text), this.#words.of(template ? idsOf(template) : [id]));
    return { verdict: facts.rule(content, said).verdict, template: text };
  }

  /**
   * Samples of the bucket that ended at `nowMs` and the template rows to be written; none when its restored state has
   * already had this tick.
   */
  tick(nowMs: number): { readonly samples: readonly Sample[]; readonly rows: readonly Template[] } {
    if (nowMs <= this.tickedMs) return NOTHING;
    this.tickedMs = nowMs;
    const isAlive = this.#lastLineMs >= 0 && nowMs - this.#lastLineMs <= ALIVE_MS;
    return { samples: isAlive ? this.#samples(nowMs) : [], rows: this.#takeRows(nowMs) };
  }

  /** Also with what stood in its variables. */
  detail(template: Mined): Template {
    return withDetail(this.row(template), template, this.#slots);
  }

  row(template: Mined): Template {
    return templateRow(template, this.#factsOf(template), this.tenant, this.service);
  }

  correct(correction: Correction, sequence: number): void {
    this.#words.correct(correction, sequence);
    this.#renew(correction.template_id);
  }

  label(label: TemplateLabel, sequence: number): void {
    this.#words.label(label, sequence);
    this.#renew(label.template_id);
  }

  /** Its lines are judged anew from now on, and its row is written. */
  #renew(templateId: string): void {
    const template = this.miner.get(templateId);
    if (template === undefined) return;
    if (template.data) template.data.judge = undefined;
    this.#pending.add(template);
  }

  /** Each template: itself where words alone decided its lines and nobody has said more, else undefined. */
  *unknown(): Generator<UnknownTemplate | undefined> {
    for (const template of this.miner.templates())
      yield unknownOf(template, () => this.#words.of(idsOf(template)), this);
  }

  /** Templates whose class a person has set, also those that are not, or no longer, known here. */
  corrected(): CorrectedTemplate[] {
    const found = new Map<string, CorrectedTemplate>();
    for (const { templateId, class: logClass } of this.#words.corrections()) {
      const template = this.miner.get(templateId);
      const ids = template === undefined ? [templateId] : idsOf(template);
      const id = template?.id ?? templateId;
      const said = this.#words.of(ids).correction?.class ?? logClass;
      found.set(id, { templateId: id, service: this.service, class: said, ids });
    }
    return [...found.values()];
  }

  /** Whether lines of the template get this class: only a person's word counts where there is one. */
  hasClass(template: Mined, logClass: LogClass): boolean {
    const { correction, label } = this.#words.of(idsOf(template));
    if (correction !== undefined) return correction.class === logClass;
    if (label?.class === logClass) return true;
    return template.data?.tallies.some(({ said }) => said.class === logClass) ?? false;
  }

  save(position: number): SavedPartition {
    const state: PartitionState = {
      miner: this.miner.save((facts) => facts.save()),
      scorer: this.#scorer.save(),
      sequence: this.#sequence.save(),
      slotValues: this.#slotValues.save(),
      slots: this.#slots.save(),
      counters: this.counters.save(),
      ...this.#words.save(),
      pending: Array.from(this.#pending, ({ id }) => id),
      lastLineMs: this.#lastLineMs,
      tickedMs: this.tickedMs,
      waking: this.counters.waking,
    };
    const reached = Math.max(this.position, position);
    return { key: this.key, format: PARTITION_FORMAT, position: reached, state: JSON.stringify(state) };
  }

  /** Into a fresh partition. Throws a RangeError for a format that this release does not read. */
  restore(saved: SavedPartition): void {
    if (saved.format !== PARTITION_FORMAT) {
      throw new RangeError(
        `The saved state of a service has format ${saved.format}; this release reads ${PARTITION_FORMAT}. Start the release that wrote it, or delete the file to learn the service anew.`,
      );
    }
    const state = JSON.parse(saved.state) as PartitionState;
    this.position = saved.position;
    this.#words.restore(state);
    this.miner.restore(state.miner, (data) => TemplateFacts.load(data as SavedFacts), contentOf);
    this.#scorer.restore(state.scorer);
    if (state.sequence !== undefined) this.#sequence.restore(state.sequence);
    if (state.slotValues !== undefined) this.#slotValues.restore(state.slotValues);
    if (state.slots !== undefined) this.#slots.restore(state.slots);
    this.counters.restore(state.counters);
    for (const id of state.pending) {
      const template = this.miner.get(id);
      if (template !== undefined) this.#pending.add(template);
    }
    // Learned again under another version of the tokenizer.
    for (const template of this.miner.templates()) if (template.data === undefined) this.#factsOf(template);
    this.#lastLineMs = state.lastLineMs;
    this.tickedMs = state.tickedMs;
    this.counters.waking = state.waking;
  }

  #samples(nowMs: number): Sample[] {
    this.#slots.tick();
    const words = [...this.#scorer.tick(nowMs), ...this.#sequence.tick(), ...this.#slotValues.tick()];
    const scores = samplesOf(words, this.service, this.#parts.instance, nowMs);
    return [...this.counters.samples(nowMs), ...scores];
  }

  #takeRows(nowMs: number): Template[] {
    const rows: Template[] = [];
    for (const template of this.#pending) {
      if (rows.length === MAX_ROWS_A_TICK) break;
      this.#pending.delete(template);
      this.#factsOf(template).emittedMs = nowMs;
      rows.push(this.row(template));
    }
    return rows;
  }

  /** What is known of a template, made anew when its id or what stands of it has changed since. */
  #factsOf(template: Mined): TemplateFacts {
    const { data } = template;
    if (data?.judge !== undefined && data.id === template.id) {
      data.warm = true;
      return data;
    }
    const facts = (template.data = data ?? new TemplateFacts());
    if (facts.id !== template.id) this.#pending.add(template);
    const judge = this.#parts.classifier.prepare(template.text);
    if (facts.judge === undefined) this.#parts.warm.add(facts);
    facts.rename(template.id, judge, this.#words.of(idsOf(template)));
    return facts;
  }

  #merged(into: Mined, from: Mined): void {
    this.#pending.delete(from);
    this.#pending.add(into);
    this.#slots.forget(from.serial);
    if (from.data !== undefined) (into.data ??= new TemplateFacts()).absorb(from.data);
  }
}

function idsOf({ id, aliases }: Mined): string[] {
  return [id, ...aliases];
}
