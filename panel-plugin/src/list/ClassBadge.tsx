import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { LogClass } from '@presage/contract';
import { className as nameOf, classMeaning, LIST } from '../words';
import { classTone } from './colors';

interface Props {
  readonly logClass: LogClass;
  readonly corrected?: boolean;
  /** Not the line's own, but asked for. */
  readonly isJudged?: boolean;
}

/** The class in words and colour. A native title instead of a tooltip: a list has hundreds of them. */
export function ClassBadge({ logClass, corrected = false, isJudged = false }: Props) {
  const styles = useStyles2(getStyles);
  const title = [classMeaning(logClass), corrected && LIST.corrected(), isJudged && LIST.judged()]
    .filter(Boolean)
    .join('. ');
  return (
    <span className={cx(styles.badge, styles[logClass])} title={title}>
      <span className={styles.name}>{nameOf(logClass)}</span>
      {corrected && <span aria-label={LIST.corrected()}>✓</span>}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const tone = (logClass: LogClass) => {
    const { text, main, shade } = classTone(theme, logClass);
    return css({ color: text, background: shade, boxShadow: `inset 0 0 0 1px ${main}` });
  };
  return {
    badge: css({
      display: 'inline-flex',
      gap: theme.spacing(0.5),
      alignItems: 'center',
      maxWidth: '100%',
      padding: theme.spacing(0, 0.75),
      borderRadius: theme.shape.radius.default,
      fontSize: theme.typography.bodySmall.fontSize,
      fontFamily: theme.typography.fontFamily,
      lineHeight: '18px',
      whiteSpace: 'nowrap',
    }),
    name: css({ overflow: 'hidden', textOverflow: 'ellipsis' }),
    incident: tone('incident'),
    preventive_action: tone('preventive_action'),
    normal: css({ color: theme.colors.text.secondary, paddingLeft: 0 }),
  };
};
