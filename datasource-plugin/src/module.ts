import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './components/ConfigEditor';
import { QueryEditor } from './components/QueryEditor';
import { QueryHelp } from './components/QueryHelp';
import { PresageDatasource } from './datasource';
import type { PresageQuery } from './query/model';
import type { PresageOptions, PresageSecrets } from './settings';

export const plugin = new DataSourcePlugin<PresageDatasource, PresageQuery, PresageOptions, PresageSecrets>(
  PresageDatasource,
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QueryHelp);
