import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { InlineField, useStyles2 } from '@grafana/ui';
import React, { type ComponentProps } from 'react';

export const LABEL_WIDTH = 16;

/** A label and its control, beside each other; on a phone the label stands above, and nothing is wider than the page. */
export function Field({ labelWidth = LABEL_WIDTH, ...rest }: ComponentProps<typeof InlineField>) {
  return <InlineField labelWidth={labelWidth} className={useStyles2(styleOf)} {...rest} />;
}

const styleOf = (theme: GrafanaTheme2) =>
  css({
    minWidth: 0,
    maxWidth: '100%',
    '& > div': { minWidth: 0 },
    '& > div > *': { maxWidth: '100%' },
    [theme.breakpoints.down('sm')]: {
      flex: '1 1 100%',
      flexDirection: 'column',
      alignItems: 'stretch',
      marginRight: 0,
      '& > :first-child': { width: 'auto', marginRight: 0 },
      '& > div > *': { width: '100%' },
    },
  });
