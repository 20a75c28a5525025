import { describe, expect, test } from 'vitest';
import type { Match } from '../../../src/model/index.ts';
import type { Collection } from '../../../src/render/output.ts';
import { outputs } from '../../../src/render/outputs/index.ts';
import { allOf, collection, context, hostile, hostileTitle, match, noSite, paper } from '../fixtures.ts';
import {
  assertWellFormed,
  elementNames,
  readWithFeedsmith,
  readWithRowan,
  readWithRssParser,
  textOf,
} from './readers.ts';

const { rss, atom, jsonFeed } = outputs;
const benign = 'A plain title';

/** A collection in which a text stands everywhere a text can stand. */
function everywhere(text: string): Collection {
  const matched: Match[] = [match(text, text), match('other', text)];
  const one = paper(1, {
    title: text,
    abstract: `${text}\n\n${text}`,
    authors: [text, 'Second Author'],
    organization: { handle: 'x', name: text },
    links: [{ rel: 'code', url: 'https://code.example/?q=<"&\'>' }],
  });
  return collection([{ paper: one, matches: matched }], { title: `T ${text}`, description: `D ${text}` });
}

describe.each(Object.entries(hostile))('hostile text: %s', (_, { text, shown }) => {
  test.each([rss, atom])('$label is well formed, with the elements of a benign title', (output) => {
    const document = assertWellFormed(output.render(everywhere(text), context));
    const plain = assertWellFormed(output.render(everywhere(benign), context));
    const names = (of: typeof document) => [...of.getElementsByTagName('*')].map((element) => element.tagName);
    expect(names(document)).toEqual(names(plain));
  });

  test('an XML parser finds the literal title', () => {
    const title = (written: string, of: string) =>
      assertWellFormed(written).getElementsByTagName(of)[0]?.getElementsByTagName('title')[0]?.textContent ?? '';
    expect(title(rss.render(everywhere(text), context), 'item')).toBe(shown);
    expect(textOf(title(atom.render(everywhere(text), context), 'entry'))).toBe(shown);
  });

  // Both XML readers resolve references twice in plain text; a title that literally says `&lt;` is beyond them.
  const xml = hostile.entities?.text === text ? [] : [rss, atom];
  test.each([...xml, jsonFeed])('$label: readers show it literally', (output) => {
    const written = output.render(everywhere(text), context);
    const feedsmith = readWithFeedsmith(written);
    const read = output === jsonFeed ? [feedsmith] : [feedsmith, readWithRowan(written)];
    for (const feed of read) {
      expect(feed.items[0]?.title).toBe(shown);
      expect(feed.title).toBe(`T ${shown}`);
    }
    // Not the other reader: it takes an address within a name for the author's own.
    expect(feedsmith.items[0]?.authors).toEqual([shown, 'Second Author']);
  });

  test('the HTML of an item has the elements of a benign one, and its text', () => {
    const html = (of: string) => JSON.parse(jsonFeed.render(everywhere(of), context)).items[0].content_html as string;
    expect(elementNames(html(text))).toEqual(elementNames(html(benign)));
    expect(textOf(html(text))).toContain(shown);
    expect(html(text)).not.toContain(']]>');
  });

  test('categories say it, once each', () => {
    const feed = assertWellFormed(atom.render(everywhere(text), context));
    const labels = [...feed.getElementsByTagName('category')].map((element) => element.getAttribute('label'));
    expect(labels).toEqual([shown, 'other']);
    const channel = assertWellFormed(rss.render(everywhere(text), context));
    expect([...channel.getElementsByTagName('category')].map((element) => element.textContent)).toEqual([
      shown,
      'other',
    ]);
    expect(JSON.parse(jsonFeed.render(everywhere(text), context)).items[0].tags).toEqual([shown, 'other']);
  });
});

