import type { Configuration } from 'webpack';
import scaffold, { type Env } from './.config/webpack/webpack.config.ts';
import { sourceName } from '../scripts/source-name.mjs';

/** The scaffold's build, with sources named as Grafana's validator knows them. */
export default async function config(env: Env): Promise<Configuration> {
  const base = await scaffold(env);
  return { ...base, output: { ...base.output, devtoolModuleFilenameTemplate: sourceName } };
}
