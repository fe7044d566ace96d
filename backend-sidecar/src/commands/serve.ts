/** Makes every part, joins them, serves until told to stop, and closes them in the order in which a line travels. */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Log } from '@presage/contract';
import type { AlertBook } from '../alerts/alert-book.ts';
import type { Config } from '../config.ts';
import { PresageError, messageOf } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import { isNoSpace } from '../journal/files.ts';
import { lockFolder } from '../journal/lock.ts';
import { openSegmentLog } from '../journal/segment-log.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import { Road } from '../road/road.ts';
import type { StateExchange } from '../road/state-exchange.ts';
import { createLog } from '../telemetry/log.ts';
import { HealthHistory } from '../telemetry/health-history.ts';
import { createMeter, type TextMeter } from '../telemetry/meter.ts';
import { openDataFolder } from './data-folder.ts';
import { FreshSignatures } from './fresh-signatures.ts';
import { FreshTokens } from './fresh-tokens.ts';
import { startGauges } from './gauges.ts';
import { LiveTail } from './live-tail.ts';
import { kafkaStates } from './open-kafka.ts';
import { openLlm } from './open-llm.ts';
import { openAlerts } from './open-alerts.ts';
import { openExplainer } from './open-explainer.ts';
import { openServer } from './open-server.ts';
import { openSources, startSources } from './open-sources.ts';
import { openStores } from './open-stores.ts';
import { pipelineSettings } from './pipeline-settings.ts';
import { recallCorrections } from './recall-corrections.ts';
import { refuseOpenAccess } from './refuse-open-access.ts';
import { Reserve } from './reserve.ts';
import { StoreWatch } from './store-watch.ts';

/** Most time that a stop waits for the stores to take what is decided; the rest waits on disk for the next start. */
const DRAIN_MS = 5000;
/** Most time that a stop waits until what was learned is left for other sidecars. */
const STATES_MS = 5000;

export async function serve(config: Config): Promise<void> {
  const log = createLog({ level: config.logLevel });
  const closing = new Closing();
  try {
    const url = await open(config, log, closing);
    log.info(`Presage listens: ${url}`, { data: config.dataDir });
    await told();
    log.info('stopping: what is journalled is decided and handed to the stores');
  } finally {
    await closing.run();
  }
}

/** What is to be done at the end, newest first. */
class Closing {
  readonly #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  /** For what closes at once. */
  addNow(step: () => void): void {
    this.add(() => {
      step();
      return Promise.resolve();
    });
  }

  /** A step that fails does not keep the others from theirs; the first failure is told at the end. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.reverse()) await step().catch((thrown: unknown) => failures.push(thrown));
    if (failures.length > 0) throw failures[0];
  }
}

function told(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** Opens everything, each part with its closing. Resolves with the server's address. */
async function open(config: Config, log: Log, closing: Closing): Promise<string> {
  const tokens = await FreshTokens.open(config, log);
  closing.addNow(() => tokens.close());
  refuseOpenAccess(config, tokens.size > 0);
  const reserve = await lock(config, log, closing);
  const meter = createMeter(log);
  const logs = await reserve.lend(() => openLogs(config, log, meter, closing));
  const stores = await openStores(config, log, meter);
  const watch = new StoreWatch(stores.sinks);
  closing.add(() => Promise.all(stores.sinks.map((sink) => sink.close())));
  closing.addNow(() => watch.stop());
  const { writer } = logs.journal;
  const { pipeline, signatures } = await openPipeline({ config, log, meter, writer }, closing);
  const live = new LiveTail();
  const alerts = openAlerts(config, pipeline);
  const parts = { config, log, meter, stores, pipeline, signatures, live, alerts };
  const states = kafkaStates(config, logs.journal.writer, log);
  closing.add(() => states?.close(STATES_MS) ?? Promise.resolve());
  const road = await openRoad({ ...parts, logs, states });
  closing.add(() => road.close(DRAIN_MS));
  const llm = openLlm(config, log, meter);
  closing.add(async () => llm?.close());
  await watch.start();
  const sources = await openSources({ ...parts, road, states });
  const health = new HealthHistory();
  const stopGauges = startGauges({ config, meter, road, pipeline, health, ...sources, ...logs });
  closing.addNow(() => stopGauges());
  const explain = await openExplainer({ ...parts, llm });
  closing.addNow(() => explain.close());
  const { explainer } = explain;
  const { journal } = logs;
  const server = openServer({ ...parts, ...sources, road, watch, health, journal, tokens, llm, explainer });
  closing.add(() => server.close());
  await listen(server, config);
  closing.add(() => sources.feeds.stop());
  await startSources(sources);
  // What a model has said before is known first, so that nothing is asked twice.
  const recalled = road.isNew ? recallCorrections(stores.reader, road, log) : Promise.resolve();
  void recalled.then(() => llm?.start({ pipeline, road }));
  return urlOf(config, server);
}

function urlOf({ listen: { host } }: Config, { server }: ReturnType<typeof openServer>): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}

