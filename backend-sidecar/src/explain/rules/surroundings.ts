import type { Answer, Detector, Signals } from '@presage/contract';
import { gistOf } from '../gist.ts';
import type { Line } from '../line.ts';
import { countOf, minuteOf, shortened } from './wording.ts';

const DETECTED: Readonly<Record<Detector, string>> = {
  log_volume: 'number of lines',
  error_share: 'share of errors',
  new_templates: 'new kinds of lines',
  sequence: 'order of lines',
  slot_value: 'values in its lines',
};
const MOST = 2;
/** A masked number of a template of JSON lines. */
const BARE = /(?<=":\s?)<\*>(?=\s?[,}])/g;
/** Characters of a template. */
const LONGEST = 80;

/** What says most of the figures around a line that no line explains; a fact, not a cause. '' = they are as always. */
export function surroundingsOf(target: Line, signals: Signals): string {
  return began(signals) ?? fresh(target, signals) ?? unusual(target, signals) ?? '';
}

function began({ onsets = [] }: Signals): string | undefined {
  const told = onsets
    .slice(0, MOST)
    .map(({ service, time, count }) => `${service} (${minuteOf(Date.parse(time))}, ${countOf(count)})`);
  return told.length === 0 ? undefined : `Before it trouble began in ${told.join(' and ')}.`;
}

function fresh({ templateId }: Line, { templates = [] }: Signals): string | undefined {
  const found = templates.find(
    (one) => one.trend === 'new' && one.template_id !== templateId && one.class !== 'normal',
  );
  if (found === undefined) return undefined;
  const by = found.service === '' ? '' : `${found.service}: `;
  return `New shortly before: ${by}“${shortened(gistOf(found.template.replace(BARE, '"<*>"')), LONGEST)}”.`;
}

function unusual({ service }: Line, { scores = [] }: Signals): string | undefined {
  const [highest] = scores.filter(({ score }) => score > 1);
  if (highest === undefined) return undefined;
  return `Unusual for ${service} then: the ${DETECTED[highest.for]} (score ${highest.score}; above 1 is anomalous).`;
}

/** The user's own pages come before what is known in general. */
export function runbookSteps({ runbooks = [] }: Signals = {}): Answer['remediation'] {
  return runbooks
    .slice(0, MOST)
    .map(({ title, file }) => ({ step: `Follow your runbook “${title}” (${file})`, risk: 'none' }));
}

export function runbookEvidence({ runbooks = [] }: Signals = {}): Answer['evidence'] {
  return runbooks.map(({ id, title }) => ({ id, why: `Your runbook for such lines: ${title}` }));
}
