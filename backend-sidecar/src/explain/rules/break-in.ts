import type { Answer } from '@presage/contract';
import type { Findings } from './findings.ts';
import { clockOf, quoted, spanOf } from './wording.ts';

/** Failed tries that are cited: the first and the newest ones. */
const MOST_CITED = 5;

/** A log-in that worked after many that failed from its address: routine by its words, not by what came before. */
export function breakInOf({ target, guesses }: Findings): Answer | undefined {
  const [first] = guesses;
  if (first === undefined || target.by === 'human') return undefined;
  const cited = [first, ...guesses.slice(1).slice(1 - MOST_CITED)];
  const tries = `${guesses.length} that failed from its address in the ${spanOf(target.timeMs - first.timeMs)} before`;
  return {
    evidence: [
      { id: target.id, why: 'The explained line' },
      ...cited.map(({ id }) => ({ id, why: 'Failed from the same address' })),
    ],
    what_happened: `A log-in worked after ${tries}. ${target.service}, ${clockOf(target.timeMs)}: ${quoted(target)}.`,
    likely_causes: [
      {
        text: 'Somebody guessed the password, unless that address is yours.',
        evidence_ids: cited.map(({ id }) => id),
        confidence: SURE,
      },
    ],
    unknowns: ['Whose address it is: these lines do not say.'],
    remediation: [
      { step: 'Ask the owner of the account whether it was they', risk: 'none' },
      { step: 'If not, end the session, lock the account and block the address', risk: 'medium' },
      { step: 'Then look what the session did', risk: 'none' },
    ],
    related_event_ids: guesses.map(({ eventId }) => eventId).filter((id) => id !== ''),
    log_class: 'incident',
  };
}

const SURE = 0.7;
/** Why the class is not the line's own. */
export const BREAK_IN = 'The line is routine; that so many log-ins from its address failed before is not.';
