import { CLASSES, SEVERITIES, type Category, type Correction } from '@presage/contract';
import type { LogClass, Severity } from '@presage/contract';
import type { Judgement } from './classify/judgement.ts';
import type { TemplateLabel } from './verdict.ts';

/** A person's word on a template, where it stands in the journal. The latest wins when templates merge. */
export interface StandingCorrection {
  readonly templateId: string;
  readonly class: LogClass;
  readonly severity: Severity | undefined;
  readonly note: string | undefined;
  readonly sequence: number;
}

/** A language model's word on a template. The worst class wins when templates merge, then the latest. */
export interface StandingLabel {
  readonly templateId: string;
  readonly class: LogClass;
  readonly severity: Severity;
  readonly category: Category;
  readonly confidence: number;
  readonly sequence: number;
}

/** What holds for one template. */
export interface Standing {
  readonly correction: StandingCorrection | undefined;
  readonly label: StandingLabel | undefined;
}

const NOTHING: Standing = { correction: undefined, label: undefined };

export interface SavedWords {
  readonly corrections: readonly StandingCorrection[];
  /** Absent in states of the first release. */
  readonly labels?: readonly StandingLabel[];
}

/** What was said of a service's templates from outside, by template id; an id may have become an alias since. */
export class StandingWords {
  readonly #corrections = new Map<string, StandingCorrection>();
  readonly #labels = new Map<string, StandingLabel>();

  correct(correction: Correction, sequence: number): void {
    const { template_id: templateId, class: logClass, severity, note } = correction;
    this.#corrections.set(templateId, { templateId, class: logClass, severity, note, sequence });
  }

  label(label: TemplateLabel, sequence: number): void {
    const { template_id: templateId, class: logClass, severity, category, confidence } = label;
    this.#labels.set(templateId, {
      templateId,
      class: logClass,
      severity,
      category,
      confidence,
      sequence,
    });
  }

  /** What holds for a template with all its ids. */
  of(ids: readonly string[]): Standing {
    if (this.#corrections.size === 0 && this.#labels.size === 0) return NOTHING;
    const corrections = ids.flatMap((id) => this.#corrections.get(id) ?? []);
    const labels = ids.flatMap((id) => this.#labels.get(id) ?? []);
    return {
      correction: corrections.sort((a, b) => b.sequence - a.sequence)[0],
      label: labels.sort((a, b) => rank(a.class) - rank(b.class) || b.sequence - a.sequence)[0],
    };
  }

  corrections(): Iterable<StandingCorrection> {
    return this.#corrections.values();
  }

  /** A template that is forgotten takes its label along; a person's word stays. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#labels.delete(id);
  }

  save(): SavedWords {
    const labels = [...this.#labels.values()];
    return { corrections: [...this.#corrections.values()], ...(labels.length === 0 ? {} : { labels }) };
  }

  restore({ corrections, labels = [] }: SavedWords): void {
    for (const correction of corrections) this.#corrections.set(correction.templateId, correction);
    for (const label of labels) this.#labels.set(label.templateId, label);
  }
}

/** What is said in the end: a person's word, else the model's as far as it may, else the judgement itself. */
export function spoken(judgement: Judgement, { correction, label }: Standing): Judgement {
  if (correction !== undefined) {
    const severity = correction.severity ?? judgement.severity;
    const said = {
      class: correction.class,
      severity,
      by: 'human',
      confidence: 1,
      signature: undefined,
    } as const;
    return { ...judgement, ...said };
  }
  return label === undefined ? judgement : labelled(judgement, label);
}

/** A share of right classes that asking somebody else would hardly better. */
const SURE = 0.95;

/** Words alone have decided, and not surely: a language model may say otherwise in both directions. */
export function isUncertain({ by, confidence }: Pick<Judgement, 'by' | 'confidence'>): boolean {
  return (by === 'model' || by === 'default') && confidence < SURE;
}

/** What is known, or sure, can only be raised: lines are written by strangers, and a model believes what it reads. */
function labelled(judgement: Judgement, label: StandingLabel): Judgement {
  const { class: logClass, severity, category, confidence } = label;
  if (isUncertain(judgement))
    return { class: logClass, severity, category, by: 'llm', confidence, signature: undefined };
  if (rank(logClass) >= rank(judgement.class)) return judgement;
  return {
    ...judgement,
    class: logClass,
    severity: worse(severity, judgement.severity),
    by: 'llm',
    confidence,
  };
}

function rank(logClass: LogClass): number {
  return CLASSES.indexOf(logClass);
}

function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b) ? a : b;
}
