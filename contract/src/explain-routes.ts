import { USER, type ParameterFact, type RouteFact } from './route-fact.ts';

const ENGINE: ParameterFact = {
  name: 'X-Presage-Engine',
  in: 'header',
  description:
    '`rules`: the keyless engine answers, no model is asked. `cached`: as `engine` in the body. Wins over the body. The datasource sends it by role',
};

export const EXPLAIN_ROUTES = [
  {
    method: 'POST',
    path: '/api/v1/explain',
    role: 'read',
    scope: 'tenant',
    summary:
      'Explains a line; with `Accept: text/event-stream` as events `context`, `partial`, `answer`, `error`',
    parameters: [ENGINE],
    request: 'ExplainRequest',
    reply: 'Explanation',
  },
  {
    method: 'GET',
    path: '/api/v1/explain/preview',
    role: 'read',
    scope: 'tenant',
    summary: 'What would be sent to a model to explain a stored line, with secrets replaced; sends nothing',
    parameters: [
      { name: 'event_id', in: 'query', description: 'The line; or `template_id`' },
      { name: 'template_id', in: 'query', description: 'Its newest line' },
      { name: 'service', in: 'query', description: 'Of this service, with `template_id`' },
      { name: 'language', in: 'query', description: 'BCP 47 tag of the language to answer in' },
    ],
    reply: 'ExplainPreview',
  },
  {
    method: 'POST',
    path: '/api/v1/explain/preview',
    role: 'read',
    scope: 'tenant',
    summary: 'The same for any line with its neighbours',
    request: 'ExplainRequest',
    reply: 'ExplainPreview',
  },
  {
    method: 'POST',
    path: '/api/v1/explain/:id/feedback',
    role: 'read',
    scope: 'tenant',
    summary: 'Says whether an explanation was good; kept with it on disk',
    parameters: [{ name: 'id', in: 'path', required: true, description: '`id` of the explanation' }, USER],
    request: 'ExplainFeedback',
    reply: 'ExplainFeedbackReply',
  },
] as const satisfies readonly RouteFact[];
