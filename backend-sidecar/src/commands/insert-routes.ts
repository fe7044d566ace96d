import type { Config } from '../config.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import { bulkRoutes } from '../sources/elasticsearch/route.ts';
import { stubRoutes } from '../sources/elasticsearch/stubs.ts';
import { firehoseRoute } from '../sources/firehose/route.ts';
import { jsonlineRoute } from '../sources/jsonline/route.ts';
import { lokiRoutes } from '../sources/loki/route.ts';
import { nativeRoute } from '../sources/native/route.ts';
import { otlpRoute } from '../sources/otlp/route.ts';
import type { InsertRoute, Intake } from '../sources/source.ts';
import type { JobBook } from '../sources/upload/job-book.ts';
import { uploadRoute } from '../sources/upload/route.ts';
import type { UploadSource } from '../sources/upload/upload-source.ts';

/** Every protocol that the one server speaks. */
export function insertRoutesOf(
  intake: Intake,
  config: Config,
  { jobs, uploads }: { readonly jobs: JobBook; readonly uploads: UploadSource },
): InsertRoute[] {
  const nowMs = (): number => SYSTEM_CLOCK.nowMs();
  const limits = {
    maxBytes: config.bodyMaxBytes,
    maxDecompressedBytes: config.bodyMaxDecompressed,
    maxRatio: config.bodyMaxRatio,
    timeoutMs: config.bodyTimeout,
  };
  const door = { intake, limits };
  return [
    jsonlineRoute(door),
    nativeRoute(door),
    ...bulkRoutes(door),
    ...stubRoutes(),
    ...lokiRoutes(door),
    otlpRoute(door),
    firehoseRoute(door, nowMs),
    uploadRoute({
      jobs,
      added: () => uploads.wake(),
      maxBytes: config.uploadMaxBytes,
      maxOpen: config.uploadMaxOpen,
      stallMs: config.bodyTimeout,
      nowMs,
    }),
  ];
}
