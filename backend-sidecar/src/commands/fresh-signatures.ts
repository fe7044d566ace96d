import { stat } from 'node:fs/promises';
import type { Log, Meter } from '@presage/contract';
import type { Signature } from '../../knowledge/signature.ts';
import { SIGNATURES } from '../../knowledge/signatures.ts';
import { messageOf } from '../errors.ts';
import { readSignatureFile } from './signature-file.ts';

const EVERY_MS = 5000;

/**
 * The signatures in force: those that ship and those of the user's file, read again when the file changes. A file that
 * cannot be used changes nothing; it is told in the log and by the metric `presage_signatures_file_refused`.
 */
export class FreshSignatures {
  readonly #path: string | undefined;
  readonly #log: Log;
  readonly #meter: Meter;
  #all: readonly Signature[] = SIGNATURES;
  #byId = byId(SIGNATURES);
  #stamp = '';
  #listener: ((all: readonly Signature[]) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string | undefined, log: Log, meter: Meter) {
    this.#path = path;
    this.#log = log;
    this.#meter = meter;
    this.#measure();
  }

  /** A file that cannot be used at the start does not keep lines from being taken: those that ship are in force then. */
  static async open(path: string | undefined, log: Log, meter: Meter): Promise<FreshSignatures> {
    const fresh = new FreshSignatures(path, log, meter);
    if (path === undefined) return fresh;
    await fresh.refresh();
    fresh.#timer = setInterval(() => void fresh.refresh(), EVERY_MS);
    fresh.#timer.unref();
    return fresh;
  }

  get all(): readonly Signature[] {
    return this.#all;
  }

  find(id: string): Signature | undefined {
    return this.#byId.get(id);
  }

  onChange(listener: (all: readonly Signature[]) => void): void {
    this.#listener = listener;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Reads the file if it has changed since it was last looked at. Never rejects. */
  async refresh(): Promise<void> {
    if (this.#path === undefined) return;
    const stamp = await stampOf(this.#path);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    try {
      this.#take(await readSignatureFile(this.#path));
    } catch (thrown) {
      this.#meter.set('presage_signatures_file_refused', {}, 1);
      this.#log.error('signatures file refused; the signatures from before stay in force', {
        reason: messageOf(thrown),
      });
    }
  }

  #take(all: readonly Signature[]): void {
    this.#listener?.(all);
    this.#all = all;
    this.#byId = byId(all);
    this.#measure();
    this.#log.info('signatures file in force', { file: this.#path, own: this.#own() });
  }

  #measure(): void {
    const own = this.#own();
    this.#meter.set('presage_signatures', { origin: 'own' }, own);
    this.#meter.set('presage_signatures', { origin: 'shipped' }, this.#all.length - own);
    this.#meter.set('presage_signatures_file_refused', {}, 0);
  }

  #own(): number {
    const shipped = new Set(SIGNATURES);
    return this.#all.filter((signature) => !shipped.has(signature)).length;
  }
}

function byId(signatures: readonly Signature[]): ReadonlyMap<string, Signature> {
  return new Map(signatures.map((signature) => [signature.id, signature]));
}

/** Another text when the file has changed; its own when there is none. */
function stampOf(path: string): Promise<string> {
  return stat(path).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
    () => 'missing',
  );
}
