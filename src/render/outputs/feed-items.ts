import type { Gist } from '../gist/index.ts';
import type { Collection, CollectionItem } from '../output.ts';
import {
  byline,
  creators,
  instantOf,
  newestFirst,
  paperLinks,
  paperTitle,
  paperUrl,
  topicsOf,
  updatedOf,
  whyParts,
} from '../paper.ts';
import { longDay, paragraphs, wellFormed } from '../text.ts';
import { element, writeHtml, type XmlNode } from '../xml.ts';
import { itemGist } from './item-gist.ts';
import { roundUpItem } from './round-up-item.ts';

/** What says that a machine wrote a summary. */
const byMachine = 'Summary written by a machine:';

/** One item as all three feed formats need it. All texts are plain and well formed; nothing is escaped yet. */
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
  /** Code and project page, for formats that have a place for them. */
  related: { name: string; url: string }[];
  /** What programs may want to know, for JSON Feed's extension. */
  about: Record<string, unknown>;
}

/** The last collection that was asked for: its formats are rendered one after the other. All of them would not fit into memory. */
let last: { collection: Collection; siteUrl: string | null; items: FeedItem[] } | null = null;

/** The items of a collection, newest first; worked out once for the formats that are rendered of it. */
export function feedItems(collection: Collection, siteUrl: string | null): FeedItem[] {
  if (last === null || last.collection !== collection || last.siteUrl !== siteUrl) {
    const { roundUps, items } = collection;
    last = { collection, siteUrl, items: roundUps?.map((each) => roundUpItem(each, siteUrl)) ?? paperItems(items) };
  }
  return last.items;
}

const paperItems = (items: readonly CollectionItem[]): FeedItem[] =>
  [...items].sort((a, b) => newestFirst(a.paper, b.paper)).map(paperItem);

function paperItem({ paper, matches }: CollectionItem): FeedItem {
  const abstract = paragraphs(paper.abstract);
  const by = byline(paper, longDay).join(' · ');
  const gist = itemGist(paper);
  const links = paperLinks(paper);
  const title = paperTitle(paper);
  const short = gist === null ? '' : gist.source === 'ai-summary' ? `${byMachine} ${gist.text}` : gist.text;
  return {
    id: permanentId(paper.id),
    title,
    link: paperUrl(paper),
    published: instantOf(paper),
    updated: updatedOf(paper),
    creators: creators(paper),
    topics: topicsOf(matches),
    summary: short || by || title,
    html: itemHtml({ paper, matches }, abstract, gist, by),
    related: links.filter(({ rel }) => rel === 'code' || rel === 'project'),
    about: {
      arxivId: paper.arxivId,
      organization: paper.organization?.name ?? null,
      code: links.find(({ rel }) => rel === 'code')?.url ?? null,
      project: links.find(({ rel }) => rel === 'project')?.url ?? null,
      why: whyParts(matches),
    },
  };
}

/** The id in the normal form of a URI, the same in all formats. `feed` throws on what is none, so that is made one. */
function permanentId(id: string): string {
  const text = wellFormed(id);
  return new URL(URL.canParse(text) ? text : `tag:paperboy.invalid,2026:paper/${encodeURIComponent(text)}`).href;
}

/**
 * The gist, the whole abstract, why it is here, by whom, and links. The gist is left out where it is all there is to the
 * abstract. Signals (comments, upvotes) are left out: they churn, and a feed must not.
 */
function itemHtml(
  { paper, matches }: CollectionItem,
  abstract: readonly string[],
  gist: Gist | null,
  by: string,
): string {
  const nodes: XmlNode[] = [];
  if (gist !== null && gist.text !== abstract.join(' ')) {
    const label = gist.source === 'ai-summary' ? byMachine : 'In short:';
    nodes.push(element('p', {}, [element('strong', {}, [label]), ` ${gist.text}`]));
  }
  for (const paragraph of abstract) nodes.push(element('p', {}, [paragraph]));
  const why = whyParts(matches);
  if (why.length > 0) nodes.push(element('p', {}, [element('strong', {}, ['Why:']), ` ${why.join('; ')}`]));
  if (by !== '') nodes.push(element('p', {}, [element('small', {}, [by])]));
  const named = paperLinks(paper);
  const links = named.length > 0 ? named : [{ url: paperUrl(paper), name: 'Find on Hugging Face' }];
  const anchors = links.flatMap((link, index) => [
    ...(index === 0 ? [] : [' · ']),
    element('a', { href: link.url }, [link.name]),
  ]);
  nodes.push(element('p', {}, anchors));
  return writeHtml(nodes);
}
