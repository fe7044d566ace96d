import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export interface DatagramListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly isAllowed: (address: string) => boolean;
  readonly take: (message: Buffer, remote: string) => void;
  readonly isFull: () => boolean;
  /** A datagram that could not be taken: UDP has no way to make its sender wait. */
  readonly dropped: (reason: 'not_allowed' | 'busy') => void;
}

const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024;

/** A UDP port of syslog: a datagram is a message. */
export class DatagramListener {
  readonly #options: DatagramListenerOptions;
  readonly #socket: Socket;

  constructor(options: DatagramListenerOptions) {
    this.#options = options;
    this.#socket = createSocket(isIPv6(options.host) ? 'udp6' : 'udp4');
    this.#socket.on('message', (message, { address }) => this.#meet(message, address));
  }

  /** Resolves with the port once it listens; rejects when it cannot. */
  listen(): Promise<number> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.bind({ address: host, port }, () => {
        this.#socket.off('error', reject);
        this.#socket.on('error', () => undefined);
        this.#enlarge();
        resolve(this.#socket.address().port);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.close(() => resolve());
    });
  }

  #meet(message: Buffer, address: string): void {
    const { isAllowed, isFull, take, dropped } = this.#options;
    if (!isAllowed(address)) dropped('not_allowed');
    else if (isFull()) dropped('busy');
    else take(trimmed(message), address.startsWith('::ffff:') ? address.slice(7) : address);
  }

  /** The kernel holds a burst; how much it allows is the machine's setting. */
  #enlarge(): void {
    try {
      this.#socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
    } catch {
      // The kernel's own size stays: smaller bursts are held, which the drop counter of the system tells.
    }
  }
}

function trimmed(message: Buffer): Buffer {
  let end = message.byteLength;
  while (end > 0 && [0, 10, 13, 32].includes(message[end - 1] ?? 0)) end--;
  return message.subarray(0, end);
}
