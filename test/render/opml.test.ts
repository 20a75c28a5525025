import { parseOpml } from 'feedsmith';
import { expect, test } from 'vitest';
import { opml } from '../../src/render/opml.ts';
import { collectionPages } from '../../src/render/pages.ts';
import { context, hostile, libraryOf, noSite } from './fixtures.ts';
import { assertWellFormed } from './outputs/readers.ts';

const outlines = (text: string) =>
  [...assertWellFormed(text).getElementsByTagName('outline')].map((each) => ({
    text: each.getAttribute('text'),
    xmlUrl: each.getAttribute('xmlUrl'),
  }));

test('names every public feed, and each of them is a page', () => {
  const library = libraryOf();
  const text = opml(library, context.siteUrl!);
  const feeds = outlines(text).flatMap(({ xmlUrl }) => xmlUrl ?? []);
  expect(feeds.map((url) => url.replace(`${context.siteUrl}/`, ''))).toEqual([
    'all/atom.xml',
    'weeks/atom.xml',
    'months/atom.xml',
    'topics/reward-models/atom.xml',
    'topics/reasoning/atom.xml',
    'topics/r-and-d-alignment/atom.xml',
    'subscribers/ada/atom.xml',
  ]);
  const files = [...collectionPages(library, context, null)].map(({ file }) => file);
  for (const url of feeds) expect(files).toContain(url.replace(`${context.siteUrl}/`, ''));
  expect(files).toContain('feeds.opml');
  expect(parseOpml(text).body?.outlines?.map((outline) => outline.text)).toEqual([
    'All papers',
    'The weeks',
    'The months',
    'Topics',
    'Subscribers',
  ]);
});

test('names are escaped, whatever they say', () => {
  for (const { text, shown } of Object.values(hostile)) {
    const found = outlines(opml(libraryOf(undefined, undefined, { name: text }), context.siteUrl!));
    expect(found.at(-1)?.text).toBe(shown);
    expect(found).toHaveLength(9);
  }
});

test('without a site there is none, for its addresses must be absolute', () => {
  expect([...collectionPages(libraryOf(), noSite, null)].map(({ file }) => file)).not.toContain('feeds.opml');
});
