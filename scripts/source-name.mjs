/**
 * How a plugin's source map names a source. Webpack shortens `javascript/esm|../../node_modules/x` wrongly, and Grafana's validator knows
 * packages by where they lie; the contract is one of them.
 */
export function sourceName({ namespace, resourcePath }) {
  const path = resourcePath
    .replace(/^javascript\/node_modules\//, '../node_modules/')
    .replace(/^(\.\.\/)+contract\//, '../node_modules/@presage/contract/');
  return `webpack://${namespace}/${path}`;
}
