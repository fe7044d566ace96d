import Type, { type Static } from 'typebox';

/** An uploaded file on its way through the sidecar. */
export const JobSchema = Type.Object({
  id: Type.String({ description: 'Of this upload; also the middle part of its lines’ event ids' }),
  name: Type.String({ description: 'Of the file' }),
  state: Type.Enum(['queued', 'running', 'done', 'failed']),
  message: Type.String({ description: 'What it waits for, or why it ended' }),
  format: Type.Optional(Type.Enum(['csv', 'jsonl', 'text'], { description: 'As it was asked or guessed' })),
  columns: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'Which column holds `message`, `time`, `level`, `service`, as asked or guessed',
    }),
  ),
  bytes: Type.Integer({ minimum: 0, description: 'As it came' }),
  accepted: Type.Integer({ minimum: 0, description: 'Lines that are durable' }),
  rejected: Type.Integer({ minimum: 0, description: 'Lines kept as dead letters, each with its reason' }),
  errors: Type.Array(Type.Object({ row: Type.Integer(), reason: Type.String(), message: Type.String() }), {
    description: 'The first few refused lines',
  }),
  created_at: Type.String(),
  finished_at: Type.Optional(Type.String()),
});
export type Job = Static<typeof JobSchema>;

export const JobsReplySchema = Type.Object({ jobs: Type.Array(JobSchema, { description: 'Newest first' }) });
export type JobsReply = Static<typeof JobsReplySchema>;
