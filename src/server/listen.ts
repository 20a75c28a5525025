import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { App } from './server.ts';

/** A server that listens. */
export interface Listening {
  /** Such as `http://127.0.0.1:8080`. */
  url: string;
  connections(): number;
  /** Takes no more connections, lets what is under way end, and cuts what has not ended after `seconds`. */
  close(seconds: number): Promise<void>;
}

/** Milliseconds. Whoever sends a request slowly, or none at all, is cut within five seconds. */
export const TIMES = {
  headersTimeout: 3_500,
  requestTimeout: 4_000,
  connectionsCheckingInterval: 500,
  keepAliveTimeout: 4_000,
};
/** Whoever reads an answer slowly is cut when nothing moved for so long. */
const IDLE = 20_000;
const MOST_CONNECTIONS = 2_000;

/**
 * Listens for requests.
 * @param port 0 takes a free one.
 * @throws the error of the system when it cannot, such as `EADDRINUSE`.
 */
export async function listen(app: App, { host, port }: { host: string; port: number }): Promise<Listening> {
  const open = new Set<unknown>();
  const server: Server = createServer({ ...TIMES, maxHeaderSize: 16 * 1024 }, getRequestListener(app.fetch));
  server.maxConnections = MOST_CONNECTIONS;
  server.maxRequestsPerSocket = 1_000;
  server.setTimeout(IDLE);
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: own } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${own}`,
    connections: () => open.size,
    close: (seconds) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), seconds * 1000);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
