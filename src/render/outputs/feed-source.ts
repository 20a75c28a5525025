import type { FeedOptions } from 'feed';
import type { Collection, CollectionItem, RenderContext } from '../output.ts';
import {
  byline,
  creators,
  earliest,
  httpUrl,
  instantOf,
  newestFirst,
  paperLinks,
  papersUrl,
  paperTitle,
  paperUrl,
  topicsOf,
  updatedOf,
  validDate,
  whyParts,
} from '../paper.ts';
import { excerpt, longDay, oneLine, paragraphs, wellFormed } from '../text.ts';
import { element, writeHtml, type XmlNode } from '../xml.ts';

/** Most items in one feed. What is older stays in the archive; paged archives (RFC 5005) are the later feeds issue. */
const feedLimit = 200;

/** Length of an item's plain summary, in UTF-16 units. */
const summaryLength = 300;

/** One paper as all three feed formats need it. All texts are plain and well formed; nothing is escaped yet. */
export interface FeedItem {
  id: string;
  title: string;
  link: string;
  published: Date;
  updated: Date;
  creators: string[];
  topics: string[];
  /** One line, never empty. */
  summary: string;
  /** A well-formed HTML fragment without `>` in its texts. */
  html: string;
}

/** A collection as all three feed formats need it. */
export interface FeedSource {
  /** A permanent `tag:` URI (RFC 4151), from the collection's path, as paper ids are from the paper's name. */
  id: string;
  title: string;
  description: string;
  /** The page that the feed belongs to: the collection's Markdown, or the Daily Papers where no site is configured. */
  link: string;
  /** The feed's own address, `null` where no site is configured. */
  self: string | null;
  language: string;
  /** Of the newest addition or revision shown; never from the clock. */
  updated: Date;
  items: FeedItem[];
}

/**
 * Gathers what a feed says: the newest `feedLimit` papers, newest first, with every value made safe for `feed`, which
 * throws on relative links and bad dates, prints `undefined` for what is missing and takes the clock where `updated` is.
 */
export function feedSource(collection: Collection, context: RenderContext, file: string): FeedSource {
  const shown = [...collection.items].sort((a, b) => newestFirst(a.paper, b.paper)).slice(0, feedLimit);
  const items = shown.map(feedItem);
  const folder = collection.path.split('/').map(encodeURIComponent).join('/');
  const address = (name: string) => (context.siteUrl === null ? null : httpUrl(`${context.siteUrl}/${folder}/${name}`));
  const latest = items.reduce<Date | null>(
    (best, item) => (best === null || item.updated > best ? item.updated : best),
    null,
  );
  return {
    id: `tag:paperboy.invalid,2026:collection/${folder}`,
    title: oneLine(collection.title) || 'Paperboy',
    description: oneLine(collection.description) || 'Papers of the Hugging Face Daily Papers.',
    link: address('papers.md') ?? papersUrl,
    self: address(file),
    language: oneLine(context.locale) || 'en',
    updated: latest ?? validDate(collection.date) ?? earliest,
    items,
  };
}

/** The options of a `Feed`. `text` prepares a text for the way the format writes it. */
export function feedOptions(source: FeedSource, text: (plain: string) => string): FeedOptions {
  return {
    id: source.id,
    title: text(source.title),
    description: text(source.description),
    link: source.link,
    language: source.language,
    updated: source.updated,
    generator: 'Paperboy',
    // In this spelling the W3C validator takes the feed as following the RSS Advisory Board's profile.
    docs: 'http://www.rssboard.org/rss-specification',
  };
}

function feedItem({ paper, matches }: CollectionItem): FeedItem {
  const abstract = paragraphs(paper.abstract);
  const by = byline(paper, longDay).join(' · ');
  return {
    id: permanentId(paper.id),
    title: paperTitle(paper),
    link: paperUrl(paper),
    published: instantOf(paper),
    updated: updatedOf(paper),
    creators: creators(paper),
    topics: topicsOf(matches),
    summary: excerpt(abstract.join(' '), summaryLength) || by || paperTitle(paper),
    html: itemHtml({ paper, matches }, abstract, by),
  };
}

/** The id in the normal form of a URI, the same in all formats. `feed` throws on what is none, so that is made one. */
function permanentId(id: string): string {
  const text = wellFormed(id);
  return new URL(URL.canParse(text) ? text : `tag:paperboy.invalid,2026:paper/${encodeURIComponent(text)}`).href;
}

/** Byline, abstract, why line and links. Signals (comments, upvotes) are left out: they churn, and a feed must not. */
function itemHtml({ paper, matches }: CollectionItem, abstract: readonly string[], by: string): string {
  const nodes: XmlNode[] = [];
  if (by !== '') nodes.push(element('p', {}, [element('small', {}, [by])]));
  for (const paragraph of abstract) nodes.push(element('p', {}, [paragraph]));
  const why = whyParts(matches);
  if (why.length > 0) nodes.push(element('p', {}, [element('strong', {}, ['Why: ']), why.join('; ')]));
  const named = paperLinks(paper);
  const links = named.length > 0 ? named : [{ url: paperUrl(paper), name: 'Find on Hugging Face' }];
  const anchors = links.flatMap((link, index) => [
    ...(index === 0 ? [] : [' · ']),
    element('a', { href: link.url }, [link.name]),
  ]);
  nodes.push(element('p', {}, anchors));
  return writeHtml(nodes);
}
