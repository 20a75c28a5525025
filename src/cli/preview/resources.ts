import type { Diagnostic } from '../../model/index.ts';
import type { PreviewedMail } from '../../pipeline/preview.ts';
import { MAX_HTML_BYTES } from '../../render/email/index.ts';
import { MAIL_POLICY, type Resource } from './server.ts';

/** What the page shows: the mails, or why there are none. */
export interface Shown {
  mails: readonly PreviewedMail[];
  diagnostics: readonly Diagnostic[];
}

/** The files of the page: `page.html`, `app.js`, `app.css`. */
export type Assets = Record<'page.html' | 'app.js' | 'app.css', string>;

const html = 'text/html; charset=utf-8';
const plain = 'text/plain; charset=utf-8';

/** The answer to a path and query, or `null`. Nothing else is served; no path is ever joined to a folder. */
export function resourceOf(url: string, assets: Assets, shown: Shown): Resource | null {
  const [path = '/', query = ''] = url.split('?');
  if (path === '/') return { type: html, body: assets['page.html'] };
  if (path === '/app.js') return { type: 'text/javascript; charset=utf-8', body: assets['app.js'] };
  if (path === '/app.css') return { type: 'text/css; charset=utf-8', body: assets['app.css'] };
  if (path === '/mails.json') return { type: 'application/json', body: JSON.stringify(summaryOf(shown)) };
  const [, id, ending] = /^\/mails\/([A-Za-z0-9._-]+)\.(html|txt|eml|headers|source)$/.exec(path) ?? [];
  const mail = shown.mails.find(({ subscription }) => subscription === id);
  if (mail === undefined) return null;
  switch (ending) {
    case 'html':
      return { type: html, body: inScheme(mail.message.html, query), policy: MAIL_POLICY };
    case 'source':
      return { type: plain, body: mail.message.html };
    case 'txt':
      return { type: plain, body: mail.message.text };
    case 'headers':
      return { type: plain, body: mail.headers };
    default:
      return { type: plain, body: Buffer.from(mail.eml, 'latin1') };
  }
}

/** What the page is told of each mail. */
function summaryOf({ mails, diagnostics }: Shown) {
  return {
    limit: MAX_HTML_BYTES,
    mails: mails.map(({ subscription, name, quiet, papers, message, eml }) => {
      const { subject, layout, text } = message;
      return {
        subscription,
        name,
        quiet,
        papers,
        subject,
        layout,
        textBytes: Buffer.byteLength(text),
        emlBytes: eml.length,
      };
    }),
    diagnostics: diagnostics.map(({ severity, code, message, file }) => ({ severity, code, message, file })),
  };
}

/** The mail as a client in one scheme shows it, whatever the scheme of this machine is. */
function inScheme(source: string, query: string): string {
  const scheme = new URLSearchParams(query).get('scheme') === 'dark' ? 'dark' : 'light';
  return source
    .replaceAll('@media (prefers-color-scheme: dark)', scheme === 'dark' ? '@media all' : '@media not all')
    .replaceAll('content="light dark"', `content="${scheme}"`)
    .replace('color-scheme: light dark', `color-scheme: ${scheme}`);
}
