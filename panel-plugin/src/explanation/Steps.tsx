import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Answer } from '@presage/contract';
import { ANSWER, riskMeaning, riskName } from '../words';
import { answerStyles } from './answer-styles';
import { CopyButton } from './CopyButton';
import { stepParts } from './step-parts';

interface Props {
  readonly steps: Answer['remediation'];
}

/** Best first, each with what it risks. A command is text to copy: nothing here runs one. */
export function Steps({ steps }: Props) {
  const styles = useStyles2(answerStyles);
  const own = useStyles2(getStyles);
  return (
    <ol className={styles.list}>
      {steps.map(({ step, risk, command }, place) => (
        <li key={place} className={own.step}>
          <span className={own.number}>{place + 1}</span>
          <div>
            <span className={styles.text}>
              {stepParts(step, command).map(({ text, isCode }, at) =>
                isCode ? (
                  <code key={at} className={styles.mono}>
                    {text}
                  </code>
                ) : (
                  text
                ),
              )}
            </span>{' '}
            <span className={cx(own.risk, own[risk])} title={riskMeaning(risk)}>
              {riskName(risk)}
            </span>
            {command !== undefined && command !== '' && (
              <div className={own.command}>
                <code className={cx(styles.mono, own.code)}>{command}</code>
                <CopyButton text={() => command} label={ANSWER.copyCommand()} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  step: css({ display: 'grid', gridTemplateColumns: '20px minmax(0, 1fr)', gap: theme.spacing(1) }),
  number: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums', textAlign: 'right' }),
  risk: css({
    display: 'inline-block',
    padding: theme.spacing(0, 0.75),
    borderRadius: theme.shape.radius.default,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '18px',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    boxShadow: `inset 0 0 0 1px ${theme.colors.border.medium}`,
  }),
  none: css({}),
  low: css({}),
  medium: css({
    color: theme.colors.warning.text,
    boxShadow: `inset 0 0 0 1px ${theme.colors.warning.main}`,
  }),
  high: css({ color: theme.colors.error.text, boxShadow: `inset 0 0 0 1px ${theme.colors.error.main}` }),
  command: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    marginTop: theme.spacing(0.5),
    padding: theme.spacing(0.75, 1),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  code: css({ flex: 1, padding: 0, background: 'none', border: 0, boxShadow: 'none', color: 'inherit' }),
});
