import { diagnostic } from '../../diagnostic/index.ts';
import type { Diagnostic, Listing } from '../../model/index.ts';
import { collect } from '../api/collect.ts';
import { type JsonReading, readDocument } from '../api/document.ts';
import { positionAt } from '../api/position.ts';
import { Hole } from '../api/salvage.ts';
import { type DumpFormat, emptyFile, type ParsedFile, type UndatedPaper } from '../format.ts';
import { judgePage } from '../html/judge.ts';
import { type Page, readPage } from '../html/page.ts';
import { readPaperPage } from '../html/paper-page.ts';
import { findDay } from '../printed-date.ts';

/**
 * A saved Daily Papers page. The data it is built from hold everything and are read first; the visible cards are read
 * when the data are missing, and for papers that damage took from the data. See `docs/dumps.md`.
 */
export const html: DumpFormat = {
  label: 'saved Daily Papers page (HTML)',

  detect(head) {
    const start = head.trimStart().replace(/^<\?xml[^>]*>\s*/, '');
    if (/^<!doctype html|^<html\b/i.test(start)) return 0.9;
    return /^<(?:!--|head|title|meta|body|main|div|section|article)\b/i.test(start) ? 0.7 : 0;
  },

  parse(text, source) {
    const page = readPage(text);
    const reading = readComponents(page, text, source);
    if (reading.list === null && page.cards.length === 0) {
      return readPaperPage(page) ?? emptyFile([judge(page, text, source)]);
    }
    const rows = reading.list?.rows ?? [];
    const whole = rows.filter((row) => !(row instanceof Hole)).length;
    const problems = [...reading.problems];
    // Data that are whole are all there is: a page that is cut after them has lost nothing.
    if (!reading.cut && (reading.list === null || whole < rows.length)) {
      const cut = cutProblem(page, text, source, whole + page.cards.length);
      if (cut !== null) problems.push(cut);
    }
    const file = collect({
      ...visibleFacts(page),
      ...(reading.list ?? {}),
      rows: rows.map((row, index) => ({ row, number: index + 1 })),
      source,
      text: null,
      noun: 'element',
      problems,
      cut: reading.cut,
    });
    const damaged = reading.list === null || reading.problems.length > 0;
    return damaged ? withCards(file, page.cards, source) : file;
  },
};

/** The list of papers in the data of the components: that of `DailyPapers`, or whichever has one. */
function readComponents(page: Page, text: string, source: string): JsonReading {
  const order = [...page.components].sort((a, b) => rank(a.target) - rank(b.target));
  for (const { target, props, cut } of order) {
    if (!/"(?:dailyPapers|papers|paper)"/.test(props)) continue;
    // Offsets in decoded data are none of the file: a cut is at the file's end, other damage somewhere in the data.
    const place = () =>
      cut ? positionAt(text, text.trimEnd().length) : positionAt(text, Math.max(0, text.indexOf('data-props')));
    const reading = readDocument(props, source, place);
    if (reading.list !== null && (rank(target) === 0 || reading.list.rows.length > 0)) return reading;
  }
  return { list: null, problems: [], cut: false };
}

const rank = (target: string): number => (target === 'DailyPapers' ? 0 : 1);

/** What the page shows of its list: the day in its head, and the address it was saved from. */
function visibleFacts(page: Page): { listing: Listing | null; listed: string | null } {
  const url = page.meta.url ?? '';
  let listing: Listing = page.time === null ? 'unknown' : 'daily';
  if (/[?&]q=[^&]/.test(url)) listing = 'search';
  else if (/\/papers\/trending\b/.test(url)) listing = 'trending';
  else if (/\/papers\/week\b/.test(url)) listing = 'week';
  else if (/\/papers\/month\b/.test(url)) listing = 'month';
  return { listing, listed: page.time === null ? null : findDay(page.time.slice(0, 10)) };
}

/** Adds the cards of papers that the data did not give. */
function withCards(file: ParsedFile, cards: readonly UndatedPaper[], source: string): ParsedFile {
  const known = new Set(file.papers.map((paper) => paper.arxivId));
  const added = cards.filter((card) => !known.has(card.arxivId));
  if (added.length === 0) return file;
  const diagnostics = file.diagnostics.filter((problem) => problem.code !== 'no-papers');
  const count = added.length === 1 ? 'one paper was' : `${added.length} papers were`;
  diagnostics.push(
    diagnostic('cards-only', {
      message: `${count} read from the visible cards, without abstract and date`,
      file: source,
    }),
  );
  // Positions count the papers of the whole file.
  const offset = file.papers.at(-1)?.line ?? 0;
  const papers = [...file.papers, ...added.map((card, index) => ({ ...card, line: offset + index + 1 }))];
  return { ...file, papers, diagnostics, confidence: Math.max(0.5, file.confidence) };
}

/** What a page without papers is. Of one that is cut only a clear answer counts: what would tell may be missing. */
function judge(page: Page, text: string, source: string): Diagnostic {
  const verdict = judgePage(page, source);
  const clear = ['login-page', 'rate-limit-page', 'error-page'].includes(verdict.code);
  return clear ? verdict : (cutProblem(page, text, source, 0) ?? verdict);
}

function cutProblem(page: Page, text: string, source: string, kept: number): Diagnostic | null {
  if (!page.cut) return null;
  return diagnostic('file-cut', {
    message: `the file ends before the page does; ${kept === 0 ? 'no paper was found in it' : 'the papers before the end were kept'}`,
    file: source,
    ...positionAt(text, text.trimEnd().length),
    hint: 'save it again, and completely',
  });
}
