import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { close, listen } from './loopback.fixture.ts';

/** Before an emulator of AWS, which grants everything for an hour: refuses roles and keys, and lets credentials end soon. */
export class AwsProxy {
  readonly refusedRoles = new Set<string>();
  readonly refusedKeys = new Set<string>();
  /** How long credentials of a role say that they are good; undefined = as the emulator says. */
  lifeMs: number | undefined;
  /** Keys that logs were asked with, each as often as it was. */
  readonly keys: string[] = [];
  readonly #target: string;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(target: string) {
    this.#target = target;
  }

  async listen(): Promise<string> {
    return `http://127.0.0.1:${await listen(this.#server)}`;
  }

  close(): Promise<void> {
    return close(this.#server);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const [, key = '', service = ''] =
      /Credential=([^/]+)\/[^/]+\/[^/]+\/([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
    const role = new URLSearchParams(body.toString()).get('RoleArn') ?? '';
    if (service === 'logs') this.keys.push(key);
    if (this.refusedRoles.has(role)) denied(role, response);
    else if (this.refusedKeys.has(key)) expired(response);
    else await this.#pass(request, body, response);
  }

  async #pass(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const headers = Object.entries(request.headers)
      .filter(([name]) => !['host', 'connection', 'content-length', 'expect'].includes(name))
      .map(([name, value]): [string, string] => [name, String(value)]);
    const reply = await fetch(`${this.#target}${request.url ?? '/'}`, { method: 'POST', headers, body });
    const text = await reply.text();
    response.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? '' });
    response.end(this.lifeMs === undefined ? text : endingIn(this.lifeMs, text));
  }
}

function endingIn(lifeMs: number, text: string): string {
  const end = new Date(Date.now() + lifeMs).toISOString();
  return text.replace(/<Expiration>[^<]*</, `<Expiration>${end}<`);
}

function denied(role: string, response: ServerResponse): void {
  const words = `User: arn:aws:iam::123456789012:user/reader is not authorized to perform: sts:AssumeRole on resource: ${role}`;
  const error = `<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${words}</Message></Error>`;
  response.writeHead(403, { 'content-type': 'text/xml' });
  response.end(
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${error}<RequestId>1</RequestId></ErrorResponse>`,
  );
}

function expired(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(
    JSON.stringify({
      __type: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    }),
  );
}
