import { answerFile } from '../answer-file.ts';
import { headersOf } from '../headers.ts';
import { type App, isHttps, notice, type Request, type ServerParts } from '../server.ts';

/** Everything that is published, and what else there is no page for. */
export function publicRoutes(app: App, parts: ServerParts): void {
  app.on(['GET', 'HEAD'], '/*', async (c) => {
    // The path as it was sent: hono's own has some of its escapes undone.
    const path = pathOf(c);
    const found = await parts.files.find(path);
    const headers = headersOf('site', isHttps(parts));
    if (found === 'folder') {
      // Relative, so that it leads nowhere else, whatever the path looks like.
      const location = `./${encodeURIComponent(decodeURIComponent(path.split('/').at(-1) ?? ''))}/`;
      return new Response(null, { status: 308, headers: { ...headers, location } });
    }
    if (found !== null)
      return answerFile(
        found,
        { method: c.req.method, headers: { get: (name) => c.req.header(name) ?? null } },
        headers,
      );
    const page = path.startsWith('/mail/') ? null : await parts.files.find('/404.html');
    if (page !== null && page !== 'folder') {
      const body = new Uint8Array(await page.bytes('identity'));
      return new Response(body, { status: 404, headers: { ...headers, 'content-type': page.type } });
    }
    return notice(c, parts, { title: 'No such page', texts: ['There is nothing here.'] }, 404);
  });
}

function pathOf(c: Request): string {
  const path = (c.env?.incoming?.url ?? new URL(c.req.url).pathname).split('?')[0]!;
  // A request to a proxy has a whole address in its first line.
  return /^https?:/i.test(path) && URL.canParse(path) ? new URL(path).pathname : path;
}
