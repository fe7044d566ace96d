import React, { useState, type ReactNode } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { LogClass, Severity } from '@presage/contract';
import { plainText } from '../lines/plain-text';
import { ClassBadge } from '../list/ClassBadge';
import { timeText } from '../lines/time-text';
import { LINE, severityName } from '../words';
import { answerStyles } from './answer-styles';
import { CopyButton } from './CopyButton';

/** A line by which an explanation begins: one of the list, or one that only the sidecar knows. */
export interface HeadLine {
  readonly timeMs: number;
  readonly message: string;
  readonly service: string | undefined;
  readonly logClass: LogClass | undefined;
  readonly severity: Severity | undefined;
  readonly score: number | undefined;
  readonly corrected: boolean;
  readonly isJudged?: boolean;
  readonly fields: Readonly<Record<string, string>>;
}

interface Props {
  readonly line: HeadLine;
  readonly timeZone: string;
  readonly children?: ReactNode;
}

const LONG = 320;

export function LineHead({ line, timeZone, children }: Props) {
  const styles = useStyles2(answerStyles);
  const own = useStyles2(getStyles);
  const [isWhole, setWhole] = useState(false);
  const isLong = line.message.length > LONG || line.message.split('\n').length > 4;
  const names = Object.keys(line.fields).sort();
  return (
    <div className={own.head}>
      <div className={own.top}>
        {line.logClass !== undefined && (
          <ClassBadge logClass={line.logClass} corrected={line.corrected} isJudged={line.isJudged === true} />
        )}
        <span className={cx(styles.quiet, own.facts)}>
          {[line.severity && severityName(line.severity), timeText(line.timeMs, timeZone), line.service]
            .filter(Boolean)
            .join(' · ')}
          {line.score !== undefined && ` · ${LINE.score(line.score.toFixed(1))}`}
        </span>
        <span className={own.actions}>
          <CopyButton text={() => line.message} label={LINE.copy()} />
          {children}
        </span>
      </div>
      <div dir="auto" className={cx(styles.mono, own.message, isLong && !isWhole && own.clipped)}>
        {plainText(line.message)}
      </div>
      {isLong && (
        <button type="button" className={styles.link} onClick={() => setWhole(!isWhole)}>
          {isWhole ? LINE.less() : LINE.whole()}
        </button>
      )}
      {names.length > 0 && (
        <details>
          <summary className={styles.quiet}>{LINE.fields(names.length)}</summary>
          <dl className={own.fields}>
            {names.map((name) => (
              <React.Fragment key={name}>
                <dt>{name}</dt>
                <dd className={styles.mono}>{line.fields[name]}</dd>
              </React.Fragment>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    display: 'grid',
    gap: theme.spacing(0.75),
    justifyItems: 'start',
    padding: theme.spacing(1.25, 1.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    '& > *': { maxWidth: '100%' },
    '& > :first-child': { width: '100%' },
  }),
  top: css({ display: 'flex', alignItems: 'flex-start', gap: theme.spacing(1) }),
  facts: css({ flex: 1, minWidth: 0 }),
  actions: css({ display: 'inline-flex', gap: theme.spacing(0.5), alignItems: 'center' }),
  message: css({ maxHeight: 320, overflow: 'auto', width: '100%' }),
  clipped: css({ maxHeight: '6em', overflow: 'hidden' }),
  fields: css({
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: theme.spacing(0.25, 1.5),
    margin: theme.spacing(0.5, 0, 0),
    fontSize: theme.typography.bodySmall.fontSize,
    '& dt': { color: theme.colors.text.secondary, fontWeight: 'normal' },
    '& dd': { margin: 0 },
  }),
});
