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
const gists = (html: string): string[] =>
  [...html.matchAll(/class="gist" dir="auto">([^<]*)</g)].map((m) => m[1] ?? '');

describe.each([
  [10, CONTEXT],
  [30, CONTEXT],
  [80, CONTEXT],
  [200, CONTEXT],
  [10, { ...CONTEXT, siteUrl: null }],
  [30, { ...CONTEXT, siteUrl: null }],
  [80, { ...CONTEXT, siteUrl: null }],
  [200, { ...CONTEXT, siteUrl: null }],
])('%i papers with abstracts of 1,900 characters, %j', (count, context) => {
  test('stay below 102 KB, and nothing is cut in the middle', () => {
    const { html, text, layout } = renderer.render(many(count), READER, context);
    // As it is sent.
    const sent = Buffer.byteLength(html.replaceAll('\n', '\r\n'));
    expect(sent).toBeLessThanOrEqual(102_000);
    expect(layout.bytes).toBe(sent);
    expect(layout.full + layout.short + layout.brief + layout.title + layout.omitted).toBe(count);
    expect(titles(html)).toBe(count - layout.omitted);
    expect(gists(html).length).toBe(count - layout.omitted - layout.title);
    expect(html.trimEnd().endsWith('</html>')).toBe(true);
    // Not one element, attribute or entity is broken.
    const faults: string[] = [];
    parse(html, { onParseError: ({ code }) => faults.push(code) });
    expect(faults).toEqual([]);
    for (const gist of gists(html)) expect(gist).toMatch(/(do\.|[a-z]…)$/);
    // What the HTML leaves out stands in the text twin.
    expect(text.match(/^\* Paper /gm)?.length).toBe(count);
    expect(html.includes(`>${layout.omitted} more on the web</a>`)).toBe(
      context.siteUrl !== null && layout.omitted > 0,
    );
  });
});

test('positive control: without a planner 30 such papers would not fit, and a cut entity is noticed', () => {
  const whole = renderer.render(many(30), READER, CONTEXT);
  const abstracts = many(30).items.reduce((sum, { paper: { abstract } }) => sum + (abstract?.length ?? 0), 0);
  expect(whole.layout.bytes + abstracts).toBeGreaterThan(102_000);
  const faults: string[] = [];
  parse(whole.html.slice(0, 40_000).replace(/[^<]*$/, '<p title="'), { onParseError: ({ code }) => faults.push(code) });
  expect(faults).not.toEqual([]);
});

test('with 30 papers each keeps a gist of at least 100 characters', () => {
  const { html, layout } = renderer.render(many(30), READER, CONTEXT);
  expect(layout).toMatchObject({ title: 0, omitted: 0 });
  expect(gists(html).length).toBe(30);
  for (const gist of gists(html)) expect(gist.length).toBeGreaterThanOrEqual(100);
});

test('papers step down one level at a time, the lowest scores first; the mail says what it left out', () => {
  const at = (count: number) => renderer.render(many(count), READER, CONTEXT);
  expect(at(10).layout).toMatchObject({ full: 10, omitted: 0 });
  for (const count of [30, 60, 80, 120, 200]) {
    const { layout, html } = at(count);
    // A title alone takes little room: all of 80 papers are there.
    if (count <= 80) expect(layout.omitted).toBe(0);
    const levels = [layout.full, layout.short, layout.brief, layout.title, layout.omitted];
    // Two neighbouring levels at most, so nobody is two steps worse off than anybody else.
    const used = levels.flatMap((n, level) => (n > 0 ? [level] : []));
    expect(used.length).toBeLessThanOrEqual(2);
    expect(used.at(-1)! - used[0]!).toBeLessThanOrEqual(1);
    expect(at(count).html).toBe(html);
  }
  const { html, layout } = at(200);
  expect(layout.omitted).toBeGreaterThan(0);
  expect(titles(html)).toBeGreaterThan(40);
  expect(html).toContain(`${layout.omitted} papers did not fit here`);
  expect(html).not.toContain('Paper 50 on'); // score 0
  expect(html).toContain('Paper 7 on'); // score 49
});

test('the limit is an option, and one that nothing fits is an error', async () => {
  const small = await createMailRenderer(templates(), memoryCache(), { maxHtmlBytes: 20_000 });
  const { html } = small.render(many(30), READER, CONTEXT);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(20_000);
  const none = await createMailRenderer(templates(), memoryCache(), { maxHtmlBytes: 1_000 });
  expect(() => none.render(many(3), READER, CONTEXT)).toThrow(/empty mail/);
});

test.each(['en', 'de'])('hundreds of topics with long names stay a mail, in %s', (locale) => {
  const topics = Array.from({ length: 200 }, (_, i) => `Topic ${i} ${'with a long name '.repeat(40)}`);
  const items = topics.map((topic, i) =>
    item(paper({ title: `Paper ${i}` }), { topic, matches: [match(topic, ['x'])] }),
  );
  const reader = { ...READER, locale, topics };
  const more = locale === 'de' ? '… und 192 weitere' : '… and 192 more';
  for (const given of [digest(items), digest([])]) {
    const { html, layout } = renderer.render(given, reader, CONTEXT);
    expect(layout.bytes).toBeLessThanOrEqual(102_000);
    expect(html).toContain(more);
  }
  const few = renderer.render(digest([]), { ...reader, topics: topics.slice(0, 8) }, CONTEXT).html;
  expect(few).not.toMatch(/ more|weitere/);
});
