import type { PanelDataSummary, VisualizationSuggestion } from '@grafana/data';
import { logColumns } from './lines/columns';
import type { PanelOptions } from './options';

/** 0…100, as Grafana weighs suggestions: above "good", below its best, which for logs is its own list. */
const GOOD = 70;

/** Offers the panel where the data are log lines: by what the frames say of themselves, since any table has a time and a text. */
export function suggest(summary: PanelDataSummary): Array<VisualizationSuggestion<PanelOptions>> {
  const isLogs = (summary.rawFrames ?? []).some(
    (frame) =>
      (frame.meta?.preferredVisualisationType === 'logs' || frame.meta?.type?.toString() === 'log-lines') &&
      logColumns(frame) !== undefined,
  );
  return isLogs ? [{ name: 'Presage Explain', score: GOOD }] : [];
}
