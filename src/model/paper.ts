/** A calendar day, `YYYY-MM-DD`, without a time zone. */
export type Day = string;

/** An instant, ISO 8601 in UTC, e.g. `2026-11-21T12:00:00Z`. */
export type Instant = string;

/** What a link leads to. `page` is the paper's page on the site, `arxiv` its abstract page there. */
export type LinkRel = 'page' | 'arxiv' | 'pdf' | 'code' | 'project';

/** One outgoing link. The address is always http(s) and has passed the sanitising boundary. */
export interface Link {
  rel: LinkRel;
  url: string;
}

/** The organisation that the site shows in place of the authors line. */
export interface Organization {
  /** The account name on the site, e.g. `google`. */
  handle: string;
  /** The name for people, e.g. `Google`. */
  name: string;
}

/**
 * How the year of a publication date is known.
 * - `explicit`: printed in this dump.
 * - `dump-year`: a bare `Oct 8`, taken to be of the dump's year, as the site omits only the current year.
 * - `other-dump`, `archive`: another dump, or the archive, prints the year for the same paper.
 * - `assumed`: the year is our assumption, for instance `Dec 31` in a dump of `Jan 2`.
 */
export type PublishedBasis = 'explicit' | 'dump-year' | 'other-dump' | 'archive' | 'assumed';

/** One paper as one dump states it. What the dump does not say is `null` or an empty list, never 0 or ''. */
export interface Paper {
  /** One line, white space folded. */
  title: string;
  /** Paragraphs are separated by a blank line; `null` when the dump has none. */
  abstract: string | null;
  /** A summary written by a machine, where the dump has one beside the abstract (`ai_summary` of the API); one paragraph. */
  aiSummary: string | null;
  /** The arXiv id without its version, e.g. `2602.01785`. */
  arxivId: string | null;
  /** Authors in order, hidden ones left out. Text dumps give only their number. */
  authors: string[];
  authorCount: number | null;
  organization: Organization | null;
  /** The day of publication. */
  published: Day | null;
  publishedBasis: PublishedBasis | null;
  /** The date as the dump prints it, e.g. `May 24, 2024`. */
  publishedText: string | null;
  /** Comments on the paper's page; `null` when nobody stated a number. */
  comments: number | null;
  upvotes: number | null;
  links: Link[];
  /** First line of the paper's block, from 1; in JSON the element's index + 1. */
  line: number;
}
