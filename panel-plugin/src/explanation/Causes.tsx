import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Answer } from '@presage/contract';
import { ANSWER } from '../words';
import { answerStyles } from './answer-styles';
import { Cites } from './Cite';

interface Props {
  readonly causes: Answer['likely_causes'];
  readonly titleOf: (id: string) => string | undefined;
  readonly onCite: (id: string) => void;
}

/** Best first, each with how sure it is and the lines that it is read from. */
export function Causes({ causes, titleOf, onCite }: Props) {
  const styles = useStyles2(answerStyles);
  const own = useStyles2(getStyles);
  return (
    <ol className={styles.list}>
      {causes.map(({ text, confidence, evidence_ids }, place) => {
        const percent = Math.round(confidence * 100);
        return (
          <li key={place} className={own.cause}>
            <div className={own.bar}>
              <div
                role="meter"
                aria-valuenow={percent}
                aria-valuemin={0}
                aria-valuemax={100}
                aria-label={ANSWER.confidence(percent)}
                title={ANSWER.confidence(percent)}
                className={own.track}
              >
                <div className={own.fill} style={{ width: `${percent}%` }} />
              </div>
              <span className={own.percent}>{percent} %</span>
            </div>
            <div className={styles.text}>
              {text} <Cites ids={evidence_ids} titleOf={titleOf} onCite={onCite} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  cause: css({ display: 'grid', gridTemplateColumns: '76px minmax(0, 1fr)', gap: theme.spacing(1.5) }),
  bar: css({ paddingTop: 3 }),
  track: css({
    height: 6,
    borderRadius: 3,
    background: theme.colors.background.secondary,
    boxShadow: `inset 0 0 0 1px ${theme.colors.border.weak}`,
    overflow: 'hidden',
  }),
  fill: css({ height: '100%', borderRadius: 3, background: theme.colors.primary.main }),
  percent: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
  }),
});
