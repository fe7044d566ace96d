import type { Frame, Template, TemplateVerdict } from '@presage/contract';
import { frameOf, numberColumn, textColumn, timeColumn, uidPart, type Column } from './columns.ts';

/** A template with one of its verdicts: a row of the table. */
export interface TemplateCase {
  readonly template: Template;
  readonly verdict: TemplateVerdict;
}

/** A table of templates, a row for each verdict; columns have the names of the fields they can be filtered by on lines. */
export function templateFrame(
  cases: readonly TemplateCase[],
  { refId, datasourceUid }: { readonly refId: string; readonly datasourceUid: string | undefined },
): Frame {
  const meta = {
    refId,
    type: 'table',
    typeVersion: [0, 0],
    preferredVisualisationType: 'table',
    executed: 'template table',
    custom: uidPart(datasourceUid),
  } as const;
  return frameOf(meta, columnsOf(cases));
}

function columnsOf(cases: readonly TemplateCase[]): readonly Column[] {
  const text = (name: string, of: (row: TemplateCase) => string): Column => textColumn(name, cases.map(of));
  const time = (name: string, of: (row: TemplateCase) => string): Column =>
    timeColumn(
      name,
      cases.map((row) => Date.parse(of(row))),
    );
  const number = (name: string, of: (row: TemplateCase) => number): Column =>
    numberColumn(name, cases.map(of));
  return [
    text('presage_template_id', ({ template }) => template.template_id),
    text('service', ({ template }) => template.service),
    text('template', ({ template }) => template.template),
    text('presage_class', ({ verdict }) => verdict.class),
    text('presage_severity', ({ verdict }) => verdict.severity),
    text('presage_category', ({ verdict }) => verdict.category),
    text('presage_by', ({ verdict }) => verdict.by),
    number('presage_confidence', ({ verdict }) => verdict.confidence),
    number('count', ({ verdict }) => verdict.count),
    time('first_seen', ({ template }) => template.first_seen),
    time('last_seen', ({ template }) => template.last_seen),
    text('presage_corrected', ({ template }) => (template.corrected === true ? 'true' : '')),
    text('sample', ({ template }) => template.samples[0] ?? ''),
  ];
}
