/**
 * VictoriaLogs' native protocol, which vlagent speaks. As in VictoriaLogs the tenant is the request's, whatever its rows say.
 * vlagent sends a block again for ever unless the answer is 400 or 404: those it drops.
 */
import { LIMITS } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import { acceptOrInspect, idempotencyKeyOf, withBody, type InsertDoor } from '../insert-door.ts';
import { readParameters } from '../insert-parameters.ts';
import { receiptReply } from '../receipt-reply.ts';
import type { InsertReply, InsertRequest, InsertRoute } from '../source.ts';
import { readNativeRows } from './native-rows.ts';

const SOURCE = 'native';
const VERSION = 'v1';

export function nativeRoute(door: InsertDoor): InsertRoute {
  return { method: 'POST', paths: ['/insert/native'], handle: (request) => take(door, request) };
}

async function take(door: InsertDoor, request: InsertRequest): Promise<InsertReply> {
  const version = request.query.get('version') ?? '';
  if (version !== VERSION)
    throw new PresageError(
      'bad_request',
      `The native protocol of version ${JSON.stringify(version.slice(0, 20))} is not read here; send ${VERSION}.`,
    );
  const asked = readParameters(request.query, request.headers);
  return withBody(door, SOURCE, request, async (body) => {
    const { lines, streamNames } = readNativeRows(body);
    const streamFields = asked.streamFields ?? streamNames.slice(0, LIMITS.streamFields);
    const receipt = await acceptOrInspect(door, request, {
      tenant: request.tenant,
      source: SOURCE,
      backfill: false,
      parameters: { ...asked, ...(streamFields.length === 0 ? {} : { streamFields }) },
      body: Buffer.from(lines),
      ...idempotencyKeyOf(request.headers),
    });
    return receiptReply(receipt);
  });
}
