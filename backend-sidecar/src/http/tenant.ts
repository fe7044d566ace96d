import type { IncomingHttpHeaders } from 'node:http';
import { PresageError } from '../errors.ts';

const UINT32_MAX = 4_294_967_295;

/** The tenant of a request: its token's own, else that of its headers, else `0:0`. Throws `bad_request`, `forbidden`. */
export function tenantOf(headers: IncomingHttpHeaders, own: string | undefined): string {
  const [account, project] = partsOf(headers);
  if (own === undefined) return `${account ?? 0}:${project ?? 0}`;
  const [ownAccount, ownProject] = own.split(':').map(Number);
  if ((account ?? ownAccount) !== ownAccount || (project ?? ownProject) !== ownProject) {
    throw new PresageError(
      'forbidden',
      `The token belongs to the tenant ${own}; leave AccountID and ProjectID out, or name that tenant.`,
    );
  }
  return own;
}

/** AccountID and ProjectID, or Loki's own header for both: `7` or `7:2`. */
function partsOf(headers: IncomingHttpHeaders): [number | undefined, number | undefined] {
  const account = part(headers, 'AccountID');
  const project = part(headers, 'ProjectID');
  const scope = headers['x-scope-orgid'];
  if (account !== undefined || project !== undefined || scope === undefined) return [account, project];
  const [first, second] = tenantOfText(String(scope)).split(':').map(Number);
  return [first, second];
}

/** `7` → `7:0`, `7:2` → `7:2`. Throws `bad_request`. */
export function tenantOfText(text: string): string {
  const [account = '', project = '0', ...more] = text.split(':');
  if (more.length > 0) throw notANumber('tenant', text);
  return `${uint32('tenant', account)}:${uint32('tenant', project)}`;
}

function part(headers: IncomingHttpHeaders, name: string): number | undefined {
  const value = headers[name.toLowerCase()];
  return value === undefined ? undefined : uint32(name, String(value));
}

function uint32(name: string, text: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(number <= UINT32_MAX)) throw notANumber(name, text);
  return number;
}

function notANumber(name: string, text: string): PresageError {
  return new PresageError(
    'bad_request',
    `${name} is ${JSON.stringify(text.slice(0, 40))}; it takes a whole number from 0 to ${UINT32_MAX}.`,
  );
}
