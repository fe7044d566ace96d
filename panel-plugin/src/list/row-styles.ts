import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

export const ROW_HEIGHT = 28;
export const NARROW_ROW_HEIGHT = 48;

export type RowStyles = ReturnType<typeof rowStyles>;

/** Made once for all rows: a row has no hooks of its own but the theme. */
export const rowStyles = (theme: GrafanaTheme2) => {
  const clipped = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
  return {
    row: css({
      position: 'absolute',
      top: 0,
      left: 0,
      right: 0,
      height: ROW_HEIGHT,
      display: 'grid',
      alignItems: 'center',
      columnGap: theme.spacing(1),
      padding: theme.spacing(0, 1, 0, 1.5),
      cursor: 'pointer',
      textAlign: 'left',
      fontSize: theme.typography.bodySmall.fontSize,
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      contain: 'layout paint style',
      '&:hover': { background: theme.colors.action.hover },
      '& > span': clipped,
    }),
    narrow: css({
      height: NARROW_ROW_HEIGHT,
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridTemplateRows: '22px 20px',
      alignContent: 'center',
    }),
    first: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'center' }),
    mark: css({ position: 'absolute', left: 2, top: 3, bottom: 3, width: 4, borderRadius: 2 }),
    ...cellStyles(theme),
    cited: css({ background: theme.colors.warning.transparent }),
    open: css({ background: theme.colors.action.selected }),
    active: css({ boxShadow: `inset 0 0 0 2px ${theme.colors.primary.border}` }),
  };
};

const cellStyles = (theme: GrafanaTheme2) => ({
  time: css({ fontFamily: theme.typography.fontFamilyMonospace, color: theme.colors.text.secondary }),
  quiet: css({ color: theme.colors.text.secondary }),
  service: css({ fontWeight: theme.typography.fontWeightMedium }),
  number: css({
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    color: theme.colors.text.secondary,
  }),
  anomalous: css({ color: theme.colors.warning.text, fontWeight: theme.typography.fontWeightBold }),
  message: css({ fontFamily: theme.typography.fontFamilyMonospace }),
});
