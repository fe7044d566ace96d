import type { HeadState } from './head-state.ts';
import { MONGODB_LEVEL, severityOfField } from './level.ts';

const NAMES = ['level', 'severity', 'lvl'];
const WITH_MONGODB = [...NAMES, MONGODB_LEVEL];
const QUOTE = 34;
/** Writers put the level near the front. */
const SEARCHED = 2048;

/** The level in a message that is JSON text which nobody opened. The first mention counts, however deep. */
export function readJsonLevel(state: HeadState): void {
  const text = state.text.length > SEARCHED ? state.text.slice(0, SEARCHED) : state.text;
  for (const name of text.includes('"ctx":') ? WITH_MONGODB : NAMES) {
    const at = text.indexOf(`"${name}":`);
    if (at < 0) continue;
    const from = state.skipBlank(at + name.length + 3);
    const isText = text.charCodeAt(from) === QUOTE;
    const end = isText ? text.indexOf('"', from + 1) : numberEnd(text, from);
    const level = severityOfField(name, text.slice(isText ? from + 1 : from, Math.max(end, from)));
    if (level === undefined) continue;
    state.setLevel(level, true);
    return;
  }
}

function numberEnd(text: string, at: number): number {
  let p = at;
  while (text.charCodeAt(p) >= 48 && text.charCodeAt(p) <= 57) p++;
  return p;
}
