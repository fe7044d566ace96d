/**
 * A CSV of times and values in, the same rows with their score and bounds out, in order: the series detector without the road.
 * A row that cannot be read stays, without a score, and is told on stderr.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { messageOf, PresageError } from '../errors.ts';
import { TimeReader } from '../pipeline/parse/time.ts';
import { detectSeries, type ScoredPoint } from '../pipeline/score/detect-series.ts';

const HEADER = 'timestamp,value,anomaly_score,yhat,yhat_lower,yhat_upper';

interface Row {
  readonly time: string;
  readonly value: string;
  readonly timeMs: number;
  readonly number: number;
}

/** `tell` gets what is worth knowing, a sentence each. Throws `bad_request` for a file that is no such CSV. */
export async function detect(file: string, output: Writable, tell: (text: string) => void): Promise<void> {
  const rows = rowsOf(await read(file));
  if (!rows.some(isPoint)) {
    throw new PresageError('bad_request', `${file} has no rows of a time and a number: timestamp,value.`);
  }
  const unread = rows.length - rows.filter(isPoint).length;
  if (unread > 0) tell(`${unread} of ${rows.length} rows have no time or number; they have no score.`);
  const scored = detectSeries(rows.map(({ timeMs, number }) => ({ timeMs, value: number })));
  let text = `${HEADER}\n`;
  for (const [i, row] of rows.entries()) {
    text += `${csv(row.time)},${csv(row.value)}${scored[i] && isPoint(row) ? wordOf(scored[i]) : ',,,,'}\n`;
    if (text.length < 65_536) continue;
    if (!output.write(text)) await once(output, 'drain');
    text = '';
  }
  output.write(text);
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    throw new PresageError('bad_request', `${file} cannot be read: ${messageOf(thrown)}.`, { cause: thrown });
  }
}

/** The first line is a header unless it has a time and a number; columns go by its names, else the first two. */
function rowsOf(text: string): Row[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const times = new TimeReader();
  const first = cellsOf(lines[0] ?? '');
  const isHeader = !isPoint(rowOf(first, 0, 1, times));
  const [time, value] = isHeader ? columnsOf(first) : [0, 1];
  return lines.slice(isHeader ? 1 : 0).map((line) => rowOf(cellsOf(line), time, value, times));
}

function columnsOf(names: readonly string[]): [number, number] {
  const lower = names.map((name) => name.trim().toLowerCase());
  const time = lower.findIndex((name) => ['timestamp', 'time', 'ts', 'date', '_time'].includes(name));
  const value = lower.findIndex((name) => name === 'value');
  return [time < 0 ? 0 : time, value < 0 ? 1 : value];
}

function rowOf(cells: readonly string[], timeAt: number, valueAt: number, times: TimeReader): Row {
  const time = cells[timeAt] ?? '';
  const value = cells[valueAt] ?? '';
  return {
    time,
    value,
    timeMs: times.readValue(time.trim()) ? times.timeMs : NaN,
    number: value.trim() === '' ? NaN : Number(value),
  };
}

function isPoint({ timeMs, number }: Row): boolean {
  return Number.isFinite(timeMs) && Number.isFinite(number);
}

function cellsOf(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

function csv(cell: string): string {
  return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function wordOf({ score, yhat, lower, upper }: ScoredPoint): string {
  return [score, yhat, lower, upper].map((number) => `,${Number(number.toPrecision(7))}`).join('');
}
