import { describe, expect, test } from 'vitest';
import { emptyArchive } from '../../../src/diff/source.ts';
import { collectRoundUps } from '../../../src/render/collections.ts';
import type { Collection, Output } from '../../../src/render/output.ts';
import { outputs } from '../../../src/render/outputs/index.ts';
import { partsOf } from '../../../src/render/parts.ts';
import { roundUpsOf } from '../../../src/render/round-ups.ts';
import { allOf, archive, collection, context, hostile, libraryOf, match, noSite, paper, topicOf } from '../fixtures.ts';
import { assertWellFormed, elementNames } from './readers.ts';
import { feedFaults } from './rules.ts';

const feeds = Object.values<Output>(outputs).filter(({ feed }) => feed);
const many = allOf({
  ...archive,
  papers: Array.from({ length: 130 }, (_, n) => {
    const day = new Date(Date.UTC(2025, 9, 1 + Math.floor(n / 13))).toISOString().slice(0, 10);
    return paper(n, { instant: `${day}T00:00:${10 + (n % 13)}Z`, updated: `${day}T00:00:${10 + (n % 13)}Z` });
  }),
});
/** A text wherever one can stand. */
const everywhere = Object.values(hostile).map(({ text }, n) => ({
  paper: paper(n, {
    title: text,
    abstract: `${text}\n\n${text}`,
    aiSummary: n % 2 === 0 ? text : null,
    authors: [text],
    organization: { handle: text, name: text },
    links: [{ rel: 'code' as const, url: 'https://code.example/?q=<"&\'>' }],
  }),
  matches: [match(text, text), match('other', text)],
}));

const collections: [string, Collection][] = [
  ['all', allOf()],
  ['topic', topicOf('reasoning')],
  ['nothing', allOf(emptyArchive())],
  ['empty', collection([], { date: null })],
  ['hostile', collection(everywhere, { title: 'a <b> & ]]>', description: '<think> & "' })],
  ...(['week', 'month'] as const).map((unit): [string, Collection] => [
    unit,
    collectRoundUps(`${unit}s`, roundUpsOf(libraryOf(), unit)),
  ]),
  ['no weeks', collectRoundUps('weeks', [])],
  ...partsOf(many).map((part, index): [string, Collection] => [`part ${index}`, part]),
];

describe.each(collections)('rules of the validators: %s', (_, each) => {
  test.each(feeds)('$label', (output) => {
    const written = output.render(each, context);
    expect(feedFaults(written)).toEqual([]);
    expect(written).toContain(`https://papers.example.org/daily/${each.path}/`);
    expect(feedFaults(output.render(each, noSite))).toEqual([]);
    // Positive control for the links: without a site there is none of our own.
    expect(output.render(each, noSite)).not.toContain('papers.example.org');
  });
});

test('the rules find faults (positive control)', () => {
  const [first] = allOf().items;
  const twice = collection([first!, first!]);
  for (const output of feeds) expect(feedFaults(output.render(twice, context)).length).toBeGreaterThan(0);
  const rss = outputs.rss.render(allOf(), context);
  const spoil = (what: RegExp | string, by: string) => feedFaults(rss.replace(what, by));
  expect(spoil(/<pubDate>.*?</, '<pubDate>2025-11-01<')).toContain('pubDate');
  expect(spoil('isPermaLink="false"', '')).toContain('guid is no permalink');
  expect(spoil('rel="self"', 'rel="current"')).toContain('a live feed as archive');
  expect(spoil('<p>', '<p style="x">')).toContain('content:encoded: style="x"');
  expect(spoil('href="https://huggingface.co', 'href="/')).toContain(
    'content:encoded: href="//papers?q=A%20Reward%20Model%20Worth%20%241%20Million"',
  );
  const json = outputs.jsonFeed.render(allOf(), context);
  expect(feedFaults(json.replace('version/1.1', 'version/1'))).toEqual(['/version must be equal to constant']);
  expect(feedFaults(json.replace('"tags"', '"tag"'))).toEqual(['/items/0 must NOT have additional properties']);
  expect(() => assertWellFormed('<a>&nbsp;</a>')).toThrow();
  expect(() => assertWellFormed('<a>\u0001</a>')).toThrow();
  expect(() => assertWellFormed('<a b="<"/>')).toThrow();
  expect(elementNames('<p>a</p><b>x</b>')).toEqual(['p', 'b']);
});
