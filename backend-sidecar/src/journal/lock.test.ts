import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lockFolder } from './lock.ts';

let folder = '';
let other: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});

afterEach(async () => {
  other?.kill('SIGKILL');
  other = undefined;
  await rm(folder, { recursive: true });
});

/** A process that locks the folder and may write no byte into any file, as on a full disk. */
function lockWithoutRoom(): ChildProcess {
  const module = fileURLToPath(new URL('./lock.ts', import.meta.url));
  const script = `const { lockFolder } = await import(${JSON.stringify(`file://${module}`)});
    await lockFolder(${JSON.stringify(folder)});`;
  const command = `ulimit -f 0; exec "${process.execPath}" --input-type=module --eval '${script}'`;
  other = spawn('sh', ['-c', command], { stdio: 'ignore' });
  return other;
}

/** Another process that locks the folder and waits to be ended. */
async function holdElsewhere(): Promise<ChildProcess> {
  const module = fileURLToPath(new URL('./lock.ts', import.meta.url));
  const script = `const { lockFolder } = await import(${JSON.stringify(`file://${module}`)});
    await lockFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  other = child;
  await once(child.stdout, 'data');
  return child;
}

async function foreignLock(): Promise<void> {
  const holder = { token: 'foreign', host: 'another-machine', space: 'another', pid: 1, started: '1' };
  await writeFile(join(folder, 'lock'), JSON.stringify(holder));
}

describe('the folder lock', () => {
  test('a second locker is refused with who holds it and the way out; after release it may', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({
      failure: 'locked',
      message: expect.stringMatching(
        new RegExp(`in use by process ${process.pid} .*data folder of its own.*delete`),
      ),
    });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    await (await lockFolder(folder)).release();
  });

  test('another process holds it while it lives; killed, it leaves nothing in the way', async () => {
    const child = await holdElsewhere();
    await expect(lockFolder(folder)).rejects.toMatchObject({
      failure: 'locked',
      message: expect.stringContaining(`process ${child.pid ?? 0} `),
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await lockFolder(folder)).release();
  });

  test('a lock that cannot be written is not left behind', async () => {
    const [code] = (await once(lockWithoutRoom(), 'exit')) as [number | null];
    expect(code).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a process id that was given to another process holds nothing', async () => {
    const lock = await lockFolder(folder);
    const text = await readFile(join(folder, 'lock'), 'utf8');
    await lock.release();
    const holder = JSON.parse(text) as Record<string, unknown>;
    await writeFile(join(folder, 'lock'), JSON.stringify({ ...holder, started: '1' }));
    await (await lockFolder(folder)).release();
  });

  test('a holder on another machine counts as gone when it gives no sign of life', async () => {
    await foreignLock();
    await (await lockFolder(folder, { beatMs: 5 })).release();
  });

  test('a holder on another machine that gives signs of life is left alone', async () => {
    await foreignLock();
    let seconds = 1;
    const beat = setInterval(() => void utimes(join(folder, 'lock'), seconds, seconds++), 20);
    try {
      await expect(lockFolder(folder, { beatMs: 100 })).rejects.toMatchObject({
        failure: 'locked',
        message: expect.stringContaining('another-machine'),
      });
    } finally {
      clearInterval(beat);
    }
  });

  test('a lock file that was left half written is taken over', async () => {
    await writeFile(join(folder, 'lock'), '{"tok');
    await (await lockFolder(folder, { beatMs: 5 })).release();
  });

  test('one that stood still until another took the lock over is told, and leaves it alone', async () => {
    let told = (): void => undefined;
    const lost = new Promise<void>((resolve) => (told = resolve));
    const lock = await lockFolder(folder, { beatMs: 5, lost: () => told() });
    await foreignLock();
    await lost;
    await lock.release();
    expect(await readFile(join(folder, 'lock'), 'utf8')).toContain('foreign');
  });

  test('of many that find a dead lock one gets it', async () => {
    const lock = await lockFolder(folder);
    const text = await readFile(join(folder, 'lock'), 'utf8');
    await lock.release();
    await writeFile(join(folder, 'lock'), text.replace(/"started":"\d+"/, '"started":"1"'));
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
    const held = tries.filter((outcome) => outcome.status === 'fulfilled');
    expect(held).toHaveLength(1);
    await held[0]?.value.release();
    expect(await readdir(folder)).toEqual([]);
  });
});
