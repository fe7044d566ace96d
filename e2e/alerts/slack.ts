import { Ajv } from 'ajv';
import { openReceiver } from './receiver.ts';

/** Slack cuts the text of a message here. */
export const SLACK_CHARACTERS = 40_000;

export interface SlackMessage {
  readonly title: string;
  readonly titleLink: string;
  readonly color: string;
  readonly text: string;
}

export interface Slack {
  readonly url: string;
  readonly messages: readonly SlackMessage[];
  /** What Slack would have refused. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

interface Post {
  readonly attachments: readonly [
    {
      readonly title: string;
      readonly title_link: string;
      readonly color: string;
      readonly text: string;
    },
  ];
}

/** What an incoming webhook takes of Grafana: a message of one attachment. */
const isPost = new Ajv({ allErrors: true }).compile<Post>({
  type: 'object',
  required: ['attachments'],
  properties: {
    attachments: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        required: ['title', 'title_link', 'text', 'fallback', 'color'],
        properties: {
          title: { type: 'string', minLength: 1, maxLength: 1024 },
          title_link: { type: 'string', pattern: '^https?://' },
          text: { type: 'string', minLength: 1, maxLength: SLACK_CHARACTERS },
          color: { type: 'string', pattern: '^#[0-9A-Fa-f]{6}$' },
        },
      },
    },
  },
});

/** A Slack channel's incoming webhook on this machine; its answers are Slack's. */
export async function openSlack(): Promise<Slack> {
  const messages: SlackMessage[] = [];
  const refused: string[] = [];
  const { url, close } = await openReceiver(({ body }) => {
    const post: unknown = JSON.parse(body);
    if (!isPost(post)) {
      refused.push(JSON.stringify(isPost.errors));
      return { status: 400, body: 'invalid_attachments' };
    }
    const [{ title, title_link: titleLink, color, text }] = post.attachments;
    messages.push({ title, titleLink, color, text });
    return { body: 'ok' };
  });
  return { url: `${url}/services/T0/B0/hush$hush`, messages, refused, close };
}
