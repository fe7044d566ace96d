import { DataSourcePlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { ConfigEditor } from './components/ConfigEditor';
import { QueryEditor } from './components/QueryEditor';
import { QueryHelp } from './components/QueryHelp';
import { PresageDatasource } from './datasource';
import json from './plugin.json';
import type { PresageQuery } from './query/model';
import type { PresageOptions, PresageSecrets } from './settings';

// Grafana has loaded the reader's language by `languages` of plugin.json before it loads this.
await initPluginTranslations(json.id);

export const plugin = new DataSourcePlugin<PresageDatasource, PresageQuery, PresageOptions, PresageSecrets>(
  PresageDatasource,
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QueryHelp);
