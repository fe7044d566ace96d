import type { Words } from './words.ts';

/** What two words say together that neither says alone. */
export const COMPOSITIONS = ['denied', 'beyond', 'advice'] as const;
export type Composition = (typeof COMPOSITIONS)[number];

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Say that what follows is not so. `t` is what is left of `isn't`. */
const DENIALS = list('not no never cannot without neither nor t');
/** What a system wants to be, to have or to be able to do. */
const WANTED = list(
  `valid available found responding response responded respond reachable reached ready running working works work accepted accept
  accepts answer answered answers answering reply replies replied received receive served serve synchronised synchronized
  synchronize sync authorised authorized authoritative trusted safe supported support recognised recognized known complete
  completed finish finished enough sufficient free space room memory match matched matches consistent readable writable
  writeable possible correct correctly alive healthy online connected connect registered allowed permitted verified verify
  signed stable route host carrier signal heartbeat leader quorum master source sources lease leases descriptors workers
  consumers consumer backup replica replicas path paths loaded load mounted mount started start stored store saved save
  written write sent send delivered deliver posted post read open opened able exist exists help helped reset parse resolve
  resolved authenticate bind allocate allocated succeed usable function functional properly deterministic obtained obtain
  determined determine renewed renew applied apply handled handle keep pass passed conform present`.replace(
    /\s+/g,
    ' ',
  ),
);
/** Say that a value lies beside … */
const SIDES = list(
  'above over below under beyond past outside exceed exceeds exceeded exceeding greater more higher lower longer larger bigger less slower near nearing close reached reaches reaching hit crossed passed approaching than at',
);
/** … one of these. */
const BOUNDS = list(
  'limit limits threshold thresholds maximum minimum max min quota capacity range bounds budget target nominal normal usual expected recommended allowed permitted warning critical watermark mark ceiling intended supposed wanted planned',
);
/** Ask the reader for something. */
const REQUESTS = list('please consider recommended advised should must needs attention investigate');

/** How many words a denial or a side reaches over. */
const REACH = 3;

/** The compositions that are there. */
export function compositionsIn({ split }: Words): ReadonlySet<Composition> {
  const found = new Set<Composition>();
  const words = split.trim().split(' ', 80);
  words.forEach((word, i) => {
    const behind = words.slice(i + 1, i + 1 + REACH);
    if (DENIALS.has(word) && behind.some((other) => WANTED.has(other))) found.add('denied');
    if (SIDES.has(word) && behind.some((other) => BOUNDS.has(other))) found.add('beyond');
    if (REQUESTS.has(word)) found.add('advice');
  });
  return found;
}
