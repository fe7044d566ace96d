import type { Answer, LogClass } from '@presage/contract';
import type { Line } from '../line.ts';
import { KEEPERS, standsFirst } from './antecedent.ts';
import { isAttack, isVague } from './causes.ts';
import type { Findings } from './findings.ts';
import { riskOf } from './risk.ts';
import { topicsOf } from './topics.ts';
import { told } from './wording.ts';

type Step = Answer['remediation'][number];

/** Who reads them at night does three things, not five. */
const MOST_STEPS = 3;

/** Best first: the first event's before the line's own, undoing a change second. */
export function stepsOf(findings: Findings, logClass: LogClass): readonly Step[] {
  if (logClass === 'normal') return [];
  const { target, changes, antecedents, recovery } = findings;
  if (recovery !== undefined && logClass !== 'incident') return [];
  const first = antecedents[0]?.line.signature?.steps ?? [];
  const own = isVague(findings) ? [] : (target.signature?.steps ?? []);
  const [change] = changes;
  const undo = change && `Undo the change if it fits in time: ${told(change, 80)}`;
  const led = antecedents[0] === undefined ? [] : topicsOf(antecedents[0].line);
  const before = [first[0] ?? led[0]?.step, restartStep(findings), undo, mending(first), slowStep(findings)];
  const topics = topicsOf(target).map(({ step }) => step);
  const self = [blockStep(findings), own[0], topics[0], mending(own), topics[1]];
  const wanted = standsFirst(findings.role, antecedents) ? [undo, ...self, ...before] : [...before, ...self];
  const texts = [...wanted, ...general(findings), ...first, ...own].filter((text) => text !== undefined);
  return [...new Set(texts)].slice(0, MOST_STEPS).map(stepOf);
}

/** The first step that does something, after one that looks. */
function mending(steps: readonly string[]): string | undefined {
  return steps.slice(1).find((step) => riskOf(step) !== 'none') ?? steps.at(-1);
}

/** Work that takes too long is made faster, moved, or given time; which, a person decides. */
function slowStep({ antecedents, target }: Findings): string | undefined {
  const at = antecedents[0]?.line ?? target;
  if (!/worker timeout|poll timeout|longer than|too long|slow|statement timeout/i.test(at.message))
    return undefined;
  return 'Speed up the slow work or move it to the background; raise the timeout only if it may take that long';
}

function blockStep(findings: Findings): string | undefined {
  if (!isAttack(findings)) return undefined;
  return `Block ${findings.repetition?.source ?? 'the address'} at the firewall unless it is yours, and allow log-in by key only`;
}

/** A program that stopped and on which others depend comes back first. */
function restartStep({ antecedents }: Findings): string | undefined {
  const [first] = antecedents;
  if (first?.role !== 'origin' || !STOPPED.test(first.line.message)) return undefined;
  const name = subjectOf(first.line);
  if (KEEPERS.test(name)) return undefined;
  return `Check that ${name} runs again, and restart it if not`;
}

/** What helps with any line of the kind. */
function general({ target, antecedents, role }: Findings): readonly string[] {
  const name = subjectOf(antecedents[0]?.line ?? target);
  const look = `Read the full log of ${name} around this time, with debug output if it has any`;
  if (role === 'ending') return [look, `Run ${name} by hand to see its error output`];
  if (/^\s+(at )?\S+[.:]\w+.*:\d+|traceback|exception|panic/im.test(target.message))
    return ['Fix the code where the trace points; roll back if it is new', look];
  return [look];
}

/** What a line is about: the unit it names, else who wrote it. */
export function subjectOf({ message, service }: Line): string {
  return (
    /(?<![\w@-])([\w@-]{1,100})\.service\b/.exec(message)?.[1] ?? (service === '' ? 'the service' : service)
  );
}

const STOPPED = /fatal error|panic|crash|killed|exit|terminat|stopp|shut|segfault|abort/i;
function stepOf(step: string): Step {
  const command = /`([^`]+)`/.exec(step)?.[1];
  return { step, risk: riskOf(step), ...(command === undefined ? {} : { command }) };
}
