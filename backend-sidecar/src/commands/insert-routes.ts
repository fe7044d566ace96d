import type { Config } from '../config.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import { bulkRoutes } from '../sources/elasticsearch/route.ts';
import { stubRoutes } from '../sources/elasticsearch/stubs.ts';
import { firehoseRoute } from '../sources/firehose/route.ts';
import { jsonlineRoute } from '../sources/jsonline/route.ts';
import { lokiRoutes } from '../sources/loki/route.ts';
import { otlpRoute } from '../sources/otlp/route.ts';
import type { InsertRoute, Intake } from '../sources/source.ts';

/** Every protocol that the one server speaks. */
export function insertRoutesOf(intake: Intake, config: Config): InsertRoute[] {
  const limits = {
    maxBytes: config.bodyMaxBytes,
    maxDecompressedBytes: config.bodyMaxDecompressed,
    maxRatio: config.bodyMaxRatio,
    timeoutMs: config.bodyTimeout,
  };
  const door = { intake, limits };
  return [
    jsonlineRoute(door),
    ...bulkRoutes(door),
    ...stubRoutes(),
    ...lokiRoutes(door),
    otlpRoute(door),
    firehoseRoute(door, () => SYSTEM_CLOCK.now().ms),
  ];
}
