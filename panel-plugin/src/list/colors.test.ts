import { colorManipulator, createTheme } from '@grafana/data';
import { classTone } from './colors';

const { asRgbString, decomposeColor, getContrastRatio } = colorManipulator;

/** A colour that lets through what is behind it, on that. */
function over(color: string, behind: string): string {
  const [{ values: own }, { values: under }] = [decomposeColor(color), decomposeColor(asRgbString(behind))];
  const share = Number(own[3] ?? 1);
  const parts = [0, 1, 2].map((at) => Math.round(Number(own[at]) * share + Number(under[at]) * (1 - share)));
  return `rgb(${parts.join(', ')})`;
}

describe.each(['dark', 'light'] as const)('in the %s theme', (mode) => {
  const theme = createTheme({ colors: { mode } });
  const { background, action, warning } = theme.colors;

  it.each([
    ['as it is', 'transparent'],
    ['under the pointer', action.hover],
    ['that is open', action.selected],
    ['that an answer cites', warning.transparent],
  ])('the badges of a row %s can be read', (_title, color) => {
    const row =
      color === 'transparent'
        ? background.primary
        : over(asRgbString(color), asRgbString(background.primary));
    for (const name of ['incident', 'preventive_action'] as const) {
      const { text, shade } = classTone(theme, name);
      // WCAG 2 AA, for small letters.
      expect(getContrastRatio(text, over(shade, row))).toBeGreaterThanOrEqual(4.5);
    }
  });
});
