import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

export const answerStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(2) }),
  heading: css({
    margin: theme.spacing(0, 0, 0.75),
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.secondary,
  }),
  happened: css({ fontSize: theme.typography.body.fontSize, lineHeight: 1.55, whiteSpace: 'pre-line' }),
  list: css({ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: theme.spacing(1) }),
  bullets: css({ margin: 0, paddingLeft: theme.spacing(2.5), '& li': { marginBottom: theme.spacing(0.5) } }),
  text: css({ overflowWrap: 'anywhere' }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  row: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  mono: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  }),
  ...buttonStyles(theme),
});

const buttonStyles = (theme: GrafanaTheme2) => ({
  cite: css({
    border: 0,
    padding: theme.spacing(0, 0.5),
    marginRight: theme.spacing(0.5),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    color: theme.colors.text.link,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    '&:hover': { background: theme.colors.action.hover, textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}` },
  }),
  link: css({
    border: 0,
    padding: 0,
    background: 'none',
    color: theme.colors.text.link,
    textAlign: 'left',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}` },
  }),
});
