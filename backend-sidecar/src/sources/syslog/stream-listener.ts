import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { MessageCutter } from './message-cutter.ts';

export interface StreamListenerOptions {
  readonly host: string;
  readonly port: number;
  /** Absent = plain TCP. */
  readonly tls: TlsOptions | undefined;
  readonly maxConnections: number;
  readonly isAllowed: (address: string) => boolean;
  /** A connection that may not send, or is one too many. */
  readonly refused: (reason: 'not_allowed' | 'too_many_connections') => void;
  readonly take: (message: Buffer, remote: string) => void;
  /** Whether senders shall wait; they go on after `goOn`. */
  readonly isFull: () => boolean;
}

/** A TCP or TLS port of syslog. A sender is slowed down by its own socket, never cut off, when the road is busy. */
export class StreamListener {
  readonly #options: StreamListenerOptions;
  readonly #server: Server;
  /** All that are connected, those of TLS before their handshake too, which may never be made. */
  readonly #admitted = new Set<Socket>();
  readonly #sockets = new Map<Socket, MessageCutter>();

  constructor(options: StreamListenerOptions) {
    this.#options = options;
    const meet = (socket: Socket): void => this.#meet(socket);
    this.#server = options.tls === undefined ? createServer() : createTlsServer(options.tls, meet);
    this.#server.on('connection', (socket: Socket) => {
      if (this.#admit(socket) && options.tls === undefined) meet(socket);
    });
    // A handshake that fails is its client's matter; without a listener it would end the process.
    this.#server.on('tlsClientError', () => undefined);
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Resolves with the port once it listens; rejects when it cannot. */
  listen(): Promise<number> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, backlog: 4096 }, () => {
        this.#server.off('error', reject);
        this.#server.on('error', () => undefined);
        const address = this.#server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  /** There is room again. */
  goOn(): void {
    for (const socket of this.#sockets.keys()) socket.resume();
  }

  /** Senders wait until `goOn`. */
  holdAll(): void {
    for (const socket of this.#sockets.keys()) socket.pause();
  }

  /** Takes no more connections, gives out what is whole of the open ones, and ends them. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const socket of this.#sockets.keys()) socket.destroySoon();
    for (const socket of this.#sockets.keys()) this.#finish(socket);
    for (const socket of this.#admitted) socket.destroy();
    await closed;
  }

  #admit(socket: Socket): boolean {
    const { isAllowed, maxConnections, refused } = this.#options;
    socket.on('error', () => undefined);
    const isKnown = isAllowed(remoteOf(socket));
    if (isKnown && this.#admitted.size < maxConnections) {
      this.#admitted.add(socket);
      socket.once('close', () => this.#admitted.delete(socket));
      return true;
    }
    refused(isKnown ? 'too_many_connections' : 'not_allowed');
    socket.destroy();
    return false;
  }

  #meet(socket: Socket): void {
    const remote = remoteOf(socket);
    socket.on('error', () => undefined);
    const cutter = new MessageCutter();
    this.#sockets.set(socket, cutter);
    socket.setKeepAlive(true, 60_000);
    socket.on('data', (piece: Buffer) => {
      cutter.push(piece, (message) => this.#options.take(message, remote));
      if (this.#options.isFull()) this.holdAll();
    });
    socket.once('close', () => this.#finish(socket));
    if (this.#options.isFull()) socket.pause();
  }

  #finish(socket: Socket): void {
    const cutter = this.#sockets.get(socket);
    if (cutter === undefined) return;
    this.#sockets.delete(socket);
    const remote = remoteOf(socket);
    cutter.end((message) => this.#options.take(message, remote));
    socket.destroy();
  }
}

function remoteOf(socket: Socket): string {
  const address = socket.remoteAddress ?? '';
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
