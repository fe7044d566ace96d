import { Ajv } from 'ajv';
import { openReceiver } from './receiver.ts';

/** Microsoft refuses a larger card. */
export const CARD_BYTES = 28_672;

export interface Card {
  readonly atMs: number;
  readonly title: string;
  /** Every text of the card, one a line. */
  readonly text: string;
  readonly bytes: number;
  /** What Microsoft would refuse about it; undefined = nothing. */
  readonly wrong: string | undefined;
}

export interface Channel {
  readonly url: string;
  readonly cards: readonly Card[];
  close(): Promise<void>;
}

/** What a Power Automate workflow takes: one Adaptive Card as attachment of a message. */
const MESSAGE = {
  type: 'object',
  required: ['type', 'attachments'],
  properties: {
    type: { const: 'message' },
    attachments: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        required: ['contentType', 'content'],
        properties: {
          contentType: { const: 'application/vnd.microsoft.card.adaptive' },
          content: { $ref: '#/$defs/card' },
        },
      },
    },
  },
  $defs: {
    card: {
      type: 'object',
      required: ['type', 'version', 'body'],
      properties: {
        type: { const: 'AdaptiveCard' },
        version: { type: 'string', pattern: '^1\\.[0-5]$' },
        body: { type: 'array', minItems: 1, items: { $ref: '#/$defs/block' } },
        actions: {
          type: 'array',
          maxItems: 6,
          items: {
            type: 'object',
            required: ['type', 'title', 'url'],
            properties: { type: { const: 'Action.OpenUrl' }, url: { type: 'string', pattern: '^https?://' } },
          },
        },
      },
    },
    block: {
      type: 'object',
      required: ['type'],
      properties: {
        type: { enum: ['TextBlock', 'ActionSet', 'FactSet', 'ColumnSet', 'Container', 'ImageSet', 'Image'] },
        text: { type: 'string' },
      },
      if: { properties: { type: { const: 'TextBlock' } } },
      then: { required: ['text'] },
    },
  },
};

const isMessage = new Ajv({ allErrors: true }).compile<Message>(MESSAGE);

interface Message {
  readonly attachments: readonly {
    readonly content: { readonly body: readonly { readonly text?: string }[] };
  }[];
}

/** A Teams channel's workflow on this machine: keeps every card, and judges it as Microsoft would. */
export async function openChannel(): Promise<Channel> {
  const cards: Card[] = [];
  const { url, close } = await openReceiver(({ body }) => {
    cards.push(cardOf(body));
    return { status: 202 };
  });
  return { url: `${url}/workflows/1/triggers/manual?sig=hush$hush`, cards, close };
}

function cardOf(body: string): Card {
  const bytes = Buffer.byteLength(body);
  const json = JSON.parse(body) as unknown;
  if (!isMessage(json))
    return { atMs: Date.now(), title: '', text: body, bytes, wrong: JSON.stringify(isMessage.errors) };
  const texts = json.attachments.flatMap(({ content }) => content.body.flatMap(({ text }) => text ?? []));
  const [title = ''] = texts;
  const wrong = bytes > CARD_BYTES ? `${bytes} bytes` : undefined;
  return { atMs: Date.now(), title, text: texts.join('\n'), bytes, wrong };
}
