import React, { memo } from 'react';
import { cx } from '@emotion/css';
import { useTheme2 } from '@grafana/ui';
import type { LogLine } from '../lines/line';
import { plainText } from '../lines/plain-text';
import { timeText } from '../lines/time-text';
import { className as nameOf, LIST, severityName } from '../words';
import { ClassBadge } from './ClassBadge';
import { severityColor } from './colors';
import type { ListColumn } from './columns';
import type { RowStyles } from './row-styles';

export interface RowProps {
  readonly id: string;
  readonly line: LogLine;
  readonly columns: readonly ListColumn[];
  readonly styles: RowStyles;
  readonly top: number;
  readonly place: number;
  readonly total: number;
  readonly timeFormat: string;
  readonly timeZone: string;
  /** Of the lines shown, those with its template. */
  readonly sameTemplate: number | undefined;
  readonly isNarrow: boolean;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly isCited: boolean;
  readonly onOpen: (line: LogLine) => void;
}

/** One line of the list. Its key presses are the list's; a row is only pointed at. */
export const LineRow = memo(function LineRow(props: RowProps) {
  const { id, line, columns, styles, top, place, total, isNarrow, isActive, isOpen, isCited, onOpen } = props;
  const theme = useTheme2();
  const tracks = [...columns.map(({ width }) => `${width}px`), 'minmax(0, 1fr)'].join(' ');
  const hasTime = columns.some(({ name }) => name === 'time');
  return (
    // The list itself takes the keys, as a listbox does.
    <div
      id={id}
      role="option"
      aria-selected={isOpen}
      aria-posinset={place}
      aria-setsize={total}
      aria-label={spoken(props)}
      tabIndex={-1}
      className={cx(
        styles.row,
        isNarrow && styles.narrow,
        isCited && styles.cited,
        isOpen && styles.open,
        isActive && styles.active,
      )}
      style={{ transform: `translateY(${top}px)`, ...(isNarrow ? {} : { gridTemplateColumns: tracks }) }}
      onClick={() => onOpen(line)}
    >
      <span className={styles.mark} style={{ background: severityColor(theme, line.severity) }} />
      {isNarrow ? (
        <span className={styles.first}>
          {columns.map(({ name }) => (
            <Cell key={name} name={name} {...props} />
          ))}
        </span>
      ) : (
        columns.map(({ name }) => <Cell key={name} name={name} {...props} />)
      )}
      <span className={styles.message} dir="auto">
        {firstLine(line.message, hasTime)}
      </span>
    </div>
  );
});

function Cell({
  name,
  line,
  styles,
  timeFormat,
  timeZone,
  sameTemplate,
}: RowProps & { readonly name: string }) {
  if (name === 'time')
    return <span className={styles.time}>{timeText(line.timeMs, timeZone, timeFormat)}</span>;
  if (name === 'class') return <span>{classOf(line, styles)}</span>;
  if (name === 'severity')
    return <span className={styles.quiet}>{line.severity && severityName(line.severity)}</span>;
  if (name === 'service') return <span className={styles.service}>{line.service}</span>;
  if (name === 'score')
    return (
      <span className={cx(styles.number, (line.score ?? 0) > 1 && styles.anomalous)} title={LIST.anomalous()}>
        {line.score?.toFixed(1)}
      </span>
    );
  if (name === 'count')
    return (
      <span
        className={styles.number}
        title={sameTemplate === undefined ? undefined : LIST.sameTemplate(sameTemplate)}
      >
        {sameTemplate !== undefined && `×${sameTemplate}`}
      </span>
    );
  return <span className={styles.quiet}>{line.fields[name]}</span>;
}

function classOf({ logClass, corrected, isJudged, undecided }: LogLine, styles: RowStyles) {
  if (logClass !== undefined) return <ClassBadge {...{ logClass, corrected, isJudged }} />;
  if (undecided === undefined) return null;
  return (
    <span className={styles.quiet} title={undecided}>
      —
    </span>
  );
}

/** What a screen reader says of a row: what it means before what it says. */
function spoken({ line, timeZone, timeFormat }: RowProps): string {
  const parts = [
    line.logClass && nameOf(line.logClass),
    line.severity && severityName(line.severity),
    timeText(line.timeMs, timeZone, timeFormat),
    line.service,
    firstLine(line.message, false),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

const TIMES_IN_FRONT = [
  /^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?\s+(?=\S)/,
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?=\S)/,
];

/** The time stands in its own column already, and the row is short. */
function withoutTime(message: string): string {
  return TIMES_IN_FRONT.reduce((rest, time) => rest.replace(time, ''), message);
}

/** Rows are one line high; a stack trace shows its first line that is not blank. */
function firstLine(message: string, hasTime: boolean): string {
  const head = plainText(message.slice(0, 4000)).trimStart();
  return (hasTime ? withoutTime(head) : head).slice(0, 600).split('\n', 1)[0] ?? '';
}
