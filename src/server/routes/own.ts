import { createHash, timingSafeEqual } from 'node:crypto';
import { headersOf } from '../headers.ts';
import { type App, isHttps, peerOf, type Request, type ServerParts } from '../server.ts';

/** What is for machines and pages of the server itself: style sheets, health, metrics. */
export function ownRoutes(app: App, parts: ServerParts): void {
  app.get('/mail/assets/:name', (c, next) => {
    const asset = parts.assets.get(c.req.param('name'));
    if (asset === undefined) return next();
    const etag = `"${createHash('sha256').update(asset.body).digest('base64url').slice(0, 27)}"`;
    const headers = { ...headersOf('page', isHttps(parts)), 'cache-control': 'public, no-cache', etag };
    if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
    return new Response(asset.body, { headers: { ...headers, 'content-type': asset.type } });
  });

  app.get(
    '/healthz',
    () => new Response('ok\n', { headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' } }),
  );

  app.get('/metrics', (c, next) => {
    if (!mayRead(c, parts)) return next();
    const text = parts.metrics.text({ waiting: parts.later.waiting, connections: parts.connections() });
    const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' };
    return new Response(text, { headers });
  });
}

/** With a token whoever shows it; without one only who asks on this machine, and not for somebody else. */
function mayRead(c: Request, { metricsToken }: ServerParts): boolean {
  if (metricsToken === null) {
    const forwarded = ['x-forwarded-for', 'forwarded', 'via'].some((name) => c.req.header(name) !== undefined);
    return !forwarded && /^(?:127\.|::1$|::ffff:127\.)/.test(peerOf(c) ?? '');
  }
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(c.req.header('authorization') ?? ''), hash(`Bearer ${metricsToken}`));
}
