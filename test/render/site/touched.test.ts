import { expect, test } from 'vitest';
import type { Archive } from '../../../src/model/index.ts';
import { addDays, daysBetween, daysOfMonth, monthsBetween } from '../../../src/render/site/days.ts';
import { sitePages } from '../../../src/render/site/index.ts';
import { match, paper } from '../fixtures.ts';
import { change, daysSample, dueOf, edition, libraryOf, type Sample, siteContext, siteOf } from './sample.ts';

const days = ['2025-12-30', '2025-12-31', '2026-01-05', '2026-02-26', '2026-02-27'];

/** The archive a day later, with one new paper more. */
function nextDay({ archive, matches, topics }: Sample): { sample: Sample; id: string } {
  const fresh = paper(900, {
    title: 'Agents, once more',
    edition: '2026-02-28.1',
    firstSeen: '2026-02-28',
    lastSeen: '2026-02-28',
    instant: '2026-02-28T00:00:00Z',
    updated: '2026-02-28T00:00:00Z',
  });
  const later: Archive = {
    ...archive,
    papers: [...archive.papers, fresh],
    editions: [...archive.editions, edition('2026-02-28.1', 99, [change(fresh)])],
  };
  return {
    sample: { archive: later, matches: new Map([...matches, [fresh.id, [match(topics[0]!, 'agents')]]]), topics },
    id: fresh.id,
  };
}

const differing = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...after]
    .filter(([file, text]) => before.get(file) !== text)
    .map(([file]) => file)
    .sort();

test('a day with one new paper writes what shows it, and renders little else', () => {
  const sample = daysSample(days);
  const before = siteOf(libraryOf(sample));
  const { sample: later, id } = nextDay(sample);
  const whole = siteOf(libraryOf(later));
  const part = dueOf(
    libraryOf(later),
    { papers: new Set([id]), editions: new Set(['2026-02-28.1']) },
    libraryOf(sample),
  );
  const page = [...part.keys()].find((file) => file.startsWith('papers/'))!;
  const changed = [
    'calendar/2026.html',
    'calendar/index.html',
    'editions/2026-02-28.1/index.html',
    'index.html',
    'months/index.html',
    page,
    'search/2026-02.js',
    'sitemap.xml',
    'sitemaps/2026-02.xml',
    'sitemaps/pages.xml',
    'subscribers/subscriber-0/2026-02.html',
    'subscribers/subscriber-0/index.html',
    'queries/query-0/2026-02.html',
    'queries/query-0/index.html',
    'topics/index.html',
    'topics/topic-0/2026-02.html',
    'topics/topic-0/index.html',
    'months/2026-02/index.html',
    'weeks/2026-W09/index.html',
    'weeks/index.html',
  ].sort();
  expect(differing(before, whole)).toEqual(changed);
  // What is rendered for the touched has the bytes that rendering everything gives, and nothing that changed is left out.
  for (const [file, text] of part) expect(text, file).toBe(whole.get(file));
  expect([...part.keys()]).toEqual(expect.arrayContaining(changed));
  expect([...part.keys()].filter((file) => file.startsWith('papers/'))).toHaveLength(1);
  expect([...part.keys()].filter((file) => !changed.includes(file)).sort()).toEqual([
    '404.html',
    'assets/icon.svg',
    'assets/search.js',
    'assets/site.css',
    'search/index.html',
    'subscribe/index.html',
  ]);
});

test('new signals of a known paper touch the editions and months that show it, and no other paper', () => {
  const sample = daysSample(days);
  const known = sample.archive.papers[0]!;
  const before = siteOf(libraryOf(sample));
  known.upvotes = 77;
  known.updated = '2026-02-27T10:00:00Z';
  const whole = siteOf(libraryOf(sample));
  const part = dueOf(libraryOf(sample), { papers: new Set([known.id]), editions: new Set() }, libraryOf(sample));
  const changed = differing(before, whole);
  expect(changed).toContain('editions/2025-12-30.1/index.html');
  expect(changed.filter((file) => file.startsWith('papers/'))).toHaveLength(1);
  expect([...part.keys()]).toEqual(expect.arrayContaining(changed));
});

test('nothing touched: nothing to render, though the pages with keys are named', () => {
  const library = libraryOf(daysSample(days));
  const none = { papers: new Set<string>(), editions: new Set<string>() };
  expect(dueOf(library, none, library).size).toBe(0);
  const named = Array.from(sitePages(library, siteContext(), none), ({ file }) => file);
  expect(named).toContain('topics/topic-0/2026-02.html');
});

test('a paper that leaves a topic leaves its pages, and so does the page of a month that is empty now', () => {
  const sample = daysSample(days);
  const before = libraryOf(sample);
  const gone = sample.archive.papers[0]!;
  const matches = new Map([...sample.matches].filter(([id]) => id !== gone.id));
  const after = libraryOf({ ...sample, matches });
  const due = dueOf(after, { papers: new Set([gone.id]), editions: new Set() }, before);
  expect([...due.keys()]).toEqual(expect.arrayContaining(differing(siteOf(before), siteOf(after))));
  expect(due.has('topics/topic-0/2025-12.html')).toBe(true);
});

test('the address of a paper stays when its title and its arXiv id change', () => {
  const sample = daysSample(days);
  const fileOf = () => [...siteOf(libraryOf(sample)).keys()].filter((file) => file.startsWith('papers/')).sort();
  const before = fileOf();
  Object.assign(sample.archive.papers[0]!, { title: 'Another one', arxivId: '2601.00001', abstract: 'New.' });
  expect(fileOf()).toEqual(before);
});

test('days and months', () => {
  expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(daysOfMonth('2026-02')).toHaveLength(28);
  expect(daysBetween('2025-12-30', '2026-01-02')).toEqual(['2025-12-30', '2025-12-31', '2026-01-01', '2026-01-02']);
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
});
