/** An uploaded file's bytes in, its rows out as NDJSON, in order; the row's number is its position. */
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { POSITION_FIELD, withPosition } from '../json-row.ts';
import { linesOf, MAX_LINE_BYTES } from '../lines-of.ts';
import { RecordAssembler } from '../record-assembler.ts';
import type { UploadPlan } from './upload-plan.ts';

/** Where the level and the service of a row go, whatever their columns are called. */
const LEVEL = 'level';
const SERVICE = 'service';
/** Lines after which finished records are taken. */
const TAKE_LINES = 1000;

/** Lines of NDJSON; a row that cannot be read becomes a line that is refused with its reason where all lines are read. */
export async function* uploadRows(input: Readable, plan: UploadPlan): AsyncGenerator<string> {
  if (plan.format === 'csv') yield* csvRows(input, plan);
  else yield* lineRows(input, plan);
}

async function* csvRows(input: Readable, plan: UploadPlan): AsyncGenerator<string> {
  const parser = input.pipe(
    parse({
      delimiter: plan.delimiter,
      from_line: plan.hasHeader ? 2 : 1,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      bom: true,
      // A quote that is never closed would gather the rest of the file in memory.
      max_record_size: 8 * MAX_LINE_BYTES,
    }),
  );
  input.once('error', (thrown) => parser.destroy(thrown));
  let position = 0;
  for await (const cells of parser as AsyncIterable<string[]>) yield rowOf(cells, plan, position++);
}

function rowOf(cells: readonly string[], plan: UploadPlan, position: number): string {
  const row = Object.create(null) as Record<string, string | number>;
  for (const [i, value] of cells.entries()) {
    const column = plan.columns[i] ?? `column_${i + 1}`;
    if (value !== '') row[column] = value;
  }
  named(row, plan.level, LEVEL);
  named(row, plan.service, SERVICE);
  row[POSITION_FIELD] = position;
  return JSON.stringify(row);
}

/** A column that was found or chosen for it also goes by the name that is understood. */
function named(row: Record<string, string | number>, column: string | undefined, name: string): void {
  const value = column === undefined ? undefined : row[column];
  if (value !== undefined && row[name] === undefined) row[name] = value;
}

async function* lineRows(input: Readable, plan: UploadPlan): AsyncGenerator<string> {
  const lines = linesOf(input);
  if (plan.format === 'text') yield* textRows(lines);
  else {
    let position = 0;
    for await (const { text } of lines) {
      if (text.trim() !== '') yield jsonRow(text.trim(), position++);
    }
  }
}

/** Stack traces and other lines that go on are one row, as in followed files; a row's position is its first line's number. */
async function* textRows(lines: AsyncIterable<{ readonly text: string }>): AsyncGenerator<string> {
  const assembler = new RecordAssembler();
  let at = 0;
  let failure: { readonly thrown: unknown } | undefined;
  try {
    for await (const { text } of lines) {
      if (text.trim() !== '') assembler.line(text, at, at + 1, 0);
      if (++at % TAKE_LINES === 0) yield* taken(assembler);
    }
  } catch (thrown) {
    failure = { thrown };
  }
  assembler.closeAll();
  yield* taken(assembler);
  if (failure) throw failure.thrown;
}

function* taken(assembler: RecordAssembler): Generator<string> {
  for (let group = assembler.take(); group !== undefined; group = assembler.take())
    for (const { start, text } of group.records) yield withPosition(`"_msg":${JSON.stringify(text)}`, start);
}

/** The object's own text is kept, with the position put in; what is no object is refused where all lines are read. */
function jsonRow(line: string, position: number): string {
  const isWhole = line.startsWith('{') && line.endsWith('}');
  return isWhole ? withPosition(line.slice(1, -1).trim(), position) : line;
}
