import type { Day, Link, LinkRel, Match, PaperRecord } from '../model/index.ts';
import { counted, oneLine } from './text.ts';

/** Where the papers come from; the link of a feed that has no site of its own. */
export const papersUrl = 'https://huggingface.co/papers';

const linkNames: Record<LinkRel, string> = {
  page: 'Paper page',
  arxiv: 'arXiv',
  pdf: 'PDF',
  code: 'Code',
  project: 'Project',
};

/** The title on one line, never empty. */
export function paperTitle(paper: PaperRecord): string {
  return oneLine(paper.title) || 'Untitled paper';
}

/**
 * The one address for the paper: its page, else arXiv, else the site's search for the title. Always absolute http(s),
 * in the normal form of the URL standard, so that all outputs print the same bytes.
 */
export function paperUrl(paper: PaperRecord): string {
  const links = paperLinks(paper);
  const best = links.find((link) => link.rel === 'page') ?? links.find((link) => link.rel === 'arxiv');
  return best?.url ?? new URL(`${papersUrl}?q=${encodeURIComponent(paperTitle(paper))}`).href;
}

/**
 * The paper's links with their names for people, in a fixed order, http(s) only. Ingest admits no others; checked again
 * here because a `javascript:` address must not become live in any output, and a relative one makes `feed` throw.
 */
export function paperLinks(paper: PaperRecord): (Link & { name: string })[] {
  const order = Object.keys(linkNames) as LinkRel[];
  return paper.links
    .flatMap((link) => {
      const url = httpUrl(link.url);
      return url === null || !order.includes(link.rel) ? [] : [{ rel: link.rel, url, name: linkNames[link.rel] }];
    })
    .sort((a, b) => order.indexOf(a.rel) - order.indexOf(b.rel));
}

/** The address in normal form if it is absolute http(s) and well formed, else `null`. */
export function httpUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}

/**
 * The instant of the paper's feed item. A damaged record must not cost the whole feed (`feed` throws on a bad date), so
 * what is not a date of the years 1990 to 9999 falls back to the day it was first seen, and then to a fixed one.
 */
export function instantOf(paper: PaperRecord): Date {
  return validDate(paper.instant) ?? validDate(paper.firstSeen) ?? earliest;
}

/** The instant of the last revision, never before `instantOf`. */
export function updatedOf(paper: PaperRecord): Date {
  const instant = instantOf(paper);
  const updated = validDate(paper.updated) ?? instant;
  return updated < instant ? instant : updated;
}

/** The first day of the Daily Papers: what an empty feed was last updated, for it cannot be the clock. */
export const earliest = new Date('2023-05-04T00:00:00Z');

/** The date, or `null` for what is none; a day is its midnight UTC. */
export function validDate(text: string | null): Date | null {
  const date = new Date(text ?? Number.NaN);
  const year = date.getUTCFullYear();
  return year >= 1990 && year <= 9999 ? date : null;
}

/** Newest instant first; `instant` is unique, the id settles what a damaged archive may hold. */
export function newestFirst(a: PaperRecord, b: PaperRecord): number {
  return instantOf(b).getTime() - instantOf(a).getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The day of the edition that brought a paper: edition ids are `DATE.N`. */
export function editionDay(paper: PaperRecord): Day {
  return /^\d{4}-\d{2}-\d{2}/.exec(paper.edition)?.[0] ?? paper.firstSeen;
}

/**
 * Who the paper is by, for the author elements of feeds: the authors, else the organisation, else nobody. Where an entry
 * needs an author all the same, as in Atom (RFC 4287, 4.1.2), the feed's own stands in.
 */
export function creators(paper: PaperRecord): string[] {
  const names = paper.authors.map(oneLine).filter((name) => name !== '');
  if (names.length > 0) return names;
  const organization = organizationName(paper);
  // A number of authors is nobody: readers would file it as a person.
  return organization === null ? [] : [organization];
}

/** Who and when, for people: organisation, authors (`A, B, C and 17 more`) and day of publication, as far as known. */
export function byline(paper: PaperRecord, day: (day: string) => string): string[] {
  const parts: string[] = [];
  const organization = organizationName(paper);
  if (organization !== null) parts.push(organization);
  const names = paper.authors.map(oneLine).filter((name) => name !== '');
  const total = Math.max(paper.authorCount ?? 0, names.length);
  if (names.length > 0) {
    const shown = names.length > 6 ? names.slice(0, 5) : names;
    parts.push(shown.join(', ') + (total > shown.length ? ` and ${total - shown.length} more` : ''));
  } else if (paper.authorCount !== null) {
    parts.push(counted(paper.authorCount, 'author'));
  }
  if (paper.published !== null) parts.push(day(paper.published));
  return parts;
}

/** Why a paper is here, one part a topic, best first: `reward models (RLHF, preference model)`. */
export function whyParts(matches: readonly Match[]): string[] {
  return matches.map((match) => {
    const terms = [...new Set(match.spans.map((span) => oneLine(span.term)))].filter((term) => term !== '');
    return oneLine(match.topic) + (terms.length > 0 ? ` (${terms.join(', ')})` : '');
  });
}

/** The topics of the matches, best first, each once. */
export function topicsOf(matches: readonly Match[]): string[] {
  return [...new Set(matches.map((match) => oneLine(match.topic)))].filter((topic) => topic !== '');
}

function organizationName(paper: PaperRecord): string | null {
  if (paper.organization === null) return null;
  return oneLine(paper.organization.name) || oneLine(paper.organization.handle) || null;
}
