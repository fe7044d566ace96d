import { stat } from 'node:fs/promises';
import type { Log, Role } from '@presage/contract';
import type { Config } from '../config.ts';
import { messageOf } from '../errors.ts';
import { readTokenFile } from '../http/token-file.ts';
import { createTokenBook, declaredToken, type KnownToken, type TokenBook } from '../http/tokens.ts';
import type { Secret } from '../settings/secret.ts';
import { tokenFile } from './token.ts';

const EVERY_MS = 2000;

/**
 * The tokens of the settings and of the token file, read again when the file changes: a new token needs no restart. Where there was
 * one, the door stays shut when the last one is taken out, or the file is lost: to open it to everyone is a matter of a start.
 */
export class FreshTokens implements TokenBook {
  readonly #path: string;
  readonly #declared: readonly KnownToken[];
  readonly #log: Log;
  #book: TokenBook;
  #isOpen = true;
  #modifiedMs = -1;
  #timer: NodeJS.Timeout | undefined;

  private constructor(config: Config, log: Log) {
    this.#path = tokenFile(config);
    this.#declared = declaredTokens(config);
    this.#log = log;
    this.#book = createTokenBook(this.#declared);
  }

  /** @throws PresageError `bad_config` when the token file cannot be read */
  static async open(config: Config, log: Log): Promise<FreshTokens> {
    const tokens = new FreshTokens(config, log);
    await tokens.#refresh();
    tokens.#timer = setInterval(() => {
      tokens
        .#refresh()
        .catch((thrown: unknown) => log.error('the tokens stay as they were', { reason: messageOf(thrown) }));
    }, EVERY_MS);
    tokens.#timer.unref();
    return tokens;
  }

  get size(): number {
    return this.#book.size;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  find(text: string): KnownToken | undefined {
    return this.#book.find(text);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #refresh(): Promise<void> {
    const modifiedMs = await stat(this.#path).then(
      (found) => found.mtimeMs,
      () => 0,
    );
    if (modifiedMs === this.#modifiedMs) return;
    this.#book = createTokenBook([...this.#declared, ...(await readTokenFile(this.#path))]);
    if (this.#modifiedMs >= 0) this.#log.info('the tokens were read again', { tokens: this.#book.size });
    this.#modifiedMs = modifiedMs;
    this.#isOpen &&= this.#book.isOpen;
  }
}

function declaredTokens(config: Config): KnownToken[] {
  const declared: readonly (readonly [Role, Secret | undefined])[] = [
    ['ingest', config.ingestToken],
    ['read', config.readToken],
    ['correct', config.correctToken],
    ['admin', config.adminToken],
  ];
  return declared.flatMap(([role, secret]) => (secret ? [declaredToken(role, secret.reveal())] : []));
}