describe('round trip through reader libraries', () => {
  const all = allOf();
  const expected = all.items.map(({ paper: each }) => ({
    id: each.id,
    title: each.title,
    published: new Date(each.instant).toISOString(),
  }));

  test.each([rss, atom])('$label: three libraries find the same items, ids, titles and dates', async (output) => {
    const written = output.render(all, context);
    const read = [readWithRowan(written), readWithFeedsmith(written), await readWithRssParser(written)];
    for (const feed of read) {
      expect(feed.items.map(({ authors: _, ...item }) => item)).toEqual(expected);
      expect(feed.title).toBe(all.title);
    }
    // A number of authors is nobody. An Atom entry without an author has the feed's, as one of the libraries says.
    const own = (index: number) =>
      read[index]?.items.map((item) => (item.authors ?? []).filter((author) => author !== 'Hugging Face Daily Papers'));
    expect(own(0)).toEqual([[], [], ['Example Lab'], ['Ada Example', 'Béla <Test>', 'Ci & Sons']]);
    expect(own(1)).toEqual(own(0));
  });

  test('JSON Feed: the same', () => {
    const feed = readWithFeedsmith(jsonFeed.render(all, context));
    expect(feed.items.map(({ authors: _, ...item }) => item)).toEqual(expected);
  });

  test('the title of the bars stands once escaped in the bytes', () => {
    const escaped = 'Let\'s &lt;think&gt; about &lt;script&gt;alert(1)&lt;/script&gt; &amp; "quotes" ]]&gt; {{7*7}}';
    for (const output of [rss, atom]) {
      const written = output.render(all, context);
      expect(written.split(escaped).length).toBe(2);
      expect(written).not.toMatch(/<think>|<script|&amp;lt;/);
    }
    expect(jsonFeed.render(all, context).split(JSON.stringify(hostileTitle)).length).toBe(2);
  });
});

describe('dates and ids', () => {
  test('a revision moves updated of the entry and the feed, and nothing of the id, pubDate or order', () => {
    const items = (updated: string) => [
      { paper: paper(1, { updated }), matches: [] },
      { paper: paper(2), matches: [] },
    ];
    const before = collection(items(paper(1).updated));
    const after = collection(items('2025-12-24T00:00:01Z'));
    expect(readWithRowan(atom.render(after, context))).toEqual(readWithRowan(atom.render(before, context)));
    expect(atom.render(after, context).split('<updated>2025-12-24T00:00:01.000Z</updated>').length).toBe(3);
    expect(atom.render(before, context)).not.toContain('2025-12-24');
  });

  test('a paper with damaged dates or id costs only itself a date, not the feed', () => {
    const bad = paper(1, { id: 'not a uri <x>', instant: 'yesterday', updated: '', firstSeen: '2025-10-30' });
    for (const output of [rss, atom, jsonFeed]) {
      const feed = readWithFeedsmith(
        output.render(
          collection([
            { paper: bad, matches: [] },
            { paper: paper(2), matches: [] },
          ]),
          context,
        ),
      );
      expect(feed.items.map((item) => item.published)).toEqual([
        '2025-10-31T00:00:02.000Z',
        '2025-10-30T00:00:00.000Z',
      ]);
      expect(feed.items[1]?.id).toBe('tag:paperboy.invalid,2026:paper/not%20a%20uri%20%3Cx%3E');
    }
  });

  test('two collections have different feed ids, one collection the same with and without a site', () => {
    const id = (path: string, where = context) =>
      /<id>(.*?)<\/id>/.exec(atom.render(collection([], { path }), where))?.[1];
    expect(id('topics/a')).toBe('tag:paperboy.invalid,2026:collection/topics/a');
    expect(id('topics/a', noSite)).toBe(id('topics/a'));
    expect(id('topics/b')).not.toBe(id('topics/a'));
  });
});

describe('JSON Feed 1.1', () => {
  test.each([
    ['all', allOf(), context],
    ['no site', allOf(), noSite],
    ['empty', collection([]), context],
    ['hostile', everywhere(hostileTitle), context],
  ])('meets the rules: %s', (_, each, where) => {
    const feed = JSON.parse(jsonFeed.render(each, where));
    const strings = ['version', 'title', 'home_page_url', 'description', 'language'];
    expect(Object.keys(feed).filter((key) => key !== 'feed_url')).toEqual([...strings, 'items']);
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
    expect(feed.feed_url).toBe(where.siteUrl === null ? undefined : `${where.siteUrl}/all/feed.json`);
    for (const key of strings) expect(feed[key], key).toEqual(expect.stringMatching(/./));
    const ids = new Set<string>();
    for (const item of feed.items) {
      const known = [
        'id',
        'content_html',
        'url',
        'title',
        'summary',
        'date_modified',
        'date_published',
        'tags',
        'authors',
        '_paperboy',
      ];
      for (const key of Object.keys(item)) expect(known).toContain(key);
      for (const key of ['id', 'content_html', 'url', 'title', 'summary'])
        expect(item[key], key).toEqual(expect.stringMatching(/./));
      expect(item.url).toMatch(/^https?:\/\//);
      for (const key of ['date_modified', 'date_published'])
        expect(item[key]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      for (const author of item.authors ?? []) expect(Object.keys(author)).toEqual(['name']);
      for (const tag of item.tags ?? []) expect(typeof tag).toBe('string');
      ids.add(item.id);
    }
    expect(ids.size).toBe(feed.items.length);
  });
});
