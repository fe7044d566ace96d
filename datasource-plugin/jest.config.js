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
  displayName: 'datasource',
  // Editors are drawn whole: on a busy machine that takes many times longer than on a quiet one.
  testTimeout: 120_000,
  moduleNameMapper: { ...base.moduleNameMapper, ...otherReact },
  // Some of Grafana's packages ship .mjs files that are hoisted to the root and need the same transform.
  transform: { '^.+\\.(m?js|[jt]sx?)$': base.transform['^.+\\.(t|j)sx?$'] },
};
