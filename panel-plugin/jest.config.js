// Tests read times as UTC on every machine.
process.env.TZ = 'UTC';

const base = require('./.config/jest.config');

/** A folder with another React, to run the same tests on it: `REACT_MODULES=/somewhere/node_modules npm test`. */
const { REACT_MODULES } = process.env;
const otherReact = Object.fromEntries(
  (REACT_MODULES ? ['react', 'react-dom', 'scheduler'] : []).flatMap((name) => [
    [`^${name}$`, `${REACT_MODULES}/${name}`],
    [`^${name}/(.*)$`, `${REACT_MODULES}/${name}/$1`],
  ]),
);

module.exports = {
  ...base,
  displayName: 'panel',
  // Clicks and keys are played in full, on machines that may be busy.
  testTimeout: 120_000,
  moduleNameMapper: { ...base.moduleNameMapper, ...otherReact },
  // Some of Grafana's packages ship .mjs files that are hoisted to the root and need the same transform.
  transform: { '^.+\\.(m?js|[jt]sx?)$': base.transform['^.+\\.(t|j)sx?$'] },
};
