/**
 * Answers of models that were paid for once, by a key of everything that an answer depends on. In: JSON texts of answers
 * that passed their check. Out: the text with its age. What is blank or no JSON object is not kept; the least recently used go
 * first when the cap is reached. It never throws: without its file everything is asked anew.
 */
import { createHash } from 'node:crypto';
import type { LlmFile } from './llm-file.ts';
import { REDACTION_VERSION } from './redact/rule.ts';

export interface CachedAnswer {
  /** JSON text of an object. */
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface AnswerCache {
  get(key: string): CachedAnswer | undefined;
  /** `createdAt`: milliseconds since 1970; absent = now. */
  put(key: string, value: string, createdAt?: number): void;
  /** Bytes of keys and values. */
  bytes(): number;
}

/** All that an answer depends on besides the rules of redaction. */
export interface AnswerKeyParts {
  readonly purpose: 'explain' | 'classify';
  readonly tenant: string;
  readonly template: string;
  /** What of the fields and surroundings changes the answer, as the caller sums it up. */
  readonly signature: string;
  readonly promptVersion: string;
  readonly model: string;
  readonly language: string;
  /** Which optional redaction was on. */
  readonly redact: { readonly ips?: boolean; readonly hosts?: boolean };
}

/** 64 hex digits: no part of a line can be read from it. */
export function answerKey(parts: AnswerKeyParts): string {
  const { purpose, tenant, template, signature, promptVersion, model, language, redact } = parts;
  const redaction = [REDACTION_VERSION, redact.ips === true, redact.hosts === true];
  const text = JSON.stringify([
    purpose,
    tenant,
    template,
    signature,
    promptVersion,
    model,
    language,
    ...redaction,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

interface CacheOptions {
  readonly maxBytes: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Share of the cap that is left after answers had to go, so that not every new one costs a search. */
const LEFT_SHARE = 0.9;

export function openAnswerCache(file: LlmFile, { maxBytes, clock }: CacheOptions): AnswerCache {
  let total = Number(file.rows('SELECT sum(bytes) AS total FROM answers')[0]?.['total'] ?? 0);
  const forgetUntil = (limit: number): void => {
    for (const row of file.rows('SELECT key, bytes FROM answers ORDER BY used_ms')) {
      if (total <= limit) return;
      file.run('DELETE FROM answers WHERE key = ?', String(row['key']));
      total -= Number(row['bytes']);
    }
  };
  return {
    get(key) {
      const [row] = file.rows('SELECT value, created_ms FROM answers WHERE key = ?', key);
      if (row === undefined) return undefined;
      file.run('UPDATE answers SET used_ms = ? WHERE key = ?', clock(), key);
      return { value: String(row['value']), createdAt: Number(row['created_ms']) };
    },
    put(key, value, createdAt = clock()) {
      const bytes = Buffer.byteLength(key) + Buffer.byteLength(value);
      if (!isObject(value) || bytes > maxBytes) return;
      const [before] = file.rows('SELECT bytes FROM answers WHERE key = ?', key);
      const changed = file.run(
        'REPLACE INTO answers VALUES (?, ?, ?, ?, ?)',
        key,
        value,
        createdAt,
        createdAt,
        bytes,
      );
      if (changed > 0) total += bytes - Number(before?.['bytes'] ?? 0);
      if (total > maxBytes) forgetUntil(maxBytes * LEFT_SHARE);
    },
    bytes: () => total,
  };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  } catch {
    // No JSON: no answer.
    return false;
  }
}
