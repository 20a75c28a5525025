import { createRequire } from 'node:module';
import { parseFeed as rowanParse } from '@rowanmanning/feed-parser';
import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import { parseFeed as feedsmithParse } from 'feedsmith';
import { SaxesParser } from 'saxes';

/** What a reader library found, in one shape: the rules under test are the same for all of them. */
export interface ReadFeed {
  title: string | null;
  items: { id: string; title: string; published: string; authors: string[] | null }[];
}

/** Throws unless two independent parsers, both strict, accept the document. */
export function assertWellFormed(xml: string): Document {
  const saxes = new SaxesParser({ xmlns: true });
  saxes.on('error', (error) => {
    throw error;
  });
  saxes.write(xml).close();
  return new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(xml, 'text/xml');
}

/** The names of all elements of an HTML fragment; it is well-formed XML too, so a strict parser can count them. */
export function elementNames(html: string): string[] {
  return [...assertWellFormed(`<div>${html}</div>`).getElementsByTagName('*')]
    .map((element: Element) => element.tagName)
    .slice(1);
}

/** The text of an HTML fragment without its tags and references. */
export function textOf(html: string): string {
  return assertWellFormed(`<div>${html}</div>`).documentElement?.textContent ?? '';
}

export function readWithRowan(text: string): ReadFeed {
  const feed = rowanParse(text);
  return {
    title: feed.title,
    items: feed.items.map((item) => ({
      id: item.id ?? '',
      title: item.title ?? '',
      published: iso(item.published),
      authors: item.authors.map((author) => author.name ?? ''),
    })),
  };
}

/** Feedsmith hands over an Atom title as it stands, with its type: HTML is turned to text here. */
export function readWithFeedsmith(text: string): ReadFeed {
  const { format, feed } = feedsmithParse(text);
  if (format === 'atom') {
    return {
      title: feed.title?.value ?? null,
      items: (feed.entries ?? []).map((entry) => ({
        id: entry.id ?? '',
        title: entry.title?.type === 'html' ? textOf(entry.title.value ?? '') : (entry.title?.value ?? ''),
        published: iso(entry.published),
        authors: (entry.authors ?? []).map((author) => author.name ?? ''),
      })),
    };
  }
  if (format === 'rss') {
    return {
      title: feed.title ?? null,
      items: (feed.items ?? []).map((item) => ({
        id: item.guid?.value ?? '',
        title: item.title ?? '',
        published: iso(item.pubDate),
        authors: [...(item.dc?.creators ?? [])],
      })),
    };
  }
  if (format !== 'json') throw new Error(`feedsmith takes it for ${format}`);
  return {
    title: feed.title ?? null,
    items: (feed.items ?? []).map((item) => ({
      id: item.id ?? '',
      title: item.title ?? '',
      published: iso(item.date_published),
      authors: (item.authors ?? []).map((author) => author.name ?? ''),
    })),
  };
}

const RssParser = createRequire(import.meta.url)('rss-parser') as typeof import('rss-parser');

/** rss-parser knows one author an item only, and not the type of an Atom title. */
export async function readWithRssParser(text: string): Promise<ReadFeed> {
  const feed = await new RssParser().parseString(text);
  const atom = text.includes('<feed xmlns="http://www.w3.org/2005/Atom"');
  return {
    title: feed.title ?? null,
    items: feed.items.map((item) => ({
      id: (item as { id?: string }).id ?? item.guid ?? '',
      title: atom ? textOf(item.title ?? '') : (item.title ?? ''),
      published: iso(item.pubDate),
      authors: null,
    })),
  };
}

function iso(date: unknown): string {
  return new Date(date as string).toISOString();
}
