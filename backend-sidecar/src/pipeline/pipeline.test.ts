import { describe, expect, test } from '@jest/globals';
import type { Marker } from '@presage/contract';
import { batchOf, decideAll, newPipeline, record, restored, Sender, TENANT } from './pipeline.fixture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const words = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => i.toString(2).replaceAll('0', 'no').replaceAll('1', 'ya'));

describe('pipeline', () => {
  test('a line gets its verdict, its template and the name of its service', () => {
    const sender = new Sender(newPipeline());
    const [said] = sender.send('cart', ['ERROR order 12 was not stored']);
    expect(said).toMatchObject({ service: 'cart', verdict: { class: 'incident', severity: 'error' } });
    expect(said?.verdict.templateId).toMatch(/^[0-9a-f]{16}$/);
  });

  test('colours change neither level nor template, and what is stored keeps them', () => {
    const pipeline = newPipeline();
    const sender = new Sender(pipeline);
    const coloured = '[\u001b[31mERROR\u001b[0m] could not save \u001b[3mid\u001b[0m\u001b[2m=\u001b[0m7';
    const [first, second] = sender.send('cart', ['[ERROR] could not save id=8', coloured]);
    expect(second?.verdict).toBe(first?.verdict);
    expect(pipeline.classify(TENANT, record('cart', coloured)).verdict).toEqual(first?.verdict);
  });

  test('lines of one template and case share one frozen verdict', () => {
    const sender = new Sender(newPipeline());
    const [first, second, third] = sender.send('cart', ['took 1 ms', 'took 2 ms', 'WARN took 3 ms']);
    expect(second?.verdict).toBe(first?.verdict);
    expect(third?.verdict).not.toBe(first?.verdict);
    expect(Object.isFrozen(first?.verdict)).toBe(true);
  });

  test('the same line of two services or tenants is two templates of one id', () => {
    const pipeline = newPipeline();
    const sender = new Sender(pipeline);
    const said = [
      ...sender.send('cart', ['cache cleared']),
      ...sender.send('shop', ['cache cleared']),
      ...sender.send('cart', ['cache cleared'], { tenant: '1:0' }),
    ];
    expect(new Set(said.map(({ verdict }) => verdict.templateId)).size).toBe(1);
    expect(pipeline.size()).toEqual({ partitions: 3, templates: 3 });
  });

  test('a record that is not in the batch is refused', () => {
    expect(() => newPipeline().decide(batchOf([]), 0, 1, () => undefined)).toThrow(RangeError);
  });

  test('lines are counted by class and severity, cumulatively, backfill left out', () => {
    const sender = new Sender(newPipeline());
    const counters = (nowMs: number): unknown =>
      sender
        .tick(nowMs)
        .samples.flatMap(({ tenant, samples }) =>
          samples
            .filter(({ name }) => name === 'presage_log_lines_total')
            .map(({ labels, value, timeMs }) => ({ tenant, ...labels, value, timeMs })),
        );
    sender.send('cart', ['ready', 'ready', 'ERROR order lost']);
    sender.send('old', ['ready'], { backfill: true });
    const labels = { tenant: TENANT, service: 'cart', instance: 'i1', job: 'presage' };
    expect(counters(10_000)).toEqual([
      { ...labels, class: 'incident', severity: 'error', value: 1, timeMs: 10_000 },
      { ...labels, class: 'normal', severity: 'info', value: 2, timeMs: 10_000 },
    ]);
    sender.send('cart', ['ready'], { backfill: true });
    sender.send('cart', ['ready']);
    expect(counters(20_000)).toContainEqual({
      ...labels,
      class: 'normal',
      severity: 'info',
      value: 3,
      timeMs: 20_000,
    });
  });

  test('a service stops giving samples an hour after its last line, and goes on with its next', () => {
    const sender = new Sender(newPipeline());
    sender.send('cart', ['ready'], { arrivalMs: 0 });
    expect(sender.tick(HOUR).samples).toHaveLength(1);
    expect(sender.tick(HOUR + 10_000).samples).toEqual([]);
    sender.send('cart', ['ready']);
    const [samples] = sender.tick(HOUR + 20_000).samples;
    expect(samples?.samples).toContainEqual(
      expect.objectContaining({ name: 'presage_log_lines_total', value: 2 }),
    );
  });

  test('a service that logs again says first what its counters were before', () => {
    const sender = new Sender(newPipeline());
    sender.send('cart', ['ready', 'ready'], { arrivalMs: 0 });
    sender.tick(10_000);
    const later = 3 * 24 * HOUR;
    sender.send('cart', ['ready'], { arrivalMs: later + 4000 });
    const [samples] = sender.tick(later + 10_000).samples;
    const counted = samples?.samples.filter(({ name }) => name === 'presage_log_lines_total');
    expect(counted?.map(({ value, timeMs }) => [value, timeMs])).toEqual([
      [2, later - 10_000],
      [3, later + 10_000],
    ]);
    expect(sender.tick(later + 20_000).samples[0]?.samples).toHaveLength(1);
  });

  test('detectors write five series each once a service is known', () => {
    const sender = new Sender(newPipeline({ warmup: { buckets: 2 } }));
    let names: string[] = [];
    for (let bucket = 1; bucket < 10; bucket++) {
      sender.send('cart', ['ready', 'ready']);
      names = sender.tick(bucket * 10_000).samples.flatMap(({ samples }) => samples.map(({ name }) => name));
    }
    for (const name of ['anomaly_score', 'y', 'yhat', 'yhat_lower', 'yhat_upper'])
      expect(names).toContain(name);
  });

  test('a new template after warm-up makes its line unusual, a known one does not', () => {
    const sender = new Sender(newPipeline({ warmup: { lines: 3, ms: DAY } }));
    for (let i = 0; i < 5; i++) sender.send('cart', ['ready', 'still ready']);
    const [known, fresh] = sender.send('cart', ['ready', 'ERROR out of memory']);
    expect(known?.score).toBe(0);
    expect(fresh?.score).toBeGreaterThan(1);
  });

  test('after a marker the new templates of its service, or of all, are expected, those of other tenants not', () => {
    const scoresAfter = (marker: Marker, tenant?: string): (number | undefined)[] => {
      const sender = new Sender(newPipeline({ warmup: { lines: 3, ms: DAY } }));
      for (let i = 0; i < 5; i++) for (const name of ['cart', 'shop']) sender.send(name, ['ready']);
      sender.mark(marker, tenant);
      return ['cart', 'shop'].map((name) => sender.send(name, ['warming the cache'])[0]?.score);
    };
    const fresh = expect.closeTo(0.7, 1) as unknown as number;
    expect(scoresAfter({ text: 'version 2', service: 'cart' })).toEqual([0, fresh]);
    expect(scoresAfter({ text: 'version 2' })).toEqual([0, 0]);
    expect(scoresAfter({ text: 'version 2' }, '9:9')).toEqual([fresh, fresh]);
    expect(scoresAfter({ text: 'long ago', time: '1960-01-01T00:00:00Z' })).toEqual([0, 0]);
  });

  test('lines of one template differ in class by what their fields say', () => {
    const pipeline = newPipeline();
    const classOf = (...fields: string[]): string => {
      const line = record('cart', 'request completed');
      return pipeline.classify(TENANT, { ...line, fields: [...line.fields, ...fields] }).verdict.class;
    };
    expect(classOf('level', 'info', 'error', '<nil>')).toBe('normal');
    expect(classOf('level', 'info', 'error', 'connection refused')).toBe('preventive_action');
    expect(classOf('error', 'connection refused')).toBe('incident');
    expect(classOf('level', 'info', 'status', '503')).toBe('incident');
    expect(classOf('level', 'info', 'status', '200')).toBe('normal');
  });

  test('classify gives the verdict that the stream would give, and leaves no trace', () => {
    const pipeline = newPipeline();
    const sender = new Sender(pipeline);
    sender.send('cart', ['ERROR order 1 lost']);
    const before = JSON.stringify([...pipeline.save()]);
    const known = pipeline.classify(TENANT, record('cart', 'ERROR order 7 lost'));
    const fresh = pipeline.classify(TENANT, record('none', 'WARN disk is 91% full'));
    expect([...pipeline.save()]).toEqual([]);
    expect(pipeline.size()).toEqual({ partitions: 1, templates: 1 });
    expect(known).toMatchObject({ service: 'cart', score: 0, template: 'order <*> lost' });
    expect(sender.send('cart', ['ERROR order 7 lost'])[0]?.verdict).toEqual(known.verdict);
    expect(sender.send('none', ['WARN disk is 91% full'])[0]?.verdict).toEqual(fresh.verdict);
    expect(JSON.parse(before)).toHaveLength(1);
  });
});

