import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { usage } from '../command.ts';

/** One thing the server can be asked for. */
export interface Resource {
  type: string;
  body: string | Buffer;
  /** `Content-Security-Policy`; default: nothing but this page's own script, style, frames and data. */
  policy?: string;
}

export interface PreviewServer {
  /** `http://127.0.0.1:PORT/`. */
  url: string;
  /** Tells every open page to load again. */
  reload(): void;
  close(): Promise<void>;
}

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** For a mail in a frame: its own styles, and nothing that acts or asks, whatever a template or a paper has in it. */
export const MAIL_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * Serves what `find` knows on 127.0.0.1, to pages of this server only: a request under another host's name (DNS rebinding) or
 * by another method than GET is refused. `/events` is a stream of server-sent events that says `reload`.
 * @param port 0 takes a free one.
 * @throws UserError (exit 2) when the port is taken.
 */
export async function serve(port: number, find: (path: string) => Resource | null): Promise<PreviewServer> {
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const { port: own } = server.address() as AddressInfo;
    const refuse = (status: number): void => {
      response.writeHead(status, { ...common, 'content-type': 'text/plain; charset=utf-8' }).end(`${status}\n`);
    };
    if (!named(request, own)) return refuse(421);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === '/events') {
      response.writeHead(200, { ...common, 'content-type': 'text/event-stream' });
      response.write(': ready\n\n');
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
      return;
    }
    const found = find(request.url ?? '/');
    if (found === null) return refuse(404);
    const policy = found.policy ?? PAGE_POLICY;
    response.writeHead(200, { ...common, 'content-type': found.type, 'content-security-policy': policy });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  });
  await listening(server, port);
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}/`,
    reload() {
      for (const response of listeners) response.write('event: reload\ndata: now\n\n');
    },
    close: () =>
      new Promise((resolve) => {
        for (const response of listeners) response.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const common = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** Whether a request names this server: a page elsewhere cannot make its name point here and read the mails. */
function named({ headers }: IncomingMessage, port: number): boolean {
  return headers.host === `127.0.0.1:${port}` || headers.host === `localhost:${port}`;
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(usage(`cannot listen on port ${port}: ${error.code}`, 'a port that is free; --port 0 takes any'));
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
