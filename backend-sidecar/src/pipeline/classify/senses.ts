/**
 * Words that have a sense in common, so that the model knows a word it has never seen by its relatives: what went well, what
 * runs its course, settings, delay, scarcity, ending, damage, repair, refusal, doubt, another try, the state of a machine,
 * requests, excess, bad form, denial, time limits, alarms, the other side, and what was left out.
 */
const SENSES: readonly ReadonlySet<string>[] = [
  'completed complete completes finished finishes done ok ready succeeded succeeds success successful successfully accepted granted passed verified confirmed established resumed good fine ended normally active healthy',
  'started starting starts start stopping loading loaded loads initialized initialised initializing registered registering listening opened opening closing created creating creates added adding removing removed deleted deleting updated updating set setting sets using uses reading wrote writing sending sent received receiving scheduled scheduling queued submitted allocated allocating assigned assigning released releasing selected selecting enabled mounted connected connecting joined attached detached bound binding configured installed installing elected published processing processed handled moved copied fetched found discovered saved stored changed entering entered waiting',
  'version config configuration parameter property option default mode state status level size count total number name path id type value address port interval policy threshold list map size bytes entries items',
  'late later delay delays delayed waited waits slow slower slowly took takes longer long lag lags behind overdue stall stalled stalls since busy idle hang',
  'low lower little scarce short few left remaining full fuller capacity space room quota limit limits maximum minimum tight exhausted insufficient enough free used usage fills filling',
  'ended died dies gone dead vanished vanishes missing lost loses absent disappeared left leaves away fell falls dropped off halted exited exits quit crashed killed terminated',
  'damaged damage corrupt corrupted broken torn bad faulty worn defective garbage unreadable wrong leak leaks jam jammed bent dirty defect rotten malformed truncated',
  'repaired repairs corrected fixed healed restored recovered recovering recovery rebuilt rebuilding retried replaced cleaned rerouted reset resets resynced reconnected trimmed',
  'refused refuses refuse denied denies deny rejected rejects declined forbidden blocked blocks barred unauthorized disallowed turned',
  'unexpected unexpectedly unusual strange odd suspicious unknown spurious inconsistent differs differ mismatch duplicate twice conflicting conflict ambiguous already other another instead',
  'again repeated repeatedly times tries try tried attempts attempt retries retry retrying second third once more further',
  'temperature hot heat heats overheating voltage volts current fan fans battery power rpm cooling humidity pressure thermal celsius',
  'please should must consider check contact replace review need needs needed recommended required advised attention beware careful',
  'too very above over excess excessive excessively beyond high higher heavy large larger grows growing rising rises many much more most',
  'invalid illegal unsupported unrecognized unrecognised typo syntax parse parsing format undefined unresolved null none nil',
  'cannot can could couldn unable not no never without nothing nobody neither failed fails failing failure fail error errors fault faults',
  'timeout timed expired expires expire expiry deadline aged ttl',
  'warning warn warns caution alert alarm notice critical severe fatal emergency',
  'client user request peer remote caller browser session login account password',
  'ignored ignoring skipped skipping continuing discarding discarded thrown dropping left falling fallback',
].map((list) => new Set(list.split(' ')));

export const SENSE_ROWS = SENSES.length * 2;

/** Rows, from 0, of the senses that a line's words have, and of those that it has more than once. */
export function senseRowsOf(words: readonly string[]): number[] {
  return SENSES.flatMap((known, i) => {
    const count = words.reduce((sum, word) => sum + (known.has(word) ? 1 : 0), 0);
    return [2 * i, 2 * i + 1].slice(0, Math.min(count, 2));
  });
}
