import type { AlertSettings, TimeRange } from './alert-settings.ts';

/** A mute timing as Grafana's provisioning takes it. */
export interface MuteTime {
  readonly name: string;
  readonly time_intervals: readonly object[];
}

export const QUIET_HOURS = 'Presage quiet hours';
export const ALWAYS = 'Presage always quiet';
/** A time that is over. */
const NEVER = { years: ['1970'] };
const WHOLE_DAY: readonly TimeRange[] = [{ from: '00:00', to: '24:00' }];

/** Both, always: Grafana does not delete a time that a rule names, and a rule does not load without it. */
export function muteTimes({ quiet, quietZone }: AlertSettings): readonly MuteTime[] {
  const quietHours = quiet.length > 0 ? [intervalOf(quiet, quietZone)] : [NEVER];
  return [
    { name: QUIET_HOURS, time_intervals: quietHours },
    { name: ALWAYS, time_intervals: [intervalOf(WHOLE_DAY, 'UTC')] },
  ];
}

function intervalOf(ranges: readonly TimeRange[], location: string): object {
  return { times: ranges.map(({ from, to }) => ({ start_time: from, end_time: to })), location };
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
