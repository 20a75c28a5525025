import type { Heading, Link, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import type { Collection, CollectionItem, Output } from '../output.ts';
import { byline, editionDay, newestFirst, paperLinks, paperTitle, paperUrl, topicsOf, whyParts } from '../paper.ts';
import { counted, excerpt, longDay, oneLine, paragraphs } from '../text.ts';

/** Most papers in one file; GitHub shows no Markdown beyond some 500 KB. */
const paperLimit = 200;

/** Length of an abstract in the file of everything, in UTF-16 units; elsewhere it stands in full. */
const excerptLength = 400;

/**
 * A summary in GitHub Flavored Markdown, written by a serialiser from a tree: front matter, the papers under headings
 * by edition (by topic for a subscriber), each with title, byline, abstract, why line and links.
 *
 * Templates would have to escape by hand, and Markdown cannot be escaped without knowing what stands around a text.
 */
export const markdown: Output = {
  label: 'Markdown',
  file: 'papers.md',
  mediaType: 'text/markdown',
  kinds: ['all', 'topic', 'query', 'subscriber', 'edition'],
  feed: false,
  render(collection) {
    const items = [...collection.items].sort((a, b) => newestFirst(a.paper, b.paper));
    const shown = items.slice(0, paperLimit);
    const root: Root = {
      type: 'root',
      children: [heading(1, plain(oneLine(collection.title) || 'Paperboy')), ...intro(collection, items.length)],
    };
    const groups = groupsOf(collection, shown);
    for (const [name, group] of groups) {
      if (name !== null) root.children.push(heading(2, plain(name)));
      for (const item of group) root.children.push(...paperNodes(collection, item, name === null ? 2 : 3));
    }
    return frontMatter(collection, items.length) + toMarkdown(root, options);
  },
};

const options: Options = {
  bullet: '-',
  emphasis: '_',
  // `[text](url)` always: the other form, `<url>`, cannot escape what it contains.
  resourceLink: true,
  extensions: [
    gfmToMarkdown(),
    {
      // More than GFM needs, all written as backslash escapes, which every renderer shows as the bare character:
      // `$` would start mathematics on GitHub, `{{` and `{%` a template in Jekyll, which GitHub Pages runs.
      unsafe: [
        { character: '$', inConstruct: 'phrasing' },
        // Look-behinds, for a condition that takes up the character before misses the third of `{{{`.
        { character: '{', before: '(?<=\\{)', inConstruct: 'phrasing' },
        { character: '%', before: '(?<=\\{)', inConstruct: 'phrasing' },
      ],
    },
  ],
};

/**
 * Values as JSON strings, which YAML reads as double-quoted ones. Marks are written as references, so that a renderer
 * that knows no front matter and shows it as text finds nothing in it that could come to life.
 */
function frontMatter(collection: Collection, papers: number): string {
  const reference = (mark: string) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const quoted = (text: string) =>
    JSON.stringify(oneLine(text)).replace(/[<>&*_`[\]{}~|@$#]|:(?=\/)|(?<=www)\./gi, reference);
  const lines = [
    `title: ${quoted(collection.title)}`,
    `description: ${quoted(collection.description)}`,
    `collection: ${quoted(collection.path)}`,
    `date: ${collection.date === null ? 'null' : quoted(collection.date)}`,
    `papers: ${papers}`,
  ];
  return `---\n${lines.join('\n')}\n---\n\n`;
}

function intro(collection: Collection, total: number): Paragraph[] {
  const nodes = [paragraph(plain(oneLine(collection.description)))];
  if (total === 0) return [...nodes, paragraph([{ type: 'text', value: 'No papers yet.' }])];
  const edition = collection.date === null ? '' : `, newest edition ${longDay(collection.date)}`;
  const rest = total > paperLimit ? ` Shown are the newest ${paperLimit}.` : '';
  return [...nodes, paragraph(plain(`${counted(total, 'paper')}${edition}.${rest}`))];
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

function paperNodes(collection: Collection, { paper, matches }: CollectionItem, depth: 2 | 3): RootContent[] {
  const nodes: RootContent[] = [heading(depth, [link(paperUrl(paper), paperTitle(paper))])];
  const by = byline(paper, longDay).join(' · ');
  if (by !== '') nodes.push(paragraph([{ type: 'emphasis', children: plain(by) }]));
  const abstract = paragraphs(paper.abstract);
  const shown = collection.kind === 'all' ? [excerpt(abstract.join(' '), excerptLength)] : abstract;
  for (const text of shown) if (text !== '') nodes.push(paragraph(plain(text)));
  const why = whyParts(matches);
  if (why.length > 0) {
    nodes.push(
      paragraph([{ type: 'strong', children: [{ type: 'text', value: 'Why:' }] }, ...plain(` ${why.join('; ')}`)]),
    );
  }
  const links = paperLinks(paper).flatMap<PhrasingContent>((each, index) => [
    ...(index === 0 ? [] : [{ type: 'text', value: ' · ' } as const]),
    link(each.url, each.name),
  ]);
  if (links.length > 0) nodes.push(paragraph(links));
  return nodes;
}

/**
 * What renderers bring to life although it is escaped, because they look for it in the finished text: addresses
 * (remark-gfm), e-mail addresses (GitHub's own parser; their local part is bounded and begins at a boundary, so that a long
 * word costs no more than its length), `@mentions` and `#123` (GitHub, in comments and summaries).
 */
const live =
  /(?:https?:\/\/|www\.)[^\s<>{}]*[^\s<>{}.,;:!?'")\]]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w[\w-]*|(?<!\w)(?:#|gh-)\d+/giu;

/**
 * Plain text as inline nodes that stay plain. What would come to life is set as code: nothing brings code to life, and
 * it can still be read and copied, which an invisible character put into an address would spoil. The text inside a link
 * needs none of this: there is no link within a link.
 */
function plain(text: string): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let end = 0;
  for (const match of text.matchAll(live)) {
    if (match.index > end) nodes.push({ type: 'text', value: text.slice(end, match.index) });
    nodes.push({ type: 'inlineCode', value: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push({ type: 'text', value: text.slice(end) });
  return nodes;
}

function link(url: string, text: string): Link {
  return { type: 'link', url, children: [{ type: 'text', value: text }] };
}

function paragraph(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children };
}

function heading(depth: Heading['depth'], children: PhrasingContent[]): Heading {
  return { type: 'heading', depth, children };
}
