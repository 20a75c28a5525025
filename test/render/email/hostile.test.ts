import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { beforeAll, describe, expect, test } from 'vitest';
import { createMailRenderer, type MailRenderer } from '../../../src/render/email/index.ts';
import { HOSTILE } from './hostile.ts';
import { CONTEXT, digest, item, match, memoryCache, paper, READER, templates } from './sample.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;

function walk(html: string): Node[] {
  const nodes: Node[] = [];
  const visit = (children: readonly Node[]): void => {
    for (const node of children) {
      nodes.push(node);
      if ('childNodes' in node) visit(node.childNodes);
    }
  };
  visit(parse(html).childNodes);
  return nodes;
}

/** What an attacker would change: elements, their attributes and comments. Text counts once per place. */
function shape(html: string): string[] {
  return walk(html).map((node) => {
    if (node.nodeName === '#comment') return `#comment ${(node as DefaultTreeAdapterTypes.CommentNode).data}`;
    const attributes = 'attrs' in node ? node.attrs.map((a) => a.name) : [];
    return [node.nodeName, ...attributes].join(' ');
  });
}

function textOf(html: string, element: string): string[] {
  const inner = (node: Node): string =>
    node.nodeName === '#text'
      ? (node as DefaultTreeAdapterTypes.TextNode).value
      : 'childNodes' in node
        ? node.childNodes.map(inner).join('')
        : '';
  return walk(html)
    .filter((node) => node.nodeName === element)
    .map(inner);
}

let renderer: MailRenderer;
beforeAll(async () => {
  renderer = await createMailRenderer(templates(), memoryCache());
});

function mailOf(text: string): ReturnType<MailRenderer['render']> {
  const shown = paper({
    title: text,
    abstract: text,
    authors: [text, text],
    organization: { handle: 'x', name: text },
    publishedText: text,
  });
  const given = { topic: `T ${text}`, matches: [match(`T ${text}`, [text]), match(`U ${text}`, [])] };
  return renderer.render(digest([item(shown, given)]), { ...READER, name: text }, CONTEXT);
}

describe.each(HOSTILE)('%s', (text) => {
  test('adds no node, attribute or comment, and comes out literally', () => {
    const { html, text: twin, subject } = mailOf(text);
    expect(shape(html)).toEqual(shape(mailOf('Benign').html));
    const literal = text.replace(/\s+/g, ' ').trim();
    expect(textOf(html, 'h3')).toEqual([literal]);
    expect(textOf(html, 'b')).toEqual([literal]);
    expect(textOf(html, 'h2')[0]).toContain(`T ${literal}`);
    const flat = twin.replace(/\s+/g, ' ');
    expect(flat).toContain(`* ${literal} `);
    expect(subject).toContain(`T ${literal}`.slice(0, 30));
  });
});

test('the title of the brief is escaped exactly once', () => {
  const { html } = mailOf(HOSTILE[0] ?? '');
  expect(html).toContain(
    '>Let&#x27;s &lt;think&gt; about &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; ]]&gt; {{7*7}}</a></h3>',
  );
  expect(html).not.toMatch(/&amp;(lt|quot|amp);|<script|49/);
});

test('positive control: the comparison notices a title that is not escaped', () => {
  const { html } = mailOf('Benign');
  expect(shape(html.replace('>Benign</a>', '>Let us <think></a>'))).not.toEqual(shape(html));
  expect(shape(html.replace('<span dir="auto">Benign', '<span dir="auto" title="x">Benign'))).not.toEqual(shape(html));
});

test('bidi controls and line breaks from a topic or a name do not come through', () => {
  const { html, text, subject } = mailOf('a\u202eb\u2066c\u2028d\u0000e\ud800f');
  for (const part of [html, text, subject]) {
    expect(part).toContain('abc d ef');
    expect(part).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u2028\u0000]|\p{Cs}/u);
  }
});

test('only http(s) addresses are links', () => {
  const bad = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    ' vbscript:x',
    'java\nscript:x',
    '//x',
    '/x',
  ];
  for (const url of bad) {
    const links = [
      { rel: 'page' as const, url },
      { rel: 'code' as const, url: 'https://code.example.org/"onclick="x' },
    ];
    const { html, text } = renderer.render(digest([item(paper({ title: 'T', links }))]), READER, CONTEXT);
    const hrefs = walk(html).flatMap((node) => ('attrs' in node ? node.attrs.filter((a) => a.name === 'href') : []));
    expect(hrefs.map((a) => a.value)).toEqual([
      'https://huggingface.co/papers?q=T',
      'https://huggingface.co/papers?q=T',
      'https://code.example.org/%22onclick=%22x',
      'mailto:leave@example.org?subject=unsubscribe%20ada',
      'https://papers.example.org/',
    ]);
    expect(html + text).not.toMatch(/script:|data:/i);
  }
});
