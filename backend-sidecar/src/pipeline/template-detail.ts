import type { Template } from '@presage/contract';
import { readHead } from './parse/message.ts';
import type { SlotTable } from './slots/slot-table.ts';
import { linePattern } from './template/line-pattern.ts';
import { type MinedTemplate, SAMPLE_LENGTH } from './template/mined-template.ts';

/** A template's row with what stood in its variables, and a pattern that finds its lines where the log store is asked by text. */
export function withDetail(row: Template, template: MinedTemplate, table: SlotTable): Template {
  const samples = template.samples.map((text) => ({ text, bodyStart: readHead(text).bodyStart }));
  const slots = table.rows(
    template,
    samples.map(({ text, bodyStart }) => text.slice(bodyStart)),
  );
  const pattern = linePattern(samples, SAMPLE_LENGTH);
  return {
    ...row,
    ...(slots.length === 0 ? {} : { slots }),
    ...(pattern === undefined ? {} : { pattern_match_full: pattern }),
  };
}
