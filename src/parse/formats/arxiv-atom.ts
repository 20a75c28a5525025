import { type Code, diagnostic } from '../../diagnostic/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import { dayOf } from '../api/shape.ts';
import { type Entry, type Feed, readFeed } from '../arxiv/feed.ts';
import type { DumpFormat, UndatedPaper } from '../format.ts';
import { arxivIdOf, withAbstractLinks } from '../links.ts';
import { toPrinted } from '../printed-date.ts';
import { cleanLine, cleanParagraphs, limits } from '../sanitize.ts';
import { paperLinks } from '../site.ts';

/** An answer of `export.arxiv.org/api/query`, Atom 1.0. It knows nothing of the site: no upvotes, no comments. */
export const arxivAtom: DumpFormat = {
  label: 'answer of the arXiv API (Atom)',

  detect(head) {
    const start = head.trimStart();
    if (!/^<(?:\?xml|!--|!doctype\s+feed|feed)\b/i.test(start) || !/<feed[\s>]/.test(start)) return 0;
    return /arxiv\.org|http:\/\/www\.w3\.org\/2005\/Atom/.test(start) ? 1 : 0;
  },

  parse(text, source) {
    const feed = readFeed(text);
    const { entries } = feed;
    const diagnostics: Diagnostic[] = [];
    const papers = entries.flatMap((entry) => readEntry(entry, source, diagnostics) ?? []);
    const fault = faultOf(feed, papers.length, source);
    if (fault !== null) diagnostics.unshift(fault);
    if (papers.length === 0 && diagnostics.every((problem) => problem.severity !== 'error'))
      diagnostics.push(diagnostic('no-papers', { message: 'no paper was found in this dump', file: source }));
    const wanted = entries.length + (feed.cut ? 1 : 0);
    return {
      layouts: [],
      listing: 'search',
      header: null,
      // The day on which the query was answered: the dump's day, though none of its papers'.
      listed: dayOf(feed.updated.trim()),
      papers,
      diagnostics,
      confidence: wanted === 0 ? 0 : Math.round((papers.length / wanted) * 100) / 100,
      lines: null,
    };
  },
};

function readEntry(entry: Entry, source: string, diagnostics: Diagnostic[]): UndatedPaper | null {
  const { number } = entry;
  const report = (code: Code, message: string) =>
    diagnostics.push(diagnostic(code, { message, file: source, line: number }));
  const title = cleanLine(entry.title, limits.title);
  const raw = cleanParagraphs(entry.summary, entry.summary.length);
  // A refused query is answered with an entry of its own.
  if (/\/api\/errors/.test(entry.id)) {
    report('api-error', `the file is an error message of the API, not a list: ${cleanLine(raw, 200)}`);
    return null;
  }
  if (title === '') {
    report('title-missing', `entry ${number} has no title; the paper was left out`);
    return null;
  }
  const arxivId = arxivIdOf(entry.id);
  if (arxivId === null)
    report('id-invalid', `entry ${number} has an id that is not of arXiv's form; the paper is kept without it`);
  if (raw.length > limits.abstract)
    report('text-cut', `the abstract of entry ${number} has ${raw.length} characters; ${limits.abstract} were kept`);
  const abstract = cleanParagraphs(raw, limits.abstract) || null;
  const published = dayOf(entry.published.trim());
  return {
    title,
    abstract,
    aiSummary: null,
    arxivId,
    authors: entry.authors
      .slice(0, limits.authors)
      .map((name) => cleanLine(name, limits.name))
      .filter((name) => name !== ''),
    authorCount: entry.authors.length === 0 ? null : entry.authors.length,
    organization: null,
    printed: published === null ? null : toPrinted(published),
    publishedText: published,
    comments: null,
    upvotes: null,
    links: withAbstractLinks(withAbstractLinks(paperLinks(arxivId), abstract), cleanLine(entry.comment, limits.title)),
    line: number,
  };
}

function faultOf(feed: Feed, papers: number, source: string): Diagnostic | null {
  const { fault } = feed;
  if (fault === null) return null;
  const kept = papers === 0 ? 'nothing of it was taken in' : 'the entries that are whole were kept';
  return diagnostic(feed.cut ? 'file-cut' : 'xml-invalid', {
    message: feed.cut ? `the file ends before the feed does; ${kept}` : `not well-formed; ${kept}`,
    file: source,
    line: fault.line,
    column: fault.column,
    severity: feed.cut || papers === 0 ? 'error' : 'warning',
    expected: 'an Atom feed',
    actual: cleanLine(fault.message, 120),
    hint: 'save it again, and completely',
  });
}
