import { zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Explanation, Template } from '@presage/contract';
import { openMemoryStore } from '../stores/memory/store.ts';
import { createExplainer, type Explainer } from './explain.ts';
import { explainParts } from './parts.fixture.ts';

const AT = Date.UTC(2026, 0, 5, 9);
const HOME = '0:0';

interface Stored {
  readonly at: number;
  readonly service: string;
  readonly message: string;
  readonly class?: string;
  readonly host?: string;
}

/** Seconds from the explained line. */
const LINES: readonly Stored[] = [
  { at: -7200, service: 'basket', message: 'an hour too early' },
  { at: -3000, service: 'basket', message: 'started' },
  { at: -40, service: 'notary', message: 'disk is full', class: 'incident', host: 'h2' },
  { at: -30, service: 'notary', message: 'all is well', host: 'h2' },
  { at: -20, service: 'kernel', message: 'link is up', host: 'h1' },
  { at: 0, service: 'basket', message: 'price failed', class: 'incident' },
  { at: 20, service: 'basket', message: 'price ok' },
];

const idOf = (index: number, lines = LINES): string =>
  `${(AT + (lines[index]?.at ?? 0) * 1000).toString(36)}-w-${index}`;

function template(tenant: string, id: string, firstSeenMs: number): Template {
  const time = new Date(firstSeenMs).toISOString();
  const rest = { aliases: [], count: 1, verdicts: [], samples: [], first_seen: time, last_seen: time };
  return { template_id: id, tenant, service: 'basket', template: id.replaceAll('-', ' '), ...rest };
}

async function explainer(lines = LINES): Promise<Explainer> {
  const { sink, reader } = openMemoryStore({ now: () => Number.MAX_SAFE_INTEGER / 2 });
  const rows = lines.map(({ at, service, message, host = 'h1', ...rest }, i) =>
    JSON.stringify({
      ...{ _time: new Date(AT + at * 1000).toISOString(), _msg: message, service, host },
      ...{ presage_event_id: idOf(i, lines), presage_class: rest.class ?? 'normal' },
      presage_template_id: message.replaceAll(' ', '-'),
    }),
  );
  const payload = zstdCompressSync(rows.map((row) => `${row}\n`).join(''));
  const span = { minTimeMs: 0, maxTimeMs: Number.MAX_SAFE_INTEGER, firstId: '', lastId: '' };
  await sink.write(
    { kind: 'rows', tenant: HOME, streamFields: [], count: rows.length, ...span, payload },
    { doubtful: false, signal: AbortSignal.timeout(5000) },
  );
  return createExplainer(
    explainParts({
      reader,
      template: (tenant, id) => template(tenant, id, AT - 60_000),
      corrected: () => [
        { class: 'normal', service: 'notary', ids: ['disk-is-full'] },
        { class: 'incident', service: 'another', ids: ['disk-is-full'] },
      ],
      clock: () => AT + 60_000,
    }),
  );
}

describe('what is gathered around a stored line', () => {
  let explained: Explanation;
  const messages = (): string[] => explained.context.lines.map(({ message }) => message);

  beforeAll(async () => {
    const asked = { by: 'event', eventId: idOf(5) } as const;
    explained = await (
      await explainer()
    ).explain(HOME, asked, {
      ...{ engine: 'rules', refresh: false, language: undefined, signal: AbortSignal.timeout(5000) },
    });
  });

  test('its service before and after, its host, and the trouble of others; in time order', () => {
    expect(messages()).toEqual(['started', 'disk is full', 'link is up', 'price failed', 'price ok']);
  });

  test('the harmless lines of other machines and what is older than an hour stay out', () => {
    expect(messages()).not.toContain('all is well');
    expect(messages()).not.toContain('an hour too early');
  });

  test('the target is named by its id and the lines found are counted', () => {
    expect(explained.context).toMatchObject({ target: 'L4', shown: 5, total: 6, origin: 'store' });
  });

  test("a person's correction holds for the lines around it", () => {
    expect(explained.related_event_ids).toEqual([]);
  });

  test('a kind of line that came up while others were watched is called new', () => {
    expect(explained.what_happened).toContain('Lines of this kind are new');
  });
});

test('a roll-out is found behind hundreds of probes that fail after it', async () => {
  const probes = Array.from({ length: 200 }, (_, i) => ({
    ...{ at: -40 + i / 5, service: 'deployer', message: 'readiness probe of basket failed', host: 'ci' },
    class: 'incident',
  }));
  const rollOut = {
    at: -60,
    service: 'deployer',
    message: 'rolling out basket version 2 to 4 replicas',
    host: 'ci',
  };
  const lines = [
    rollOut,
    ...probes,
    { at: 0, service: 'basket', message: 'price failed', class: 'incident' },
  ];
  const explained = await (
    await explainer(lines)
  ).explain(
    HOME,
    { by: 'event', eventId: idOf(lines.length - 1, lines) },
    { engine: 'rules', refresh: false, language: undefined, signal: AbortSignal.timeout(5000) },
  );
  expect(explained.likely_causes.map(({ text }) => text).join(' ')).toContain('rolling out basket version 2');
});

test('warnings of another service are gathered where the line names it', async () => {
  const busy = { message: 'all threads are busy, waiting', class: 'preventive_action', host: 'h9' };
  const lines = [
    { at: -20, service: 'tariffs', ...busy },
    { at: -15, service: 'notary', ...busy },
    { at: 0, service: 'basket', message: 'timeout at http://tariffs.shop:8080/q', class: 'incident' },
  ];
  const { context, likely_causes: causes } = await (
    await explainer(lines)
  ).explain(
    HOME,
    { by: 'event', eventId: idOf(2, lines) },
    { engine: 'rules', refresh: false, language: undefined, signal: AbortSignal.timeout(5000) },
  );
  expect(context.lines.map(({ service }) => service)).toEqual(['tariffs', 'basket']);
  expect(causes[0]?.text).toContain('tariffs, 20 s before');
});
