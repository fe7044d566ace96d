import type { RouteFact } from './route-fact.ts';

const query = (name: string, description: string) => ({ name, in: 'query', description }) as const;

/** Files as a source of old lines. */
export const UPLOAD_ROUTES = [
  {
    method: 'POST',
    path: '/api/v1/uploads',
    role: 'ingest',
    scope: 'tenant',
    summary: 'Takes a file (CSV, JSONL or text; plain, gzip or zstd) as old lines; answers with its job',
    parameters: [
      query('name', 'Of the file; helps to tell its format'),
      query('format', '`csv`, `jsonl` or `text`; else guessed'),
      query('message', 'Column or key of the message; else guessed'),
      query('time', 'Column or key of the time; else guessed'),
      query('level', 'Column or key of the level; else guessed'),
      query('service_column', 'Column or key of the service; else guessed'),
      query('service', 'Service of all lines that name none'),
      query('zone_minutes', 'Zone of times in text that name none, in minutes east of UTC'),
    ],
    request: 'Record',
    requestType: 'application/octet-stream',
    reply: 'Job',
  },
  {
    method: 'GET',
    path: '/api/v1/jobs',
    role: 'read',
    scope: 'tenant',
    summary: 'The uploads of the last week, newest first',
    reply: 'JobsReply',
  },
  {
    method: 'GET',
    path: '/api/v1/jobs/:id',
    role: 'read',
    scope: 'tenant',
    summary: 'How far an upload is',
    parameters: [{ name: 'id', in: 'path', required: true, description: 'Of the upload' }],
    reply: 'Job',
  },
] as const satisfies readonly RouteFact[];
