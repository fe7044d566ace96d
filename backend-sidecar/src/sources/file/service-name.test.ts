import { expect, test } from '@jest/globals';
import { serviceName } from './service-name.ts';

const HEX = '0123456789abcdef'.repeat(4);

test.each([
  ['/var/log/nginx/access.log', 'access'],
  ['/var/log/nginx/access.log.1', 'access'],
  ['app-2026-01-02.log', 'app'],
  ['app.log.20260102', 'app'],
  ['app_2026-01-02T03.log', 'app'],
  ['app.2026-01-02.3.log', 'app'],
  ['worker-2.log', 'worker-2'],
  ['mod_jk.log', 'mod_jk'],
  ['access_log', 'access'],
  ['/var/log/syslog', 'syslog'],
  ['cart.txt', 'cart'],
  ['/var/log/pods/shop_cart-0_1234/cart/0.log', 'cart'],
  [`/var/log/containers/cart-7d9f_shop_cart-main-${HEX}.log`, 'cart-main'],
  [`/var/lib/docker/containers/${HEX}/${HEX}-json.log`, HEX.slice(0, 12)],
  ['0.log', '0.log'],
])('the service of %s is %s', (path, service) => {
  expect(serviceName(path)).toBe(service);
});
