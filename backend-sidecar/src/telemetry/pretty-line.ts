const COLOURS: Readonly<Record<string, string>> = {
  debug: '\u001b[90m',
  info: '\u001b[32m',
  warn: '\u001b[33m',
  error: '\u001b[31m',
};
const RESET = '\u001b[0m';

/** A JSON log line as one line for a person: time of day, level, message, facts as name=value. */
export function prettyLine(line: string): string {
  const { level, time, msg, ...facts } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const word = String(level);
  const told = Object.entries(facts).map(([name, value]) => ` ${name}=${factText(value)}`);
  return `${String(time).slice(11, 23)} ${COLOURS[word] ?? ''}${word.padEnd(5)}${RESET} ${oneLine(String(msg))}${told.join('')}\n`;
}

function factText(value: unknown): string {
  const bare = typeof value === 'string' && /^[^\s"=]+$/.test(value);
  return oneLine(bare ? value : JSON.stringify(value));
}

/** Control characters could repaint the terminal or forge a line. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '·');
}
