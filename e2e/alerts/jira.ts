import { Ajv } from 'ajv';
import { openReceiver, type Answer, type Asked } from './receiver.ts';

export const JIRA_USER = 'bot@example.com';
export const JIRA_TOKEN = 't$ken';
export const JIRA_PROJECT = 'OPS';
/** The transitions of its workflow. */
export const JIRA_RESOLVE = 'Finish';
export const JIRA_REOPEN = 'Take up again';
/** Of a description; Jira refuses a longer one. */
export const JIRA_CHARACTERS = 32_767;

interface AdfNode {
  readonly type: string;
  readonly text?: string;
  readonly content?: readonly AdfNode[];
  readonly marks?: readonly { readonly attrs: { readonly href: string } }[];
}

export interface Ticket {
  readonly key: string;
  /** Of its opening and of each change, oldest first. */
  readonly summaries: readonly string[];
  readonly description: AdfNode;
  readonly type: string;
  readonly isDone: boolean;
}

export interface Jira {
  readonly url: string;
  readonly tickets: readonly Ticket[];
  /** What Jira would have refused, and what it has no answer for. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

interface Fields {
  readonly summary: string;
  readonly description: AdfNode;
  readonly labels: readonly string[];
  readonly issuetype: { readonly name: string };
}

/** A document of Jira Cloud, of the parts that a message needs. */
const ADF = {
  type: 'object',
  required: ['version', 'type', 'content'],
  properties: {
    version: { const: 1 },
    type: { const: 'doc' },
    content: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['type', 'content'],
        additionalProperties: false,
        properties: {
          type: { const: 'paragraph' },
          content: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['type', 'text'],
              additionalProperties: false,
              properties: {
                type: { const: 'text' },
                text: { type: 'string', minLength: 1, pattern: '^[^\\n]*$' },
                marks: {
                  type: 'array',
                  items: {
                    type: 'object',
                    required: ['type', 'attrs'],
                    properties: {
                      type: { const: 'link' },
                      attrs: { type: 'object', properties: { href: { pattern: '^https?://' } } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

const isFields = new Ajv({ allErrors: true, strict: false }).compile<Fields>({
  type: 'object',
  required: ['summary', 'description', 'labels', 'issuetype', 'project'],
  properties: {
    summary: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[^\\n]*$' },
    description: ADF,
    labels: { type: 'array', items: { type: 'string', maxLength: 255, pattern: '^\\S+$' } },
    issuetype: { type: 'object', required: ['name'] },
    project: { type: 'object', properties: { key: { const: JIRA_PROJECT } } },
  },
});

interface Kept extends Ticket {
  readonly summaries: string[];
  description: AdfNode;
  isDone: boolean;
  readonly labels: readonly string[];
}

/** Jira Cloud on this machine, as far as Grafana asks: search, open, change, close, open again. */
export async function openJira(): Promise<Jira> {
  const tickets: Kept[] = [];
  const refused: string[] = [];
  const { url, close } = await openReceiver((asked) => {
    try {
      return answer(asked, tickets);
    } catch (thrown) {
      refused.push(String(thrown));
      return json({ errorMessages: [String(thrown)] }, 400);
    }
  });
  return { url: `${url}/rest/api/3`, tickets, refused, close };
}

function answer({ method, path, headers, body }: Asked, tickets: Kept[]): Answer {
  const [kind, given = ''] = (headers.authorization ?? '').split(' ');
  if (kind !== 'Basic' || atob(given) !== `${JIRA_USER}:${JIRA_TOKEN}`) return { status: 401 };
  const [, key, move] = /^\/rest\/api\/3\/issue\/([A-Z]+-\d+)(\/transitions)?$/.exec(path) ?? [];
  const named = tickets.find((ticket) => ticket.key === key);
  if (method === 'POST' && path === '/rest/api/3/search/jql') return json(found(body, tickets));
  if (method === 'POST' && path === '/rest/api/3/issue') return json({ key: opened(body, tickets) }, 201);
  if (named !== undefined && move !== undefined)
    return method === 'GET' ? json({ transitions: TRANSITIONS }) : moved(body, named);
  if (method === 'PUT' && named !== undefined) return changed(body, named);
  throw new Error(`Nobody answers ${method} ${path}`);
}

function found(body: string, tickets: readonly Kept[]): object {
  const { jql } = JSON.parse(body) as { jql: string };
  const [, label] = /labels = "([^"]+)"/.exec(jql) ?? [];
  if (label === undefined || !jql.includes(`project="${JIRA_PROJECT}"`))
    throw new Error(`Odd search: ${jql}`);
  const isOpenOnly = jql.includes('statusCategory != Done');
  const issues = tickets.filter(({ labels, isDone }) => labels.includes(label) && !(isOpenOnly && isDone));
  const status = (isDone: boolean): object => ({
    status: isDone
      ? { name: 'Finished', statusCategory: { key: 'done' } }
      : { name: 'Open', statusCategory: { key: 'new' } },
  });
  return { isLast: true, issues: issues.map(({ key, isDone }) => ({ key, fields: status(isDone) })) };
}

const TRANSITIONS = [
  { id: '31', name: JIRA_RESOLVE },
  { id: '41', name: JIRA_REOPEN },
];

function moved(body: string, ticket: Kept): Answer {
  const { transition } = JSON.parse(body) as { transition: { id: string } };
  const name = TRANSITIONS.find(({ id }) => id === transition.id)?.name;
  if (name !== (ticket.isDone ? JIRA_REOPEN : JIRA_RESOLVE)) throw new Error(`No way from here: ${body}`);
  ticket.isDone = !ticket.isDone;
  return { status: 204 };
}

function opened(body: string, tickets: Kept[]): string {
  const { summary, description, labels, issuetype } = fieldsOf(body);
  const key = `${JIRA_PROJECT}-${tickets.length + 1}`;
  tickets.push({ key, summaries: [summary], description, labels, type: issuetype.name, isDone: false });
  return key;
}

function changed(body: string, ticket: Kept): Answer {
  const { summary, description } = fieldsOf(body);
  ticket.summaries.push(summary);
  ticket.description = description;
  return { status: 204 };
}

function fieldsOf(body: string): Fields {
  const { fields } = JSON.parse(body) as { fields: unknown };
  if (!isFields(fields)) throw new Error(`${JSON.stringify(isFields.errors)} of ${body}`);
  if (JSON.stringify(fields.description).length > JIRA_CHARACTERS)
    throw new Error('The description is too long.');
  return fields;
}

function json(body: object, status = 200): Answer {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}

/** A ticket's paragraphs as a person reads them, and where its links lead. */
export function readTicket({ description }: Ticket): {
  readonly text: string;
  readonly links: readonly string[];
} {
  const paragraphs = (description.content ?? []).map(({ content = [] }) =>
    content.map(({ text = '' }) => text).join(''),
  );
  const links = (description.content ?? []).flatMap(({ content = [] }) =>
    content.flatMap(({ marks = [] }) => marks.map(({ attrs }) => attrs.href)),
  );
  return { text: paragraphs.join('\n'), links };
}
