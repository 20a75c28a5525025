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

/** An arXiv id, new or old style, its version folded: `2602.01785v2` -> `2602.01785`; otherwise `null`. */
function readArxivId(text: string): string | null {
  return /^(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/.exec(text.trim())?.[1] ?? null;
}

function readLinks(inner: Wire, arxivId: string | null): Link[] {
  const links: Link[] = [];
  if (arxivId !== null) {
    links.push({ rel: 'page', url: `https://huggingface.co/papers/${arxivId}` });
    links.push({ rel: 'arxiv', url: `https://arxiv.org/abs/${arxivId}` });
    links.push({ rel: 'pdf', url: `https://arxiv.org/pdf/${arxivId}` });
  }
  const code = cleanUrl(asText(inner.githubRepo));
  if (code !== null) links.push({ rel: 'code', url: code });
  const project = cleanUrl(asText(inner.projectPage));
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

const asObject = (value: unknown): Wire | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : null;

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

const asCount = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

const dayOf = (value: unknown): Day | null => (typeof value === 'string' ? findDay(value.slice(0, 10)) : null);

function toPrinted(day: Day): PrintedDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return { year, month, day: date };
}
