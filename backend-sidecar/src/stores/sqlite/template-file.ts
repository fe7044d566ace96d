import type { DatabaseSync } from 'node:sqlite';
import type { RefusedRow } from '../store.ts';
import { parseTime, readFields } from '../stored-row.ts';
import { openForWriting } from './schema.ts';
import type { Written } from './calls.ts';

const PUT = `INSERT INTO templates (tenant, template, service, time_ms, time_nanos, row) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (tenant, template, service) DO UPDATE SET
    time_ms = excluded.time_ms, time_nanos = excluded.time_nanos, row = excluded.row
  WHERE (excluded.time_ms, excluded.time_nanos) > (templates.time_ms, templates.time_nanos)`;

/** The newest row of each (tenant, template, service), as it came. */
export class TemplateFile {
  readonly #db: DatabaseSync;

  constructor(path: string) {
    this.#db = openForWriting(path, 'templates');
  }

  /** Stores the rows of one batch in one transaction. */
  put(tenant: string, lines: readonly string[]): Written {
    const statement = this.#db.prepare(PUT);
    const refused: RefusedRow[] = [];
    let stored = 0;
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const line of lines) {
        const row = readTemplateRow(line);
        if ('reason' in row) refused.push(row);
        else {
          const { changes } = statement.run(
            tenant,
            row.template,
            row.service,
            row.timeMs,
            row.timeNanos,
            line,
          );
          stored += Number(changes);
        }
      }
      this.#db.exec('COMMIT');
    } catch (thrown) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw thrown;
    }
    return { stored, known: lines.length - refused.length - stored, refused };
  }

  /** Active templates are written again every day; what is older than the retention is of no use. */
  dropBefore(timeMs: number): void {
    this.#db.prepare('DELETE FROM templates WHERE time_ms < ?').run(timeMs);
  }

  close(): void {
    this.#db.close();
  }
}

export interface TemplateRow {
  readonly template: string;
  readonly service: string;
  readonly timeMs: number;
  readonly timeNanos: number;
}

/** What a row of the reserved stream is known by. */
export function readTemplateRow(line: string): TemplateRow | RefusedRow {
  const fields = readFields(line);
  const time = parseTime(fields?.['_time'] ?? '');
  const template = fields?.['template_id'];
  if (!time || !template) {
    return { line, reason: 'store_rejected', message: 'The row has no _time or no template_id.' };
  }
  return { template, service: fields['service'] ?? '', ...time };
}
