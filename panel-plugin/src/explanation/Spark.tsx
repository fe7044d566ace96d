import React from 'react';
import { useTheme2 } from '@grafana/ui';

const [WIDTH, HEIGHT] = [120, 28];

/** A series as a small line; the caption beside it says what it is. */
export function Spark({ values }: { readonly values: readonly number[] }) {
  const { colors } = useTheme2();
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const span = high - low || 1;
  const step = WIDTH / Math.max(1, finite.length - 1);
  const points = finite.map(
    (value, place) => `${place * step},${HEIGHT - 1 - ((value - low) / span) * (HEIGHT - 2)}`,
  );
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
      <polyline points={points.join(' ')} fill="none" stroke={colors.primary.main} strokeWidth={1.5} />
    </svg>
  );
}
