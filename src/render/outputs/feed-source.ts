import type { FeedOptions } from 'feed';
import type { Collection, RenderContext } from '../output.ts';
import { earliest, httpUrl, papersUrl, validDate } from '../paper.ts';
import { archivePath } from '../parts.ts';
import { oneLine } from '../text.ts';
import { type FeedItem, feedItems } from './feed-items.ts';

/** A collection, or a part of it, as all three feed formats need it. */
export interface FeedSource {
  /**
   * A permanent `tag:` URI (RFC 4151), from the collection's path, as paper ids are from the paper's name. Archive pages have
   * that of their feed, as in RFC 5005: they are one feed in several documents.
   */
  id: string;
  title: string;
  description: string;
  /** The page that the feed belongs to; the Daily Papers where no site is configured. */
  link: string;
  /** The document's own address, `null` where no site is configured; and those of its relatives. */
  self: string | null;
  current: string | null;
  older: string | null;
  newer: string | null;
  /** Whether this is an archive page. */
  archive: boolean;
  /** The style sheet, from the document's folder. */
  style: string;
  language: string;
  /** Of the newest addition or revision shown; never from the clock. */
  updated: Date;
  items: FeedItem[];
}

/** The style sheet of all feeds, below the output root. */
export const feedStylePath = 'assets/feed.css';

/**
 * Gathers what a feed says, newest item first, with every value made safe for `feed`, which throws on relative links and bad
 * dates, prints `undefined` for what is missing and takes the clock where `updated` is.
 */
export function feedSource(collection: Collection, context: RenderContext, file: string): FeedSource {
  const { path, part, title } = collection;
  const { siteUrl } = context;
  const items = feedItems(collection, siteUrl);
  const address = (folder: string | null, name: string) =>
    siteUrl === null || folder === null
      ? null
      : httpUrl(`${siteUrl}/${folder === '' ? '' : `${encoded(folder)}/`}${name}`);
  const pageOf = (period: string | null | undefined) => (period ? archivePath(path, period) : null);
  const archive = part?.archive ?? null;
  const folder = archive === null ? path : archivePath(path, archive);
  const latest = items.reduce<Date | null>(
    (best, item) => (best === null || item.updated > best ? item.updated : best),
    null,
  );
  return {
    id: `tag:paperboy.invalid,2026:collection/${encoded(path)}`,
    title: [oneLine(title) || 'Paperboy', ...(archive === null ? [] : [archive])].join(', '),
    description: oneLine(collection.description) || 'Papers of the Hugging Face Daily Papers.',
    link: address(collection.kind === 'all' ? '' : path, 'index.html') ?? papersUrl,
    self: address(folder, file),
    current: archive === null ? null : address(path, file),
    older: address(pageOf(part?.older), file),
    newer: address(pageOf(part?.newer), file),
    archive: archive !== null,
    style: `${'../'.repeat(folder.split('/').length)}${feedStylePath}`,
    language: oneLine(context.locale) || 'en',
    updated: latest ?? validDate(collection.date) ?? earliest,
    items,
  };
}

const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

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
