import { parse } from 'parse5';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Digest } from '../../../src/model/index.ts';
import { createMailRenderer, type MailRenderer } from '../../../src/render/email/index.ts';
import { CONTEXT, digest, item, match, memoryCache, paper, READER, templates } from './sample.ts';

let renderer: MailRenderer;
beforeAll(async () => {
  renderer = await createMailRenderer(templates(), memoryCache());
});

/** Abstracts of about 1,900 characters, titles of about 80, every link there is. */
function many(count: number): Digest {
  const sentence = 'We study how a model that scores answers changes what another model learns to say & do. ';
  return digest(
    Array.from({ length: count }, (_, i) => {
      const id = `2510.${10000 + i}`;
      const shown = paper({
        title: `Paper ${i} on the Long and Winding Road to Rewards that Mean What They Say`,
        abstract: sentence.repeat(22),
        organization: { handle: 'lab', name: 'A Laboratory' },
        authorCount: 20,
        published: '2025-10-30',
        upvotes: 20,
        comments: 2,
        links: [
          { rel: 'page', url: `https://huggingface.co/papers/${id}` },
          { rel: 'arxiv', url: `https://arxiv.org/abs/${id}` },
          { rel: 'pdf', url: `https://arxiv.org/pdf/${id}` },
          { rel: 'code', url: `https://github.com/laboratory/paper-${i}` },
          { rel: 'project', url: `https://laboratory.example.org/paper-${i}` },
        ],
      });
      const topic = i < count / 2 ? 'Reward models' : 'Alignment';
      return item(shown, { topic, matches: [match(topic, ['reward', 'preference'], (i * 7) % 50)] });
    }),
  );
}

const titles = (html: string): number => html.split('<h3').length - 1;
const excerpts = (html: string): string[] =>
  [...html.matchAll(/class="gist" dir="auto">([^<]*)</g)].map((m) => m[1] ?? '');

describe.each([10, 30, 80, 200])('%i papers with abstracts of 1,900 characters', (count) => {
  test('stay below 102 KB, and nothing is cut in the middle', () => {
    const { html, text } = renderer.render(many(count), READER, CONTEXT);
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    expect(html.trimEnd().endsWith('</html>')).toBe(true);
    expect(JSON.stringify(parse(html, { onParseError: () => {} }), ['childNodes', 'nodeName'])).toContain('h3');
    for (const excerpt of excerpts(html)) expect(excerpt).toMatch(/(do\.|[a-z]…)$/);
    // What the HTML leaves out stands in the text twin.
    expect(text.match(/^\* Paper /gm)?.length).toBe(count);
  });
});

test('excerpts shrink, then go; papers go last, the lowest scores first, and the mail says so', () => {
  const at = (count: number): string => renderer.render(many(count), READER, CONTEXT).html;
  const [ten, thirty, eighty] = [at(10), at(30), at(80)];
  expect(excerpts(ten).every((e) => e.length > 200)).toBe(true);
  expect(excerpts(thirty).length).toBe(30);
  expect(excerpts(thirty).every((e) => e.length >= 100)).toBe(true);
  expect(titles(thirty)).toBe(30);
  expect(excerpts(eighty).length === 0 || titles(eighty) === 80).toBe(true);
  const all = at(200);
  expect(excerpts(all)).toEqual([]);
  expect(titles(all)).toBeGreaterThan(40);
  expect(titles(all)).toBeLessThan(200);
  expect(all).toContain(`${200 - titles(all)} papers did not fit here`);
  expect(all).not.toContain('Paper 50 on'); // score 0
  expect(all).toContain('Paper 7 on'); // score 49
  expect(at(200)).toBe(all);
});

test('the limit is an option, and one that nothing fits is an error', async () => {
  const small = await createMailRenderer(templates(), memoryCache(), { maxHtmlBytes: 20_000 });
  const { html } = small.render(many(30), READER, CONTEXT);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(20_000);
  const none = await createMailRenderer(templates(), memoryCache(), { maxHtmlBytes: 1_000 });
  expect(() => none.render(many(3), READER, CONTEXT)).toThrow(/empty mail/);
});
