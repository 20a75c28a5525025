import { element, writeXml, type XmlNode } from '../../xml.ts';
import { absolute } from '../address.ts';

/** https://www.sitemaps.org/protocol.html */
const SCHEMA = 'http://www.sitemaps.org/schemas/sitemap/0.9';

export const sitemapFile = (part: string): string => `sitemaps/${part}.xml`;

export interface Entry {
  file: string;
  /** An instant or a day, from content; `null` when nothing says it. */
  changed: string | null;
}

/** The list of sitemaps: one of the papers of each month, so that a new paper changes few of them, and one of all other pages. */
export const sitemapIndex = (siteUrl: string, parts: readonly Entry[]): string =>
  list('sitemapindex', 'sitemap', siteUrl, parts);

export const sitemap = (siteUrl: string, pages: readonly Entry[]): string => list('urlset', 'url', siteUrl, pages);

function list(root: string, item: string, siteUrl: string, entries: readonly Entry[]): string {
  const nodes: XmlNode[] = entries.map(({ file, changed }) =>
    element(item, {}, [
      element('loc', {}, [absolute(siteUrl, file)]),
      ...(changed === null ? [] : [element('lastmod', {}, [changed])]),
    ]),
  );
  const tree: XmlNode = {
    declaration: { attributes: { version: '1.0', encoding: 'UTF-8' } },
    elements: [element(root, { xmlns: SCHEMA }, nodes)],
  };
  return writeXml(tree);
}

/** Where the site has a host of its own: robots are asked for nothing, and told of the sitemap. `null` elsewhere: it is read at the root only. */
export function robots(siteUrl: string): string | null {
  const { pathname } = new URL(siteUrl);
  return pathname === '/' ? `User-agent: *\nAllow: /\n\nSitemap: ${siteUrl}/sitemap.xml\n` : null;
}
