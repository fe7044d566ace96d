import React, { useEffect, useRef } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { plainText } from '../lines/plain-text';
import { severityColor } from '../list/colors';
import { timeText } from '../lines/time-text';
import { ANSWER } from '../words';
import { answerStyles } from './answer-styles';
import type { ContextLine } from './answer-parts';

/** A line to be shown; a new object asks again. */
export interface Pointed {
  readonly id: string;
}

interface Props {
  readonly lines: readonly ContextLine[];
  readonly target: string;
  readonly timeZone: string;
  readonly whyOf: (id: string) => string | undefined;
  readonly pointed: Pointed | undefined;
  /** Undefined for a line that the list does not show. */
  readonly onGoTo: (line: ContextLine) => (() => void) | undefined;
}

/** Lines that an answer is read from, in time order, with why they matter. */
export function Evidence({ lines, target, timeZone, whyOf, pointed, onGoTo }: Props) {
  const styles = useStyles2(answerStyles);
  return (
    <ul className={styles.list} style={{ gap: 2 }}>
      {lines.map((line) => (
        <EvidenceLine
          key={line.id}
          line={line}
          isTarget={line.id === target}
          timeZone={timeZone}
          why={whyOf(line.id)}
          pointed={pointed?.id === line.id ? pointed : undefined}
          onGoTo={onGoTo(line)}
        />
      ))}
    </ul>
  );
}

interface LineProps {
  readonly line: ContextLine;
  readonly isTarget: boolean;
  readonly timeZone: string;
  readonly why: string | undefined;
  readonly pointed: Pointed | undefined;
  readonly onGoTo: (() => void) | undefined;
}

function EvidenceLine({ line, isTarget, timeZone, why, pointed, onGoTo }: LineProps) {
  const styles = useStyles2(answerStyles);
  const own = useStyles2(getStyles);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (pointed === undefined) return;
    item.current?.scrollIntoView({ block: 'nearest' });
    item.current?.focus({ preventScroll: true });
  }, [pointed]);
  const severity = useStyles2((theme: GrafanaTheme2) =>
    css({ background: severityColor(theme, line.severity) }),
  );
  const mark = <span className={own.id}>{line.id}</span>;
  return (
    <li ref={item} tabIndex={-1} className={cx(own.line, pointed && own.pointed)}>
      <span className={cx(own.mark, severity)} />
      {onGoTo === undefined ? (
        mark
      ) : (
        <button type="button" className={styles.link} aria-label={ANSWER.cites(line.id)} onClick={onGoTo}>
          {mark}
        </button>
      )}
      <div>
        <span className={styles.quiet}>
          {timeText(Date.parse(line.time), timeZone, 'HH:mm:ss.SSS')} {line.service}
          {isTarget && ` · ${ANSWER.explained()}`}
        </span>
        <div dir="auto" className={cx(styles.mono, own.message)}>
          {plainText(line.message)}
        </div>
        {why !== undefined && why !== '' && <div className={own.why}>{why}</div>}
      </div>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    position: 'relative',
    display: 'grid',
    gridTemplateColumns: '36px minmax(0, 1fr)',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 0.5, 0.5, 1.25),
    borderRadius: theme.shape.radius.default,
    alignItems: 'start',
    outline: 'none',
  }),
  pointed: css({ background: theme.colors.warning.transparent }),
  mark: css({ position: 'absolute', left: 2, top: 5, bottom: 5, width: 4, borderRadius: 2 }),
  id: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  message: css({ maxHeight: '7.5em', overflow: 'auto' }),
  why: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    '&::before': { content: '"→ "' },
  }),
});
