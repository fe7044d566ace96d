/**
 * Syslog over TCP, TLS and UDP: messages in, arrivals out; what they say is read where all raw lines are. TCP senders wait while
 * the road is busy. Syslog has no acknowledgement: what a sender wrote and this process had not yet journalled when it was killed
 * is lost, at most what lies in the sockets and in one batch.
 */
import { readFileSync } from 'node:fs';
import { createSecureContext, type TlsOptions } from 'node:tls';
import type { Log, Meter } from '@presage/contract';
import { messageOf, PresageError } from '../../errors.ts';
import { FeedState, type Feed, type FeedStatus } from '../feed.ts';
import type { Intake } from '../source.ts';
import { allowedNetworks, type AddressFilter } from './allowed-networks.ts';
import { DatagramListener } from './datagram-listener.ts';
import { MessageBatch } from './message-batch.ts';
import { StreamListener } from './stream-listener.ts';

export interface SyslogListen {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
}

export interface SyslogOptions {
  readonly tcp: SyslogListen | undefined;
  readonly udp: SyslogListen | undefined;
  readonly tls: SyslogListen | undefined;
  /** PEM files for `tls`; with `authorityFile` senders must show a certificate that it signed. */
  readonly certificateFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly authorityFile: string | undefined;
  /** Networks that may send. */
  readonly allowed: readonly string[];
  readonly maxConnections: number;
  readonly zoneOffsetMinutes: number;
  readonly tenant: string;
  readonly intake: Intake;
  readonly meter: Meter;
  readonly log: Log;
  readonly nowMs: () => number;
}

const NAME = 'syslog';
const STOP_MS = 5000;

export class SyslogSource implements Feed {
  readonly name = NAME;
  readonly #options: SyslogOptions;
  readonly #state: FeedState;
  readonly #batch: MessageBatch;
  readonly #streams: StreamListener[] = [];
  #datagrams: DatagramListener | undefined;
  /** Where it listens, by protocol. */
  readonly ports: Partial<Record<'tcp' | 'tls' | 'udp', number>> = {};

  constructor(options: SyslogOptions) {
    this.#options = options;
    this.#state = new FeedState(options.nowMs);
    this.#batch = new MessageBatch({
      ...options,
      state: this.#state,
      drained: () => this.#goOn(),
    });
  }

  /** Throws a PresageError `bad_config` for what `start` could never do. */
  check(): void {
    this.#filter();
    if (this.#options.tls !== undefined) this.#tls();
  }

  async start(): Promise<void> {
    const { tcp, tls, udp } = this.#options;
    const isAllowed = this.#filter();
    if (tcp !== undefined) this.ports.tcp = await this.#listenStream(tcp, undefined, isAllowed);
    if (tls !== undefined) this.ports.tls = await this.#listenStream(tls, this.#tls(), isAllowed);
    if (udp !== undefined) this.ports.udp = await this.#listenDatagrams(udp, isAllowed);
  }

  async stop(): Promise<void> {
    await this.#datagrams?.close();
    await Promise.all(this.#streams.map((stream) => stream.close()));
    const left = await this.#batch.close(STOP_MS);
    if (left > 0)
      this.#options.log.error('syslog messages were received and could not be journalled before the stop', {
        messages: left,
      });
  }

  /** Senders over TCP wait; datagrams are dropped and counted. */
  pause(): void {
    this.#state.pause();
    for (const stream of this.#streams) stream.holdAll();
  }

  resume(): void {
    this.#state.resume();
    this.#goOn();
  }

  status(): FeedStatus {
    const where = Object.entries(this.ports).map(([protocol, port]) => `${protocol} ${port}`);
    const connections = this.#streams.reduce((sum, stream) => sum + stream.connections, 0);
    return this.#state.status(`listens on ${where.join(', ')}; ${connections} connections`);
  }

  #isFull(): boolean {
    return this.#state.isPaused || this.#batch.isFull;
  }

  #goOn(): void {
    if (this.#isFull()) return;
    for (const stream of this.#streams) stream.goOn();
  }

  async #listenStream(
    listen: SyslogListen,
    tls: TlsOptions | undefined,
    isAllowed: AddressFilter,
  ): Promise<number> {
    const stream = new StreamListener({
      ...listen,
      tls,
      maxConnections: this.#options.maxConnections,
      isAllowed,
      refused: (reason) => this.#dropped(reason),
      take: (message, remote) => this.#batch.add(message, remote),
      isFull: () => this.#isFull(),
    });
    const port = await stream.listen().catch((thrown: unknown) => {
      throw cannotListen(tls === undefined ? 'TCP' : 'TLS', listen, thrown);
    });
    this.#streams.push(stream);
    return port;
  }

  async #listenDatagrams(listen: SyslogListen, isAllowed: AddressFilter): Promise<number> {
    const datagrams = new DatagramListener({
      ...listen,
      isAllowed,
      take: (message, remote) => this.#batch.add(message, remote),
      isFull: () => this.#isFull(),
      dropped: (reason) => this.#dropped(reason),
    });
    const port = await datagrams.listen().catch((thrown: unknown) => {
      throw cannotListen('UDP', listen, thrown);
    });
    this.#datagrams = datagrams;
    return port;
  }

  #dropped(reason: string): void {
    this.#options.meter.add('presage_source_dropped_total', { source: NAME, reason });
  }

  #filter(): AddressFilter {
    const filter = allowedNetworks(this.#options.allowed);
    if (typeof filter === 'function') return filter;
    throw new PresageError(
      'bad_config',
      `PRESAGE_SYSLOG_ALLOW names ${JSON.stringify(filter.problem)}; it takes addresses and networks such as 10.0.0.0/8.`,
    );
  }

  #tls(): TlsOptions {
    const { certificateFile, keyFile, authorityFile } = this.#options;
    const ca = authorityFile === undefined ? undefined : pem('PRESAGE_SYSLOG_TLS_CA', authorityFile);
    const options: TlsOptions = {
      cert: pem('PRESAGE_SYSLOG_TLS_CERT', certificateFile),
      key: pem('PRESAGE_SYSLOG_TLS_KEY', keyFile),
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true }),
    };
    try {
      createSecureContext(options);
    } catch (thrown) {
      throw new PresageError(
        'bad_config',
        `PRESAGE_SYSLOG_TLS_CERT, _KEY and _CA cannot be used together: ${messageOf(thrown)}. They take PEM files, the key that of the certificate.`,
        { cause: thrown },
      );
    }
    return options;
  }
}

function pem(setting: string, path: string | undefined): Buffer {
  if (path === undefined)
    throw new PresageError('bad_config', `PRESAGE_SYSLOG_TLS needs ${setting}: a PEM file.`);
  try {
    return readFileSync(path);
  } catch (thrown) {
    throw new PresageError('bad_config', `${setting} cannot be read: ${messageOf(thrown)}.`, {
      cause: thrown,
    });
  }
}

function cannotListen(protocol: string, { host, port }: SyslogListen, thrown: unknown): PresageError {
  return new PresageError(
    'bad_config',
    `Syslog cannot listen on ${protocol} ${host}:${port}: ${messageOf(thrown)}. Stop what uses it, or choose another port.`,
    { cause: thrown },
  );
}
