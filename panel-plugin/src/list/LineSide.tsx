import React, { useMemo } from 'react';
import type { PanelData } from '@grafana/data';
import type { LogLine } from '../lines/line';
import { kindCounts, toggled, type Kind } from './class-filter';
import { ClassFilter } from './ClassFilter';
import { LineList, type ListProps } from './LineList';
import { NoLines } from './NoLines';

interface Props extends Omit<ListProps, 'lines'> {
  readonly data: PanelData;
  readonly lines: readonly LogLine[];
  /** Those of the chosen classes. */
  readonly shown: readonly LogLine[];
  readonly kinds: ReadonlySet<Kind>;
  readonly onKinds: (kinds: ReadonlySet<Kind>) => void;
}

/** The list with its filter, or why there is none. */
export function LineSide({ data, lines, shown, kinds, onKinds, ...list }: Props) {
  const counts = useMemo(() => kindCounts(lines), [lines]);
  const clear = (): void => onKinds(new Set());
  if (lines.length === 0) return <NoLines data={data} hasHidden={false} onShowAll={clear} />;
  return (
    <>
      <ClassFilter
        counts={counts}
        chosen={kinds}
        total={lines.length}
        shown={shown.length}
        onToggle={(kind) => onKinds(toggled(kinds, kind))}
        onClear={clear}
      />
      {shown.length > 0 ? (
        <LineList lines={shown} {...list} />
      ) : (
        <NoLines data={data} hasHidden onShowAll={clear} />
      )}
    </>
  );
}
