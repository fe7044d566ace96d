import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import type { LogClass, Severity } from '@presage/contract';

interface Tone {
  readonly text: string;
  readonly main: string;
  readonly shade: string;
}

/** Normal stands back, so that what needs action stands out. The word beside it says the same: colour alone says nothing. */
export function classTone({ colors, isLight }: GrafanaTheme2, logClass: LogClass | undefined): Tone {
  if (logClass === 'incident') return toneOf(colors.error, isLight);
  if (logClass === 'preventive_action') return toneOf(colors.warning, isLight);
  return { text: colors.text.secondary, main: colors.border.strong, shade: 'transparent' };
}

/** Grafana's own text on its own shade is a little too faint for small letters. */
function toneOf({ text, main, transparent }: GrafanaTheme2['colors']['error'], isLight: boolean): Tone {
  const { darken, lighten } = colorManipulator;
  return { text: isLight ? darken(text, 0.25) : lighten(text, 0.25), main, shade: transparent };
}

/** As Grafana's own logs colour their levels. */
export function severityColor({ visualization }: GrafanaTheme2, severity: Severity | undefined): string {
  const named: Readonly<Record<Severity, string>> = {
    critical: 'purple',
    error: 'red',
    warning: 'yellow',
    info: 'green',
    debug: 'blue',
    trace: 'light-blue',
  };
  return visualization.getColorByName(severity === undefined ? 'gray' : named[severity]);
}
