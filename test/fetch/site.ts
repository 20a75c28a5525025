import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll } from 'vitest';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A site on loopback that does what a test says, and remembers what it was asked. */
export class Site {
  handler: Handler = (_, response) => response.end('[]');
  readonly requests: { url: string; headers: IncomingMessage['headers'] }[] = [];
  connections = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(): Promise<Site> {
    const server = createServer();
    const site = new Site(server);
    server.on('request', (request, response) => {
      site.requests.push({ url: request.url ?? '', headers: request.headers });
      response.on('error', () => {});
      site.handler(request, response);
    });
    server.on('connection', (socket) => {
      site.connections++;
      site.sockets.add(socket);
      socket.on('close', () => site.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterAll(() => site.close());
    return site;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Plays handlers one after the other; the last one again and again. */
  play(...handlers: Handler[]): void {
    this.requests.length = 0;
    this.connections = 0;
    let index = 0;
    this.handler = (request, response) => handlers[Math.min(index++, handlers.length - 1)]!(request, response);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Answers with a status, a body and headers. */
export const answer =
  (body: string | Uint8Array, headers: Record<string, string> = {}, status = 200): Handler =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

export const status = (code: number, headers: Record<string, string> = {}): Handler =>
  answer(`{"error":"status ${code}"}`, headers, code);

export const redirect = (location: string): Handler => answer('', { location }, 302);

/** Never says another word. */
export const silence: Handler = () => {};

/** Begins and never ends, slowly. */
export const slow: Handler = (_, response) => {
  response.writeHead(200);
  response.write('[{"paper":');
};

/** White space without end. */
export const endless: Handler = (_, response) => {
  response.writeHead(200);
  const chunk = Buffer.alloc(256 * 1024, 0x20);
  const pump = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', pump);
  pump();
};

/** Announces more than it sends, then hangs up. */
export const cut =
  (body: string): Handler =>
  (_, response) => {
    response.writeHead(200, { 'content-length': String(Buffer.byteLength(body) + 1000) });
    response.write(body, () => response.destroy());
  };

/** A chunked body without its last chunk. */
export const cutChunks =
  (body: string): Handler =>
  (_, response) => {
    response.writeHead(200);
    response.write(body, () => response.destroy());
  };

/** Closes the connection without a word. */
export const hangUp: Handler = (_, response) => response.destroy();

/** A list of the API with so many papers of a day. */
export function list(count: number, day = '2026-02-04'): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const id = `2602.${String(10_000 + index)}`;
    const title = `Paper number ${index} about testing`;
    const paper = {
      id,
      title,
      summary: `What paper ${index} is about.`,
      publishedAt: `${day}T01:00:00.000Z`,
      authors: [],
    };
    return {
      paper: { ...paper, submittedOnDailyAt: `${day}T08:00:00.000Z`, upvotes: index },
      title,
      publishedAt: `${day}T01:00:00.000Z`,
    };
  });
  return JSON.stringify(rows);
}

export const loginPage =
  '<!doctype html><html><head><title>Hugging Face – Log in</title></head><body><form action="/login"><input name="username"></form></body></html>';

export const rateLimitPage =
  '<!doctype html><html><head><title>Rate limited</title></head><body><h1>429</h1><p>We had to rate limit you.</p></body></html>';

/** The page of a day, as the site builds it: the data that it is made from, in an attribute. */
export function htmlPage(count: number, day = '2026-02-04'): string {
  const props = { dailyPapers: JSON.parse(list(count, day)), dateString: day, periodType: 'day' };
  const attribute = JSON.stringify(props).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><html lang="en"><head><title>Daily Papers</title></head><body><div class="SVELTE_HYDRATER contents" data-target="DailyPapers" data-props="${attribute}"></div></body></html>\n`;
}
