/**
 * One connection that posts bodies one after the other, with no more of HTTP than a benchmark needs: a general client costs
 * several times what the server spends on a small request, and would be what is measured.
 */
import { connect, type Socket } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly body: string;
}

const HEAD_END = Buffer.from('\r\n\r\n');

export class LeanClient {
  readonly #socket: Socket;
  readonly #head: string;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve(reply: Reply): void; reject(error: Error): void } | undefined;

  /** Posts to `url`, which is `http:` and keeps its connections open. */
  constructor(url: string, headers: Readonly<Record<string, string>>) {
    const { hostname, port, host, pathname, search } = new URL(url);
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#head = `POST ${pathname}${search} HTTP/1.1\r\n${lines.join('')}content-length: `;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (piece: Buffer) => this.#take(piece));
    this.#socket.on('error', (error) => this.#waiting?.reject(error));
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the sidecar closed the connection')));
  }

  /** One at a time. Rejects when the connection breaks. */
  post(body: Buffer): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.cork();
      this.#socket.write(`${this.#head}${body.byteLength}\r\n\r\n`, 'latin1');
      this.#socket.write(body);
      this.#socket.uncork();
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.end();
  }

  #take(piece: Buffer): void {
    this.#received = this.#received.byteLength === 0 ? piece : Buffer.concat([this.#received, piece]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.toString('latin1', 0, headEnd);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN);
    const end = headEnd + HEAD_END.byteLength + length;
    if (Number.isNaN(length)) this.#waiting?.reject(new Error(`an answer without a length: ${head}`));
    if (!(this.#received.byteLength >= end)) return;
    const reply = {
      status: Number(head.slice(9, 12)),
      body: this.#received.toString('utf8', end - length, end),
    };
    this.#received = this.#received.subarray(end);
    this.#waiting?.resolve(reply);
  }
}
