import { CATEGORIES, SEVERITIES } from '@presage/contract';
import type { Signature } from '../knowledge/signature.ts';
import { SIGNATURES } from '../knowledge/signatures.ts';

/** Shown on the page and taken as it stands by a test. */
const EXAMPLE = `[
  {
    "id": "shop.payment-refused",
    "match": {
      "all": ["payment"],
      "any": [["refused", "declined"]],
      "not": ["test card"],
      "regex": "code=(05|51)\\\\b"
    },
    "class": "incident",
    "severity": "error",
    "category": "workflow",
    "meaning": "A customer could not pay.",
    "causes": ["The bank refuses the card", "Our account with the bank is blocked"],
    "steps": ["Count refusals by bank over the last hour", "If all banks refuse, call the payment provider"],
    "examples": {
      "positive": ["payment 812 declined by bank: code=51"],
      "negative": ["payment 812 declined by bank: code=14"]
    }
  }
]`;

/** docs/signatures.md: how to write one, and all that ship, from the data. */
export function signaturesPage(): string {
  return `# Signatures

<!-- Made by \`npm run generate\` from backend-sidecar/knowledge and scripts/signatures-page.ts: change it there. -->

A signature is a known kind of event: how to recognise its lines, what they mean, and what to do. It gives a line its class,
severity and category (\`presage_by\` is then \`signature\`), and its text is what an explanation without a model and a notification say.
${SIGNATURES.length} ship with Presage; [the list](#signatures-that-ship) is below. You can add your own.

${OWN}
${FIELDS}
${RELOAD}
## Signatures that ship

${sections().join('\n')}`;
}

const OWN = `## Your own

Write them into a JSON file and name it in \`PRESAGE_SIGNATURES_FILE\`:

\`\`\`json
${EXAMPLE}
\`\`\`

Try it before you use it: \`presage classify --signatures signatures.json < lines.txt\` prints what each line is taken for, and
\`presage check\` says whether the file of the setting can be used.

Of several signatures that match a line the one with the worst class and severity decides; of equals, yours before one that ships.
A signature with the id of one that ships takes its place: so you change what it says, or make it harmless: your
class \`normal\` holds at every level. What a person has
corrected stands above all signatures.
`;

const FIELDS = `### What a signature has

| field | needed | what it is |
| --- | --- | --- |
| \`id\` | yes | \`subject.event\` in lower case, letters, digits and hyphens. Keep it: stored lines refer to it. |
| \`match\` | yes | What a line must say; see below. |
| \`class\` | yes | \`incident\` (act now), \`preventive_action\` (act before it breaks) or \`normal\` (nothing to do). |
| \`severity\` | yes | ${listed(SEVERITIES)}. A worse level of the line itself wins. |
| \`category\` | yes | ${listed(CATEGORIES)}. |
| \`meaning\` | yes | One sentence to the person on call. |
| \`causes\` | no | Likeliest first, at most 3. |
| \`steps\` | no | First thing to do first, at most 4. |
| \`examples\` | no | \`positive\` and \`negative\` lines. The file is refused when one of them says otherwise: the best guard against a signature that fires on harmless lines. |

| in \`match\` | holds when |
| --- | --- |
| \`all\` | the line has every one of these phrases |
| \`any\` | of each group the line has at least one phrase; an array of arrays |
| \`not\` | the line has none of these phrases |
| \`levels\` | the line's own level is one of these |
| \`when\` | every condition on a value holds: \`{"slot": "percent", "op": ">=", "value": 95, "near": ["disk"]}\` |
| \`regex\` | the line itself matches this pattern |

A signature needs words in \`all\` or \`any\`, or a \`regex\`.

- **Phrases** are whole words in any letter case. Punctuation, hyphens and camelCase do not matter: \`out of memory\` is found in
  \`OutOfMemoryError\` and in \`out-of-memory\`. A phrase has no digits, because numbers are variables: use \`when\` or \`regex\` for them.
  What is only mentioned to say that there is none (\`errors=0\`, \`no timeout\`, \`on failure\`) is not found.
- **Slots** of \`when\`: \`status\` (HTTP), \`exit\` (exit code), \`percent\`, \`share\` (also \`980 of 1024\`, in percent), \`duration_ms\` (any number with a unit of time), \`days\`,
  \`number\`. \`op\` is one of \`>=\` \`>\` \`<=\` \`<\` \`=\` \`!=\`. With several numbers in a line the one nearest to a word of \`near\` counts. A line
  without the value does not match.
- **\`regex\`** is in [RE2 syntax](https://github.com/google/re2/wiki/Syntax), which takes linear time: no look-around, no back-references. It sees the
  first 4,096 characters of the line without its timestamp and level. Give a signature words as well: the pattern is then run only on
  lines that have them. Without words it is run on every line, so a file may have only 8 of these. Write \`(?i)\` at its front to ignore
  letter case.
`;

const RELOAD = `### When the file changes

It is looked at every 5 seconds and counts as a whole. A good file is in force for the lines that follow, and nothing that was
learned is lost. A bad file changes nothing: the log says file, line and reason of the first mistakes, \`presage_signatures_file_refused\` is 1, and
the signatures from before stay in force (at a start, those that ship).

Lines that are already decided keep their verdict; the change is no part of the journal. A file may have 1,000 signatures and 1 MiB.
`;

function listed(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

function sections(): string[] {
  const bySubject = Map.groupBy(SIGNATURES, ({ id }) => id.slice(0, id.indexOf('.')));
  return [...bySubject]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, signatures]) => `### ${subject}\n\n${tableOf(signatures)}\n`);
}

function tableOf(signatures: readonly Signature[]): string {
  const rows = signatures.map(
    ({ id, class: logClass, severity, meaning, steps: [first = '–'] }) =>
      `| \`${id}\` | ${logClass}, ${severity} | ${cell(meaning)} | ${cell(first)} |`,
  );
  return `| signature | class, severity | what it means | what to do first |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
