import type { Explanation } from '@presage/contract';
import { plainText } from '../lines/plain-text';
import { ANSWER, className, ENGINE, riskName } from '../words';
import { stepParts } from './step-parts';

/**
 * An explanation for a ticket or a chat. Text of logs and models is escaped or fenced: what it holds can become neither a link nor an
 * image where it is pasted.
 */
export function toMarkdown(explanation: Explanation): string {
  const { context, engine } = explanation;
  const sections = [
    titleOf(explanation),
    fenced(plainText(context.lines.find(({ id }) => id === context.target)?.message ?? '')),
    escaped(explanation.what_happened),
    section(ANSWER.causes(), causes(explanation)),
    section(
      ANSWER.unknowns(),
      explanation.unknowns.map((one) => `- ${escaped(one)}`),
    ),
    section(ANSWER.steps(), steps(explanation)),
    section(ANSWER.evidence(), evidence(explanation)),
    `${ENGINE.answeredBy()} ${escaped([engine.name, engine.model].filter(Boolean).join(' '))}, ${explanation.created_at}. ${ANSWER.context(context.shown, context.total)}.`,
  ];
  return sections.filter((text) => text !== '').join('\n\n') + '\n';
}

function titleOf({ log_class, confidence }: Explanation): string {
  return `### ${className(log_class)} (${ANSWER.confidence(Math.round(confidence * 100))})`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `**${title}**\n\n${lines.join('\n')}`;
}

function causes({ likely_causes }: Explanation): string[] {
  return likely_causes.map(({ text, confidence, evidence_ids }) => {
    const ids = evidence_ids.length === 0 ? '' : ` [${evidence_ids.join(', ')}]`;
    return `- ${escaped(text)} (${Math.round(confidence * 100)} %)${escaped(ids)}`;
  });
}

function steps({ remediation }: Explanation): string[] {
  return remediation.map(({ step, risk, command }, place) => {
    const rest = command === undefined || command === '' ? '' : `\n\n${indented(fenced(command))}\n`;
    const told = stepParts(step, command).map(({ text, isCode }) => (isCode ? inCode(text) : escaped(text)));
    return `${place + 1}. ${told.join('')} (${riskName(risk)})${rest}`;
  });
}

function evidence({ evidence: cited, context }: Explanation): string[] {
  return cited.flatMap(({ id, why }) => {
    const line = context.lines.find((one) => one.id === id);
    if (line === undefined) return [`- ${escaped(`[${id}] ${why}`)}`];
    const text = `${line.time} ${line.service} ${plainText(line.message).split('\n', 1)[0] ?? ''}`;
    return [`- ${escaped(`[${id}] ${why}:`)} ${inCode(text)}`];
  });
}

/**
 * Everything that Markdown could read as markup; a line break would start a block of its own. Bare addresses and mentions work without
 * any markup: the first are escaped, an unseen mark parts the second from their sign, since an escape does not stop every chat.
 */
function escaped(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\`*_{}[\]()<>#+!|~&$]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\./gi, 'www\\.')
    .replace(/@/g, '@\u200b');
}

/** A fence is longer than any row of ticks inside. */
function fenced(text: string): string {
  if (text === '') return '';
  const fence = ticks(text, 3);
  return `${fence}text\n${text}\n${fence}`;
}

function inCode(text: string): string {
  const fence = ticks(text, 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

function ticks(text: string, least: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  return '`'.repeat(Math.max(least, longest + 1));
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `   ${line}`)
    .join('\n');
}
