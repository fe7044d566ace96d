import type { LogLine } from '../lines/line';
import { neighbours, requestOf, targetKey } from './target';

const line = (timeMs: number, message = `at ${timeMs}`, uid = 'loki'): LogLine => ({
  key: `A/${timeMs}`,
  eventId: undefined,
  timeMs,
  nanos: 42,
  message,
  fields: { app: 'web' },
  logClass: undefined,
  severity: undefined,
  score: undefined,
  templateId: undefined,
  service: 'web',
  corrected: false,
  isJudged: false,
  undecided: undefined,
  source: { refId: 'A', type: 'loki', uid },
});

describe('a request', () => {
  it('by event says the event and who may answer', () => {
    const asked = requestOf({ by: 'event', eventId: 'e1' }, { engine: 'cached', language: 'de' });
    expect(asked).toEqual({ event_id: 'e1', engine: 'cached', language: 'de' });
  });

  it('by template says template and service', () => {
    const target = { by: 'template', templateId: 't', service: 'web' } as const;
    expect(requestOf(target, { engine: 'model', refresh: true })).toEqual({
      template_id: 't',
      service: 'web',
      engine: 'model',
      refresh: true,
    });
  });

  it('by a line of another datasource says the line, where it is from, and the lines around it', () => {
    const around = () => [line(1_000), line(3_000)];
    const asked = requestOf({ by: 'line', line: line(2_000), around }, { engine: 'rules' });
    expect(asked).toMatchObject({
      message: 'at 2000',
      fields: { app: 'web' },
      time: '2000000042',
      source: { type: 'loki', uid: 'loki' },
    });
    expect(asked.lines?.map(({ message }) => message)).toEqual(['at 1000', 'at 3000']);
  });

  it('stays below the size that the datasource takes, however long the lines are', () => {
    const long = '€'.repeat(300_000);
    const around = () => Array.from({ length: 200 }, (_, place) => line(place, long));
    const asked = requestOf({ by: 'line', line: line(2_000, long), around }, { engine: 'model' });
    expect(asked.lines?.length).toBeGreaterThan(10);
    expect(JSON.stringify(asked).length * 3).toBeLessThan(1 << 20);
  });
});

describe('the lines around one', () => {
  it('are the nearest, of the same datasource, without itself, 200 at most', () => {
    const lines = Array.from({ length: 500 }, (_, place) =>
      line(place * 10, undefined, place % 2 ? 'loki' : 'other'),
    );
    const [middle] = lines.slice(251);
    const near = neighbours(middle as LogLine, lines);
    expect(near).toHaveLength(200);
    expect(near).not.toContain(middle);
    expect(new Set(near.map(({ source }) => source.uid))).toEqual(new Set(['loki']));
    expect(Math.max(...near.map(({ timeMs }) => Math.abs(timeMs - 2510)))).toBeLessThanOrEqual(2020);
  });

  it('do not change which question it is', () => {
    const one = targetKey({ by: 'line', line: line(1), around: () => [] });
    expect(targetKey({ by: 'line', line: line(1), around: () => [line(2)] })).toBe(one);
  });
});
