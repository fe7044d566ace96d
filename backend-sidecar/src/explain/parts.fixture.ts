import { SILENT_LOG, SILENT_METER } from '@presage/contract';
import { SIGNATURES } from '../../knowledge/signatures.ts';
import { openMemoryStore } from '../stores/memory/store.ts';
import { ExplanationBook } from './book.ts';
import type { ExplainParts } from './parts.ts';

/** Parts that know nothing: no store, no verdict, no model. */
export function explainParts(changes: Partial<ExplainParts> = {}): ExplainParts {
  return {
    reader: openMemoryStore({ now: () => Number.MAX_SAFE_INTEGER / 2 }).reader,
    judge: () => undefined,
    signature: (known) => SIGNATURES.find(({ id }) => id === known),
    corrected: () => [],
    template: () => undefined,
    runbooks: () => [],
    model: undefined,
    book: new ExplanationBook(':memory:', SILENT_LOG),
    meter: SILENT_METER,
    log: SILENT_LOG,
    gatherMs: 5000,
    clock: () => Date.UTC(2026, 0, 5, 9),
    ...changes,
  };
}
