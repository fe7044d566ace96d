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
  // Tests of whole processes start several of them, on machines that may be busy.
  testTimeout: 30_000,
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
