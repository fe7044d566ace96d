import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorReply } from '@presage/contract';

/** Of requests whose route watches the pace of their bodies itself. */
const patient = new WeakSet<Duplex>();
/** How long an answer may be read by who still sends. */
const LINGER_MS = 5000;

/** The server's time for a whole request does not hold for this one. Once it is answered, a body that goes on is cut off. */
export function grantOwnPace(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  patient.add(socket);
  response.once('close', () => {
    patient.delete(socket);
    if (request.complete) return;
    setTimeout(() => {
      if (!request.complete) socket.destroy();
    }, LINGER_MS).unref();
  });
}

/** Of Node's errors those that are told as something else than 400. */
const STATUS: Readonly<Record<string, readonly [number, string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too large.'],
};

/** Answers what reaches no route: a request that is no HTTP, or comes too slowly. */
export function refuseConnection(error: Error & { readonly code?: string }, socket: Duplex): void {
  const { code = '' } = error;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && patient.has(socket)) return;
  if (code === 'ECONNRESET' || socket.destroyed) return;
  const [status, words, message] = STATUS[code] ?? [400, 'Bad Request', 'This is no request of HTTP.'];
  const reply: ErrorReply = { error: { code: status === 408 ? 'body_too_slow' : 'bad_request', message } };
  const body = JSON.stringify(reply);
  const head = `HTTP/1.1 ${status} ${words}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  if (socket.writable) socket.write(head + body);
  socket.destroy(error);
}
