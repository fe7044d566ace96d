import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';
import { GRAFANA_URL } from './config.ts';

/** Menus that leave little room for what is to be seen. */
const CLOSED = [
  'grafana.navigation.docked',
  'grafana.explore.contentOutline.visible',
  'grafana.explore.logs.controlsExpanded',
];
const localStorage = CLOSED.map((name) => ({ name, value: 'false' }));

/** `npm run pictures`: takes the pictures of the documentation and of the plugins anew, in place of the old ones. */
// eslint-disable-next-line no-restricted-syntax -- Playwright reads the default export
export default defineConfig({
  ...base,
  testMatch: 'pictures/*.pictures.ts',
  maxFailures: 1,
  // The demo needs 14 minutes until it has shown everything.
  timeout: 20 * 60_000,
  use: {
    ...base.use,
    timezoneId: 'UTC',
    locale: 'en-US',
    ...(GRAFANA_URL === undefined
      ? {}
      : { storageState: { cookies: [], origins: [{ origin: new URL(GRAFANA_URL).origin, localStorage }] } }),
  },
});
