import { DOMParser } from '@xmldom/xmldom';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, test } from 'vitest';
import { abstractOf } from '../diff/paper.ts';
import { print } from '../parse/print.ts';
import { Installation, source, subscriber } from './harness.ts';

/** The title that must come out literally, once escaped, everywhere; and a benign one of the same shape. */
const hostile = `Let's <think> about <script>alert(1)</script> & "quotes" ]]> {{7*7}}`;
const benign = 'Let us think about alerting ones and quotes in braces of sevens';

type Node = DefaultTreeAdapterMap['node'];

function elements(node: Node, found: { names: string[]; text: string } = { names: [], text: '' }) {
  if ('tagName' in node) found.names.push(node.tagName);
  if ('value' in node) found.text += node.value;
  if ('childNodes' in node) for (const child of node.childNodes) elements(child, found);
  return found;
}

async function outputsOf(title: string): Promise<Map<string, string>> {
  const here = new Installation();
  const paper = (abstract: string) => ({
    title,
    abstract,
    meta: { handle: 'lab', name: title },
    date: 'Oct 8',
    comments: 2,
  });
  const text = print([paper(`${abstractOf('alpha')} ${title}. And beta follows.`)], 'Oct 31');
  const subscriptions = [
    subscriber('ada', {
      public: true,
      name: title,
      topics: [{ name: title, any: ['alpha'], all: [], none: [], query: null }],
    }),
    subscriber('ben'),
  ];
  await here.run([source('2026-03-02.txt', text)], { subscriptions });
  return here.files();
}

let files: Map<string, string>;
let plain: Map<string, string>;
beforeAll(async () => {
  files = await outputsOf(hostile);
  plain = await outputsOf(benign);
});

const of = (pattern: RegExp, from = files) => [...from].filter(([path]) => pattern.test(path));

describe('a hostile title', () => {
  test('every kind of output was made', () => {
    for (const ending of ['digest.html', 'digest.txt', 'digest.eml', 'rss.xml', 'atom.xml', 'feed.json', 'papers.md']) {
      expect(of(new RegExp(`${ending}$`)).length, ending).toBeGreaterThan(0);
    }
  });

  test('HTML mail: literal, and not one element more than a benign one', () => {
    const pages = of(/digest\.html$/);
    const others = of(/digest\.html$/, plain);
    for (const [index, [, html]] of pages.entries()) {
      const page = elements(parse(html));
      expect(page.names).toEqual(elements(parse(others[index]![1])).names);
      expect(page.names).not.toContain('script');
      expect(page.text).toContain(hostile);
      expect(html).not.toContain('&amp;lt;');
    }
  });

  test('text mail and headers: literal', async () => {
    for (const [, text] of of(/digest\.txt$/)) expect(text.replace(/\s+/g, ' ')).toContain(hostile);
    for (const [, eml] of of(/ada\/digest\.eml$/)) {
      const mail = await PostalMime.parse(eml);
      expect(mail.subject).toContain('<script>');
      expect(mail.headers.map((header) => header.key).sort()).toEqual(
        (await PostalMime.parse(of(/ada\/digest\.eml$/, plain)[0]![1])).headers.map((header) => header.key).sort(),
      );
      expect(mail.text?.replace(/\s+/g, ' ')).toContain(hostile);
    }
  });

  test('RSS and Atom: well formed, the title once escaped', () => {
    const fail = (level: string, message: string) => {
      throw new Error(`${level}: ${message}`);
    };
    for (const [path, xml] of of(/(?<!(?:weeks|months).*)\.xml$/)) {
      const document = new DOMParser({ onError: fail }).parseFromString(xml, 'text/xml');
      const [item] = [...document.getElementsByTagName('item'), ...document.getElementsByTagName('entry')];
      const title = item!.getElementsByTagName('title')[0]!;
      // RSS titles are plain text; Atom's are HTML and so escaped once more.
      const text = title.textContent ?? '';
      expect(title.getAttribute('type') === 'html' ? elements(parse(text)).text : text, path).toBe(hostile);
    }
  });

  test('JSON Feed: literal', () => {
    for (const [, json] of of(/(?<!(?:weeks|months).*)feed\.json$/)) {
      expect(JSON.parse(json).items[0].title).toBe(hostile);
    }
  });

  test('round-ups in feeds: literal, and not one element more than a benign one', () => {
    const contents = (files?: typeof plain) =>
      of(/(?:weeks|months).*feed\.json$/, files).map(([, json]) =>
        elements(parse(JSON.parse(json).items[0].content_html)),
      );
    expect(contents()).toHaveLength(2);
    for (const [index, content] of contents().entries()) {
      expect(content.names).toEqual(contents(plain)[index]!.names);
      expect(content.text).toContain(hostile);
    }
  });

  test('Markdown: literal, and not one element more than a benign one', () => {
    const html = (text: string) =>
      elements(parse(micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] })));
    const others = of(/papers\.md$/, plain);
    const pages = of(/papers\.md$/);
    expect(pages).toHaveLength(others.length);
    for (const [index, [path, text]] of pages.entries()) {
      const page = html(text);
      expect(page.names, path).toEqual(html(others[index]![1]).names);
      expect(page.text).toContain(hostile);
    }
  });

  test('the oracle sees an unescaped title', () => {
    expect(elements(parse(`<h3>${hostile}</h3>`)).names).not.toEqual(elements(parse(`<h3>${benign}</h3>`)).names);
  });
});
