import { flatCopy } from './flat-copy.ts';
import { wordLanes } from './hash.ts';

/** What a word is to the tokenizer besides a word. */
export const CALENDAR = 1;
export const UNIT = 2;
export const BOOLEAN = 3;
/** The word behind it is a name. */
export const NAMING = 4;
/** No name, whatever stands before it. */
export const PLAIN = 5;
/** true, false: alone in a line it is what the line says. */
export const TRUTH = 6;

const list = (text: string): string[] => text.trim().split(/\s+/);
const cases = (word: string): string[] => [
  word,
  word.toUpperCase(),
  word.charAt(0).toUpperCase() + word.slice(1),
];

const CALENDAR_WORDS = list(`
  Mon Tue Wed Thu Fri Sat Sun Monday Tuesday Wednesday Thursday Friday Saturday Sunday
  Jan Feb Mar Apr May Jun Jul Aug Sep Sept Oct Nov Dec January February March April June July August September
  October November December UTC GMT CET CEST MET EET EEST WET BST MSK IST JST CST CDT EST EDT MST MDT PST PDT AM PM`);
const UNIT_WORDS = list(`
  b kb mb gb tb kib mib gib tib byte bytes bit bits ns us ms s sec secs second seconds millis millisecond milliseconds
  microseconds nanoseconds m min mins minute minutes h hr hrs hour hours d day days hz khz mhz ghz bps kbps mbps pct percent`);
const TRUTH_WORDS = list('true false');
const BOOLEAN_WORDS = list('null nil none undefined nan');
const NAMING_WORDS = list('user ruser rhost logname username');
const PLAIN_WORDS = list(`
  a an and are as at be by can cannot could did do does for from had has have id if in into is its it may must no not of off
  on or out over should that the then this to too was were when which while will with without name agent account group
  session request data input error errors failed failure denied unknown defined space interface logged login logout
  authentication authorization mode level role space key keys action actions code process profile`);

/**
 * Words whose change changes the meaning: a position is never made variable over one of them. A failure hidden in the
 * template of a success is worse than one template too many.
 */
export const MEANINGFUL: ReadonlySet<string> = new Set(
  list(`
  get head post put delete patch options trace connect
  emerg emergency alert crit critical fatal panic severe err error errors warn warning warnings notice info debug verbose
  up down on off in out yes no not true false ok
  open opened opening close closed closing start started starting stop stopped stopping
  begin began end ended finish finished complete completed incomplete
  accept accepted accepting deny denied reject rejected refuse refused allow allowed block blocked permit permitted
  succeed succeeded success successful successfully fail failed failing fails failure unsuccessful
  connected disconnected connecting disconnecting reconnected attach attached detach detached
  enable enabled disable disabled enabling disabling active inactive activated deactivated
  available unavailable reachable unreachable online offline alive dead healthy unhealthy ready unready
  valid invalid known unknown found missing present absent exist exists existing nonexistent
  add added remove removed insert inserted deleted create created destroy destroyed mount mounted unmount unmounted
  lock locked unlock unlocked load loaded unload unloaded bind bound unbind unbound
  register registered unregister unregistered deregistered subscribe subscribed unsubscribe unsubscribed
  install installed uninstall uninstalled login logout logged
  grant granted revoke revoked expire expired renew renewed issued
  send sent sending receive received receiving read write reading writing commit committed rollback aborted abort
  increase increased decrease decreased exceed exceeded below above empty full low high normal abnormal
  primary secondary leader follower master slave online degraded recovered recovering lost restored
  pass passed skipped timeout killed crashed terminated shutdown restart restarted running`),
);

interface Entry {
  readonly lane1: number;
  readonly lane2: number;
  readonly category: number;
}

const SLOTS = 4096;
const CATEGORY = new Uint8Array(SLOTS);
const LANE_1 = new Int32Array(SLOTS);
const LANE_2 = new Int32Array(SLOTS);

function enter({ lane1: a, lane2: b, category }: Entry): void {
  let slot = a & (SLOTS - 1);
  while (CATEGORY[slot] !== 0) {
    if (LANE_1[slot] === a && LANE_2[slot] === b) return;
    slot = (slot + 1) & (SLOTS - 1);
  }
  CATEGORY[slot] = category;
  LANE_1[slot] = a;
  LANE_2[slot] = b;
}

function enterAll(words: readonly string[], category: number): void {
  for (const word of words) {
    const [a, b] = wordLanes(word, 0, word.length);
    enter({ lane1: a, lane2: b, category });
  }
}

enterAll(CALENDAR_WORDS, CALENDAR);
enterAll(UNIT_WORDS.flatMap(cases), UNIT);
enterAll(TRUTH_WORDS.flatMap(cases), TRUTH);
enterAll(BOOLEAN_WORDS.flatMap(cases), BOOLEAN);
enterAll(NAMING_WORDS.flatMap(cases), NAMING);
enterAll([...PLAIN_WORDS, ...MEANINGFUL].flatMap(cases), PLAIN);

/** The category of a word by its two hash lanes, 0 = just a word. */
export function categoryOf(a: number, b: number): number {
  let slot = a & (SLOTS - 1);
  for (;;) {
    const category = CATEGORY[slot] ?? 0;
    if (category === 0 || (LANE_1[slot] === a && LANE_2[slot] === b)) return category;
    slot = (slot + 1) & (SLOTS - 1);
  }
}

/** Keys whose value is the message itself. */
const TELLING: ReadonlySet<string> = new Set(
  list(`
  msg message text log error err exception reason cause detail details description desc event status state result outcome
  level severity action op operation method verb command cmd query title summary warning failure alert type kind class code`),
);
/** Words that say that something went wrong: they are never part of a value that is masked as a whole. */
const TROUBLE: ReadonlySet<number> = new Set(
  list(`
  error errors fail failed failing fails failure fatal panic exception refused denied rejected invalid unreachable
  unavailable timeout timed unable cannot missing corrupt corrupted lost killed crashed aborted broken expired exceeded
  exhausted overflow violation forbidden unauthorized not no`)
    .flatMap(cases)
    .map((word) => wordLanes(word, 0, word.length)[0]),
);

/** Keys that were asked for: lines repeat a few of them all the time. */
const tellingKeys = new Map<string, boolean>();
const MOST_KEYS = 1000;

/** `error_text`, `lastStatus`: the value of such a key is a statement, not a name. */
export function isTellingKey(key: string): boolean {
  const known = tellingKeys.get(key);
  if (known !== undefined) return known;
  const tells = partsOf(key).some((part) => TELLING.has(part));
  if (tellingKeys.size >= MOST_KEYS) tellingKeys.clear();
  tellingKeys.set(flatCopy(key), tells);
  return tells;
}

/** By the first lane of a word: another word that has it too is kept, no more. */
export function isTrouble(lane1: number): boolean {
  return TROUBLE.has(lane1);
}

/** `ACTION_DOWN`, `connectionClosed`, `fail-over`: a word carries the meaning of its parts. */
export function isMeaningful(word: string): boolean {
  return partsOf(word).some((part) => MEANINGFUL.has(part));
}

function partsOf(word: string): string[] {
  return word
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
}