/** The pipeline, which learns anew when the user's signatures change, and the signatures. */
async function openPipeline(
  { config, log, meter, writer }: { config: Config; log: Log; meter: TextMeter; writer: string },
  closing: Closing,
) {
  const signatures = await FreshSignatures.open(config.signaturesFile, log, meter);
  closing.addNow(() => signatures.close());
  const pipeline = createPipeline(pipelineSettings(writer, config, signatures.all));
  signatures.onChange((all) => pipeline.relearn(all));
  return { pipeline, signatures };
}

async function lock(config: Config, log: Log, closing: Closing): Promise<Reserve> {
  const dataDir = await openDataFolder(config);
  const reserve = new Reserve(dataDir, log);
  const lost = (): void => {
    log.error('another process has taken over the data folder: this one ends at once', { data: dataDir });
    process.exit(1);
  };
  const held = await reserve
    .letDo(() => lockFolder(dataDir, { lost }))
    .catch((thrown: unknown) => {
      throw isNoSpace(thrown)
        ? new PresageError('not_ready', `The disk of ${dataDir} is full; free space there.`, {
            cause: thrown,
          })
        : new PresageError('data_locked', messageOf(thrown), { cause: thrown });
    });
  closing.add(() => held.release());
  return reserve;
}

async function listen(server: ReturnType<typeof openServer>, { listen: address }: Config): Promise<void> {
  try {
    await server.listen(address);
  } catch (thrown) {
    const where = `${address.host}:${address.port}`;
    throw new PresageError(
      'bad_config',
      `Presage cannot listen on ${where}: ${messageOf(thrown)}. Stop what uses it, or choose another address by --listen or PRESAGE_LISTEN.`,
      { cause: thrown },
    );
  }
}

interface RoadNeeds {
  readonly config: Config;
  readonly log: Log;
  readonly meter: TextMeter;
  readonly logs: Awaited<ReturnType<typeof openLogs>>;
  readonly stores: Awaited<ReturnType<typeof openStores>>;
  readonly pipeline: ReturnType<typeof createPipeline>;
  readonly live: LiveTail;
  readonly alerts: AlertBook;
  readonly states: StateExchange | undefined;
}

function openRoad({
  config,
  log,
  meter,
  logs,
  stores,
  pipeline,
  live,
  alerts,
  states,
}: RoadNeeds): Promise<Road> {
  return Road.open({
    folder: config.dataDir,
    ...logs,
    pipeline,
    sinks: stores.sinks,
    live,
    alerts,
    ...(states === undefined ? {} : { states }),
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
}

async function openLogs(config: Config, log: Log, meter: TextMeter, closing: Closing) {
  const openLog = async (name: string, maxBytes: number): Promise<Journal> => {
    const folder = join(config.dataDir, name);
    const opened = await openSegmentLog({ folder, name, maxBytes, log, meter }).catch((thrown: unknown) => {
      throw new PresageError('not_ready', messageOf(thrown), { cause: thrown });
    });
    closing.add(() => opened.close());
    return opened;
  };
  return {
    journal: await openLog('journal', config.journalMaxBytes),
    outbox: await openLog('outbox', config.outboxMaxBytes),
    deadLetters: await openLog('dead-letters', config.deadLettersMaxBytes),
  };
}