describe('template rows', () => {
  test('are given out when a template is new, then once a day while it is active', () => {
    const sender = new Sender(newPipeline());
    const counts = (nowMs: number): number[] => sender.tick(nowMs).templates.map(({ count }) => count);
    sender.send('cart', ['ready']);
    expect(counts(10_000)).toEqual([1]);
    sender.send('cart', ['ready']);
    expect(counts(20_000)).toEqual([]);
    expect(counts(2 * DAY)).toEqual([]);
    sender.send('cart', ['ready']);
    expect(counts(2 * DAY + 10_000)).toEqual([3]);
  });

  test('are given out again when an id has become an alias', () => {
    const sender = new Sender(newPipeline());
    sender.send('cart', ['lease by node-a was taken']);
    const [before] = sender.tick(10_000).templates;
    sender.send('cart', ['lease by node-b was taken']);
    const [after] = sender.tick(20_000).templates;
    expect(after).toMatchObject({
      template: 'lease by <*> was taken',
      aliases: [before?.template_id],
      count: 2,
    });
  });

  test('are at most a hundred a service and tick; the rest follow', () => {
    const sender = new Sender(newPipeline());
    sender.send('cart', words(150));
    expect(sender.tick(10_000).templates).toHaveLength(100);
    expect(sender.tick(20_000).templates).toHaveLength(50);
  });

  test('say what their lines were said to be, commonest first', () => {
    const sender = new Sender(newPipeline());
    sender.send('cart', ['took 1 ms', 'took 2 ms', 'ERROR took 3 ms']);
    const [row] = sender.tick(10_000).templates;
    expect(row?.verdicts.map(({ class: logClass, count }) => [logClass, count])).toEqual([
      ['normal', 2],
      ['incident', 1],
    ]);
    expect(row).toMatchObject({ service: 'cart', tenant: TENANT, first_seen: '1970-01-01T00:00:01.000Z' });
  });
});

