import { createExplainer, type Explainer, type Judged } from '../explain/explain.ts';
import { decodeLines } from '../pipeline/parse/json-lines.ts';
import type { Pipeline } from '../pipeline/verdict.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import type { Reader } from '../stores/store.ts';

/** The explainer, joined to the store it reads and to the pipeline that says what a line is. */
export function openExplainer(reader: Reader, pipeline: Pipeline): Explainer {
  return createExplainer({
    reader,
    judge: (tenant, { message, fields }) => judge(pipeline, tenant, message, fields),
    firstSeen: (tenant, id) => {
      const template = pipeline.templates.get(tenant, id);
      return template === undefined ? undefined : Date.parse(template.first_seen);
    },
    corrected: (tenant) => pipeline.templates.corrected(tenant),
    clock: () => SYSTEM_CLOCK.now().ms,
  });
}

function judge(
  pipeline: Pipeline,
  tenant: string,
  message: string,
  fields: Readonly<Record<string, string>>,
): Judged | undefined {
  const own = Object.entries(fields).filter(([name]) => !name.startsWith('presage_') && name !== '_time');
  const json = JSON.stringify({ ...Object.fromEntries(own), _msg: message });
  const [record] = decodeLines(json, {}, SYSTEM_CLOCK.now().ms).records;
  if (record === undefined) return undefined;
  const { verdict } = pipeline.classify(tenant, record);
  return {
    class: verdict.class,
    severity: verdict.severity,
    templateId: verdict.templateId,
    signature: verdict.signature,
  };
}
