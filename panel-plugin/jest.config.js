// Tests read times as UTC on every machine.
process.env.TZ = 'UTC';

const base = require('./.config/jest.config');

module.exports = {
  ...base,
  displayName: 'panel',
  // Clicks and keys are played in full, on machines that may be busy.
  testTimeout: 30_000,
  // Some of Grafana's packages ship .mjs files that are hoisted to the root and need the same transform.
  transform: { '^.+\\.(m?js|[jt]sx?)$': base.transform['^.+\\.(t|j)sx?$'] },
};
