import { expect, test } from '@jest/globals';
import { decodeLines } from '../pipeline/parse/json-lines.ts';
import { Welcome } from './welcome.ts';

const recordsOf = (...services: string[]) =>
  decodeLines(services.map((service) => JSON.stringify({ _msg: 'm', service })).join('\n'), {}).records;

test('a service is asked for since its lines last came here, however many others came meanwhile', () => {
  const asked: [string, number][] = [];
  const welcome = new Welcome({
    leave: () => undefined,
    left: (key, sinceMs) => void asked.push([key, sinceMs]),
  });
  welcome.statesFor('0:0', recordsOf('shop'), 1);
  welcome.statesFor('0:0', recordsOf(...Array.from({ length: 20_000 }, (_, i) => `pod-${i}`)), 2);
  welcome.statesFor('0:0', recordsOf('shop', 'shop'), 3);
  expect(asked.filter(([key]) => key === '0:0\0shop')).toEqual([
    ['0:0\0shop', 0],
    ['0:0\0shop', 1],
  ]);
});
