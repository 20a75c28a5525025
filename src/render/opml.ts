import type { Library } from './library.ts';
import { httpUrl } from './paper.ts';
import { oneLine } from './text.ts';
import { element, writeXml, type XmlNode } from './xml.ts';

export const opmlPath = 'feeds.opml';

/**
 * All public feeds as OPML 2.0 (http://opml.org/spec2.opml), to be imported into a reader: the Atom feeds, grouped by kind.
 * An outline's `xmlUrl` must be absolute, so there is none without a site. No date is in it: it would be the clock's.
 */
export function opml({ topics, queries, subscribers }: Library, siteUrl: string): string {
  const feed = (name: string, folder: string, page = `${folder}/index.html`): XmlNode =>
    element('outline', {
      type: 'rss',
      text: oneLine(name) || folder,
      title: oneLine(name) || folder,
      xmlUrl: httpUrl(`${siteUrl}/${folder}/atom.xml`) ?? siteUrl,
      htmlUrl: httpUrl(`${siteUrl}/${page}`) ?? siteUrl,
    });
  const group = (text: string, feeds: readonly XmlNode[]): XmlNode[] =>
    feeds.length === 0 ? [] : [element('outline', { text }, feeds)];
  const body = element('body', {}, [
    feed('All papers', 'all', 'index.html'),
    feed('The weeks', 'weeks'),
    feed('The months', 'months'),
    ...group(
      'Topics',
      topics.map(({ name, slug }) => feed(name, `topics/${slug}`)),
    ),
    ...group(
      'Saved queries',
      queries.map(({ name, slug }) => feed(name, `queries/${slug}`)),
    ),
    ...group(
      'Subscribers',
      subscribers.map(({ name, slug }) => feed(name, `subscribers/${slug}`)),
    ),
  ]);
  const head = element('head', {}, [element('title', {}, ['Paperboy: all feeds'])]);
  return writeXml({
    declaration: { attributes: { version: '1.0', encoding: 'utf-8' } },
    elements: [element('opml', { version: '2.0' }, [head, body])],
  });
}
