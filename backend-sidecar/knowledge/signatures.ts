import type { Signature } from './signature.ts';

/** Every signature that ships, in the order of their files. */
export const SIGNATURES: readonly Signature[] = [];
