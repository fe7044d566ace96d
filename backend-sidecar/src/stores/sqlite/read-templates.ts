import type { ReadCalls, TemplateKey } from './calls.ts';
import { isDamage, openForReading } from './schema.ts';
import { DamagedSliceError } from './slice-set.ts';

/** Template rows given at a time. */
const PAGE = 500;

interface Columns {
  readonly tenant: string;
  readonly template: string;
  readonly service: string;
  readonly row: string;
}

/** The next rows behind a key, in the order of keys. */
export function readTemplates(
  path: string,
  after: TemplateKey = ['', '', ''],
): ReturnType<ReadCalls['templates']> {
  try {
    const db = openForReading(path);
    if (!db) return { rows: [], last: undefined };
    const found = db
      .prepare(
        `SELECT tenant, template, service, row FROM templates
        WHERE (tenant, template, service) > (?, ?, ?) ORDER BY tenant, template, service LIMIT ${PAGE}`,
      )
      .all(...after) as unknown as Columns[];
    db.close();
    const last = found.length === PAGE ? found.at(-1) : undefined;
    return {
      rows: found.map(({ row }) => row),
      last: last && [last.tenant, last.template, last.service],
    };
  } catch (thrown) {
    throw isDamage(thrown) ? new DamagedSliceError(path, thrown) : thrown;
  }
}