describe('corrections', () => {
  test('set the class of what is decided from then on, by a human, surely', () => {
    const pipeline = newPipeline();
    const sender = new Sender(pipeline);
    const id = sender.send('cart', ['ERROR order 1 lost'])[0]?.verdict.templateId ?? '';
    sender.correct({ template_id: id, service: 'cart', class: 'normal' });
    const corrected = {
      class: 'normal',
      severity: 'error',
      by: 'human',
      confidence: 1,
      signature: undefined,
    };
    expect(sender.send('cart', ['ERROR order 2 lost'])[0]?.verdict).toMatchObject(corrected);
    expect(pipeline.classify(TENANT, record('cart', 'ERROR order 3 lost')).verdict).toMatchObject(corrected);
    expect(sender.send('shop', ['ERROR order 2 lost'])[0]?.verdict.by).not.toBe('human');
    expect(sender.tick(10_000).templates[0]).toMatchObject({ corrected: true });
  });

  test('survive a merge, a restart and being made before the template is known', () => {
    const pipeline = newPipeline();
    const sender = new Sender(pipeline);
    const id = sender.send('cart', ['lease by node-a was lost'])[0]?.verdict.templateId ?? '';
    sender.correct({ template_id: id, service: 'cart', class: 'incident', severity: 'critical' });
    const expected = { class: 'incident', severity: 'critical', by: 'human' };
    expect(sender.send('cart', ['lease by node-b was lost'])[0]?.verdict).toMatchObject(expected);
    const again = new Sender(restored(pipeline.save()));
    again.sequence = sender.sequence;
    expect(again.send('cart', ['lease by node-c was lost'])[0]?.verdict).toMatchObject(expected);
    const early = new Sender(newPipeline());
    early.correct({ template_id: id, service: 'cart', class: 'incident', severity: 'critical' });
    expect(early.send('cart', ['lease by node-a was lost'])[0]?.verdict).toMatchObject(expected);
  });

  test('of two templates that merge, the later counts', () => {
    const sender = new Sender(newPipeline());
    const [a, b] = sender.send('cart', ['lease by anna was lost', 'lease by ben was lost']);
    sender.correct({ template_id: b?.verdict.templateId ?? '', service: 'cart', class: 'preventive_action' });
    sender.correct({ template_id: a?.verdict.templateId ?? '', service: 'cart', class: 'incident' });
    const said = sender.send(
      'cart',
      ['carl', 'dora', 'emil'].map((name) => `lease by ${name} was lost`),
    );
    expect(said[2]?.verdict).toMatchObject({ class: 'incident', by: 'human' });
  });
});

