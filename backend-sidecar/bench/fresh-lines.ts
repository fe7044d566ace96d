import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from '../demo/chance.ts';
import { Shop } from '../demo/shop.ts';

/** A raw line and who wrote it. */
export interface RawLine {
  readonly service: string;
  readonly text: string;
}

/** Raw lines of every `.log` file below a folder; the service is a neutral name for each file. */
export function linesOfFolder(folder: string): RawLine[] {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter(
    (name) => name.endsWith('.log') && statSync(join(folder, name)).isFile(),
  );
  return files.sort().flatMap((name, index) =>
    readFileSync(join(folder, name), 'utf8')
      .split(/\r?\n/)
      .filter((text) => text !== '')
      .map((text) => ({ service: `service-${index + 1}`, text })),
  );
}

/** Lines of the demo's shop, for machines without log files to measure on. */
export function linesOfShop(count: number): RawLine[] {
  const shop = new Shop(1, 2000);
  const lines: RawLine[] = [];
  for (let second = 0; lines.length < count; second++) {
    for (const { service, message } of shop.lines(second * 1000, second * 1000 + 1000, Date.UTC(2026, 0, 5)))
      lines.push({ service, text: message });
  }
  return lines.slice(0, count);
}

/** Every digit replaced by a random one, so that no two lines are equal and a memory of whole lines helps nobody. */
export function freshDigits(text: string, chance: Chance): string {
  let fresh = '';
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) continue;
    fresh += text.slice(copied, i) + String(chance.whole(0, 9));
    copied = i + 1;
  }
  return fresh + text.slice(copied);
}

/** One request: NDJSON of `count` lines taken round from `lines`, starting at `from`. */
export function requestBody(lines: readonly RawLine[], from: number, count: number, chance: Chance): Buffer {
  let body = '';
  for (let i = 0; i < count; i++) {
    const line = lines[(from + i) % lines.length];
    if (line) body += `${JSON.stringify({ _msg: freshDigits(line.text, chance), service: line.service })}\n`;
  }
  return Buffer.from(body);
}
