import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ParsedFile } from '../../src/parse/format.ts';
import { parseText } from '../../src/parse/parse.ts';

const fixture = (format: string, name: string) => readFileSync(`test/fixtures/${format}/${name}.in`, 'utf8');
const codes = (file: ParsedFile) => file.diagnostics.map(({ code, severity }) => `${severity} ${code}`);

function read(text: string, format = 'html'): ParsedFile {
  const parsed = parseText(text, 'x');
  expect(parsed.format).toBe(format);
  return parsed.file;
}

describe('what a page is', () => {
  test.each([
    ['2024-daily', 'daily', []],
    ['2026-daily', 'daily', []],
    ['2026-month', 'month', []],
    ['2026-search', 'search', []],
    ['2026-trending', 'trending', []],
    ['cards', 'daily', ['warning cards-only']],
    ['paper', 'unknown', []],
    ['empty', 'daily', ['warning no-papers']],
    ['broken', 'daily', ['error file-cut']],
    ['cut-cards', 'daily', ['error file-cut', 'warning cards-only']],
    ['damaged', 'daily', ['warning json-invalid', 'error row-invalid', 'warning cards-only']],
    ['login', 'unknown', ['error login-page']],
    ['rate-limit', 'unknown', ['error rate-limit-page']],
    ['error', 'unknown', ['error error-page']],
    ['maintenance', 'unknown', ['error error-page']],
    ['drift', 'unknown', ['error layout-drift']],
    ['other', 'unknown', ['error unknown-page']],
  ])('%s', (name, listing, expected) => {
    const file = read(fixture('html', name));
    expect([file.listing, codes(file)]).toEqual([listing, expected]);
  });

  /** A page of the given title and body, with or without the head that all pages of the site have. */
  const page = (title: string, body: string, ours = false) =>
    `<!doctype html><html><head><title>${title}</title></head><body>${
      ours
        ? '<div class="SVELTE_HYDRATER contents" data-target="MainHeader" data-props="{}"><a href="/login">Log In</a></div>'
        : ''
    }${body}</body></html>`;

  test.each([
    ['Just a moment...', '<p>Checking your browser</p>', false, 'rate-limit-page'],
    ['Hugging Face', '<h1>429</h1><p>Rate limit reached</p>', true, 'rate-limit-page'],
    ['Hugging Face', '<h1>500</h1><p>Internal Server Error</p>', true, 'error-page'],
    ['502 Bad Gateway', '<center><h1>502 Bad Gateway</h1></center>', false, 'error-page'],
    ['Service Unavailable', '', false, 'error-page'],
    ['Log in - Hugging Face', '<h1>Log In</h1>', true, 'login-page'],
    ['Hugging Face', '<form action="/login"><input type="PASSWORD"></form>', true, 'login-page'],
    ['Daily Papers - Hugging Face', '<p>No papers were published on this day.</p>', true, 'no-papers'],
    ['Daily Papers - Hugging Face', '<p>Something new altogether</p>', true, 'layout-drift'],
    // The text of a long page is about anything, and does not make it an error page.
    [
      'My notes',
      `<p>${'On error 500 and the rate limit, and how I logged in. '.repeat(60)}</p>`,
      false,
      'unknown-page',
    ],
  ])('%s: %s', (title, body, ours, code) => {
    expect(read(page(title, body, ours)).diagnostics.map((problem) => problem.code)).toEqual([code]);
  });

  test('a cut login page is still a login page; a cut page that tells nothing is cut', () => {
    expect(codes(read('<!doctype html><html><head><title>Sign in</title></head><body><h1>'))).toEqual([
      'error login-page',
    ]);
    expect(codes(read('<!doctype html><html><head><title>Daily Pap'))).toEqual(['error file-cut']);
  });
});

describe('the data of a page', () => {
  const page = fixture('html', '2026-daily');

  test('entities of the attribute are decoded once, and those of the text stay', () => {
    const titled = page.replace(
      'One Policy: Let&#x27;s &lt;think&gt; &amp; Act',
      'A &amp;amp;amp; B &amp;lt;i&amp;gt;',
    );
    expect(titled).not.toBe(page);
    expect(read(titled).papers[1]?.title).toBe('A &amp;amp; B &lt;i&gt;');
  });

  test('script text, comments and other attributes are no cards', () => {
    const tricks = `<script>"<article><h3><a href='/papers/2602.00007'>S</a></h3></article>"</script>
      <!-- <article><h3><a href="/papers/2602.00008">C</a></h3></article> -->
      <img alt="<article><h3><a href='/papers/2602.00009'>A</a></h3></article>">`;
    const file = read(fixture('html', 'cards').replace('</section>', `${tricks}</section>`));
    expect(file.papers.map((paper) => paper.arxivId)).toEqual(['2602.00001', '2602.00002', '2602.00003']);
  });

  test.each([
    [
      'single quotes, no quotes, capitals and odd spaces',
      '<ARTICLE ><H3\n><A HREF=/papers/2602.00001>T</A ></H3></ARTICLE>',
    ],
    [
      'absolute links, also of a mirror and with a version',
      '<article><h3><a href="https://hf-mirror.com/papers/2602.00001v2">T</a></h3></article>',
    ],
    ['no article', '<div><h3><a href="/papers/2602.00001">T</a></h3></div>'],
    ['a title in pieces', '<article><h3><a href="/papers/2602.00001"><span>T</span></a></h3></article>'],
    ['a link that is never closed', '<article><h3><a href="/papers/2602.00001">T</h3></article>'],
  ])('cards with %s', (_, card) => {
    const { papers } = read(`<!doctype html><html><body>${card}</body></html>`);
    expect(papers).toMatchObject([
      { arxivId: '2602.00001', title: 'T', upvotes: null, comments: null, organization: null },
    ]);
  });

  test('links that lead elsewhere make no card', () => {
    const body =
      '<article><h3><a href="/models/x">M</a></h3></article><h3><a href="javascript:alert(1)">J</a></h3><h3>N</h3>';
    expect(read(`<!doctype html><html><body>${body}</body></html>`).papers).toEqual([]);
  });
});

describe('arXiv answers', () => {
  test.each([
    ['query', []],
    ['empty', ['warning no-papers']],
    ['broken', ['error file-cut']],
    ['damaged', ['warning xml-invalid']],
    ['entities', ['warning xml-invalid']],
    ['error', ['error api-error']],
  ])('%s', (name, expected) => {
    const file = read(fixture('arxiv-atom', name), 'arxiv-atom');
    expect([file.listing, codes(file)]).toEqual(['search', expected]);
  });

  test('entities that a file declares are neither expanded nor fetched', () => {
    const [paper] = read(fixture('arxiv-atom', 'entities'), 'arxiv-atom').papers;
    expect(paper).toMatchObject({ title: 'One &lol9; and &xxe;', abstract: 'A bomb: &lol9;. A file: &xxe;.' });
  });

  test('CDATA, references and old ids', () => {
    const entry =
      '<entry><id>http://arxiv.org/abs/cs.CL/0601001v3</id><title><![CDATA[A <b>]]> &#x26; B</title><summary>S</summary></entry>';
    const [paper] = read(`<feed xmlns="http://www.w3.org/2005/Atom">${entry}</feed>`, 'arxiv-atom').papers;
    expect(paper).toMatchObject({ arxivId: 'cs.CL/0601001', title: 'A <b> & B', authorCount: null });
  });
});
