import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { clientOf } from './client.ts';
import type { Desk } from './desk.ts';
import type { FormTokens } from './form-token.ts';
import { headersOf } from './headers.ts';
import type { Later } from './later.ts';
import type { Limits, Purpose } from './limits.ts';
import type { Metrics } from './metrics.ts';
import type { PageTemplates, Sheet } from './pages/frame.ts';
import { type Notice, noticePage } from './pages/notice.ts';
import type { PublicFiles } from './public-files.ts';

/** Everything the server works with; what reaches the world is handed in. */
export interface ServerParts {
  desk: Desk;
  files: PublicFiles;
  templates: PageTemplates;
  /** What is served below `mail/assets/`, by name. */
  assets: ReadonlyMap<string, { type: string; body: string }>;
  forms: FormTokens;
  limits: Limits;
  later: Later;
  metrics: Metrics;
  /** Where readers find this server, without a slash at the end; `null`: as the request says, for a try on one's own machine. */
  serverUrl: string | null;
  /** Proxies of ours in front. */
  hops: number;
  /** Whoever shows it may read `/metrics`; without it only who asks from this machine, and not through a proxy. */
  metricsToken: string | null;
  /** Seconds since 1970. */
  clock(): number;
  /** Open connections, for the metrics. */
  connections(): number;
  /** Told of errors of ours, by the name of the route: paths have tokens in them. */
  failed(route: string, error: unknown): void;
}

export interface Types {
  Bindings: HttpBindings;
}
export type App = Hono<Types>;
export type Request = Context<Types>;

/** One answer with a page. */
export function page(parts: ServerParts, html: string, status = 200, more: Record<string, string> = {}): Response {
  return new Response(html, {
    status,
    headers: { ...headersOf('page', isHttps(parts)), 'content-type': 'text/html; charset=utf-8', ...more },
  });
}

export const notice = (c: Request, parts: ServerParts, said: Notice, status = 200, more = {}): Response =>
  page(parts, noticePage(sheetOf(c, parts), said), status, more);

export const sheetOf = (c: Request, { templates }: ServerParts): Sheet => ({ templates, path: c.req.path });

export const isHttps = ({ serverUrl }: ServerParts): boolean => serverUrl?.startsWith('https:') === true;

/** The origin that forms of this server come from; no origin at all when the request names no host that could be one. */
export function originOf(c: Request, { serverUrl }: ServerParts): string {
  const url = serverUrl ?? `http://${c.req.header('host') ?? 'localhost'}`;
  return URL.canParse(url) ? new URL(url).origin : '';
}

/** Who asks. */
export function clientIn(c: Request, { hops }: ServerParts): string {
  return clientOf(peerOf(c), c.req.header('x-forwarded-for'), hops);
}

/** The other end of the connection; none where a test calls the app itself. */
export const peerOf = (c: Request): string | undefined => c.env?.incoming?.socket?.remoteAddress;

/** Takes one from a limit. @returns `null` when there was one, else the answer. */
export function limited(c: Request, parts: ServerParts, purpose: Purpose, client: string): Response | null {
  const seconds = parts.limits.take(purpose, client);
  if (seconds === 0) return null;
  parts.metrics.refused(purpose);
  return notice(
    c,
    parts,
    {
      title: 'Too many requests',
      texts: ['This was asked for very often just now. Please try again in a while.'],
    },
    429,
    { 'retry-after': String(seconds) },
  );
}
