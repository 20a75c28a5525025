import type { PhrasingContent, RootContent } from 'mdast';
import type { Gist } from '../gist/index.ts';
import { anchor, folded, frontMatter, heading, link, paragraph, plain, strong, writeMarkdown } from '../markdown.ts';
import type { Collection, CollectionItem, Output } from '../output.ts';
import { byline, editionDay, newestFirst, paperLinks, paperTitle, paperUrl, topicsOf, whyParts } from '../paper.ts';
import { counted, longDay, oneLine, paragraphs } from '../text.ts';
import { itemGist } from './item-gist.ts';
import { roundUpNodes } from './round-up-markdown.ts';

/** Most papers in one file; GitHub shows no Markdown beyond some 500 KB. */
const paperLimit = 200;

/**
 * A summary in GitHub Flavored Markdown, written by a serialiser from a tree: front matter, the papers under headings
 * by edition (by topic for a subscriber), each with title, byline, gist, the abstract folded, why line and links. A
 * week or month has its round-up in place of papers.
 */
export const markdown: Output = {
  label: 'Markdown',
  file: 'papers.md',
  mediaType: 'text/markdown',
  kinds: ['all', 'topic', 'query', 'subscriber', 'edition', 'week', 'month'],
  feed: false,
  render(collection) {
    const [roundUp] = collection.roundUps ?? [];
    const papers = roundUp?.papers ?? collection.items.length;
    const { title, description, path, date } = collection;
    return (
      frontMatter({ title, description, collection: path, date, papers }) +
      writeMarkdown([
        heading(1, plain(oneLine(title) || 'Paperboy')),
        paragraph(plain(oneLine(description))),
        ...(roundUp === undefined ? papersNodes(collection) : roundUpNodes(roundUp)),
      ])
    );
  },
};

function papersNodes(collection: Collection): RootContent[] {
  const items = [...collection.items].sort((a, b) => newestFirst(a.paper, b.paper));
  if (items.length === 0) return [paragraph([{ type: 'text', value: 'No papers yet.' }])];
  const nodes: RootContent[] = [paragraph(plain(countLine(collection, items.length)))];
  const named = new Set<string>();
  for (const [name, group] of groupsOf(collection, items.slice(0, paperLimit))) {
    if (name !== null) nodes.push(heading(2, plain(name)));
    for (const item of group) nodes.push(...paperNodes(item, name === null ? 2 : 3, named));
  }
  return nodes;
}

function countLine({ date, kind }: Collection, total: number): string {
  const edition = date === null || kind === 'edition' ? '' : `, newest edition ${longDay(date)}`;
  const rest = total > paperLimit ? ` Shown are the newest ${paperLimit}; the feeds beside this file lead to all.` : '';
  return `${counted(total, 'paper')}${edition}.${rest}`;
}

/** Groups in order of their newest paper; `null` stands for no heading. */
function groupsOf(collection: Collection, items: readonly CollectionItem[]): Map<string | null, CollectionItem[]> {
  const groups = new Map<string | null, CollectionItem[]>();
  for (const item of items) {
    const name = groupName(collection.kind, item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

function groupName(kind: Collection['kind'], item: CollectionItem): string | null {
  if (kind === 'edition') return null;
  if (kind === 'subscriber') return topicsOf(item.matches)[0] ?? 'Other papers';
  return longDay(editionDay(item.paper));
}

/**
 * All that there is to say of a paper.
 * @param named the anchors that were used: those of a damaged archive could be the same.
 */
export function paperNodes({ paper, matches }: CollectionItem, depth: 2 | 3, named: Set<string>): RootContent[] {
  const id = anchor(`paper-${paper.id.replace(/^.*\//, '')}`);
  const anchors = named.has(id.value) ? [] : [id];
  named.add(id.value);
  const nodes: RootContent[] = [heading(depth, [...anchors, link(paperUrl(paper), paperTitle(paper))])];
  const by = byline(paper, longDay).join(' · ');
  if (by !== '') nodes.push(paragraph([{ type: 'emphasis', children: plain(by) }]));
  nodes.push(...aboutNodes({ paper, matches }));
  const why = whyParts(matches);
  if (why.length > 0) nodes.push(paragraph([strong('Why:'), ...plain(` ${why.join('; ')}`)]));
  const links = paperLinks(paper).flatMap<PhrasingContent>((each, index) => [
    ...(index === 0 ? [] : [{ type: 'text', value: ' · ' } as const]),
    link(each.url, each.name),
  ]);
  if (links.length > 0) nodes.push(paragraph(links));
  return nodes;
}

/** The gist, and the whole abstract folded below it; the abstract alone where there is no more to it. */
function aboutNodes({ paper }: CollectionItem): RootContent[] {
  const abstract = paragraphs(paper.abstract);
  const whole = abstract.map((text) => paragraph(plain(text)));
  const gist = itemGist(paper);
  if (gist === null || gist.text === abstract.join(' ')) return whole;
  const first = paragraph(gistPhrase(gist));
  return whole.length === 0 ? [first] : [first, ...folded('Abstract', whole)];
}

/** Title and gist on one line. */
export function briefLine({ paper }: CollectionItem): PhrasingContent[] {
  const gist = itemGist(paper);
  return [...titleLine({ paper }), ...(gist === null ? [] : [...plain(': '), ...gistPhrase(gist)])];
}

/** The title alone. */
export const titleLine = ({ paper }: Pick<CollectionItem, 'paper'>): PhrasingContent[] => [
  link(paperUrl(paper), paperTitle(paper)),
];

const gistPhrase = ({ source, text }: Gist): PhrasingContent[] => [
  ...(source === 'ai-summary' ? [strong('Summary written by a machine:'), ...plain(' ')] : []),
  ...plain(text),
];
