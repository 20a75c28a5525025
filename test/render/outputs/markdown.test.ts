import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Collection } from '../../../src/render/output.ts';
import { markdown } from '../../../src/render/outputs/markdown.ts';
import { allOf, archive, collection, context, hostile, match, paper, subscriberOf, subscription } from '../fixtures.ts';

/** GitHub's flavour to HTML, raw HTML let through: what the Markdown lets slip becomes an element. */
function toHtml(text: string): string {
  return micromark(text, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });
}

/** Names of the elements in order. */
function tags(html: string): string[] {
  return [...html.matchAll(/<\/?([a-z][a-z0-9]*|!--)/gi)].map((found) => found[0]);
}

/** The tree of remark, which looks for addresses in the finished text: stricter than GitHub. */
function toTree(text: string): Nodes {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function types(node: Nodes): string[] {
  return [node.type, ...('children' in node ? node.children.flatMap(types) : [])];
}

/** What a reader sees: raw HTML is nothing but the anchors and folds of our own. */
function textOf(node: Nodes): string {
  if (node.type === 'html') return '';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

function nodesOf<T extends Nodes['type']>(node: Nodes, type: T): Extract<Nodes, { type: T }>[] {
  const own = node.type === type ? [node as Extract<Nodes, { type: T }>] : [];
  return [...own, ...('children' in node ? node.children.flatMap((child) => nodesOf(child, type)) : [])];
}

const body = (text: string) => text.replace(/^---\n[\s\S]*?\n---\n/, '');

/** A text as the title of one paper among others. */
function titled(title: string): Collection {
  const items = [paper(3), paper(2, { title }), paper(1)].map((each) => ({ paper: each, matches: [] }));
  return collection(items, { kind: 'edition' });
}

/** So long that the abstract is folded below its gist, whatever stands before it. */
const filler =
  'In this paper, we propose a method that counts the things that there are, and we show that it is better than all others that were tried before. It is also simpler. Nobody had thought of that in the ten years in which people have been working on it, which goes to show that the simple things are often those that are found last of all.';

/** A text wherever a paper or a profile can put one, except the title. */
function worded(text: string): Collection {
  const one = paper(1, {
    abstract: `${text}\n\n${text}\n\n${filler}`,
    authors: [text],
    organization: { handle: 'x', name: text },
  });
  const items = [{ paper: one, matches: [match(text, text)] }];
  return collection(items, { kind: 'subscriber', path: 'subscribers/x', title: `T ${text}`, description: `D ${text}` });
}

const render = (of: Collection) => markdown.render(of, context);

describe.each(Object.entries(hostile))('hostile text: %s', (_, { text, shown }) => {
  test('as a title: the elements of a benign title, and the literal text', () => {
    const written = render(titled(text));
    expect(tags(toHtml(written))).toEqual(tags(toHtml(render(titled('benign')))));
    expect(types(toTree(written))).toEqual(types(toTree(render(titled('benign')))));
    const heading = nodesOf(toTree(body(written)), 'heading')[2];
    expect(heading?.type).toBe('heading');
    expect(textOf(heading as Nodes)).toBe(shown);
  });

  test('anywhere else: no element but code, no link, and the literal text', () => {
    const withoutCode = (names: string[]) => names.filter((name) => !/code/i.test(name));
    const written = render(worded(text));
    const tree = toTree(body(written));
    expect(withoutCode(tags(toHtml(written)))).toEqual(withoutCode(tags(toHtml(render(worded('benign'))))));
    expect(nodesOf(tree, 'link').map((link) => link.url)).toEqual(
      nodesOf(toTree(render(worded('benign'))), 'link').map((link) => link.url),
    );
    const html = (of: Nodes) => nodesOf(of, 'html').map((node) => node.value);
    expect(html(tree)).toEqual(html(toTree(body(render(worded('benign'))))));
    for (const type of [
      'image',
      'footnoteReference',
      'definition',
      'table',
      'list',
      'code',
      'blockquote',
      'delete',
    ] as const) {
      expect(nodesOf(tree, type), type).toEqual([]);
    }
    const shownParagraphs = nodesOf(tree, 'paragraph').map(textOf);
    expect(shownParagraphs.filter((each) => each === shown).length, written).toBe(2);
    expect(html(tree)).toContain('</details>');
    expect(textOf(nodesOf(tree, 'heading')[0] as Nodes)).toBe(`T ${shown}`);
  });
});

test('the oracles see what slips through (positive control)', () => {
  expect(tags(toHtml('a <think> b https://x.example [^1]\n\n[^1]: note'))).toContain('<think');
  expect(tags(toHtml('see www.x.example'))).toContain('<a');
  expect(nodesOf(toTree('see https\\://x.example'), 'link')).toHaveLength(1);
  expect(nodesOf(toTree('a[^1]\n\n[^1]: note'), 'footnoteReference')).toHaveLength(1);
});

test('what renderers bring to life in text is set as code, the rest of the sentence is not', () => {
  const abstract =
    'Code: https://github.com/a/b. Mail a.b@c.example, ask @someone, ranked #1, pass@1, C#, 3.5, www.x.example!';
  const tree = toTree(render(collection([{ paper: paper(1, { abstract }), matches: [] }])));
  const code = nodesOf(tree, 'inlineCode').map((node) => node.value);
  expect(code).toEqual(['https://github.com/a/b', 'a.b@c.example', '@someone', '#1', 'www.x.example']);
});

test('templates and mathematics of the places that show Markdown are broken', () => {
  const written = render(
    collection([{ paper: paper(1, { title: '{{7*7}} {% raw %} $x$ {{{a}}}', abstract: '$$y$$ {{b}}' }), matches: [] }]),
  );
  expect(body(written)).not.toMatch(/\{\{|\{%|(?<!\\)\$/);
});

test('anchors are of the permanent id, whatever it is, and each there once', () => {
  const items = ['tag:paperboy.invalid,2026:paper/ab12', 'x/"><script>', 'x/"><script>'].map((id, n) => ({
    paper: paper(n, { id, title: 'The same' }),
    matches: [],
  }));
  const anchors = [...render(collection(items)).matchAll(/<a id="(.*?)"><\/a>/g)].map((found) => found[1]);
  expect(anchors.sort()).toEqual(['paper--script-', 'paper-ab12']);
});

test('front matter is YAML that says what the file is', () => {
  const hostileName = { ...subscription, name: 'A"\n---\nx: <b> {{y}}' };
  const written = render(subscriberOf(hostileName));
  const front = /^---\n([\s\S]*?)\n---\n/.exec(written)?.[1] ?? '';
  expect(parse(front)).toEqual({
    title: 'Paperboy for A" --- x: <b> {{y}}',
    description: expect.stringContaining('R&D <alignment>'),
    collection: 'subscribers/ada',
    date: '2025-11-01',
    papers: 3,
  });
  expect(front).not.toContain('<');
});

test('everything is grouped by edition, a subscriber by topic, and papers without matches do not appear', () => {
  const headings = (of: Collection) =>
    nodesOf(toTree(body(render(of))), 'heading')
      .filter((node) => node.depth === 2)
      .map(textOf);
  expect(headings(allOf(archive, new Map()))).toEqual(['1 November 2025', '31 October 2025']);
  expect(headings(subscriberOf())).toEqual(['reward models', 'R&D <alignment>', 'reasoning']);
  expect(render(subscriberOf())).not.toContain('Learned Optimizers');
});

test('the gist comes first, the whole abstract below it; what is not shown is counted', () => {
  const long = paper(1, { abstract: `${filler}\n\n${'word '.repeat(200)}end.` });
  const text = render(collection([{ paper: long, matches: [match('t')] }]));
  expect(text.indexOf('We propose a method')).toBeLessThan(text.indexOf('<details>'));
  expect(text.indexOf('<details>\n<summary>Abstract</summary>\n\n')).toBeLessThan(
    text.indexOf('end.\n\n</details>\n\n'),
  );
  const summed = paper(1, { abstract: filler, aiSummary: 'It counts & <b>things</b>.' });
  expect(render(collection([{ paper: summed, matches: [] }]))).toContain(
    '**Summary written by a machine:** It counts & \\<b>things\\</b>.',
  );
  // Where the gist is all there is, nothing is folded.
  expect(render(collection([{ paper: paper(1), matches: [] }]))).not.toContain('<details>');
  const many = Array.from({ length: 1234 }, (_, index) => ({ paper: paper(index), matches: [] }));
  expect(render(collection(many))).toContain('1,234 papers, newest edition 1 November 2025. Shown are the newest 200;');
});
