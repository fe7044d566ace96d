import { zstdDecompressSync } from 'node:zlib';
import type { Correction, Log, Marker } from '@presage/contract';
import { messageOf } from '../errors.ts';
import { ENTRY_TYPES, type Entry } from '../journal/journal.ts';
import type { Pipeline, SavedPartition, TemplateLabel } from '../pipeline/verdict.ts';

/** Gives the pipeline, at its place, what is journalled besides lines. */
export function tell(pipeline: Pipeline, entry: Entry, log: Log): void {
  const { tenant, sequence, arrivalMs } = entry;
  if (entry.type === ENTRY_TYPES.correction)
    pipeline.correct(tenant, said(entry) as Correction, sequence, arrivalMs);
  else if (entry.type === ENTRY_TYPES.marker)
    pipeline.mark(tenant, said(entry) as Marker, sequence, arrivalMs);
  else if (entry.type === ENTRY_TYPES.label) pipeline.label(tenant, said(entry) as TemplateLabel, sequence);
  else if (entry.type === ENTRY_TYPES.state) adopt(pipeline, entry, log);
}

function said({ payload }: Entry): unknown {
  return JSON.parse(Buffer.from(payload).toString('utf8'));
}

/** A state of another release is told and left: the service is then learned anew. */
function adopt(pipeline: Pipeline, { payload, sequence }: Entry, log: Log): void {
  try {
    pipeline.adopt(JSON.parse(zstdDecompressSync(payload).toString('utf8')) as SavedPartition, sequence);
  } catch (thrown) {
    log.warn("another sidecar's state of a service cannot be used; it is learned anew", {
      reason: messageOf(thrown),
    });
  }
}
