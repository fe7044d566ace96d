import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './loopback.fixture.ts';
import { installPython } from './python-packages.fixture.ts';
import { eventually } from './sidecar.fixture.ts';

/** moto, an emulator of AWS: pinned, from PyPI; where that is out of reach, the one on PATH. */
const installed = installPython(['moto==5.2.1', 'flask==3.1.3', 'flask-cors==6.0.5']);
const START = 'import sys; sys.path.insert(0, sys.argv.pop(1)); from moto.server import main; main()';
const isOnPath =
  installed.folder === undefined && spawnSync('moto_server', ['--help'], { timeout: 20_000 }).status === 0;

/** Why there is no emulator, in a few words; undefined when there is one. */
export const noMoto = isOnPath ? undefined : installed.missing;

export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

/** An emulator in a process of its own that has nothing yet and answers. */
export async function startMoto(): Promise<Moto> {
  const port = String(await freePort());
  const listen = ['-H', '127.0.0.1', '-p', port];
  const child: ChildProcess =
    installed.folder === undefined
      ? spawn('moto_server', listen, { stdio: 'ignore' })
      : spawn('python3', ['-c', START, installed.folder, ...listen], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(`${url}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
  const isUp = await eventually(answers, (ok) => ok);
  if (!isUp) throw new Error('moto does not answer');
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
