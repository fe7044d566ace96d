import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

export interface Mail {
  readonly atMs: number;
  readonly to: string;
  readonly subject: string;
  /** As a person reads it. */
  readonly text: string;
  readonly html: string;
  /** As it came over the wire. */
  readonly bytes: number;
}

export interface Mailbox {
  readonly address: string;
  /** In the order in which they came. */
  readonly mails: readonly Mail[];
  close(): Promise<void>;
}

/** An SMTP server on this machine that keeps every mail in memory. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      buffer(stream)
        .then(async (raw) => {
          const { subject = '', html = '' } = await PostalMime.parse(raw);
          const to = session.envelope.rcptTo.map(({ address }) => address).join();
          mails.push({ atMs: Date.now(), to, subject, text: readable(html), html, bytes: raw.length });
          done();
        })
        .catch(done);
    },
  });
  await new Promise<void>((resolved) => server.listen(0, '127.0.0.1', resolved));
  const { port } = server.server.address() as AddressInfo;
  const close = (): Promise<void> => new Promise((resolved) => server.close(resolved));
  return { address: `127.0.0.1:${port}`, mails, close };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

function readable(html: string): string {
  return html
    .replace(/<(style|head)\b.*?<\/\1>|<[^>]*>/gs, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}
