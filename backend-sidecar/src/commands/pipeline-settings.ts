import type { Signature } from '../../knowledge/signature.ts';
import { SIGNATURES } from '../../knowledge/signatures.ts';
import type { Config } from '../config.ts';
import type { PipelineOptions } from '../pipeline/pipeline.ts';

/** Warm-up of the demo: an ordinary picture within half a minute, so that its faults stand out from the first on. */
export const DEMO_WARMUP = { buckets: 2, lines: 600, ms: 25_000 };

/** What the pipeline is made with: the signatures in force, and the limits and warm-up of the settings. */
export function pipelineSettings(
  instance: string,
  config?: Config,
  signatures: readonly Signature[] = SIGNATURES,
): PipelineOptions {
  if (!config) return { instance, signatures };
  const { maxServices, maxTemplates, warmupBuckets, warmupLines, warmupTime } = config;
  const warmup = config.demo ? DEMO_WARMUP : { buckets: warmupBuckets, lines: warmupLines, ms: warmupTime };
  return { instance, signatures, settings: { maxPartitions: maxServices, maxTemplates, warmup } };
}
