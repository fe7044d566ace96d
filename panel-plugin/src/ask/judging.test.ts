import { dataFrameFromJSON } from '@grafana/data';
import type { ClassifyReply } from '@presage/contract';
import { LOKI } from '../lines/recorded.fixture';
import type { LogLine } from '../lines/line';
import { readLines } from '../lines/read-lines';
import { judged, MOST_JUDGED, nextBatch, sayingOf, withJudgements, type Judgements } from './judging';

const NONE: Judgements = new Map();
const source = { refId: 'A', type: 'loki', uid: 'loki' };
const [one] = readLines([dataFrameFromJSON(LOKI)], () => source, 'newest');
const line = (message: string, changed: Partial<LogLine> = {}): LogLine => ({
  ...(one as LogLine),
  message,
  ...changed,
});
const verdict = {
  presage_class: 'incident',
  presage_severity: 'critical',
  presage_category: 'dependency',
  presage_template_id: 't',
  presage_confidence: 0.9,
  presage_score: 0,
  presage_by: 'words',
  template: 'x',
} as const;
const reply = (...lines: unknown[]) => ({ lines }) as ClassifyReply;

describe('lines of other datasources', () => {
  test('that say the same are asked once, and not again when that is known', () => {
    const lines = [line('down'), line('down'), line('up')];
    const batch = nextBatch(lines, NONE);
    expect(batch?.lines.map(({ _msg }) => _msg)).toEqual(['down', 'up']);
    const known = judged(NONE, batch!, reply(verdict, verdict));
    expect(nextBatch(lines, known)).toBeUndefined();
  });

  test('are asked some at a time, and no more than a page has', () => {
    const lines = Array.from({ length: MOST_JUDGED + 500 }, (_, n) => line(`line ${n}`));
    let known = NONE;
    let requests = 0;
    for (
      let batch = nextBatch(lines, known);
      batch !== undefined;
      batch = nextBatch(lines, known), requests++
    )
      known = judged(known, batch, reply(...batch.sayings.map(() => verdict)));
    expect([known.size, requests]).toEqual([MOST_JUDGED, 8]);
    expect(withJudgements(lines, known, 'too many').at(-1)).toMatchObject({
      logClass: undefined,
      undecided: 'too many',
    });
  });

  test('that are long are cut, so that a request stays small', () => {
    const batch = nextBatch(
      Array.from({ length: 300 }, (_, n) => line(`${n} ${'x'.repeat(100_000)}`)),
      NONE,
    );
    expect(JSON.stringify(batch?.lines).length).toBeLessThan(450_000);
  });

  test('have the class that the sidecar gives, and keep their own level', () => {
    const lines = [line('down', { severity: 'error' }), line('no level', { severity: undefined })];
    const known = judged(NONE, nextBatch(lines, NONE)!, reply(verdict, verdict));
    expect(withJudgements(lines, known, undefined)).toMatchObject([
      { logClass: 'incident', severity: 'error', isJudged: true, undecided: undefined },
      { logClass: 'incident', severity: 'critical', isJudged: true },
    ]);
  });

  test('say why they have none', () => {
    const lines = [line('bad'), line('unasked')];
    const batch = { sayings: [sayingOf(lines[0]!)], lines: [{}] };
    const refused = judged(
      NONE,
      batch,
      reply({ error: { reason: 'x', message: 'The line cannot be read.' } }),
    );
    expect(withJudgements(lines, refused, 'no datasource').map(({ undecided }) => undecided)).toEqual([
      'The line cannot be read.',
      'no datasource',
    ]);
  });

  test('and lines of our own datasource are left as they are', () => {
    const ours = [
      line('a', { source: { ...source, type: 'presage-logs-datasource' } }),
      line('b', { logClass: 'normal' }),
    ];
    expect(nextBatch(ours, NONE)).toBeUndefined();
    expect(withJudgements(ours, NONE, 'none')).toBe(ours);
  });
});
