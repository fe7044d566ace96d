import { describe, expect, test } from '@jest/globals';
import type { LogClass, Template } from '@presage/contract';
import { AlertBook, type AlertBookParts, type HeardLine } from './alert-book.ts';

const START_MS = 1_772_366_400_000;
const HOLD_MS = 300_000;
const MINUTE_MS = 60_000;

/** A book with a clock that is turned by hand, and the templates that it is told of. */
function opened() {
  const now = { ms: START_MS };
  const templates = new Map<string, Partial<Template>>();
  const parts: AlertBookParts = {
    templateOf: (_tenant, service, id) => {
      const found = templates.get(`${service} ${id}`);
      return found && ({ template: `text of ${id}`, aliases: [], ...found } as unknown as Template);
    },
    redact: (text) => text.replaceAll('hunter2', 'PASSWORD_1'),
    clock: () => now.ms,
    holdMs: HOLD_MS,
  };
  return { now, templates, parts, book: new AlertBook(parts) };
}

let sequence = 0;
function line(
  templateId: string,
  rest: Partial<HeardLine> & { class?: LogClass; signature?: string } = {},
): HeardLine {
  const { class: logClass = 'incident', signature, ...changes } = rest;
  return {
    tenant: '0:0',
    service: 'shop',
    message: 'password=hunter2 refused',
    sequence: sequence++,
    verdict: { templateId, class: logClass, category: 'security', signature },
    ...changes,
  };
}

function shown(book: AlertBook, nowMs: number): [string, number][] {
  const rows = book.rows('0:0', nowMs - HOLD_MS, nowMs);
  return rows.map(({ labels, count }): [string, number] => [labels.template_id, count]);
}

describe('an alert book', () => {
  test('counts lines by template within the window, those first that began first', () => {
    const { book, now } = opened();
    book.hear(line('b'));
    now.ms += MINUTE_MS;
    for (const id of ['a', 'b', 'a']) book.hear(line(id));
    expect(shown(book, now.ms)).toEqual([
      ['b', 2],
      ['a', 2],
    ]);
    expect(shown(book, now.ms + HOLD_MS - 2000)).toHaveLength(2);
    expect(shown(book, now.ms + HOLD_MS + 10_000)).toEqual([]);
  });

  test('a clock that is put back hides no line', () => {
    const { book, now } = opened();
    book.hear(line('a'));
    now.ms -= 60 * MINUTE_MS;
    book.hear(line('a'));
    expect(shown(book, now.ms)).toEqual([['a', 2]]);
    expect(book.rows('0:0', now.ms - HOLD_MS, now.ms)[0]?.sinceMs).toBeLessThanOrEqual(now.ms);
  });

  test('keeps the labels of the first line, redacted', () => {
    const { book, now } = opened();
    book.hear(line('a', { signature: 'auth.refused' }));
    book.hear(line('a', { message: 'another text' }));
    expect(book.rows('0:0', 0, now.ms)[0]?.labels).toEqual({
      service: 'shop',
      category: 'security',
      template_id: 'a',
      signature: 'auth.refused',
      template: 'password=PASSWORD_1 refused',
      sample: 'password=PASSWORD_1 refused',
    });
  });

  test('a merge of templates neither resolves an alert nor fires another', () => {
    const { book, templates, now } = opened();
    book.hear(line('a'));
    templates.set('shop general', { aliases: ['a'] });
    book.hear(line('general'));
    expect(shown(book, now.ms)).toEqual([['a', 2]]);
  });

  test('the same template of another service is a kind of its own', () => {
    const { book, now } = opened();
    book.hear(line('a'));
    book.hear(line('a', { service: 'cart' }));
    expect(shown(book, now.ms)).toHaveLength(2);
  });

  test('normal lines and other tenants are not told', () => {
    const { book, now } = opened();
    book.hear(line('a', { class: 'normal' }));
    book.hear(line('a', { tenant: '7:2' }));
    expect(shown(book, now.ms)).toEqual([]);
  });

  test('a kind that was silent for longer than it is held begins anew, behind the others', () => {
    const { book, now } = opened();
    book.hear(line('a'));
    now.ms += HOLD_MS;
    book.hear(line('b'));
    now.ms += 10_000;
    book.hear(line('a'));
    expect(shown(book, now.ms).map(([id]) => id)).toEqual(['b', 'a']);
  });
});

describe('a restart', () => {
  test('counts no line twice and keeps what was counted', () => {
    const { book, parts, now } = opened();
    const lines = [line('a'), line('a'), line('b')];
    for (const one of lines.slice(0, 2)) book.hear(one);
    const again = new AlertBook(parts);
    again.restore(JSON.parse(JSON.stringify(book.save())));
    for (const one of lines) again.hear(one);
    expect(shown(again, now.ms)).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  test('does not count the time that nobody listened as silence', () => {
    const { book, parts, now } = opened();
    book.hear(line('a'));
    const saved: unknown = JSON.parse(JSON.stringify(book.save()));
    now.ms += 60 * MINUTE_MS;
    const again = new AlertBook(parts);
    again.restore(saved);
    expect(shown(again, now.ms)).toEqual([['a', 1]]);
    expect(shown(again, now.ms + HOLD_MS + 10_000)).toEqual([]);
  });

  test('a saved state of another form is passed over', () => {
    const { book, now } = opened();
    const empty = { format: 1, through: 1e6, savedMs: 0, kinds: [] };
    const damaged = [
      { ...empty, through: 'x' },
      { ...empty, savedMs: null },
      { ...empty, kinds: [null] },
      { ...empty, kinds: [{}] },
    ];
    for (const saved of [undefined, 'text', { format: 99 }, ...damaged]) book.restore(saved);
    expect(shown(book, now.ms)).toEqual([]);
    book.hear(line('a'));
    expect(shown(book, now.ms)).toEqual([['a', 1]]);
  });

  test('nothing is saved again while nothing happens', () => {
    const { book, now } = opened();
    expect(book.save()).toBeUndefined();
    book.hear(line('a'));
    expect(book.save()).toBeDefined();
    now.ms += 3 * HOLD_MS;
    expect(book.save()).toBeDefined();
    expect(book.save()).toBeUndefined();
  });
});

test('a storm of kinds leaves the book bounded, and the newest in it', () => {
  const { book, now } = opened();
  for (let i = 0; i < 6000; i++) {
    now.ms += 1;
    book.hear(line(`t${i}`));
  }
  const rows = shown(book, now.ms);
  expect(rows.length).toBeLessThanOrEqual(5000);
  expect(rows.at(-1)?.[0]).toBe('t5999');
});
