import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { templateId } from './mined-template.ts';
import type { MinerState } from './miner-state.ts';
import { Miner } from './miner.ts';

const mineAll = (lines: readonly string[]): Miner => {
  const miner = new Miner();
  for (const line of lines) miner.mine(line);
  return miner;
};
const textsOf = (miner: Miner): string[] => Array.from(miner.templates(), ({ text }) => text).sort();
const pass = (data: unknown): unknown => data;

/** Few words at few places, so that groups fill, overlap and chain. */
const word = fc.constantFrom(
  'alpha',
  'beta',
  'gamma',
  'delta',
  'Epsilon',
  'zeta-x',
  'eta.y',
  '7',
  'up',
  'down',
  'GET',
  'k=7',
  'k=Box{7}',
  'k=Cup{7}',
  'mill:7',
  'for',
  'from',
);
const shortLine = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const lines = fc.array(shortLine, { maxLength: 120 });

describe('miner', () => {
  test('lines that differ in their variables have one template', () => {
    const miner = new Miner();
    const first = miner.mine('job 1 done in 5 ms');
    const { id } = first;
    expect(miner.mine('job 27 done in 1 s')).toBe(first);
    expect(first).toMatchObject({ id, text: 'job <*> done in <*>', count: 2 });
  });

  test('the id is the hash of the tokenizer version and the canonical text', () => {
    expect(new Miner().mine('cache cleared').id).toBe(templateId('cache cleared'));
    expect(templateId('cache cleared')).toMatch(/^[0-9a-f]{16}$/);
    expect(templateId('')).not.toBe(templateId(' '));
  });

  test('frozen: ids of known texts', () => {
    expect(templateId('cache cleared')).toBe('d6a94bbcb254673d');
    expect(templateId('worker <*> lost: <*>')).toBe('2229ed2fb8b17300');
  });

  test.each([
    ['two words with special characters', ['a-b', 'c.d']],
    ['three words with capitals', ['priceCart', 'Render', 'SYNC']],
    ['five plain words', ['anna', 'ben', 'carl', 'dora', 'emil']],
  ])('%s make a position variable', (_, words) => {
    const miner = mineAll(words.slice(1).map((w) => `worker starts ${w} for shop`));
    expect(miner.size).toBe(words.length - 1);
    expect(miner.mine(`worker starts ${words[0] ?? ''} for shop`).text).toBe('worker starts <*> for shop');
    expect(miner.size).toBe(1);
  });

  test('the first word and templates of two words need twice as many', () => {
    const names = ['a-a', 'a-b', 'a-c', 'a-d'];
    expect(mineAll(names.slice(1).map((name) => `${name} asks for leave`)).size).toBe(3);
    expect(mineAll(names.map((name) => `${name} asks for leave`)).size).toBe(1);
    expect(mineAll(names.slice(1).map((name) => `asking ${name}`)).size).toBe(3);
    expect(mineAll(names.map((name) => `asking ${name}`)).size).toBe(1);
  });

  test('the first of two or three words needs four times as many', () => {
    const names = Array.from('abcdefgh', (letter) => `x-${letter}`);
    expect(mineAll(names.slice(1).map((name) => `${name} startup done`)).size).toBe(7);
    expect(mineAll(names.map((name) => `${name} startup done`)).size).toBe(1);
  });

  test('a template of a single word never becomes a lone variable', () => {
    expect(mineAll(Array.from({ length: 26 }, (_, i) => `on${String.fromCharCode(65 + i)}Event`)).size).toBe(
      26,
    );
  });

  test.each([
    ['HTTP verbs', ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD']],
    ['levels', ['ERROR', 'WARN', 'INFO', 'DEBUG', 'FATAL', 'NOTICE']],
    ['opposites', ['opened', 'closed', 'accepted', 'denied', 'succeeded', 'failed']],
    ['opposites inside words', ['LINK_UP', 'LINK_DOWN', 'diskFull', 'diskOk', 'fail-over', 'start-up']],
  ])('%s are never merged', (_, words) => {
    expect(mineAll(words.map((w) => `the thing ${w} was seen here`)).size).toBe(words.length);
  });

  test('what is written in one piece with a number is variable where others have a number alone', () => {
    const miner = mineAll(['lease ws=7 taken', 'lease ws=Box{12} taken']);
    expect(textsOf(miner)).toEqual(['lease ws=<*> taken']);
    expect(mineAll(['lease ws=Box{1} taken', 'lease ws=Cup{1} taken']).size).toBe(2);
    expect(textsOf(mineAll(['mill.example.net:80 is gone', 'mill:80 is gone']))).toEqual(['<*> is gone']);
  });

  test('names before = are never merged', () => {
    const keys = ['cpu.a', 'cpu.b', 'cpu.c', 'cpu.d'];
    expect(mineAll(keys.map((key) => `host says that ${key}=5 now`)).size).toBe(4);
  });

  test('an id given out before a merge is an alias after it, and finds the template', () => {
    const miner = new Miner();
    const before = miner.mine('lease by node-a was taken').id;
    const merged = miner.mine('lease by node-b was taken');
    expect(merged.aliases).toEqual([before]);
    expect(merged.id).toBe(templateId('lease by <*> was taken'));
    expect(miner.get(before)).toBe(merged);
    expect(merged.count).toBe(2);
  });

  test('a merge joins first and last sight, counts and samples', () => {
    const merges: number[] = [];
    const miner = new Miner({ onMerge: (into, from) => merges.push(into.count, from.count) });
    for (const [name, at] of [
      ['anna', 5],
      ['ben', 3],
      ['carl', 9],
      ['dora', 4],
      ['emil', 7],
    ] as const) {
      miner.mine(`lease by ${name} was taken`, at, `raw ${name}`);
    }
    const [template] = miner.templates();
    expect(template).toMatchObject({
      firstSeenMs: 3,
      lastSeenMs: 9,
      count: 5,
      samples: ['raw anna', 'raw ben', 'raw carl'],
    });
    expect(template?.aliases).toHaveLength(4);
    expect(merges).toEqual([2, 1, 3, 1, 4, 1]);
  });

  test('samples are the first three raw lines, cut at 1,000 characters', () => {
    const template = ['a', 'b'.repeat(3000), 'c', 'd'].map((raw) => new Miner().mine('same', 1, raw));
    expect(template[1]?.samples[0]).toBe('b'.repeat(1000));
    const miner = new Miner();
    for (const raw of ['a', 'b', 'c', 'd']) miner.mine('same', 1, raw);
    expect(miner.get(templateId('same'))?.samples).toEqual(['a', 'b', 'c']);
  });

  test('a preview says what mine would for a known line, and leaves no trace', () => {
    fc.assert(
      fc.property(lines, shortLine, (known, asked) => {
        const miner = mineAll(known);
        const before = JSON.stringify(miner.save(pass));
        const preview = miner.preview(asked);
        expect(JSON.stringify(miner.save(pass))).toBe(before);
        if (known.includes(asked)) expect(preview.id).toBe(miner.mine(asked).id);
      }),
    );
  });

  test('the same set of lines ends at the same templates in any order, however often each comes', () => {
    const orders = lines.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
    );
    fc.assert(
      fc.property(orders, ([list, shuffled]) => {
        expect(textsOf(mineAll(shuffled))).toEqual(textsOf(mineAll(list)));
      }),
      { numRuns: 400 },
    );
  });

  test('no two templates have one id, and each id ever given out finds the template of its line', () => {
    fc.assert(
      fc.property(lines, (list) => {
        const miner = new Miner();
        const given = list.map((text) => ({ text, id: miner.mine(text).id }));
        const ids = Array.from(miner.templates(), ({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { text, id } of given) expect(miner.get(id)).toBe(miner.mine(text));
      }),
    );
  });

  test('a restored miner goes on as if it had never stopped', () => {
    fc.assert(
      fc.property(lines, lines, fc.integer({ min: 3, max: 40 }), (before, after, maxTemplates) => {
        const whole = new Miner({ maxTemplates });
        for (const text of before) whole.mine(text);
        const restored = new Miner({ maxTemplates });
        restored.restore(JSON.parse(JSON.stringify(whole.save(pass))) as MinerState, pass);
        for (const text of after) expect(restored.mine(text).id).toBe(whole.mine(text).id);
        expect(JSON.stringify(restored.save(pass))).toBe(JSON.stringify(whole.save(pass)));
      }),
      { numRuns: 300 },
    );
  });

  test('a state of another tokenizer is learned again from its samples, its ids becoming aliases', () => {
    const old = new Miner();
    for (let i = 0; i < 9; i++) old.mine(`job ${i} done`, i, `head: job ${i} done`);
    const state = { ...old.save(pass), tokenizer: 't0' };
    const templates = state.templates.map((template) => ({ ...template, id: '00000000deadbeef' }));
    const miner = new Miner();
    miner.restore({ ...state, templates }, pass, (raw) => raw.slice('head: '.length));
    expect(miner.get('00000000deadbeef')).toMatchObject({
      text: 'job <*> done',
      count: 9,
      firstSeenMs: 0,
      aliases: ['00000000deadbeef'],
    });
  });

  test('no more signatures are kept than allowed, and the busy ones stay', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 50, maxLength: 200 }), (noise) => {
        const forgotten = new Set<unknown>();
        const miner = new Miner({ maxTemplates: 20, onForget: (template) => forgotten.add(template) });
        const busy = miner.mine('the busy line');
        for (const text of noise) {
          miner.mine(text);
          miner.mine('the busy line');
          expect(miner.size).toBeLessThanOrEqual(20);
          expect(miner.save(pass).signatures.length).toBeLessThanOrEqual(20);
        }
        expect(miner.get(busy.id)).toBe(busy);
        for (const template of miner.templates()) expect(forgotten).not.toContain(template);
      }),
      { numRuns: 30 },
    );
  });
});
