import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { evaluateCategories } from './categories.ts';
import { evaluateClasses, judgeSystems } from './classes.ts';
import { readCsv } from './csv.ts';
import { renderSection } from './section.ts';
import { evaluateTemplates } from './templates.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'presage-eval-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('CSV', () => {
  test.each([
    ['a,b\n1,2\n', [{ a: '1', b: '2' }]],
    ['a,b\r\n"x, ""y""","two\nlines"\r\n', [{ a: 'x, "y"', b: 'two\nlines' }]],
    ['\uFEFFa,b\n1,', [{ a: '1', b: '' }]],
    ['a,b', []],
    ['', []],
  ])('%j', (text, rows) => {
    expect(readCsv(text)).toEqual(rows);
  });
});

describe('templates', () => {
  test('streamed ids are scored apart from ids after aliases', () => {
    const system = join(folder, 'templates', 'Mill');
    mkdirSync(system, { recursive: true });
    const lines = ['lease by node-a was taken', 'lease by node-b was taken', 'mill stands still'];
    const labels = ['lease by <*> was taken', 'lease by <*> was taken', 'mill stands still'];
    const rows = lines.map((line, i) => `${i + 1},"${line}",${labels[i] ?? ''}`);
    writeFileSync(join(system, 'Mill_2k.log'), lines.map((line) => `INFO ${line}`).join('\n'));
    writeFileSync(
      join(system, 'Mill_2k.structured.csv'),
      ['LineId,Content,EventTemplate', ...rows].join('\n'),
    );
    const { tables } = evaluateTemplates(join(folder, 'templates'));
    const [name, ...figures] = tables[0]?.rows[0] ?? [];
    expect(name).toBe('Mill');
    expect(figures.slice(0, 6)).toEqual(['1.000', '1.000', '1.000', '0.333', '0.333', '0.400']);
  });

  test('a folder without sets is told, and no figure is printed', () => {
    const section = evaluateTemplates(join(folder, 'nowhere'));
    expect(section.tables).toEqual([]);
    expect(renderSection(section)).toContain('Not yet measured');
  });
});

describe('classes', () => {
  const lines = [
    { source: 'a', level: 'ERROR', component: null, message: 'write to disk failed', log_class: 'incident' },
    { source: 'a', level: 'INFO', component: 'x', message: 'tea is ready', log_class: 'normal' },
    { source: 'b', message: 'request failed', log_class: 'incident' },
  ] as const;

  test('each system is judged in a service of its own, lines in their order', () => {
    const judged = judgeSystems(lines);
    expect([...judged.keys()]).toEqual(['a', 'b']);
    expect(judged.get('a')?.pipeline).toEqual([
      { said: 'incident', truth: 'incident' },
      { said: 'normal', truth: 'normal' },
    ]);
    expect(judged.get('b')?.trivial).toEqual([{ said: 'incident', truth: 'incident' }]);
  });

  test('pipeline and baseline stand beside each other', () => {
    const file = join(folder, 'classes.jsonl');
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    const names = evaluateClasses(file).tables[0]?.rows.map(([name]) => name);
    expect(names).toEqual(['pipeline, no key', '95 %', 'level + word list']);
  });
});

test('categories are asked of templates that the model has not learnt', () => {
  const file = join(folder, 'rows.csv');
  const things = ['oven', 'lamp', 'door', 'clock', 'fridge', 'window', 'chair'];
  const rows = things.flatMap((thing) => [
    `t,one,"backup of ${thing} written to tape",backup`,
    `t,one,"alarm ${thing} rang at the gate",alarm`,
  ]);
  writeFileSync(file, ['timestamp,source,log_message,target_label', ...rows].join('\n'));
  const { tables, method } = evaluateCategories(file);
  expect(method[0]).toContain('14 rows');
  expect(tables[0]?.rows[0]?.[0]).toBe('fitted in the folds');
});
