import { Chance } from '../../backend-sidecar/demo/chance.ts';
import { FAULTS } from '../../backend-sidecar/demo/faults.ts';

/** What is sent; a line without a time of its own has that of its arrival. */
export interface Line {
  readonly _msg: string;
  readonly service: string;
  readonly _time?: string;
  readonly level?: string;
  readonly host?: string;
}

/** A whole fault of the demo at once, from its first line to its last. */
export function faultLines(name: string): Line[] {
  const fault = FAULTS.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`The demo has no fault ${name}.`);
  const chance = new Chance(7);
  return Array.from({ length: 40 }, (_, i) => {
    const { service, host, message, level, fields } = fault.line(chance, new Date(), i / 40);
    return { _msg: message, service, host, ...(level === undefined ? {} : { level }), ...fields };
  });
}

/** An incident that a signature knows. */
export function diskFull(service: string, more: Partial<Line> = {}): Line {
  return {
    _msg: 'ERROR: could not extend file "base/16401/24577": No space left on device',
    service,
    ...more,
  };
}

/** Something to do before it breaks. */
export function certificateEnds(service: string): Line {
  return { _msg: 'TLS certificate for shop.example.com expires in 5 days', service, level: 'warning' };
}

const SYLLABLES = ['ka', 'lo', 'mi', 'ru', 'te', 'sa', 'no', 'vi', 'po', 'du', 'gé', 'zü'];
/** Letters of four bytes. */
const GOTHIC = ['𐌰', '𐌱', '𐌲', '𐌳', '𐌴', '𐌵', '𐌶', '𐌷', '𐌸', '𐌹', '𐌺', '𐌻'];

/** Errors of which every one is another template: no two have a word in common but the first. */
export function storm(service: string, count: number): Line[] {
  return Array.from({ length: count }, (_, i) => {
    const words = Array.from({ length: 6 + (i % 7) }, (_w, k) => invented(SYLLABLES, i * 13 + k * 1777));
    return { _msg: `fatal: ${words.join(' ')}`, service, level: 'fatal' };
  });
}

/** Different templates of one signature, of as many bytes as a label can have. */
export function wideStorm(service: string, count: number): Line[] {
  return Array.from({ length: count }, (_, i) => {
    const words = Array.from({ length: 30 + (i % 7) }, (_w, k) => invented(GOTHIC, i * 13 + k * 1777));
    return { _msg: `No space left on device ${words.join(' ')}`, service, level: 'fatal' };
  });
}

function invented(parts: readonly string[], n: number): string {
  return Array.from({ length: 4 }, (_, i) => parts[Math.floor(n / parts.length ** i) % parts.length]).join(
    '',
  );
}

/** A service at its ordinary work. */
export function heartbeats(service: string, count: number): Line[] {
  return Array.from({ length: count }, (_, i) => ({ _msg: `heartbeat ${i} sent`, service, level: 'info' }));
}
