import { dataFrameFromJSON, toDataFrame, type PanelDataSummary } from '@grafana/data';
import { LOKI, LOKI_DATAPLANE, PRESAGE, VICTORIALOGS } from './lines/recorded.fixture';
import { explainPlugin } from './explain-plugin';
import { suggest } from './suggest';

const of = (...rawFrames: Array<ReturnType<typeof toDataFrame>>) =>
  suggest({ rawFrames } as unknown as PanelDataSummary);

it.each([
  ['our own', PRESAGE],
  ['Loki’s new shape', LOKI_DATAPLANE],
  ['VictoriaLogs', VICTORIALOGS],
])('the panel is suggested for lines: %s', (_name, frame) => {
  expect(of(dataFrameFromJSON(frame))).toHaveLength(1);
});

it('the panel is not suggested for a table with a time and a text', () => {
  const { meta: _meta, ...table } = dataFrameFromJSON(LOKI);
  expect(of(table)).toEqual([]);
});

it('the plugin has its handlers', () => {
  expect(explainPlugin.panel).toBeDefined();
  expect(explainPlugin.onPanelMigration).toBeDefined();
});
