import { useCallback, useMemo, useState } from 'react';
import type { PanelProps } from '@grafana/data';
import { targetKey } from './ask/target';
import { linkedTarget, openedLine, type Opened } from './explanation/opened';
import type { LogLine } from './lines/line';
import type { PanelOptions } from './options';
import { PRESAGE_DATASOURCE } from './sources';

const PANEL_ID = 'presage-explain-panel';

export interface Opening {
  readonly opened: Opened | undefined;
  /** There is nothing but the opened line to show. */
  readonly isAlone: boolean;
  /** The panel's query asks for the explanation of one line. */
  readonly isExplainQuery: boolean;
  /** A person opened it here; no link did. */
  readonly isPressed: boolean;
  readonly open: (line: LogLine) => void;
  readonly close: () => void;
}

/** What is open: what was pressed last, else what a link or an explain query names. */
export function useOpened(
  lines: readonly LogLine[],
  frames: PanelProps['data']['series'],
  options: PanelOptions,
  replace: PanelProps['replaceVariables'],
): Opening {
  const linked = linkedTarget(options, replace);
  const linkKey = linked === undefined ? '' : targetKey(linked);
  // Inside Explore the frame of an explain query names this panel, and holds the one line.
  const isExplainQuery =
    lines.length === 1 && frames.every(({ meta }) => meta?.preferredVisualisationPluginId === PANEL_ID);
  // The line itself, not its place: a refresh may push it out of the list, and who reads its explanation goes on reading.
  const [pressed, setPressed] = useState<
    { readonly linkKey: string; readonly line: LogLine | undefined } | undefined
  >(undefined);
  const isPressed = pressed !== undefined && pressed.linkKey === linkKey;
  const opened = useMemo((): Opened | undefined => {
    const lineOpened = (line: LogLine | undefined) =>
      line && openedLine(line, lines, line.source.type === PRESAGE_DATASOURCE);
    if (isPressed) return lineOpened(lines.find(({ key }) => key === pressed.line?.key) ?? pressed.line);
    if (linked === undefined) return isExplainQuery ? lineOpened(lines[0]) : undefined;
    const line = linked.by === 'event' ? lines.find(({ eventId }) => eventId === linked.eventId) : undefined;
    return { target: linked, otherwise: undefined, line };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `linked` is a new object each time; its key says whether it is the same
  }, [lines, isPressed, pressed, linkKey, isExplainQuery]);
  const open = useCallback((line: LogLine) => setPressed({ linkKey, line }), [linkKey]);
  const close = useCallback(() => setPressed({ linkKey, line: undefined }), [linkKey]);
  const isAlone = opened !== undefined && (isExplainQuery || (linked !== undefined && lines.length <= 1));
  return { opened, isAlone, isExplainQuery, isPressed, open, close };
}
