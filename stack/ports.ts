import { createServer, type AddressInfo } from 'node:net';

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  return (await tryListen(0)) ?? freePort();
}

/** The usual port, or a free one where somebody else has it. */
export async function portOr(usual: number): Promise<number> {
  return (await tryListen(usual)) ?? freePort();
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolved) => {
    const server = createServer();
    server.once('error', () => resolved(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port: got } = server.address() as AddressInfo;
      server.close(() => resolved(got));
    });
  });
}
