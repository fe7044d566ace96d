import type { Answer, Detector, Signals } from '@presage/contract';
import { gistOf } from '../gist.ts';
import type { Line } from '../line.ts';
import { clockOf } from './wording.ts';

const DETECTED: Readonly<Record<Detector, string>> = {
  log_volume: 'number of lines',
  error_share: 'share of errors',
  new_templates: 'new kinds of lines',
  sequence: 'order of lines',
  slot_value: 'values in its lines',
};
const MOST = 2;

/** What the figures around a line that needs action say, a sentence each; they are told as facts, not as causes. */
export function surroundingsOf(target: Line, signals: Signals = {}): readonly string[] {
  const { scores = [], onsets = [], templates = [], standing } = signals;
  const unusual = scores.filter(({ score }) => score > 1).slice(0, MOST);
  const began = onsets.slice(0, MOST);
  const fresh = templates
    .filter((one) => one.trend === 'new' && one.template_id !== target.templateId && one.class !== 'normal')
    .slice(0, MOST);
  const list = (texts: readonly string[]): string => texts.join(' and ');
  return [
    ...(began.length === 0
      ? []
      : [
          `Before it trouble began in ${list(
            began.map(
              ({ service, time, count }) =>
                `${service} (from ${clockOf(Date.parse(time)).slice(0, 5)}, ${count} lines)`,
            ),
          )}.`,
        ]),
    ...(fresh.length === 0
      ? []
      : [`New in the quarter of an hour before: ${list(fresh.map((one) => kindOf(one)))}.`]),
    ...(unusual.length === 0
      ? []
      : [
          `Unusual for ${target.service} then: the ${list(
            unusual.map((one) => `${DETECTED[one.for]} (${one.score}; above 1 is anomalous)`),
          )}.`,
        ]),
    ...(standing?.corrected === true ? ['A person has set the class of such lines.'] : []),
  ];
}

function kindOf({ service, template }: NonNullable<Signals['templates']>[number]): string {
  return `${service === '' ? '' : `${service}: `}“${gistOf(template)}”`;
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
