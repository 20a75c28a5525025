import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { emptyArchive } from '../../src/diff/source.ts';
import type { Archive, Change, Edition, PaperRecord, Sighting } from '../../src/model/index.ts';
import { collectRoundUp, collectRoundUps } from '../../src/render/collections.ts';
import { outputs } from '../../src/render/outputs/index.ts';
import { roundUpsOf } from '../../src/render/round-ups.ts';
import { context, hostile, libraryOf, match, paper } from './fixtures.ts';

const counts = { new: 0, revised: 0, enriched: 0, relisted: 0, seen: 0 };
const change = (kind: Change['kind'], of: PaperRecord, fields: Change['fields'] = []): Change => ({
  kind,
  paper: of.id,
  revision: 1,
  title: of.title,
  arxivId: null,
  fields,
  reason: null,
});
const edition = (date: string, sequence: number, ...changes: Change[]): Edition => ({
  id: `${date}.1`,
  date,
  sequence,
  history: false,
  arrived: date,
  dump: String(sequence),
  counts,
  changes,
});
const sighting = (date: string, upvotes: number, comments: number | null = null): Sighting => ({
  dump: date,
  date,
  size: 1,
  states: 0,
  comments,
  upvotes,
});
const brought = (n: number, day: string, more: Partial<PaperRecord> = {}): PaperRecord =>
  paper(n, { title: `Paper ${n}.`, edition: `${day}.1`, firstSeen: day, instant: `${day}T00:00:0${n}Z`, ...more });

const first = brought(1, '2026-01-28', { sightings: [sighting('2026-01-28', 3), sighting('2026-02-05', 900)] });
const second = brought(2, '2026-02-02', {
  sightings: [sighting('2026-02-02', 5, 1), sighting('2026-02-03', 7), sighting('2026-02-09', 1000)],
});
const third = brought(3, '2026-02-02', { sightings: [sighting('2026-02-02', 0)] });
const fourth = brought(4, '2026-02-03', { sightings: [sighting('2026-02-03', 20)] });
const fifth = brought(5, '2026-02-09', { sightings: [sighting('2026-02-09', 1)] });
const titled = { field: 'title', before: 'Old', after: 'New' };
const archive: Archive = {
  ...emptyArchive(),
  papers: [first, second, third, fourth, fifth],
  editions: [
    edition('2026-01-28', 1, change('new', first)),
    edition('2026-02-02', 2, change('new', second), change('new', third)),
    edition('2026-02-03', 3, change('new', fourth), change('revised', first, [titled])),
    edition('2026-02-05', 4, change('enriched', third, [{ field: 'code', before: null, after: 'https://x.example' }])),
    edition('2026-02-09', 5, change('new', fifth)),
  ],
};
const matches = new Map([
  [first.id, [match('reasoning', 'a')]],
  [third.id, [match('reasoning', 'a', 'b')]],
  [fourth.id, [match('reward models', 'a'), match('reasoning', 'b')]],
  [second.id, [match('reasoning', 'a')]],
]);
const library = libraryOf(archive, matches);
const weeks = roundUpsOf(library, 'week');

describe('round-ups', () => {
  test('one for each week that has an edition, newest first', () => {
    expect(weeks.map(({ id, from, to, papers, finished }) => [id, from, to, papers, finished])).toEqual([
      ['2026-W07', '2026-02-09', '2026-02-15', 1, false],
      ['2026-W06', '2026-02-02', '2026-02-08', 3, true],
      ['2026-W05', '2026-01-26', '2026-02-01', 1, true],
    ]);
    const months = roundUpsOf(library, 'month').map(({ id, to, editions }) => [id, to, editions.length]);
    expect(months).toEqual([
      ['2026-02', '2026-02-28', 4],
      ['2026-01', '2026-01-31', 1],
    ]);
    expect(roundUpsOf(libraryOf(emptyArchive()), 'week')).toEqual([]);
  });

  test('the best, what was talked about by the signals of the time, topics, revisions and code', () => {
    const [, week] = weeks;
    expect(week?.best.map((item) => item.paper.title)).toEqual(['Paper 4.', 'Paper 3.', 'Paper 2.']);
    expect(week?.talked.map(({ paper: { title }, upvotes, comments }) => [title, upvotes, comments])).toEqual([
      ['Paper 4.', 20, null],
      ['Paper 2.', 7, 1],
    ]);
    expect(week?.topics).toEqual([
      { name: 'reasoning', slug: 'reasoning', papers: 3, before: 1, first: false },
      { name: 'reward models', slug: 'reward-models', papers: 1, before: 0, first: true },
    ]);
    expect(week?.revised).toEqual([{ paper: first, fields: [titled] }]);
    expect(week?.code).toEqual([third]);
    // A topic that had papers the week before is named although it has none now.
    expect(weeks[0]?.topics[0]).toEqual({ name: 'reasoning', slug: 'reasoning', papers: 0, before: 3, first: false });
  });

  test('as items of a feed: ids and published stay, updated moves with editions', () => {
    const read = (of: typeof weeks) =>
      JSON.parse(outputs.jsonFeed.render(collectRoundUps('weeks', of), context)).items as Record<string, string>[];
    const until = (n: number) =>
      read(roundUpsOf(libraryOf({ ...archive, editions: archive.editions.slice(0, n) }, matches), 'week'));
    const dates = (items: Record<string, string>[]) =>
      items.map(({ id, date_published, date_modified }) => [id, date_published, date_modified]);
    const id = 'tag:paperboy.invalid,2026:round-up/2026-W06';
    expect(dates(until(2))[0]).toEqual([id, '2026-02-02T00:00:06.000Z', '2026-02-02T00:00:07.000Z']);
    expect(dates(until(4))[0]).toEqual([id, '2026-02-02T00:00:06.000Z', '2026-02-05T00:00:09.000Z']);
    expect(dates(until(5))[1]).toEqual([id, '2026-02-02T00:00:06.000Z', '2026-02-09T00:00:09.000Z']);
    // Upvotes churn while the week runs: what was talked about is told when it is over.
    expect(until(4)[0]?.content_html).not.toContain('Most talked about');
    expect(until(5)[1]?.content_html).toContain('20 upvotes');
    expect(read(weeks)[1]?.url).toBe('https://papers.example.org/daily/weeks/2026-W06/index.html');
  });

  test('Markdown of one, whatever its titles and topics say', () => {
    const shape = (text: string) => {
      const papers = archive.papers.map((each) => ({ ...each, title: text }));
      const found = new Map(papers.map(({ id }) => [id, [match(text, text)]]));
      const topics = [{ name: text, any: [], all: [], none: [], query: null }];
      const hostileLibrary = libraryOf({ ...archive, papers }, found, { topics });
      const [, week] = roundUpsOf(hostileLibrary, 'week');
      return outputs.markdown.render(collectRoundUp(week!), context);
    };
    const tags = (text: string) => {
      const html = micromark(shape(text), {
        extensions: [gfm()],
        htmlExtensions: [gfmHtml()],
        allowDangerousHtml: true,
        allowDangerousProtocol: true,
      });
      return [...html.matchAll(/<\/?([a-z][a-z0-9]*|!--)/gi)]
        .map(([tag]) => tag)
        .filter((tag) => !tag.endsWith('code'));
    };
    for (const { text } of Object.values(hostile)) expect(tags(text)).toEqual(tags('benign'));
    expect(tags('benign').filter((tag) => tag === '<li').length).toBe(8);
    expect(shape('benign')).toContain('## <a id="got-code"></a>Got code\n');
  });
});
