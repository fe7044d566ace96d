import { PanelPlugin } from '@grafana/data';
import { ExplainPanel } from './ExplainPanel';
import { addOptions } from './panel-options';
import { migrateOptions, type PanelOptions } from './options';
import { suggest } from './suggest';

export const explainPlugin = new PanelPlugin<PanelOptions>(ExplainPanel)
  .setPanelOptions(addOptions)
  .setMigrationHandler(migrateOptions)
  .setSuggestionsSupplier(suggest);
