import { describe, expect, it } from 'vitest';
import { addressOf, daysBetween, fileNameOf, isWeekend, type Listing } from '../../src/fetch/listing.ts';
import { retryAfter } from '../../src/fetch/retry.ts';

const base = new URL('https://site.example');
const day: Listing = { kind: 'day', day: '2026-02-04' };
const week: Listing = { kind: 'week', week: '2026-W05' };
const month: Listing = { kind: 'month', month: '2026-02' };
const query = (text: string): Listing => ({ kind: 'query', query: text });

describe('addresses of lists', () => {
  it.each([
    [day, '/api/daily_papers?date=2026-02-04&limit=100', '/papers/date/2026-02-04'],
    [week, '/api/daily_papers?week=2026-W05&limit=100', '/papers/week/2026-W05'],
    [month, '/api/daily_papers?month=2026-02&limit=100', '/papers/month/2026-02'],
    [query('a&b=c #1'), '/api/papers/search?q=a%26b%3Dc+%231&limit=100', '/papers?q=a%26b%3Dc+%231'],
  ])('%j', (listing, api, html) => {
    expect(addressOf(base, listing, 'api').href).toBe(`https://site.example${api}`);
    expect(addressOf(base, listing, 'html').href).toBe(`https://site.example${html}`);
  });

  it('of later pages, and below a base with a path', () => {
    const mirror = new URL('https://site.example/mirror/');
    expect(addressOf(mirror, day, 'api', 2).href).toBe(
      'https://site.example/mirror/api/daily_papers?date=2026-02-04&limit=100&p=2',
    );
    expect(addressOf(mirror, day, 'html').pathname).toBe('/mirror/papers/date/2026-02-04');
  });
});

describe('names of dumps', () => {
  const name = (listing: Listing) => fileNameOf(listing, 'api', '2026-11-21');

  it('hold the date', () => {
    expect([day, week, month].map(name)).toEqual(['2026-02-04.json', '2026-W05.json', '2026-02.json']);
    expect(fileNameOf(day, 'html', '2026-11-21')).toBe('2026-02-04.html');
    expect(name(query('reward models'))).toBe('search-reward-models-2026-11-21.json');
  });

  it('are safe, and differ for queries that differ', () => {
    const queries = ['../../etc/passwd', 'a b', 'a-b', 'A b', '强化学习', '*PO', 'x'.repeat(200), 'con', ''];
    const names = queries.map((text) => name(query(text)));
    for (const one of names) expect(one).toMatch(/^search-[a-z0-9-]{1,50}-2026-11-21\.json$/);
    expect(new Set(names).size).toBe(queries.length);
  });
});

describe('days', () => {
  it('are counted over the end of a month, and February', () => {
    expect(daysBetween('2028-02-27', '2028-03-01')).toEqual(['2028-02-27', '2028-02-28', '2028-02-29', '2028-03-01']);
    expect(daysBetween('2026-02-04', '2026-02-04')).toEqual(['2026-02-04']);
    expect(daysBetween('2026-02-05', '2026-02-04')).toEqual([]);
  });

  it('of a weekend are known', () => {
    expect(daysBetween('2026-02-05', '2026-02-09').map(isWeekend)).toEqual([false, false, true, true, false]);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-02-04T12:00:00Z');
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Wed, 04 Feb 2026 12:01:00 GMT', 60_000],
    ['Wednesday, 04-Feb-26 12:01:00 GMT', null],
    ['Wed, 04 Feb 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1e9', null],
    [null, null],
  ])('%j', (header, expected) => {
    expect(retryAfter(header, now)).toBe(expected);
  });
});
