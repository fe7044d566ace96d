import type { Chance } from './chance.ts';
import type { DemoLine } from './demo-line.ts';

/** A service on a good day. */
export interface ShopService {
  readonly name: string;
  readonly host: string;
  /** Share of the shop's lines. */
  readonly share: number;
  line(chance: Chance, clock: Date): Omit<DemoLine, 'service' | 'host'>;
}

const PATHS = [
  '/',
  '/shoes',
  '/shoes/trail-runner',
  '/jackets',
  '/cart',
  '/checkout',
  '/api/stock/4711',
  '/assets/app.js',
] as const;
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64)',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)',
  'curl/8.9.1',
] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** nginx' combined format. */
export function accessLine(chance: Chance, clock: Date, status: number, path: string): string {
  const day = `${pad(clock.getUTCDate())}/${MONTHS[clock.getUTCMonth()] ?? 'Jan'}/${clock.getUTCFullYear()}`;
  const time = clock.toISOString().slice(11, 19);
  const size = status < 400 ? chance.whole(300, 48_000) : chance.whole(150, 600);
  return `${chance.address()} - - [${day}:${time} +0000] "${path === '/cart' ? 'POST' : 'GET'} ${path} HTTP/1.1" ${status} ${size} "-" "${chance.pick(AGENTS)}"`;
}

/** A JVM service's layout: time, level, thread, logger. */
export function javaLine(chance: Chance, clock: Date, level: string, logger: string, text: string): string {
  return `${clock.toISOString().replace('T', ' ').replace('.', ',').slice(0, 23)} ${level.padEnd(5)} [http-nio-8080-exec-${chance.whole(1, 12)}] ${logger} - ${text}`;
}

const storefront: ShopService = {
  name: 'storefront',
  host: 'web-1',
  share: 0.42,
  line(chance, clock) {
    const roll = chance.next();
    return {
      message: accessLine(chance, clock, roll < 0.94 ? 200 : roll < 0.985 ? 304 : 404, chance.pick(PATHS)),
    };
  },
};

const checkout: ShopService = {
  name: 'checkout',
  host: 'app-1',
  share: 0.18,
  line(chance, clock) {
    const order = chance.whole(100_000, 999_999);
    const text = chance.pick<readonly [string, string]>([
      [
        'c.s.checkout.CartService',
        `Cart ${chance.hex(8)} priced with ${chance.whole(1, 9)} items in ${chance.whole(3, 40)} ms`,
      ],
      [
        'c.s.checkout.PaymentClient',
        `Payment for order ${order} authorised by provider in ${chance.whole(80, 420)} ms`,
      ],
      [
        'c.s.checkout.OrderService',
        `Order ${order} accepted, total ${chance.whole(10, 400)}.${pad(chance.whole(0, 99))} EUR`,
      ],
      [
        'com.zaxxer.hikari.pool.HikariPool',
        `HikariPool-1 - Pool stats (total=20, active=${chance.whole(1, 9)}, idle=${chance.whole(9, 18)}, waiting=0)`,
      ],
    ]);
    return { message: javaLine(chance, clock, 'INFO', text[0], text[1]) };
  },
};

const catalog: ShopService = {
  name: 'catalog',
  host: 'app-2',
  share: 0.14,
  line(chance) {
    const fields = { pid: 31, trace_id: chance.hex(32), duration_ms: chance.whole(2, 60) };
    const message = chance.pick([
      `served product page for sku ${chance.whole(1000, 9999)}`,
      `cache hit for category ${chance.pick(['shoes', 'jackets', 'bags'])}`,
      `refreshed ${chance.whole(20, 400)} prices from feed`,
      'search answered from index',
    ]);
    return { message, level: 'info', fields };
  },
};

const ordersDb: ShopService = {
  name: 'orders-db',
  host: 'db-1',
  share: 0.08,
  line(chance, clock) {
    const head = `${clock.toISOString().replace('T', ' ').slice(0, 23)} UTC [${chance.whole(2000, 2040)}] LOG: `;
    const text = chance.pick([
      `connection authorized: user=shop database=orders application_name=checkout`,
      `checkpoint complete: wrote ${chance.whole(100, 4000)} buffers (${chance.whole(1, 9)}.${chance.whole(0, 9)}%); 0 WAL file(s) added, 0 removed, ${chance.whole(1, 3)} recycled`,
      `disconnection: session time: 0:00:${pad(chance.whole(1, 59))}.${chance.whole(100, 999)} user=shop database=orders host=10.0.0.${chance.whole(2, 9)} port=${chance.whole(32_000, 60_000)}`,
    ]);
    return { message: `${head} ${text}` };
  },
};

const auth: ShopService = {
  name: 'auth',
  host: 'bastion-1',
  share: 0.06,
  line(chance, clock) {
    const head = `${MONTHS[clock.getUTCMonth()] ?? 'Jan'} ${String(clock.getUTCDate()).padStart(2, ' ')} ${clock.toISOString().slice(11, 19)} bastion-1 sshd[${chance.whole(4000, 9000)}]:`;
    const text = chance.pick([
      `Accepted publickey for deploy from ${chance.address()} port ${chance.whole(32_000, 60_000)} ssh2: ED25519 SHA256:${chance.hex(20)}`,
      'pam_unix(sshd:session): session opened for user deploy(uid=1001) by (uid=0)',
      'pam_unix(sshd:session): session closed for user deploy',
    ]);
    return { message: `${head} ${text}` };
  },
};

const mailer: ShopService = {
  name: 'mailer',
  host: 'app-3',
  share: 0.12,
  line(chance) {
    const text = chance.pick([
      `level=info msg="mail queued" template=order_confirmation recipient_hash=${chance.hex(10)} queue_depth=${chance.whole(0, 12)}`,
      `level=info msg="mail delivered" attempt=1 duration=${chance.whole(90, 700)}ms`,
      `level=debug msg="smtp connection reused" idle=${chance.whole(1, 20)}s`,
    ]);
    return { message: text };
  },
};

/** Shares add up to 1. */
export const SERVICES: readonly ShopService[] = [storefront, checkout, catalog, ordersDb, auth, mailer];
