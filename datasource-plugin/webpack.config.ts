import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import scaffold, { type Env } from './.config/webpack/webpack.config.ts';
import { sourceName } from '../scripts/source-name.mjs';
import { portableDashboard } from './src/portable-dashboard.ts';

/** The scaffold's build, and the dashboards that `plugin.json` includes. */
export default async function config(env: Env): Promise<Configuration> {
  const base = await scaffold(env);
  const dashboards = new CopyWebpackPlugin({
    patterns: [
      {
        from: '../../provisioning/dashboards/*.json',
        to: 'dashboards/[name][ext]',
        transform: (content) => portableDashboard(content.toString()),
      },
    ],
  });
  const output = { ...base.output, devtoolModuleFilenameTemplate: sourceName };
  return { ...base, output, plugins: [...(base.plugins ?? []), dashboards] };
}
