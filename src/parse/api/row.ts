import { diagnostic } from '../../diagnostic/index.ts';
import type { Day, Diagnostic, Link, Organization } from '../../model/index.ts';
import type { PrintedDate, UndatedPaper } from '../format.ts';
import { findDay } from '../printed-date.ts';
import { cleanLine, cleanParagraphs, cleanUrl, limits } from '../sanitize.ts';

/** What one element of the list gave. */
export interface RowResult {
  paper: UndatedPaper | null;
  diagnostics: Diagnostic[];
  /** The day on which the paper was put on the daily list, where the row says so. */
  submitted: Day | null;
  /** The day of the outer `publishedAt`, whose meaning changed over the years. */
  outer: Day | null;
}

type Wire = Record<string, unknown>;

/** Reads one row, with or without the `paper` wrapper. Every row becomes a paper or an error. */
export function readRow(row: unknown, index: number, source: string): RowResult {
  const diagnostics: Diagnostic[] = [];
  const report = (code: Parameters<typeof diagnostic>[0], message: string, expected: string | null = null) =>
    diagnostics.push(diagnostic(code, { message, file: source, line: index, expected }));
  const outer = asObject(row);
  const inner = asObject(outer?.paper) ?? outer;
  if (outer === null || inner === null) {
    report('row-invalid', `element ${index} is not a paper`, 'an object with "paper"');
    return { paper: null, diagnostics, submitted: null, outer: null };
  }
  const days = { submitted: dayOf(inner.submittedOnDailyAt), outer: dayOf(outer.publishedAt) };
  const title = cleanLine(asText(inner.title) || asText(outer.title), limits.title);
  if (title === '') {
    report('title-missing', `element ${index} has no title; the paper was left out`, 'a text in "paper.title"');
    return { paper: null, diagnostics, ...days };
  }
  const arxivId = readArxivId(asText(inner.id));
  if (arxivId === null && asText(inner.id) !== '')
    report('id-invalid', `element ${index} has an id that is not of arXiv's form`);
  const raw = asText(inner.summary) || asText(outer.summary);
  const abstract = cleanParagraphs(raw, limits.abstract);
  const published = dayOf(inner.publishedAt) ?? days.outer;
  const named = Array.isArray(inner.authors) ? inner.authors.map(asObject) : [];
  return {
    paper: {
      title,
      abstract: abstract === '' ? null : abstract,
      arxivId,
      authors: named
        .filter((author) => author?.hidden !== true)
        .map((author) => cleanLine(asText(author?.name), limits.name))
        .filter((name) => name !== '')
        .slice(0, limits.authors),
      authorCount: Array.isArray(inner.authors) ? inner.authors.length : null,
      organization: readOrganization(inner.organization) ?? readOrganization(outer.organization),
      printed: published === null ? null : toPrinted(published),
      publishedText: published,
      comments: asCount(outer.numComments) ?? asCount(inner.numComments),
      upvotes: asCount(inner.upvotes) ?? asCount(outer.upvotes),
      links: readLinks(inner, arxivId),
      line: index,
    },
    diagnostics,
    ...days,
  };
}

/** The texts of a row as they stand, for a look at how they are encoded. */
export function textsOf(row: unknown): string[] {
  const outer = asObject(row);
  const inner = asObject(outer?.paper) ?? outer;
  return [inner?.title, outer?.title, inner?.summary, outer?.summary].filter((text) => typeof text === 'string');
}

function statedLinks(inner: Wire, arxivId: string | null): Link[] {
  const links = paperLinks(arxivId);
  const code = readUrl(asText(inner.githubRepo));
  if (code !== null) links.push({ rel: 'code', url: code });
  const project = readUrl(asText(inner.projectPage));
  if (project !== null) links.push({ rel: 'project', url: project });
  return links;
}

function readOrganization(value: unknown): Organization | null {
  const wire = asObject(value);
  const handle = cleanLine(asText(wire?.name), limits.name);
  if (handle === '') return null;
  const name = cleanLine(asText(wire?.fullname), limits.name);
  return { handle, name: name === '' ? handle : name };
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A count, also one that a conversion has turned into a text. */
function asCount(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

function toPrinted(day: Day): PrintedDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return { year, month, day: date };
}
