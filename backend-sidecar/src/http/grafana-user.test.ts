import { expect, test } from '@jest/globals';
import { SILENT_LOG, type Log } from '@presage/contract';
import { fakeApi, SHOP_TEMPLATE } from './api.fixture.ts';
import { serve } from './serve.fixture.ts';

const said: unknown[] = [];
const log: Log = { ...SILENT_LOG, info: (message, fields) => said.push([message, fields?.['user']]) };
const server = await serve(fakeApi({ log }).api);

test.each([
  ['/api/v1/corrections', { template_id: SHOP_TEMPLATE, service: 'shop', class: 'normal' }, 'was corrected'],
  ['/api/v1/markers', { text: 'deploy 12' }, 'marker was set'],
])('%s is logged with the login of the person, in any script', async (url, payload, message) => {
  // As Go writes it: the bytes of UTF-8.
  const bytes = Buffer.from('jürgen 王').toString('latin1');
  const headers = { 'content-type': 'application/json', 'x-grafana-user': bytes };
  const reply = await fetch(server.url + url, { method: 'POST', headers, body: JSON.stringify(payload) });
  expect(reply.status).toBe(200);
  expect(said.at(-1)).toEqual([expect.stringContaining(message), 'jürgen 王']);
});
