import { bulkRoutes } from './sources/elasticsearch/route.ts';
import { stubRoutes } from './sources/elasticsearch/stubs.ts';
import { firehoseRoute } from './sources/firehose/route.ts';
import { TEST_LIMITS, type CountingIntake } from './sources/intake.fixture.ts';
import { jsonlineRoute } from './sources/jsonline/route.ts';
import { lokiRoutes } from './sources/loki/route.ts';
import { nativeRoute } from './sources/native/route.ts';
import { otlpRoute } from './sources/otlp/route.ts';
import type { InsertRoute, Intake } from './sources/source.ts';

/** Every protocol of the one server, over whatever intake is current. */
export function protocolRoutes(current: () => CountingIntake): InsertRoute[] {
  const intake: Intake = {
    accept: (arrival) => current().accept(arrival),
    inspect: (arrival) => current().inspect(arrival),
    reserve: (...room) => current().reserve(...room),
  };
  const door = { intake, limits: TEST_LIMITS };
  return [
    jsonlineRoute(door),
    nativeRoute(door),
    ...bulkRoutes(door),
    ...stubRoutes(),
    ...lokiRoutes(door),
    otlpRoute(door),
    firehoseRoute(door, Date.now),
  ];
}
