import React from 'react';
import { css } from '@emotion/css';
import { LoadingState, type GrafanaTheme2, type PanelData } from '@grafana/data';
import { Alert, Button, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { LIST } from '../words';

interface Props {
  readonly data: PanelData;
  /** There are lines, but none of the chosen classes. */
  readonly hasHidden: boolean;
  readonly onShowAll: () => void;
}

/** Why there is no list: each reason has its way out. */
export function NoLines({ data, hasHidden, onShowAll }: Props) {
  const styles = useStyles2(getStyles);
  if (hasHidden)
    return (
      <div className={styles.box}>
        <p>{LIST.noneOfClass()}</p>
        <Button variant="secondary" size="sm" onClick={onShowAll}>
          {LIST.showAll()}
        </Button>
      </div>
    );
  if (data.state === LoadingState.Loading || data.state === LoadingState.NotStarted)
    return (
      <div className={styles.box}>
        <LoadingPlaceholder text={LIST.loading()} />
      </div>
    );
  const [error] = data.errors ?? [];
  if (error !== undefined || data.state === LoadingState.Error)
    return (
      <Alert severity="error" title={LIST.failed()}>
        <span className={styles.said}>{error?.data?.message ?? error?.message}</span>
      </Alert>
    );
  const isOther = data.series.some(({ length }) => length > 0);
  return (
    <div className={styles.box}>
      <p>{isOther ? LIST.notLogs() : LIST.empty()}</p>
      <p className={styles.hint}>{isOther ? LIST.notLogsHint() : LIST.emptyHint()}</p>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    flex: 1,
    textAlign: 'center',
    padding: theme.spacing(2),
    '& p': { margin: theme.spacing(0, 0, 1) },
  }),
  said: css({ overflowWrap: 'anywhere' }),
  hint: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
