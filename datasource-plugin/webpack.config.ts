import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import scaffold, { type Env } from './.config/webpack/webpack.config.ts';
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

/** Webpack shortens `javascript/esm|../../node_modules/x` wrongly; the validator knows packages by where they lie. */
function sourceName({ namespace, resourcePath }: { namespace: string; resourcePath: string }): string {
  const path = resourcePath
    .replace(/^javascript\/node_modules\//, '../node_modules/')
    .replace(/^(\.\.\/)+contract\//, '../node_modules/@presage/contract/');
  return `webpack://${namespace}/${path}`;
}
