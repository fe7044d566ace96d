import type { Answer, LogClass } from '@presage/contract';
import type { Line } from '../line.ts';
import { isAnswer, KEEPERS, standsFirst } from './antecedent.ts';
import { isAttack, isVague } from './causes.ts';
import type { Findings } from './findings.ts';
import { riskOf } from './risk.ts';
import { headOf } from './role.ts';
import { topicsOf } from './topics.ts';
import { told } from './wording.ts';

type Step = Answer['remediation'][number];

/** Who reads them at night does three things, not five. */
const MOST_STEPS = 3;
/** Known steps that make the general ones needless. */
const ENOUGH = 2;

/** Best first: the first event's before the line's own, undoing a change second. */
export function stepsOf(findings: Findings, logClass: LogClass): readonly Step[] {
  if (logClass === 'normal') return [];
  const { target, changes, antecedents, recovery } = findings;
  if (recovery !== undefined && logClass !== 'incident' && !isAttack(findings)) return [];
  const first = (antecedents[0] && stepsBy(antecedents[0].line)) ?? [];
  const own = isVague(findings) ? [] : (target.signature?.steps ?? []);
  const [change] = changes;
  const undo = change && `Undo the change if it fits in time: ${told(change, 80)}`;
  const led = antecedents[0] === undefined ? [] : topicsOf(antecedents[0].line);
  const restart = restartStep(findings);
  const before = [first[0] ?? led[0]?.step, restart, undo, mending(first, restart), slowStep(findings)];
  const topics = topicsOf(target).map(({ step }) => step);
  const self = [
    intruderStep(findings),
    blockStep(findings),
    own[0],
    topics[0],
    mending(own, restart),
    topics[1],
  ];
  const wanted = standsFirst(findings.role, target, antecedents)
    ? [undo, ...self, ...before]
    : [...before, ...self];
  const known = distinct([...wanted, ...first, ...own].filter((text) => text !== undefined));
  const texts =
    known.length >= ENOUGH ? known : distinct([...known.slice(0, 1), ...general(findings), ...known]);
  return texts.slice(0, MOST_STEPS).map(stepOf);
}

/** Of what is known of a line; that a server answered with an error says less than the words of its answer. */
function stepsBy(line: Line): readonly string[] {
  const known = line.signature?.steps ?? [];
  const topics = isAnswer(line) ? topicsOf(line).map(({ step }) => step) : [];
  return [...topics.slice(0, 1), ...known];
}

/** Without steps that say the same in other words. */
function distinct(steps: readonly string[]): readonly string[] {
  return steps.filter((step, i) => !steps.slice(0, i).some((earlier) => saysTheSame(step, earlier)));
}

const SAME_SHARE = 0.55;

function saysTheSame(a: string, b: string): boolean {
  const [mine, theirs] = [wordsOf(a), wordsOf(b)];
  const common = [...mine].filter((word) => theirs.has(word)).length;
  return a === b || (common > 0 && common >= SAME_SHARE * Math.min(mine.size, theirs.size));
}

function wordsOf(step: string): ReadonlySet<string> {
  return new Set(step.toLowerCase().match(/[a-z]{4,}/g) ?? []);
}

/** The first step that does something, after one that looks. */
function mending(steps: readonly string[], restart: string | undefined): string | undefined {
  const rest = steps.slice(1).filter((step) => restart === undefined || !/^restart/i.test(step));
  return rest.find((step) => riskOf(step) !== 'none') ?? rest.at(-1);
}

/** Work that takes too long is made faster, moved, or given time; which, a person decides. */
function slowStep({ antecedents, target }: Findings): string | undefined {
  const at = antecedents[0]?.line ?? target;
  if (!/worker timeout|poll timeout|longer than|too long|slow(?!-?down)|statement timeout/i.test(at.message))
    return undefined;
  return 'Speed up the slow work or move it to the background; raise the timeout only if it may take that long';
}

/** Who guessed until it worked is inside now. */
function intruderStep(findings: Findings): string | undefined {
  const { recovery } = findings;
  if (recovery === undefined || !isAttack(findings)) return undefined;
  return `End the session that got in (${recovery.id}) and lock its account, unless it was its owner`;
}

function blockStep(findings: Findings): string | undefined {
  if (!isAttack(findings)) return undefined;
  const source = findings.repetition?.source;
  if (source === undefined) return 'Limit log-ins from outside at the firewall, and allow log-in by key only';
  return `Block ${source} at the firewall unless it is yours, and allow log-in by key only`;
}

/** A program that stopped and on which others depend comes back first. */
function restartStep({ antecedents }: Findings): string | undefined {
  const [first] = antecedents;
  if (first?.role !== 'origin' || !STOPPED.test(first.line.message)) return undefined;
  const name = subjectOf(first.line);
  if (KEEPERS.test(name)) return undefined;
  return `Check that ${name} runs again, and restart it if not`;
}

/** What ended is a job or task of theirs. */
const RUNS_OTHERS = /swarm|nomad|runner|scheduler|cron|supervis|jenkins|argo/i;

/** What helps with any line of the kind. */
function general({ target, antecedents, role }: Findings): readonly string[] {
  const name = subjectOf(antecedents[0]?.line ?? target);
  const look = `Read the full log of ${name} around this time, with debug output if it has any`;
  if (role === 'ending' && !KEEPERS.test(name) && !RUNS_OTHERS.test(name))
    return [look, `Run ${name} by hand to see its error output`];
  if (/^\s+(at )?\S+[.:]\w+.*:\d+|traceback/im.test(target.message))
    return ['Fix the code where the trace points; roll back if it is new', look];
  if (/exception|panic/i.test(target.message))
    return ['Fix the code that throws it; roll back if it is new', look];
  return [look];
}

/** As Linux and as Windows name the service that they speak of. */
const UNITS = [
  /(?<![\w@-])([\w@-]{1,100})\.service\b/,
  /^The (.{1,80}?)(?: service)? service (?:terminated|failed|hung|depends|entered|was|did|could)\b/,
];

/** What a line is about: the unit it names, else who wrote it. */
export function subjectOf({ message, service }: Line): string {
  const unit = UNITS.map((form) => form.exec(headOf(message))?.[1]).find((name) => name !== undefined);
  return unit ?? (service === '' ? 'the service' : service);
}

const STOPPED = /fatal error|panic|crash|killed|exit|terminat|stopp|shut|segfault|abort/i;
function stepOf(step: string): Step {
  const command = /`([^`]+)`/.exec(step)?.[1];
  return { step, risk: riskOf(step), ...(command === undefined ? {} : { command }) };
}
