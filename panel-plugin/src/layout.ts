import type { CSSProperties } from 'react';

export interface Layout {
  readonly isBeside: boolean;
  /** Rows of two lines, as on a phone. */
  readonly isNarrow: boolean;
  readonly hasList: boolean;
  /** px */
  readonly listWidth: number;
  readonly list: CSSProperties;
  readonly explanation: CSSProperties;
}

/** CSS pixels. */
const [BESIDE, NARROW, LOW] = [880, 520, 420];

/** Beside the list where there is width for both, else below it, else in its place with a way back. */
export function layoutOf(width: number, height: number, isOpen: boolean, isAlone: boolean): Layout {
  const isBeside = width >= BESIDE;
  const listWidth = isBeside && isOpen ? width / 2 : width;
  const isNarrow = listWidth < NARROW;
  const covers = isOpen && (isAlone || (!isBeside && (width < NARROW || height < LOW)));
  const share = (part: string): CSSProperties =>
    isBeside
      ? { flex: `0 0 calc(${part} - 4px)`, height: '100%' }
      : { flex: `0 0 calc(${part} - 4px)`, width: '100%' };
  const whole: CSSProperties = { flex: '1 1 100%', width: '100%', height: '100%' };
  return {
    isBeside,
    isNarrow,
    hasList: !covers,
    listWidth,
    list: isOpen ? share(isBeside ? '50%' : '38%') : whole,
    explanation: covers ? whole : share(isBeside ? '50%' : '62%'),
  };
}