describe('saving', () => {
  test('gives out what changed since the last time, oldest change first', () => {
    const pipeline = newPipeline();
    const sender = new Sender(pipeline);
    const services = (): string[] =>
      Array.from(pipeline.save(), ({ key }) => key.slice(key.indexOf('\0') + 1));
    sender.send('b', ['x']);
    sender.send('a', ['x']);
    sender.send('b', ['x']);
    expect(services()).toEqual(['b', 'a']);
    expect(services()).toEqual([]);
    sender.send('a', ['x']);
    expect(services()).toEqual(['a']);
    sender.tick(10_000);
    expect(services().sort()).toEqual(['a', 'b']);
    sender.tick(10_000);
    expect(services()).toEqual([]);
  });

  test('that is broken off gives the rest out again', () => {
    const pipeline = newPipeline();
    const sender = new Sender(pipeline);
    sender.send('a', ['x']);
    sender.send('b', ['x']);
    for (const saved of pipeline.save()) if (saved.key !== '') break;
    expect([...pipeline.save()]).toHaveLength(2);
  });

  test('a state of another format is refused, and nothing of it is kept', () => {
    const pipeline = newPipeline();
    new Sender(pipeline).send('a', ['x']);
    const [saved] = pipeline.save();
    const other = newPipeline();
    expect(() =>
      other.restore({ key: `${TENANT}\0a`, position: 1, state: saved?.state ?? '', format: 99 }),
    ).toThrow('format 99');
    expect(() => other.restore({ key: 'a', position: 1, state: '{}', format: 1 })).toThrow(RangeError);
    expect(other.size().partitions).toBe(0);
  });

  test('the position of a quiet service is as far as the pipeline is', () => {
    const pipeline = newPipeline();
    const sender = new Sender(pipeline);
    sender.send('a', ['x']);
    sender.send('b', ['x', 'x', 'x']);
    expect(Array.from(pipeline.save(), ({ position }) => position)).toEqual([3, 3]);
  });

  test('lines that a restored state has seen change nothing and are not given out', () => {
    const pipeline = newPipeline();
    const batch = batchOf([record('a', 'x'), record('b', 'y'), record('a', 'z')]);
    decideAll(pipeline, batch);
    const saved = [...pipeline.save()];
    const again = restored(saved.filter(({ key }) => key.endsWith('a')));
    expect(decideAll(again, batch).map(({ service }) => service)).toEqual(['b']);
    expect([...again.save()]).toEqual(saved.filter(({ key }) => key.endsWith('b')));
  });
});
