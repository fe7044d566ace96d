import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeModels, type FakeModels } from '../backend-sidecar/src/explain/drivers/fake-models.ts';
import { ROOT } from '../stack/config.ts';
import { freePort } from '../stack/ports.ts';
import { Processes } from '../stack/processes.ts';

/** A sidecar of its own that asks a server of ours in place of Gemini. */
export interface ModelSidecar {
  readonly url: string;
  readonly models: FakeModels;
  stop(): Promise<void>;
}

/** The model explains what happened in the lines that the sidecar gets, unless it is told otherwise. */
export async function startModelSidecar(): Promise<ModelSidecar> {
  const folder = await mkdtemp(join(tmpdir(), 'presage-e2e-model-'));
  const [models, port] = await Promise.all([startFakeModels(JSON.stringify(SAID)), freePort()]);
  const processes = new Processes(folder);
  const url = `http://127.0.0.1:${port}`;
  const main = join(ROOT, 'backend-sidecar', 'src', 'main.ts');
  const args = [main, 'serve', '--listen', `127.0.0.1:${port}`, '--data', join(folder, 'data')];
  processes.start('sidecar', process.execPath, args, {
    GEMINI_API_KEY: 'fake',
    PRESAGE_LLM_BASE_URL: models.url,
    PRESAGE_LLM_LABELS: 'false',
  });
  const stop = async (): Promise<void> => {
    await processes.stop();
    await models.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await processes.answers(`${url}/ready`);
    await sendStory(url);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { url, models, stop };
}

/** A disk that fills up, and what comes of it. */
const STORY = [
  ['agent', 'warning', 'disk usage of /var/lib/db is at 97% (3% free)'],
  ['db', 'error', 'could not extend file "base/16401/24577": No space left on device'],
  ['shop', 'error', 'order 4711 not placed: database does not answer'],
  ['shop', 'error', 'order 4712 not placed: database does not answer'],
] as const;

const SAID = {
  evidence: [
    { id: 'L1', why: 'The disk was nearly full' },
    { id: 'L2', why: 'The database could not write' },
  ],
  what_happened:
    'The disk of the database filled up. It could not extend its files any more, stopped answering, and the shop could place no orders.',
  likely_causes: [
    {
      text: 'Old files were never removed from the disk of the database',
      evidence_ids: ['L1', 'L2'],
      confidence: 'high',
    },
    { text: 'A single table grew faster than usual', evidence_ids: ['L2'], confidence: 'low' },
  ],
  unknowns: ['What grew on the disk, and since when'],
  remediation: [
    {
      step: 'See what fills the disk',
      risk: 'none',
      command: 'du -xh --max-depth=2 /var/lib/db | sort -h | tail',
    },
    { step: 'Give the disk more room', risk: 'medium', command: '' },
  ],
  log_class: 'incident',
};

async function sendStory(url: string): Promise<void> {
  const now = Date.now();
  const lines = STORY.map(([service, level, message], place) =>
    JSON.stringify({
      ...{ _time: new Date(now - 20_000 + place * 1000).toISOString(), _msg: message, service, level },
      contact: 'support@shop.example',
    }),
  );
  const reply = await fetch(`${url}/insert/jsonline`, {
    method: 'POST',
    body: lines.join('\n'),
    headers: { 'content-type': 'application/stream+json' },
  });
  if (!reply.ok) throw new Error(`The sidecar refuses lines: ${reply.status} ${await reply.text()}`);
}
