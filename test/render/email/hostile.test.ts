import { beforeAll, describe, expect, test } from 'vitest';
import { createMailRenderer, type MailRenderer } from '../../../src/render/email/index.ts';
import { shape, tags } from '../html.ts';
import { HOSTILE } from './hostile.ts';
import { CONTEXT, digest, item, match, memoryCache, paper, READER, templates } from './sample.ts';

/** The texts of the elements of a name, in order. */
const textOf = (html: string, element: string): string[] =>
  tags(html).flatMap(({ name, text }) => (name === element ? [text] : []));

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
    expect(tags(html).flatMap(({ attributes: { href } }) => (href === undefined ? [] : [href]))).toEqual([
      'https://huggingface.co/papers?q=T',
      'https://huggingface.co/papers?q=T',
      'https://code.example.org/%22onclick=%22x',
      'mailto:leave@example.org?subject=unsubscribe%20ada',
      'https://papers.example.org/',
    ]);
    expect(html + text).not.toMatch(/script:|data:/i);
  }
});
