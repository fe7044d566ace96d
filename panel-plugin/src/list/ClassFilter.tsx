import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { className as nameOf, LIST } from '../words';
import type { Kind, KindCount } from './class-filter';
import { classTone } from './colors';

interface Props {
  readonly counts: readonly KindCount[];
  readonly chosen: ReadonlySet<Kind>;
  readonly total: number;
  readonly shown: number;
  readonly onToggle: (kind: Kind) => void;
  readonly onClear: () => void;
}

/** How many lines there are of each class; pressing one shows only those. */
export function ClassFilter({ counts, chosen, total, shown, onToggle, onClear }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.bar}>
      {counts.length > 0 && (
        <div role="group" aria-label={LIST.filters()} className={styles.group}>
          <Chip kind={undefined} count={total} isOn={chosen.size === 0} onPress={onClear} />
          {counts.map(({ kind, count }) => (
            <Chip
              key={kind}
              kind={kind}
              count={count}
              isOn={chosen.has(kind)}
              onPress={() => onToggle(kind)}
            />
          ))}
        </div>
      )}
      <span className={styles.count} role="status">
        {LIST.shown(shown, total)}
      </span>
    </div>
  );
}

interface ChipProps {
  readonly kind: Kind | undefined;
  readonly count: number;
  readonly isOn: boolean;
  readonly onPress: () => void;
}

function Chip({ kind, count, isOn, onPress }: ChipProps) {
  const styles = useStyles2(getStyles);
  const name = kind === undefined ? LIST.all() : kind === 'undecided' ? LIST.undecided() : nameOf(kind);
  return (
    <button
      type="button"
      aria-pressed={isOn}
      className={cx(styles.chip, isOn && styles.on)}
      onClick={onPress}
    >
      {kind !== undefined && <span className={cx(styles.dot, styles[kind])} />}
      {name} <span className={styles.number}>{count}</span>
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const dot = (kind: Kind) =>
    css({ background: classTone(theme, kind === 'undecided' ? undefined : kind).main });
  return {
    bar: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      padding: theme.spacing(0, 0.5, 0.5),
      minHeight: 32,
    }),
    group: css({
      display: 'flex',
      gap: theme.spacing(0.5),
      overflowX: 'auto',
      scrollbarWidth: 'none',
      minWidth: 0,
    }),
    chip: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      flexShrink: 0,
      height: 24,
      padding: theme.spacing(0, 1),
      border: `1px solid ${theme.colors.border.medium}`,
      borderRadius: theme.shape.radius.pill,
      background: 'transparent',
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      whiteSpace: 'nowrap',
      '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -1 },
    }),
    on: css({
      background: theme.colors.action.selected,
      color: theme.colors.text.primary,
      borderColor: theme.colors.border.strong,
    }),
    number: css({ fontVariantNumeric: 'tabular-nums' }),
    dot: css({ width: 8, height: 8, borderRadius: theme.shape.radius.circle }),
    incident: dot('incident'),
    preventive_action: dot('preventive_action'),
    normal: dot('normal'),
    undecided: dot('undecided'),
    count: css({
      marginLeft: 'auto',
      flexShrink: 0,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontVariantNumeric: 'tabular-nums',
    }),
  };
};
