/**
 * Lines in (text or NDJSON), NDJSON out with our fields, in order, streaming, no network: the pipeline without the road.
 * A line that is not JSON is taken as text; none is lost.
 */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { BUCKET_MS } from '@presage/contract';
import type { Signature } from '../../knowledge/signature.ts';
import { decodeLines } from '../pipeline/parse/json-lines.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import type { LogRecord, RecordBatch } from '../pipeline/record.ts';
import type { Pipeline, Verdict } from '../pipeline/verdict.ts';
import { pipelineSettings } from './pipeline-settings.ts';
import { readSignatureFile } from './signature-file.ts';

const BATCH_LINES = 1000;
const TENANT = '0:0';
const PROGRESS_MS = 2000;

export async function classify(
  input: Readable,
  output: Writable,
  { aliases: aliasesFile, signatures: signaturesFile }: { aliases?: string; signatures?: string } = {},
): Promise<void> {
  const signatures = signaturesFile === undefined ? undefined : await readSignatureFile(signaturesFile);
  const run = new ClassifyRun(output, signatures);
  let lines: string[] = [];
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    lines.push(line);
    if (lines.length < BATCH_LINES) continue;
    await run.take(lines);
    lines = [];
  }
  await run.take(lines);
  run.done();
  if (aliasesFile !== undefined) await writeFile(aliasesFile, `${JSON.stringify(run.finalIds(), null, 2)}\n`);
}

class ClassifyRun {
  readonly #pipeline: Pipeline;
  readonly #output: Writable;
  readonly #printed = new Set<string>();
  #count = 0;
  #toldAt = Date.now();

  constructor(output: Writable, signatures: readonly Signature[] | undefined) {
    this.#output = output;
    this.#pipeline = createPipeline(pipelineSettings('classify', undefined, signatures));
  }

  async take(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const records = recordsOf(lines);
    const nowMs = Date.now();
    const batch: RecordBatch = {
      tenant: TENANT,
      source: 'classify',
      origin: 'classify',
      sequence: this.#count,
      arrivalMs: nowMs,
      arrivalNanos: 0,
      backfill: false,
      streamFields: undefined,
      records,
    };
    let text = '';
    this.#pipeline.decide(batch, 0, records.length, (record, verdict, score) => {
      text += `${this.#print(record, verdict, score)}\n`;
    });
    this.#count += records.length;
    this.#pipeline.tick(Math.floor(nowMs / BUCKET_MS) * BUCKET_MS);
    if (!this.#output.write(text)) await once(this.#output, 'drain');
    this.#tell();
  }

  done(): void {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${this.#count} lines, ${this.#pipeline.size().templates} templates\n`);
  }

  /** Each printed template id with the id that it has at the end. */
  finalIds(): Record<string, string> {
    return Object.fromEntries(
      [...this.#printed]
        .sort()
        .map((id) => [id, this.#pipeline.templates.get(TENANT, id)?.template_id ?? id]),
    );
  }

  #print(record: LogRecord, verdict: Verdict, score: number): string {
    this.#printed.add(verdict.templateId);
    const fields: [string, string][] = [];
    for (let i = 0; i < record.fields.length; i += 2)
      fields.push([record.fields[i] ?? '', record.fields[i + 1] ?? '']);
    return JSON.stringify({
      ...(Number.isNaN(record.timeMs) ? {} : { _time: new Date(record.timeMs).toISOString() }),
      _msg: record.message,
      ...Object.fromEntries(fields),
      presage_class: verdict.class,
      presage_severity: verdict.severity,
      presage_category: verdict.category,
      presage_template_id: verdict.templateId,
      presage_confidence: verdict.confidence,
      presage_score: Math.round(score * 100) / 100,
      presage_by: verdict.by,
    });
  }

  #tell(): void {
    if (!process.stderr.isTTY || Date.now() - this.#toldAt < PROGRESS_MS) return;
    this.#toldAt = Date.now();
    process.stderr.write(`\r${this.#count} lines …`);
  }
}

/** Every line as a record: NDJSON where it is, else the line as the message. */
function recordsOf(lines: readonly string[]): readonly LogRecord[] {
  const objects = lines.map((line) => (line.startsWith('{') ? line : asMessage(line)));
  const first = decodeLines(objects.join('\n'), {}, Date.now());
  if (first.rejects.length === 0) return first.records;
  for (const { line } of first.rejects)
    objects[line - 1] = asMessage((lines[line - 1] ?? '').slice(0, 60_000));
  return decodeLines(objects.join('\n'), {}, Date.now()).records;
}

function asMessage(line: string): string {
  return JSON.stringify({ _msg: line });
}
