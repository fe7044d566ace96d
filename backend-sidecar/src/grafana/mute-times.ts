import type { AlertSettings, TimeRange } from './alert-settings.ts';

/** A mute timing as Grafana's provisioning takes it. */
export interface MuteTime {
  readonly name: string;
  readonly time_intervals: readonly object[];
}

export const QUIET_HOURS = 'Presage quiet hours';
export const ALWAYS = 'Presage always quiet';
const WHOLE_DAY: readonly TimeRange[] = [{ from: '00:00', to: '24:00' }];

export function muteTimes(settings: AlertSettings, isNobodyTold: boolean): readonly MuteTime[] {
  return [
    ...(settings.quiet.length > 0 ? [muteTime(QUIET_HOURS, settings.quiet, settings.quietZone)] : []),
    ...(isNobodyTold ? [muteTime(ALWAYS, WHOLE_DAY, 'UTC')] : []),
  ];
}

/** Names of ours that are not rendered now. */
export function goneMuteTimes(kept: readonly MuteTime[]): readonly string[] {
  return [QUIET_HOURS, ALWAYS].filter((name) => !kept.some((muteTimeKept) => muteTimeKept.name === name));
}

function muteTime(name: string, ranges: readonly TimeRange[], location: string): MuteTime {
  const times = ranges.map(({ from, to }) => ({ start_time: from, end_time: to }));
  return { name, time_intervals: [{ times, location }] };
}

/** `22:00-07:00` as ranges within a day; undefined = it cannot be read. */
export function readHours(text: string): readonly TimeRange[] | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)\s*-\s*([01]\d|2[0-4]):([0-5]\d)$/.exec(text.trim());
  const [, fromHour = '', fromMinute = '', toHour = '', toMinute = ''] = match ?? [];
  const [from, to] = [`${fromHour}:${fromMinute}`, `${toHour}:${toMinute}`];
  if (match === null || from === to || to > '24:00') return undefined;
  if (from < to) return [{ from, to }];
  return [{ from, to: '24:00' }, ...(to === '00:00' ? [] : [{ from: '00:00', to }])];
}
