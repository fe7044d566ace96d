import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SILENT_LOG, type Explanation } from '@presage/contract';
import { ExplanationBook } from './book.ts';
import { createExplainer } from './explain.ts';
import { askedOf, optionsOf } from './model/model.fixture.ts';
import { explainParts } from './parts.fixture.ts';

const HOME = '0:0';
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'book-'));
  path = join(folder, 'explanations.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

const explained = (): Promise<Explanation> =>
  createExplainer(explainParts()).explain(HOME, askedOf('all quiet', 'disk is full'), optionsOf());

describe('the book of explanations', () => {
  test('feedback survives a restart, together with what it is about', async () => {
    const explanation = await explained();
    const book = ExplanationBook.open(path, SILENT_LOG, 1);
    book.keep(HOME, explanation, 1);
    book.rate(HOME, explanation.id, { thumbs: 'down', comment: 'no' }, 'anna', 2);
    book.close();
    const again = ExplanationBook.open(path, SILENT_LOG, 3);
    expect(again.opinions()).toMatchObject([
      { who: 'anna', thumbs: 'down', comment: 'no', saidMs: 2, explanation: { id: explanation.id } },
    ]);
    again.close();
  });

  test('a person has one opinion of an explanation, the newest', async () => {
    const explanation = await explained();
    const book = new ExplanationBook(':memory:', SILENT_LOG);
    book.keep(HOME, explanation, 1);
    book.rate(HOME, explanation.id, { thumbs: 'down' }, 'anna', 2);
    book.rate(HOME, explanation.id, { thumbs: 'up' }, 'anna', 3);
    book.rate(HOME, explanation.id, { thumbs: 'up' }, 'ben', 4);
    expect(book.opinions().map(({ who, thumbs }) => `${who} ${thumbs}`)).toEqual(['ben up', 'anna up']);
  });

  test('only the lines that are cited are kept', async () => {
    const explanation = await explained();
    const lines = Array.from({ length: 50 }, (_, i) => ({
      ...{ id: `L${i + 90}`, event_id: '', time: '', service: '', message: 'noise' },
    }));
    const book = new ExplanationBook(':memory:', SILENT_LOG);
    const context = { ...explanation.context, lines: [...explanation.context.lines, ...lines] };
    book.keep(HOME, { ...explanation, context }, 1);
    book.rate(HOME, explanation.id, { thumbs: 'up' }, '', 2);
    expect(JSON.stringify(book.opinions())).not.toContain('noise');
  });

  test('an explanation of another tenant is not known', async () => {
    const explanation = await explained();
    const book = new ExplanationBook(':memory:', SILENT_LOG);
    book.keep(HOME, explanation, 1);
    expect(() => book.rate('7:0', explanation.id, { thumbs: 'up' }, '', 2)).toThrow('No explanation');
  });

  test('the newest 2,000 are kept, and all that somebody has an opinion of', async () => {
    const explanation = await explained();
    const book = new ExplanationBook(':memory:', SILENT_LOG);
    const keep = (id: number): void => book.keep(HOME, { ...explanation, id: `e${id}` }, id);
    keep(0);
    book.rate(HOME, 'e0', { thumbs: 'up' }, '', 1);
    for (let id = 1; id < 2300; id++) keep(id);
    expect(() => book.rate(HOME, 'e5', { thumbs: 'up' }, '', 2)).toThrow('No explanation');
    book.rate(HOME, 'e2299', { thumbs: 'up' }, '', 3);
    book.rate(HOME, 'e0', { thumbs: 'down' }, '', 4);
    expect(book.opinions()).toHaveLength(2);
  });

  test('a damaged file is set aside and told', () => {
    writeFileSync(path, 'this is no database, but it is long enough to be taken for one'.repeat(20));
    const told: string[] = [];
    const book = ExplanationBook.open(path, { ...SILENT_LOG, error: (text) => void told.push(text) }, 7);
    expect(book.opinions()).toEqual([]);
    expect(told).toHaveLength(1);
    expect(readdirSync(folder)).toContain('explanations.sqlite.damaged-7');
    book.close();
  });
});
