/** Makes every part, joins them, serves until told to stop, and closes them in the order in which a line travels. */
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Log } from '@presage/contract';
import { isLoopback, type Config } from '../config.ts';
import { PresageError } from '../errors.ts';
import { lockFolder } from '../journal/lock.ts';
import { openSegmentLog } from '../journal/segment-log.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import { Road } from '../road/road.ts';
import { openFileSource } from '../sources/file/file-source.ts';
import { createLog } from '../telemetry/log.ts';
import { createMeter } from '../telemetry/meter.ts';
import { DemoFeed } from './demo-feed.ts';
import { LiveTail } from './live-tail.ts';
import { openServer } from './open-server.ts';
import { openStores } from './open-stores.ts';
import { pipelineSettings } from './pipeline-settings.ts';

/** Most time that a stop waits for the stores to take what is decided; the rest waits on disk for the next start. */
const DRAIN_MS = 5000;

export async function serve(config: Config): Promise<void> {
  const log = createLog({ level: config.logLevel });
  const stop = await open(config, log);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  log.info('stopping: what is journalled is decided and handed to the stores');
  await stop();
}

/** Opens everything. Resolves with what closes it again. */
async function open(config: Config, log: Log): Promise<() => Promise<void>> {
  await mkdir(config.dataDir, { recursive: true });
  const lock = await lockFolder(config.dataDir);
  const meter = createMeter();
  const stores = await openStores(config, log, meter);
  const logs = await openLogs(config, log, meter);
  const pipeline = createPipeline(pipelineSettings(logs.journal.writer, config));
  const live = new LiveTail();
  const road = await Road.open({
    folder: config.dataDir,
    ...logs,
    pipeline,
    sinks: stores.sinks,
    live,
    clock: SYSTEM_CLOCK,
    meter,
    log,
    random: Math.random,
    limits: {
      inFlightBytes: config.inFlightMaxBytes,
      journalBytes: config.journalMaxBytes,
      maxTenants: config.maxTenants,
    },
  });
  const server = await openServer({
    config,
    log,
    meter,
    road,
    pipeline,
    stores,
    live,
    journal: logs.journal,
  });
  await refuseOpenAccess(config, server.hasTokens);
  await server.listen();
  const files = openFiles(config, road, log);
  const demo = config.demo
    ? new DemoFeed(road.intake, log, { seed: config.demoSeed, rate: config.demoRate })
    : undefined;
  demo?.start(() => SYSTEM_CLOCK.now().ms);
  log.info(`Presage listens: http://${config.listen.host}:${server.port}/`, {
    store: stores.reader.name,
    data: config.dataDir,
  });
  return async () => {
    demo?.stop();
    await files?.stop();
    await server.stopIntake();
    await road.close(DRAIN_MS);
    await server.close();
    await Promise.all([
      ...stores.sinks.map((sink) => sink.close()),
      logs.journal.close(),
      logs.outbox.close(),
      logs.deadLetters.close(),
    ]);
    await lock.release();
  };
}

async function openLogs(config: Config, log: Log, meter: ReturnType<typeof createMeter>) {
  const folder = (name: string): string => join(config.dataDir, name);
  const [journal, outbox, deadLetters] = await Promise.all([
    openSegmentLog({
      folder: folder('journal'),
      name: 'journal',
      maxBytes: config.journalMaxBytes,
      log,
      meter,
    }),
    openSegmentLog({ folder: folder('outbox'), name: 'outbox', maxBytes: config.outboxMaxBytes, log, meter }),
    openSegmentLog({
      folder: folder('dead-letters'),
      name: 'dead-letters',
      maxBytes: config.deadLettersMaxBytes,
      segmentBytes: config.deadLettersMaxBytes / 8,
      log,
      meter,
    }),
  ]);
  return { journal, outbox, deadLetters };
}

function openFiles(config: Config, road: Road, log: Log) {
  if (config.files.length === 0) return undefined;
  const source = openFileSource({
    patterns: config.files,
    from: config.filesFrom,
    zoneOffsetMinutes: config.fileZone,
    tenant: '0:0',
    host: hostname(),
    folder: config.dataDir,
    recalled: road.positionsOf('file'),
    intake: road.intake,
    log,
  });
  source.start();
  return source;
}

function refuseOpenAccess(config: Config, hasTokens: boolean): void {
  if (isLoopback(config.listen.host) || hasTokens || config.openAccess) return;
  throw new PresageError(
    'bad_config',
    `PRESAGE_LISTEN=${config.listen.host}:${config.listen.port} can be reached from other machines, and there is no token. Make one (presage token create --role admin), or set PRESAGE_ALLOW_OPEN_ACCESS=true to let everyone in.`,
  );
}
