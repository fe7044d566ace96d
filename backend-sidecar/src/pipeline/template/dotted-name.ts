import { wordLanes } from './hash.ts';

const COLON = 58;
const EQUALS = 61;
const DOT = '.';

/** Kinds of files that a program names among its data. */
const FILES = lanesOf(`
  exe dll so jar war log conf cfg cnf ini xml json yaml yml toml txt csv tsv pem crt key cer pid lock sock tmp bak
  gz zip tar tgz rpm deb sql db html htm css png jpg jpeg gif svg pdf properties`);
/** First parts of packages, last parts of hosts. A name of the platform itself (`java.io.…`) says what happened. */
const ROOTS = lanesOf('com org net edu gov io');
const DOMAINS = lanesOf(`
  com org net edu gov mil io dev app cloud info biz local localdomain internal intranet lan home corp svc arpa
  uk de fr nl ru ua cn jp kr hk tw sg br ar mx ca au nz ch se dk fi es pt pl cz hu ro gr tr il za eu us`);

/**
 * Whether a word with dots is a name that differs from line to line: a host or package of three parts or more (of two it
 * may be a method), a file by its extension. What `:` or `=` follows is a title or key, and the name of an exception is the
 * very meaning of its line.
 */
export function isDottedName(content: string, start: number, end: number): boolean {
  const next = content.charCodeAt(end);
  if (next === COLON || next === EQUALS) return false;
  const last = content.lastIndexOf(DOT, end - 1);
  const first = content.indexOf(DOT, start);
  if (first === last) return FILES.has(laneKey(content, last + 1, end));
  if (DOMAINS.has(laneKey(content, last + 1, end))) return true;
  return ROOTS.has(laneKey(content, start, first)) && !namesFailure(content, end);
}

function namesFailure(content: string, end: number): boolean {
  return ['Exception', 'Error', 'Failure', 'Fault'].some((word) =>
    content.startsWith(word, end - word.length),
  );
}

function lanesOf(text: string): ReadonlySet<number> {
  const words = text.trim().split(/\s+/);
  return new Set(words.map((word) => laneKey(word, 0, word.length)));
}

function laneKey(text: string, start: number, end: number): number {
  const [a, b] = wordLanes(text, start, end);
  return a * 0x1_0000 + (b & 0xffff);
}
