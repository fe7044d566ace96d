import React, {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { LogLine } from '../lines/line';
import { timeFormat } from '../lines/time-text';
import { LIST } from '../words';
import { fittingColumns, templateCounts, usefulColumns } from './columns';
import { LineRow } from './LineRow';
import { NARROW_ROW_HEIGHT, ROW_HEIGHT, rowStyles } from './row-styles';

/** A line to be scrolled to; a new object asks again. */
export interface Reveal {
  readonly key: string;
  /** Its explanation was closed: the list has the keys again, and does not move while the line is in view. */
  readonly isBack?: boolean;
}

export interface ListProps {
  readonly lines: readonly LogLine[];
  readonly columns: readonly string[];
  readonly timeZone: string;
  /** px */
  readonly width: number;
  readonly isNarrow: boolean;
  readonly openKey: string | undefined;
  readonly cited: ReadonlySet<string>;
  readonly reveal: Reveal | undefined;
  readonly onOpen: (line: LogLine) => void;
}

const PAGE = 10;
const OVERSCAN = 10;

/** The lines, of which only those in view are in the page. One stop of the Tab key; arrows move, Enter opens. */
export function LineList(props: ListProps) {
  const { lines, timeZone, isNarrow, openKey, cited, reveal, onOpen } = props;
  const [styles, rows] = [useStyles2(getStyles), useStyles2(rowStyles)];
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const [activeKey, setActiveKey] = useState<string | undefined>(undefined);
  const shape = useShape(props);
  const { virtual, slots } = useRowsInView(box, lines.length, isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT);
  const places = useMemo(() => new Map(lines.map(({ key }, place) => [key, place])), [lines]);
  const active = places.get(activeKey ?? openKey ?? '') ?? -1;

  useReveal(reveal, ({ key, isBack = false }) => {
    if (isBack) box.current?.focus({ preventScroll: true });
    const place = places.get(key);
    if (place === undefined) return;
    setActiveKey(key);
    virtual.scrollToIndex(place, { align: isBack ? 'auto' : 'center' });
  });
  const open = useCallback(
    (line: LogLine) => {
      setActiveKey(line.key);
      onOpen(line);
    },
    [onOpen],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const line = lines[active];
    const next = nextPlace(event.key, active, lines.length);
    if (isPress(event.key) && line !== undefined) open(line);
    else if (next !== undefined) {
      setActiveKey(lines[next]?.key);
      virtual.scrollToIndex(next);
    } else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      role="listbox"
      tabIndex={0}
      aria-label={LIST.label()}
      aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
      className={styles.box}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.lines} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          return (
            <LineRow
              // Rows that leave the view are used again for those that enter it: to change text costs a frame less than to make elements.
              key={index % slots}
              id={`${id}-${index}`}
              line={line}
              columns={shape.columns}
              styles={rows}
              top={start}
              place={index + 1}
              total={lines.length}
              timeFormat={shape.format}
              timeZone={timeZone}
              sameTemplate={shape.counts.get(line.templateId ?? '')}
              isNarrow={isNarrow}
              isActive={index === active}
              isOpen={line.key === openKey}
              isCited={cited.has(line.key)}
              onOpen={open}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The rows in view and some beyond. `slots`: more than there are ever at a time. */
function useRowsInView(box: RefObject<HTMLDivElement | null>, count: number, rowHeight: number) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    // React 19 warns of a flush within a lifecycle; rows beyond the view bridge the moment.
    useFlushSync: false,
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const slots = Math.ceil((virtual.scrollRect?.height ?? 0) / rowHeight) + 2 * OVERSCAN + 2;
  return { virtual, slots };
}

/** Only a new wish scrolls; new lines do not. */
function useReveal(reveal: Reveal | undefined, show: (reveal: Reveal) => void): void {
  useEffect(() => {
    if (reveal !== undefined) show(reveal);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [reveal]);
}

/** A message of fewer px than this says too little. */
const LEAST_MESSAGE = 340;

function useShape({ lines, columns, width, isNarrow, timeZone }: ListProps) {
  return useMemo(() => {
    const [first, last] = [lines[0], lines.at(-1)];
    const format = timeFormat(first?.timeMs ?? 0, last?.timeMs ?? 0, timeZone);
    const useful = usefulColumns(columns, lines, format.startsWith('HH'));
    return {
      format,
      columns: isNarrow
        ? useful.filter(({ name }) => name !== 'severity')
        : fittingColumns(useful, width, LEAST_MESSAGE),
      counts: templateCounts(lines),
    };
  }, [lines, columns, width, isNarrow, timeZone]);
}

function isPress(key: string): boolean {
  return key === 'Enter' || key === ' ';
}

function nextPlace(key: string, active: number, total: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + PAGE,
    PageUp: active - PAGE,
    Home: 0,
    End: total - 1,
  };
  const step = steps[key];
  return step === undefined || total === 0 ? undefined : Math.min(total - 1, Math.max(0, step));
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    flex: 1,
    minHeight: 0,
    overflow: 'auto',
    overscrollBehavior: 'contain',
    position: 'relative',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  lines: css({ position: 'relative', width: '100%' }),
});
