import { createHash } from 'node:crypto';
import type { Day } from '../model/index.ts';

/** A list that the site has. */
export type Listing =
  | { kind: 'day'; day: Day }
  | { kind: 'week'; week: string }
  | { kind: 'month'; month: string }
  | { kind: 'query'; query: string };

/** From the API as JSON, or the page as HTML. */
export type Form = 'api' | 'html';

/** Rows of one page of the API: the most that it gives. Without the parameter it gives 50, and long days have more. */
export const pageSize = 100;

/**
 * The address of a list, below the base address.
 * @param page of the API, from 0; HTML pages are whole.
 */
export function addressOf(base: URL, listing: Listing, form: Form, page = 0): URL {
  const url = new URL(base);
  const root = url.pathname.replace(/\/+$/, '');
  const { kind } = listing;
  const value = keyOf(listing);
  if (form === 'html') {
    const folder = kind === 'day' ? 'date' : kind;
    url.pathname = kind === 'query' ? `${root}/papers` : `${root}/papers/${folder}/${value}`;
    if (kind === 'query') url.search = `?${new URLSearchParams({ q: value })}`;
    return url;
  }
  url.pathname = kind === 'query' ? `${root}/api/papers/search` : `${root}/api/daily_papers`;
  const name = kind === 'query' ? 'q' : kind === 'day' ? 'date' : kind;
  const search = new URLSearchParams({ [name]: value, limit: String(pageSize) });
  if (page > 0) search.set('p', String(page));
  url.search = `?${search}`;
  return url;
}

/** A list in words, for messages: `2026-02-04`, `"reward models"`. */
export const nameOf = (listing: Listing): string =>
  listing.kind === 'query' ? JSON.stringify(listing.query) : keyOf(listing);

/**
 * The name of the dump of a list, by which a run knows its date: `2026-02-04.json`, `2026-W05.json`, `2026-02.json`,
 * `search-reward-models-2026-11-21.json`.
 */
export function fileNameOf(listing: Listing, form: Form, today: Day): string {
  const stem = listing.kind === 'query' ? `search-${slug(listing.query)}-${today}` : keyOf(listing);
  return `${stem}.${form === 'api' ? 'json' : 'html'}`;
}

/** The part of a query that a file name can hold; with a checksum when that is not all of it, so that no two share one. */
function slug(query: string): string {
  const words = query.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const text = words.join('-').slice(0, 40).replace(/-+$/, '');
  if (text !== '' && text.replaceAll('-', ' ') === query) return text;
  const sum = createHash('sha256').update(query).digest('hex').slice(0, 6);
  return text === '' ? sum : `${text}-${sum}`;
}

function keyOf(listing: Listing): string {
  switch (listing.kind) {
    case 'day':
      return listing.day;
    case 'week':
      return listing.week;
    case 'month':
      return listing.month;
    case 'query':
      return listing.query;
  }
}

/** The days from one to another, both included. */
export function daysBetween(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000) {
    days.push(new Date(time).toISOString().slice(0, 10));
  }
  return days;
}

/** Saturday or Sunday, when the site has no list of its own, or Friday's. */
export const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
