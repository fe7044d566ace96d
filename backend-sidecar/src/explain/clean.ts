/**
 * Text that is safe to hand on. `unveiled` is for what goes to a model: nothing hidden, turned round or coloured is left.
 * `prose` is for what a model said: plain words, no markup that a page or a chat could make a link or an image of.
 */

/** Colours and cursor moves of terminals, and operating system commands up to their end. */
const TERMINAL = /(?![\n\r\t])\p{Cc}(?:\[[\d;?]*[ -/]*[@-~]|\][^\p{Cc}]{0,2000}(?:\p{Cc}\\?)?)/gu;
/** Control characters but line break and tab; format characters: bidi marks, zero width, tags; line separators. */
const HIDDEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]+/gu;
/** What is seen as nothing though it counts as a letter or a mark: fillers and variation selectors. */
const UNSEEN = new RegExp(
  ['\\u034f', '\\u115f', '\\u1160', '\\u17b4', '\\u17b5', '\\u3164', '\\uffa0', '[\\ufe00-\\ufe0f]']
    .concat('[\\u{e0100}-\\u{e01ef}]')
    .join('|'),
  'gu',
);

export function unveiled(text: string): string {
  return text
    .toWellFormed()
    .replace(TERMINAL, '')
    .replace(/\r\n?/g, '\n')
    .replace(HIDDEN, '')
    .replace(UNSEEN, '');
}

const IMAGE_OR_LINK = /!?\[([^[\]\n]{0,500})\]\([^)\n]{0,2000}\)?/g;
const REFERENCE = /^\s{0,3}\[[^\]\n]{1,200}\]:\s?\S.*$/gm;
const TAG =
  /<\/?(?:a|img|image|picture|source|script|style|iframe|frame|object|embed|video|audio|svg|link|meta|base|form|input|button|html|head|body|div|span|p|br|hr|h[1-6]|ul|ol|li|table|tr|td|th|b|i|u|em|strong|font|details|marquee|math)\b[^>]{0,2000}>?/gi;
/** `host:port` of an address is told; its path, query and user may carry what was read elsewhere. */
const ADDRESS =
  /\b(?:[a-z][a-z0-9+.-]{1,20}:)?\/\/(?:(?:[^\s/@"'<>()]|<[A-Z_]{2,24}_\d{1,6}>){0,200}@)?([\w.-]{1,253}(?::\d{1,5})?|\[[\da-f:.]{2,45}\](?::\d{1,5})?)[^\s"'<>()]*|\b(?:javascript|data|vbscript):[^\s"'<>()]*/gi;
const WWW = /\bwww\.(?=\w)/gi;

/** Without links, images and tags; of an address its host stays. */
export function unlinked(text: string): string {
  return text
    .replace(REFERENCE, '')
    .replace(IMAGE_OR_LINK, '$1')
    .replace(TAG, '')
    .replace(ADDRESS, '$1')
    .replace(WWW, '')
    .replace(/(!)(?=\[)|(\])(?=\()/g, '$1$2 ');
}

/** Its beginning, no character cut in two. */
export function beginning(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

/** One paragraph without markup, at most `most` characters. */
export function prose(text: string, most: number): string {
  const plain = unlinked(unveiled(text))
    .replace(/^\s{0,3}(?:#{1,6}|[-*+]|>)\s+/gm, '')
    .replaceAll('**', '')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length <= most ? plain : `${beginning(plain, most - 1).trimEnd()}…`;
}

/** What fetches, decodes and runs, or deletes all, is not offered for copying. */
const DANGEROUS =
  /:\/\/|\/dev\/tcp\/|\|\s*(?:sudo\s+)?(?:ba|z|da|k)?sh\b|\|\s*(?:python|perl|ruby|node)|\bbase64\s+(?:-d|--decode|-D)|\beval\b|\b(?:curl|wget|nc|ncat|socat|telnet|ftp|scp|rsync)\b|\brm\s+-\w*[rf]\w*\s+(?:-\w+\s+)*\/?(?:\*|\s|$)|\bmkfs|\bdd\s+if=|>\s*\/dev\/sd|:\(\)\s*\{|`|\$\(/i;
const LONGEST_COMMAND = 300;

/** A command to copy, of one line; undefined when it is none that a stranger may have chosen. */
export function commandOf(text: string): string | undefined {
  const command = unveiled(text)
    .trim()
    .replace(/^`+|`+$/g, '')
    .trim();
  if (command === '' || command.length > LONGEST_COMMAND || /[\n\t]/.test(command)) return undefined;
  return DANGEROUS.test(command) ? undefined : command;
}
