import { initPluginTranslations } from '@grafana/i18n';
import { explainPlugin } from './explain-plugin';
import json from './plugin.json';

// Grafana has loaded the reader's language by `languages` of plugin.json before it loads this.
await initPluginTranslations(json.id);

export const plugin = explainPlugin;
