import {
  CONTRACT_VERSION,
  DEAD_LETTER_REASONS,
  ERRORS,
  FIELDS,
  LIMITS,
  METRICS,
  SERIES,
  jsonSchema,
  openApi,
  type MetricFact,
} from '../src/index.ts';

/** A generated file: its path from the top of the repository and its text. */
export interface Artifact {
  readonly path: string;
  readonly text: string;
}

/** What the contract's tables and schemas are written out to. */
export function artifacts(): readonly Artifact[] {
  return [
    { path: 'contract/schema.json', text: jsonText(jsonSchema()) },
    { path: 'contract/openapi.json', text: jsonText(openApi()) },
    { path: 'docs/metrics.md', text: metricsPage() },
    { path: 'docs/errors.md', text: errorsPage() },
    { path: 'docs/fields.md', text: fieldsPage() },
  ];
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function page(title: string, ...parts: readonly string[]): string {
  const note = `<!-- Made by \`npm run generate\` from contract/src: change it there. -->`;
  return `${[`# ${title}`, note, ...parts].join('\n\n')}\n`;
}

/** A Markdown table whose columns are padded, as Prettier writes them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((name, column) =>
    Math.max(3, name.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...cells.map(line)].join(
    '\n',
  );
}

const code = (text: string): string => `\`${text}\``;
const codes = (names: readonly string[]): string => (names.length === 0 ? '–' : names.map(code).join(', '));

function metricsPage(): string {
  const facts: readonly MetricFact[] = METRICS;
  return page(
    'Metrics',
    'What Presage counts and measures. Contract version ' + CONTRACT_VERSION + '.',
    '## `/metrics`: the health of the sidecar',
    'Beside these stand the usual metrics of a Node.js process (`process_*`, `nodejs_*`).',
    table(
      ['metric', 'type', 'unit', 'labels', 'meaning'],
      facts.map((fact) => [code(fact.name), fact.type, fact.unit, codes(fact.labels), fact.description]),
    ),
    '## Series in the metric store',
    'Written every 10 seconds; alert rules and dashboards read them. `tenant` is present only where there is more than one tenant.',
    table(
      ['series', 'labels', 'meaning'],
      SERIES.map((fact) => [code(fact.name), codes(fact.labels), fact.description]),
    ),
  );
}

function errorsPage(): string {
  return page(
    'Errors',
    'Every refusal is `{"error": {"code", "message"}}`: a code of this table and a sentence with the fact and the way out. ' +
      '“Try again” means that the same request can succeed later; `Retry-After` then says when.',
    '## Codes',
    table(
      ['code', 'status', 'try again', 'meaning'],
      ERRORS.map((fact) => [
        code(fact.code),
        String(fact.status),
        fact.retryable ? 'yes' : 'no',
        fact.description,
      ]),
    ),
    '## Dead letters',
    'A line that cannot be stored is set aside with one of these reasons and a sample; it is never dropped in silence.',
    table(
      ['reason', 'meaning'],
      Object.entries(DEAD_LETTER_REASONS).map(([reason, meaning]) => [code(reason), meaning]),
    ),
  );
}

function fieldsPage(): string {
  return page(
    'Fields',
    'What Presage adds to a line. The sender’s own fields stay as they came; ours that a sender claims move to `orig.<name>`. ' +
      '“Row” is written with the line; “joined” is a property of the line’s template, added when it is asked for.',
    table(
      ['field', 'type', 'kept', 'meaning'],
      FIELDS.map((fact) => [code(fact.name), fact.type, fact.stored, fact.description]),
    ),
    '## Limits of a line',
    table(
      ['limit', 'value'],
      [
        ['bytes of a line', String(LIMITS.lineBytes)],
        ['fields of a line', String(LIMITS.fieldsPerLine)],
        ['bytes of a field name', String(LIMITS.fieldNameBytes)],
        ['stream fields', String(LIMITS.streamFields)],
      ],
    ),
  );
}
