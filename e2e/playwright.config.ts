import { defineConfig } from '@playwright/test';
import { CHROMIUM, GRAFANA_URL } from './config.ts';

// eslint-disable-next-line no-restricted-syntax -- Playwright reads the default export
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  timeout: 120_000,
  // The whole takes about 25 minutes on two cores; what hangs is told of instead of waited for.
  globalTimeout: 90 * 60_000,
  forbidOnly: true,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['html', { open: 'never', outputFolder: '../node_modules/.cache/e2e-report' }]],
  outputDir: '../node_modules/.cache/e2e',
  use: {
    baseURL: GRAFANA_URL ?? 'http://localhost:3000',
    actionTimeout: 15_000,
    viewport: { width: 1400, height: 1000 },
    launchOptions: {
      args: ['--no-sandbox', '--disable-gpu'],
      ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    },
  },
});
