import { dateTimeFormat } from '@grafana/data';
import { AGE } from '../words';

/** With the day where the lines are not all of one. */
export function timeFormat(fromMs: number, toMs: number, timeZone: string): string {
  const day = (ms: number) => timeText(ms, timeZone, 'YYYY-MM-DD');
  return day(fromMs) === day(toMs) ? 'HH:mm:ss.SSS' : 'MM-DD HH:mm:ss.SSS';
}

export function timeText(ms: number, timeZone: string, format = 'YYYY-MM-DD HH:mm:ss.SSS'): string {
  return dateTimeFormat(ms, { timeZone, format });
}

const MINUTE = 60_000;

/** How long ago, roughly. */
export function ageText(ms: number): string {
  const minutes = Math.floor(ms / MINUTE);
  if (minutes < 1) return AGE.moments();
  if (minutes < 60) return AGE.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? AGE.hours(hours) : AGE.days(Math.floor(hours / 24));
}
