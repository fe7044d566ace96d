import { digitsEnd } from './digits.ts';

const BLANK = 32;
const COLON = 58;
const OPEN = 91;
const LONGEST_NAME = 64;

/** Where the program name at `at` ends (`sshd`, `sshd(pam_unix)`, `com.example.agent`); -1 when there is none. */
export function programEnd(text: string, at: number): number {
  const limit = at + LONGEST_NAME;
  let p = at;
  for (let c = text.charCodeAt(p); c > BLANK && c !== COLON && c !== OPEN && p < limit;)
    c = text.charCodeAt(++p);
  return p === at || p === limit ? -1 : p;
}

/** Where the rest of a syslog tag ends, behind the name: `[123]:`, `:` or ` 1.4.1:`, with the blanks after it; -1 = it is no tag. */
export function tagEnd(text: string, nameEnd: number): number {
  let p = nameEnd;
  if (text.charCodeAt(p) === OPEN) {
    const pidEnd = digitsEnd(text, p + 1);
    if (pidEnd === p + 1 || text.charCodeAt(pidEnd) !== 93) return -1;
    p = pidEnd + 1;
  } else if (text.charCodeAt(p) === BLANK) p = versionEnd(text, p + 1);
  const next = text.charCodeAt(p + 1);
  if (text.charCodeAt(p) !== COLON || next > BLANK) return -1;
  p++;
  while (text.charCodeAt(p) === BLANK) p++;
  return p;
}

function versionEnd(text: string, at: number): number {
  let p = at;
  for (let c = text.charCodeAt(p); (c >= 48 && c <= 57) || c === 46;) c = text.charCodeAt(++p);
  return p;
}
