import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Miner } from '../template/miner.ts';
import { SlotTable } from './slot-table.ts';

/** Feeds lines through a miner and a table, with a tick before each `perBucket` lines. */
function feed(lines: readonly string[], perBucket = 5): { table: SlotTable; miner: Miner } {
  const table = new SlotTable();
  const miner = new Miner();
  lines.forEach((line, i) => {
    if (i % perBucket === 0) table.tick();
    table.line(line, miner.mine(line));
  });
  return { table, miner };
}

function rowsOf(lines: readonly string[]): ReturnType<SlotTable['rows']> {
  const { table, miner } = feed(lines);
  const [template] = miner.templates();
  if (template === undefined) throw new Error('There is no template.');
  return table.rows(template, template.samples);
}

const many = (count: number, line: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => line(i));

describe('the slots of a template', () => {
  test('of a busy template have quantiles of their amounts in one unit', () => {
    const [took, sent] = rowsOf(many(1000, (i) => `done, took ${(i % 100) + 1} ms, sent ${i % 7} KB`));
    expect(took).toMatchObject({ position: 0, name: 'took', type: 'duration', unit: 'ms', min: 1, max: 100 });
    expect(took?.p50).toBeGreaterThan(45);
    expect(took?.p50).toBeLessThan(56);
    expect(took?.p99).toBeGreaterThan(90);
    expect(sent).toMatchObject({ position: 1, name: 'sent', type: 'bytes', unit: 'bytes', max: 6000 });
  });

  test('that are codes have their commonest values', () => {
    const [status] = rowsOf(many(400, (i) => `answered with status ${i % 10 === 0 ? 503 : 200}`));
    expect(status).toMatchObject({ type: 'status_code', name: 'status', distinct: 2 });
    expect(status?.top?.map(({ value }) => value)).toEqual(['200', '503']);
    expect(status).not.toHaveProperty('p50');
  });

  test('of access logs have the status, which stands between quotations but is none', () => {
    const rows = rowsOf(many(200, (i) => `"GET /c/${i}" ${i % 4 === 0 ? 404 : 200} ${i * 7} "-"`));
    expect(rows[1]).toMatchObject({
      type: 'status_code',
      distinct: 32,
      top: [{ value: '200' }, { value: '404' }],
    });
  });

  test('that may say who somebody is are counted, never shown', () => {
    const lines = many(
      400,
      (i) => `opened by user anna${i} from 10.0.0.${i % 9} at /home/anna${i} tag="Anna ${i}"`,
    );
    const rows = rowsOf(lines);
    expect(rows.map(({ type }) => type)).toEqual(['text', 'ip', 'path', 'quoted']);
    expect(rows[0]).toMatchObject({ distinct: 32, more: true });
    expect(rows[1]).toMatchObject({ distinct: 9 });
    expect(JSON.stringify(rows)).not.toMatch(/anna|10\.0\.0|home/i);
  });

  test('of a quiet template are read from its samples', () => {
    expect(rowsOf(['took 3 ms', 'took 5 ms'])).toEqual([
      {
        position: 0,
        name: 'took',
        type: 'duration',
        unit: 'ms',
        seen: 2,
        distinct: 2,
        min: 3,
        p50: 3,
        p90: 4.977,
        p99: 4.977,
        max: 5,
      },
    ]);
  });

  test('begin anew when the template becomes more general', () => {
    const { table, miner } = feed([
      ...many(100, (i) => `cart of anna has ${i} parts`),
      ...['bruno', 'carla', 'dora', 'emil', 'fritz'].map((name) => `cart of ${name} has 7 parts`),
      ...many(20, (i) => `cart of anna has ${i} parts`),
    ]);
    const [template] = miner.templates();
    expect(template?.text).toBe('cart of <*> has <*> parts');
    const rows = template === undefined ? [] : table.rows(template, []);
    expect(rows.map(({ position, name }) => [position, name])).toEqual([
      [0, 'of'],
      [1, 'has'],
    ]);
  });

  test('are kept for 32 templates, the busiest', () => {
    const names = many(50, (i) => String.fromCharCode(97 + (i % 25), 97 + Math.floor(i / 25), 120).repeat(3));
    const lines = names.flatMap((name, i) =>
      many(64 + (i >= 40 ? 400 : 0), (n) => `run ${name} ${n} ${name}`),
    );
    const { table, miner } = feed(lines);
    expect(table.save()).toHaveLength(32);
    const kept = new Set(table.save().map(([serial]) => serial));
    const busiest = [...miner.templates()].filter(({ count }) => count > 400);
    expect(busiest.length).toBeGreaterThan(5);
    for (const { serial } of busiest) expect(kept.has(serial)).toBe(true);
  });

  test('come back from their saved state bit for bit, and go on alike', () => {
    const value = fc.oneof(
      fc.integer({ min: 0, max: 999 }).map(String),
      fc.constantFrom('3 ms', 'anna7', '/a/b1', '96%'),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 40, maxLength: 120 }), fc.nat(), (values, at) => {
        const lines = values.map((one) => `step ${one} of cart`);
        const cut = at % lines.length;
        const whole = feed(lines, 1).table;
        const miner = new Miner();
        let table = new SlotTable();
        lines.forEach((line, i) => {
          if (i === cut) {
            const fresh = new SlotTable();
            fresh.restore(JSON.parse(JSON.stringify(table.save())) as ReturnType<SlotTable['save']>);
            table = fresh;
          }
          table.tick();
          table.line(line, miner.mine(line));
        });
        expect(table.save()).toEqual(whole.save());
      }),
      { numRuns: 50 },
    );
  });
});
