import { join } from 'node:path';
import type { Log, Meter } from '@presage/contract';
import type { Config } from '../config.ts';
import { ExplanationBook } from '../explain/book.ts';
import { createExplainer, type Explainer, type Judged } from '../explain/explain.ts';
import { FreshRunbooks } from '../explain/runbooks/fresh-runbooks.ts';
import { decodeLines } from '../pipeline/parse/json-lines.ts';
import type { Pipeline } from '../pipeline/verdict.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import type { FreshSignatures } from './fresh-signatures.ts';
import type { LlmParts } from './open-llm.ts';
import type { Stores } from './open-stores.ts';

interface ExplainerNeeds {
  readonly config: Config;
  readonly log: Log;
  readonly meter: Meter;
  readonly stores: Stores;
  readonly pipeline: Pipeline;
  readonly signatures: FreshSignatures;
  readonly llm: LlmParts | undefined;
}

/** The explainer, joined to the store it reads, to the pipeline that says what a line is, and to the model if there is one. */
export async function openExplainer(
  needs: ExplainerNeeds,
): Promise<{ readonly explainer: Explainer; close(): void }> {
  const { config, log, meter, stores, pipeline, signatures, llm } = needs;
  const clock = (): number => SYSTEM_CLOCK.nowMs();
  const runbooks = await FreshRunbooks.open(config.runbooks, log);
  const book = ExplanationBook.open(join(config.dataDir, 'explanations.sqlite'), log, clock());
  const explainer = createExplainer({
    reader: stores.reader,
    judge: (tenant, { message, fields }) => judge(pipeline, tenant, message, fields),
    signature: (id) => signatures.find(id),
    template: (tenant, id) => pipeline.templates.get(tenant, id),
    corrected: (tenant) => pipeline.templates.corrected(tenant),
    runbooks: () => runbooks.pages,
    model: llm?.model,
    book,
    meter,
    log,
    gatherMs: config.queryTimeout,
    clock,
  });
  const close = (): void => {
    runbooks.close();
    book.close();
  };
  return { explainer, close };
}

function judge(
  pipeline: Pipeline,
  tenant: string,
  message: string,
  fields: Readonly<Record<string, string>>,
): Judged | undefined {
  const own = Object.entries(fields).filter(([name]) => !name.startsWith('presage_') && name !== '_time');
  const json = JSON.stringify({ ...Object.fromEntries(own), _msg: message });
  const [record] = decodeLines(json, {}, SYSTEM_CLOCK.nowMs()).records;
  if (record === undefined) return undefined;
  const { verdict } = pipeline.classify(tenant, record);
  return {
    class: verdict.class,
    severity: verdict.severity,
    templateId: verdict.templateId,
    signature: verdict.signature,
    by: verdict.by,
  };
}
