/** Tests run as ES modules; swc only strips the types, as Node does at run time. */
const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['/node_modules/'],
};

export default {
  reporters: ['default', '<rootDir>/scripts/skipped-reporter.mjs'],
  // For what hangs: tests of whole processes start several of them, on machines that may be very busy.
  testTimeout: 240_000,
  // On two cores jest would take one process, which grows with every suite; workers are renewed when they have grown.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  projects: [
    { ...base, displayName: 'contract', rootDir: 'contract' },
    { ...base, displayName: 'stack', rootDir: 'stack' },
    {
      ...base,
      displayName: 'sidecar',
      rootDir: 'backend-sidecar',
      testPathIgnorePatterns: ['\\.e2e\\.test\\.ts$'],
    },
  ],
};
