import type { Chance } from './chance.ts';
import type { DemoLine } from './demo-line.ts';
import { accessLine, javaLine } from './services.ts';

/** Something that goes wrong for a while. */
export interface Fault {
  readonly name: string;
  /** Lines a second, relative to the shop's rate, while it lasts. */
  readonly intensity: number;
  /** @param progress 0 at its start, 1 at its end */
  line(chance: Chance, clock: Date, progress: number): DemoLine;
}

const poolExhausted: Fault = {
  name: 'database pool exhausted',
  intensity: 0.5,
  line(chance, clock, progress) {
    const app = { service: 'checkout', host: 'app-1' };
    const waiting = 3 + Math.floor(progress * 40);
    return chance.pick<DemoLine>([
      {
        ...app,
        message: javaLine(
          chance,
          clock,
          'ERROR',
          'c.s.checkout.OrderService',
          `Order ${chance.whole(100_000, 999_999)} failed: HikariPool-1 - Connection is not available, request timed out after 30000ms.`,
        ),
      },
      {
        ...app,
        message: javaLine(
          chance,
          clock,
          'WARN',
          'com.zaxxer.hikari.pool.HikariPool',
          `HikariPool-1 - Pool stats (total=20, active=20, idle=0, waiting=${waiting})`,
        ),
      },
      {
        service: 'orders-db',
        host: 'db-1',
        message: `${clock.toISOString().replace('T', ' ').slice(0, 23)} UTC [${chance.whole(2000, 2040)}] FATAL:  sorry, too many clients already`,
      },
      { service: 'storefront', host: 'web-1', message: accessLine(chance, clock, 503, '/checkout') },
    ]);
  },
};

const diskFilling: Fault = {
  name: 'disk filling',
  intensity: 0.12,
  line(chance, clock, progress) {
    const used = Math.min(100, 82 + Math.floor(progress * 20));
    const head = `${clock.toISOString().replace('T', ' ').slice(0, 23)} UTC [${chance.whole(2000, 2040)}]`;
    if (used >= 100) {
      return {
        service: 'orders-db',
        host: 'db-1',
        message: `${head} ERROR:  could not extend file "base/16401/24577": No space left on device`,
      };
    }
    return {
      service: 'node-agent',
      host: 'db-1',
      level: 'warning',
      message: `disk usage of /var/lib/postgresql is at ${used}% (${100 - used}% free)`,
    };
  },
};

const certificateEnds: Fault = {
  name: 'certificate near its end',
  intensity: 0.06,
  line: (chance) => ({
    service: 'storefront',
    host: 'web-1',
    level: 'warning',
    message: `TLS certificate for shop.example.com expires in ${chance.whole(5, 6)} days`,
  }),
};

const outOfMemory: Fault = {
  name: 'out of memory',
  intensity: 0.3,
  line(chance, clock, progress) {
    const app = { service: 'catalog', host: 'app-2' };
    if (progress < 0.4) {
      return {
        ...app,
        level: 'warn',
        message: `heap usage at ${85 + Math.floor(progress * 30)}% of 512 MiB, garbage collection took ${chance.whole(700, 2400)} ms`,
        fields: { pid: 31 },
      };
    }
    return chance.pick<DemoLine>([
      {
        service: 'kernel',
        host: 'app-2',
        message: `Out of memory: Killed process ${chance.whole(9000, 9999)} (node) total-vm:${chance.whole(900_000, 990_000)}kB, anon-rss:${chance.whole(500_000, 520_000)}kB`,
      },
      {
        ...app,
        level: 'fatal',
        message: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
        fields: { pid: 31 },
      },
      {
        service: 'kubelet',
        host: 'app-2',
        level: 'error',
        message: `Back-off restarting failed container catalog in pod catalog-${chance.hex(8)}: exit code 137`,
      },
      {
        service: 'storefront',
        host: 'web-1',
        message: accessLine(chance, clock, 502, `/shoes/${chance.whole(100, 999)}`),
      },
    ]);
  },
};

const loginAttack: Fault = {
  name: 'login attack',
  intensity: 0.8,
  line(chance, clock) {
    const user = chance.pick(['root', 'admin', 'oracle', 'test', 'ubuntu', 'git']);
    const head = `${clock.toUTCString().slice(8, 11)} ${String(clock.getUTCDate()).padStart(2, ' ')} ${clock.toISOString().slice(11, 19)} bastion-1 sshd[${chance.whole(4000, 9000)}]:`;
    const text = chance.pick([
      `Failed password for invalid user ${user} from 203.0.113.${chance.whole(1, 30)} port ${chance.whole(32_000, 60_000)} ssh2`,
      `Invalid user ${user} from 203.0.113.${chance.whole(1, 30)} port ${chance.whole(32_000, 60_000)}`,
      `error: maximum authentication attempts exceeded for ${user} from 203.0.113.${chance.whole(1, 30)} port ${chance.whole(32_000, 60_000)} ssh2 [preauth]`,
    ]);
    return { service: 'auth', host: 'bastion-1', message: `${head} ${text}` };
  },
};

const badDeployment: Fault = {
  name: 'bad deployment',
  intensity: 0.6,
  line(chance, clock, progress) {
    const deployer = { service: 'deployer', host: 'ci-1' };
    if (progress < 0.08)
      return {
        ...deployer,
        level: 'info',
        message: `rolling out storefront version 2.${chance.whole(41, 42)}.0 to 4 replicas`,
      };
    if (progress > 0.92)
      return {
        ...deployer,
        level: 'warning',
        message: 'rollback of storefront to version 2.40.3 finished, 4 of 4 replicas ready',
      };
    return chance.pick<DemoLine>([
      { service: 'storefront', host: 'web-1', message: accessLine(chance, clock, 500, '/cart') },
      {
        service: 'storefront',
        host: 'web-1',
        level: 'error',
        message: `TypeError: Cannot read properties of undefined (reading 'total') at renderCart (/srv/storefront/cart.js:${chance.whole(80, 99)}:17)`,
      },
      {
        ...deployer,
        level: 'error',
        message: `readiness probe of storefront-${chance.hex(6)} failed: HTTP probe failed with statuscode: 500`,
      },
    ]);
  },
};

/** In the order in which the shop meets them. */
export const FAULTS: readonly Fault[] = [
  poolExhausted,
  loginAttack,
  diskFilling,
  badDeployment,
  certificateEnds,
  outOfMemory,
];
