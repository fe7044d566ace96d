import { readFile, stat } from 'node:fs/promises';
import { joined } from '../../knowledge/own/joined.ts';
import { told, type Mistake } from '../../knowledge/own/mistakes.ts';
import { readSignatures, type OwnSignature } from '../../knowledge/own/read-signatures.ts';
import type { Signature } from '../../knowledge/signature.ts';
import { SIGNATURES } from '../../knowledge/signatures.ts';
import { PresageError, messageOf } from '../errors.ts';
import { claims } from '../pipeline/classify/claims.ts';

const MOST_BYTES = 1_048_576;

/**
 * The signatures of a user's file, its own first, with those that ship.
 * @throws PresageError `bad_config` with file, line and reason of the first mistakes
 */
export async function readSignatureFile(path: string): Promise<readonly Signature[]> {
  const file = readSignatures(await textOf(path));
  const mistakes = 'mistakes' in file ? file.mistakes : file.signatures.flatMap(wrongExamples);
  if ('mistakes' in file || mistakes.length > 0) throw refused(path, told(mistakes));
  return joined(
    file.signatures.map(({ signature }) => signature),
    SIGNATURES,
  );
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= MOST_BYTES) return await readFile(path, 'utf8');
  } catch (thrown) {
    throw refused(path, messageOf(thrown));
  }
  throw refused(path, 'It is larger than 1 MiB.');
}

function wrongExamples({ signature, line }: OwnSignature): Mistake[] {
  const { id, examples } = signature;
  const missed = examples.positive.filter((example) => !claims(signature, example));
  const taken = examples.negative.filter((example) => claims(signature, example));
  return [
    ...missed.map((example) => ({
      line,
      reason: `"${id}" does not match its positive example "${example}".`,
    })),
    ...taken.map((example) => ({ line, reason: `"${id}" matches its negative example "${example}".` })),
  ];
}

function refused(path: string, reason: string): PresageError {
  return new PresageError('bad_config', `The signatures in ${path} cannot be used:\n${reason}`);
}
