import type { Heading, Html, Link, List, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import { oneLine } from './text.ts';

/**
 * GitHub Flavored Markdown by a serialiser: trees with hostile texts in, text with every text escaped out. Templates would
 * have to escape by hand, and Markdown cannot be escaped without knowing what stands around a text.
 */
export const writeMarkdown = (children: readonly RootContent[]): string =>
  toMarkdown({ type: 'root', children: [...children] } satisfies Root, options);

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
 * Texts as JSON strings, which YAML reads as double-quoted ones. Marks are written as references, so that a renderer that
 * knows no front matter and shows it as text finds nothing in it that could come to life.
 */
export function frontMatter(values: Record<string, string | number | null>): string {
  const reference = (mark: string) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const quoted = (text: string) =>
    JSON.stringify(oneLine(text)).replace(/[<>&*_`[\]{}~|@$#]|:(?=\/)|(?<=www)\./gi, reference);
  const lines = Object.entries(values).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? quoted(value) : value}`,
  );
  return `---\n${lines.join('\n')}\n---\n\n`;
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
export function plain(text: string): PhrasingContent[] {
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

/**
 * An anchor of our own, before a heading's text. That of GitHub is made of the text, so it moves when a title is revised, and
 * of two equal ones the second gets a number by its place. `name` is of letters, digits and hyphens, whatever it comes from.
 */
export function anchor(name: string): Html {
  return { type: 'html', value: `<a id="${name.replace(/[^A-Za-z0-9-]+/g, '-')}"></a>` };
}

/**
 * Blocks that are folded away until somebody asks. GFM has no other form for it than HTML. The tags are fixed and stand in
 * HTML blocks of their own; blank lines around what they hold make it Markdown again, so it is escaped like all else.
 */
export const folded = (summary: 'Abstract', children: readonly RootContent[]): RootContent[] => [
  { type: 'html', value: `<details>\n<summary>${summary}</summary>` },
  ...children,
  { type: 'html', value: '</details>' },
];

export const link = (url: string, text: string): Link => ({
  type: 'link',
  url,
  children: [{ type: 'text', value: text }],
});

export const paragraph = (children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children });

export const strong = (text: string): PhrasingContent => ({
  type: 'strong',
  children: [{ type: 'text', value: text }],
});

export const heading = (depth: Heading['depth'], children: PhrasingContent[]): Heading => ({
  type: 'heading',
  depth,
  children,
});

export const list = (lines: readonly PhrasingContent[][]): List => ({
  type: 'list',
  ordered: false,
  spread: false,
  children: lines.map((line) => ({ type: 'listItem', spread: false, children: [paragraph(line)] })),
});
