import { type Code, diagnostic } from '../../diagnostic/index.ts';
import type { Day, Diagnostic, Link, Organization } from '../../model/index.ts';
import type { UndatedPaper } from '../format.ts';
import { readArxivId, readUrl, withAbstractLinks } from '../links.ts';
import { toPrinted } from '../printed-date.ts';
import { cleanLine, cleanParagraphs, limits } from '../sanitize.ts';
import { paperLinks } from '../site.ts';
import { asObject, dayOf } from './shape.ts';

/** What one element of the list gave. */
export interface RowResult {
  paper: UndatedPaper | null;
  diagnostics: Diagnostic[];
  /** The day on which the paper was put on the daily list, where the row says so. */
  submitted: Day | null;
  /** The day of the outer `publishedAt` where that is the day of the list. */
  outer: Day | null;
}

/** How rows are named in diagnostics, and how their texts are to be read. */
export interface RowContext {
  source: string;
  /** `element`, or `line` in JSON Lines. */
  noun: string;
  /** Undoes what was done to every text of the dump; see `double-encoding.ts`. */
  decode(text: string): string;
}

type Wire = Record<string, unknown>;

/**
 * Reads one row, with or without the `paper` wrapper. Every row becomes a paper or an error.
 * @param number the element's index + 1, or its line.
 */
export function readRow(row: unknown, number: number, context: RowContext): RowResult {
  const diagnostics: Diagnostic[] = [];
  const name = `${context.noun} ${number}`;
  const report = (code: Code, message: string, expected: string | null = null) =>
    diagnostics.push(diagnostic(code, { message, file: context.source, line: number, expected }));
  const text = (value: unknown): string => (typeof value === 'string' ? context.decode(value) : '');
  const outer = asObject(row);
  const inner = asObject(outer?.paper) ?? outer;
  if (outer === null || inner === null) {
    report('row-invalid', `${name} is not a paper`, 'an object with "paper"');
    return { paper: null, diagnostics, submitted: null, outer: null };
  }
  const days = { submitted: dayOf(inner.submittedOnDailyAt), outer: outerListing(outer, inner) };
  const title = cleanLine(text(inner.title), limits.title) || cleanLine(text(outer.title), limits.title);
  if (title === '') {
    report('title-missing', `${name} has no title; the paper was left out`, 'a text in "paper.title"');
    return { paper: null, diagnostics, ...days };
  }
  const arxivId = typeof inner.id === 'string' ? readArxivId(inner.id) : null;
  if (arxivId === null && inner.id != null && inner.id !== '')
    report('id-invalid', `${name} has an id that is not of arXiv's form; the paper is kept without it`);
  const whole = cleanParagraphs(text(inner.summary) || text(outer.summary), Number.POSITIVE_INFINITY);
  if (whole.length > limits.abstract)
    report('text-cut', `the abstract of ${name} has ${whole.length} characters; ${limits.abstract} were kept`);
  const abstract = (whole.length > limits.abstract ? cleanParagraphs(whole, limits.abstract) : whole) || null;
  const published = dayOf(inner.publishedAt) ?? dayOf(outer.publishedAt);
  return {
    paper: {
      title,
      abstract,
      aiSummary: cleanLine(text(inner.ai_summary), limits.summary) || null,
      arxivId,
      authors: readAuthors(inner.authors, text),
      authorCount: Array.isArray(inner.authors) ? inner.authors.length : null,
      organization: readOrganization(inner.organization, text) ?? readOrganization(outer.organization, text),
      printed: published === null ? null : toPrinted(published),
      publishedText: published,
      comments: asCount(outer.numComments) ?? asCount(inner.numComments),
      upvotes: asCount(inner.upvotes) ?? asCount(outer.upvotes),
      links: withAbstractLinks(statedLinks(inner, arxivId), abstract),
      line: number,
    },
    diagnostics,
    ...days,
  };
}

/**
 * Until 2025-03-11 the outer `publishedAt` was the instant of listing, later than the publication. Since then it is the
 * publication itself, shifted back by some hours: no statement about the list.
 */
function outerListing(outer: Wire, inner: Wire): Day | null {
  const day = dayOf(outer.publishedAt);
  if (outer === inner || day === null || day > '2025-03-11') return null;
  if (typeof inner.publishedAt !== 'string') return day;
  return Date.parse(String(outer.publishedAt)) > Date.parse(inner.publishedAt) ? day : null;
}

/** The texts of a row as they stand, for a look at how they are encoded. */
export function textsOf(row: unknown): string[] {
  const outer = asObject(row);
  const inner = asObject(outer?.paper) ?? outer;
  return [inner?.title, outer?.title, inner?.summary, outer?.summary].filter((text) => typeof text === 'string');
}

function statedLinks(inner: Wire, arxivId: string | null): Link[] {
  const links = paperLinks(arxivId);
  const code = typeof inner.githubRepo === 'string' ? readUrl(inner.githubRepo) : null;
  if (code !== null) links.push({ rel: 'code', url: code });
  const project = typeof inner.projectPage === 'string' ? readUrl(inner.projectPage) : null;
  if (project !== null) links.push({ rel: 'project', url: project });
  return links;
}

/** The names in order, hidden authors left out. An author is an object; some archives keep the name alone. */
function readAuthors(value: unknown, text: (value: unknown) => string): string[] {
  if (!Array.isArray(value)) return [];
  const names: string[] = [];
  for (const author of value) {
    const wire = asObject(author);
    if (wire?.hidden === true) continue;
    const name = cleanLine(text(wire === null ? author : wire.name), limits.name);
    if (name !== '') names.push(name);
    if (names.length === limits.authors) break;
  }
  return names;
}

function readOrganization(value: unknown, text: (value: unknown) => string): Organization | null {
  const wire = asObject(value);
  const handle = cleanLine(text(wire?.name), limits.name);
  if (handle === '') return null;
  const name = cleanLine(text(wire?.fullname), limits.name);
  return { handle, name: name === '' ? handle : name };
}

/** A count, also one that a conversion has turned into a text. */
function asCount(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null;
}
