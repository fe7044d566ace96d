/**
 * The explanations that were given and what people say of them, in `explanations.sqlite` of the data folder. An explanation is
 * kept with the lines it cites, so that feedback can be read together with what it is about (`npm run eval -- feedback`). Feedback
 * is on the disk before it is acknowledged; explanations are trimmed to the newest, those with feedback stay.
 */
import { renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { ExplainFeedback, Explanation, Log } from '@presage/contract';
import { messageOf, PresageError } from '../errors.ts';

/** Without feedback so many are kept. */
const MOST_KEPT = 2000;
const TRIM_EVERY = 100;

const TABLES = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS given (
    id TEXT PRIMARY KEY, tenant TEXT NOT NULL, given_ms INTEGER NOT NULL, explanation TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS given_by_time ON given (given_ms);
  CREATE TABLE IF NOT EXISTS feedback (
    id TEXT NOT NULL, tenant TEXT NOT NULL, who TEXT NOT NULL, thumbs TEXT NOT NULL, comment TEXT NOT NULL,
    said_ms INTEGER NOT NULL, PRIMARY KEY (id, who)) WITHOUT ROWID;
`;

/** What a person said of an explanation. */
export interface Opinion {
  readonly who: string;
  readonly thumbs: ExplainFeedback['thumbs'];
  readonly comment: string;
  readonly saidMs: number;
  readonly explanation: Explanation;
}

export class ExplanationBook {
  readonly #db: DatabaseSync;
  readonly #log: Log;
  #sinceTrim = 0;

  /** @param path of the file, or `:memory:`. Throws when it is damaged. */
  constructor(path: string, log: Log) {
    this.#log = log;
    this.#db = new DatabaseSync(path, { timeout: 2000 });
    this.#db.exec(TABLES);
  }

  /** A damaged file is set aside and told: what people said in it can still be looked for there. */
  static open(path: string, log: Log, nowMs: number): ExplanationBook {
    try {
      return new ExplanationBook(path, log);
    } catch (thrown) {
      const aside = `${path}.damaged-${nowMs}`;
      log.error('the file of explanations and feedback is damaged: it is set aside and begun anew', {
        ...{ file: path, aside, reason: messageOf(thrown) },
      });
      renameSync(path, aside);
      return new ExplanationBook(path, log);
    }
  }

  close(): void {
    this.#db.close();
  }

  /** Keeps it with the lines it cites only. Never throws: an explanation that cannot be kept can still be read. */
  keep(tenant: string, explanation: Explanation, nowMs: number): void {
    try {
      const text = JSON.stringify({ ...explanation, context: citedOnly(explanation) });
      this.#db.prepare('INSERT INTO given VALUES (?, ?, ?, ?)').run(explanation.id, tenant, nowMs, text);
      this.#trim();
    } catch (thrown) {
      this.#log.warn('an explanation could not be kept: feedback on it will be refused', {
        reason: messageOf(thrown),
      });
    }
  }

  #trim(): void {
    if (++this.#sinceTrim < TRIM_EVERY) return;
    this.#sinceTrim = 0;
    this.#db
      .prepare(
        `DELETE FROM given WHERE id NOT IN (SELECT id FROM feedback)
          AND given_ms < (SELECT min(given_ms) FROM (SELECT given_ms FROM given ORDER BY given_ms DESC LIMIT ?))`,
      )
      .run(MOST_KEPT);
  }

  /**
   * Durable when it returns; a person's newer opinion replaces the older.
   * @throws PresageError `not_found` for an explanation that this tenant was not given, or that is not kept any more
   */
  rate(
    tenant: string,
    id: string,
    { thumbs, comment = '' }: ExplainFeedback,
    who: string,
    nowMs: number,
  ): void {
    const known = this.#db.prepare('SELECT 1 FROM given WHERE id = ? AND tenant = ?').get(id, tenant);
    if (known === undefined)
      throw new PresageError(
        'not_found',
        `No explanation has the id ${id}: of those without feedback the newest ${MOST_KEPT} are kept. Ask for it again.`,
      );
    this.#db.exec('PRAGMA synchronous = FULL');
    try {
      this.#db
        .prepare('REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?)')
        .run(id, tenant, who, thumbs, comment, nowMs);
    } finally {
      this.#db.exec('PRAGMA synchronous = NORMAL');
    }
  }

  /** Newest first. */
  opinions(): readonly Opinion[] {
    const rows = this.#db
      .prepare(
        'SELECT who, thumbs, comment, said_ms, explanation FROM feedback JOIN given USING (id) ORDER BY said_ms DESC',
      )
      .all();
    return rows.map((row) => ({
      who: String(row['who']),
      thumbs: row['thumbs'] === 'up' ? 'up' : 'down',
      comment: String(row['comment']),
      saidMs: Number(row['said_ms']),
      explanation: JSON.parse(String(row['explanation'])) as Explanation,
    }));
  }
}

function citedOnly({ context, evidence, likely_causes: causes }: Explanation): Explanation['context'] {
  const cited = new Set([
    context.target,
    ...evidence.map(({ id }) => id),
    ...causes.flatMap(({ evidence_ids: ids }) => ids),
  ]);
  const { origin, window, filter, shown, total, target, lines } = context;
  return { origin, window, filter, shown, total, target, lines: lines.filter(({ id }) => cited.has(id)) };
}
