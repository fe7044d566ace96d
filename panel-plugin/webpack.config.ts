import type { Configuration } from 'webpack';
import scaffold, { type Env } from './.config/webpack/webpack.config.ts';

/** The scaffold's build, with sources named as Grafana's validator knows them. */
export default async function config(env: Env): Promise<Configuration> {
  const base = await scaffold(env);
  return { ...base, output: { ...base.output, devtoolModuleFilenameTemplate: sourceName } };
}

/** Webpack shortens `javascript/esm|../../node_modules/x` wrongly; the validator knows packages by where they lie. */
function sourceName({ namespace, resourcePath }: { namespace: string; resourcePath: string }): string {
  return `webpack://${namespace}/${resourcePath.replace(/^javascript\/node_modules\//, '../node_modules/')}`;
}
