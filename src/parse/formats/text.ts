import { diagnostic } from '../../diagnostic/index.ts';
import type { Diagnostic, Listing } from '../../model/index.ts';
import { isByline, isHeadLine } from '../boilerplate.ts';
import { type DumpFormat, emptyFile, type UndatedPaper } from '../format.ts';
import { withAbstractLinks } from '../links.ts';
import { cleanLine, cut, limits } from '../sanitize.ts';
import { paperLinks } from '../site.ts';
import type { Card, Layout, Reading } from '../text/layout.ts';
import { layouts } from '../text/layouts/index.ts';
import { type Line, readLines } from '../text/lines.ts';
import { splitSections } from '../text/sections.ts';

/** A page as text, in any of the layouts T1 to T8, also several pages in one file. See `docs/dumps.md`. */
export const text: DumpFormat = {
  label: 'text of the page (layouts T1 to T8)',

  detect(head) {
    // A few NULs are damage; many are another kind of file.
    if (head.split('\u0000').length > head.length / 20) return 0;
    const start = head.trimStart();
    if (start === '' || /^(?:[{<%]|\[\s*(?:[[{"\]]|$))/.test(start)) return 0;
    // Any prose might be a dump whose head was cut; a head makes it sure.
    return hasHead(readLines(start.slice(0, 8_000))) ? 1 : 0.3;
  },

  parse(source_text, source) {
    const lines = readLines(source_text);
    const sections = splitSections(lines);
    const readings = sections.map(readSection);
    const diagnostics = readings.flatMap((reading) => doubtsOf(reading, source));
    if (sections.length > 1) diagnostics.push(severalDumps(sections, source));
    const found = readings.flatMap((reading) => reading.cards.map((card) => readCard(card, source, diagnostics)));
    if (found.length === 0)
      diagnostics.push(diagnostic('no-papers', { message: 'no paper was found in this dump', file: source }));
    const unexplained = readings.reduce((sum, reading) => sum + reading.unexplained, 0);
    if (unexplained > Math.max(3, lines.length / 5)) diagnostics.push(drift(unexplained, lines.length, source));
    diagnostics.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    const cost = readings.reduce((sum, reading) => sum + reading.cost, 0);
    const doubt = cost / (4 * Math.max(1, found.length)) + unexplained / Math.max(1, lines.length);
    // Without a head and a meta block any prose would do; then only a regular structure makes it a dump.
    const bare = readings.every(({ header, cards }) => header === null && cards.every((card) => card.layout === 'T1'));
    if (found.length > 0 && bare && !hasHead(lines) && doubt > 0.4) return emptyFile([notADump(lines, source)]);
    return {
      layouts: [...new Set(readings.flatMap(({ cards }) => cards.map((card) => card.layout)))].sort(),
      listing: listingOf(readings),
      header: readings.findLast((reading) => reading.header?.date != null)?.header?.date ?? null,
      listed: null,
      ...(readings.every((reading) => reading.everyYear) ? { everyYear: true } : {}),
      papers: found,
      diagnostics,
      confidence: found.length === 0 ? 0 : Math.round(Math.max(0.05, 1 - doubt) * 100) / 100,
      lines: { total: lines.length, explained: lines.length - unexplained, unexplained },
    };
  },
};

/** Whether a text begins as the page does. */
const hasHead = (lines: readonly Line[]): boolean =>
  lines.slice(0, 30).filter((line) => isHeadLine(line.text) || isByline(line.text)).length >= 2;

const tooMany = /\b429\b|too many requests|rate[ -]?limit/i;
const login = /\b(?:log|sign)[ -]?in\b/i;

/** What a text is that has neither the head nor the structure of the page. */
function notADump(lines: readonly Line[], source: string): Diagnostic {
  const text = lines
    .slice(0, 40)
    .map((line) => line.text)
    .join(' ');
  const short = text.length < 1_500;
  const code =
    short && tooMany.test(text) ? 'rate-limit-page' : short && login.test(text) ? 'login-page' : 'unknown-format';
  return diagnostic(code, {
    message: 'the text has neither the head of the page nor its titles and abstracts',
    file: source,
    expected: 'the Daily Papers page, from its head to its foot',
    actual: text.slice(0, 80),
  });
}

/** Two layouts tell by themselves what was listed. */
function listingOf(readings: readonly Reading[]): Listing {
  const used = new Set(readings.flatMap(({ cards }) => cards.map((card) => card.layout)));
  if (used.size !== 1) return 'unknown';
  return used.has('T7') ? 'trending' : used.has('T8') ? 'daily' : 'unknown';
}

/**
 * The reading of a section that leaves least unexplained. A sign of a layout may stand in a title or an abstract, so a sign
 * only makes its layout a candidate: each candidate reads the whole section, and the best reading is taken. Most
 * sections have no such sign and are read once.
 */
function readSection(section: readonly Line[]): Reading {
  const candidates = Object.values<Layout>(layouts).filter((layout) => layout.detect(section));
  const readings = candidates.map((layout) => layout.read(section));
  return readings.reduce((best, reading) => (badness(reading) < badness(best) ? reading : best));
}

const badness = ({ unexplained, cost, doubts, cards }: Reading): number =>
  cards.length === 0 ? Number.POSITIVE_INFINITY : unexplained + cost + 3 * doubts.length;

function readCard(card: Card, source: string, diagnostics: Diagnostic[]): UndatedPaper {
  const { line, date } = card;
  const report = (code: Parameters<typeof diagnostic>[0], at: number, message: string) =>
    diagnostics.push(diagnostic(code, { message, file: source, line: at, column: 1 }));
  // Its lines were cleaned when they were read.
  const abstract = card.abstract === null ? null : cut(card.abstract, limits.abstract);
  if (abstract === null && card.layout !== 'T8') report('abstract-missing', line, 'this title has no abstract');
  if (card.abstract !== null && card.abstract.length > limits.abstract) {
    report('text-cut', line, `the abstract has ${card.abstract.length} characters; ${limits.abstract} were kept`);
  }
  if (card.title.length > limits.title) {
    report('text-cut', line, `the title has ${card.title.length} characters; ${limits.title} were kept`);
  }
  if (date !== null && date.date === null) {
    report('date-invalid', card.dateLine ?? line, `there is no day "${date.text}"; the paper is kept without a date`);
  }
  return {
    title: cleanLine(card.title, limits.title),
    abstract,
    aiSummary: null,
    arxivId: card.arxivId,
    authors: [],
    authorCount: card.authorCount,
    organization: card.organization,
    printed: date?.date ?? null,
    publishedText: date?.text ?? null,
    comments: card.comments,
    upvotes: card.upvotes,
    links: withAbstractLinks(paperLinks(card.arxivId), abstract),
    line,
  };
}

function doubtsOf({ doubts, header }: Reading, source: string): Diagnostic[] {
  const found = doubts.map(({ code, line, message }) => diagnostic(code, { message, file: source, line, column: 1 }));
  if (header !== null && header.date === null) {
    found.push(
      diagnostic('date-invalid', {
        message: `the page is dated "${header.text}", and there is no such day`,
        file: source,
      }),
    );
  }
  return found;
}

const drift = (unexplained: number, total: number, source: string): Diagnostic =>
  diagnostic('layout-drift', {
    message: `${unexplained} of ${total} lines fit no known layout: the page may have changed`,
    file: source,
    hint: 'compare with the page; what could be read was taken',
  });

const severalDumps = (sections: readonly Line[][], source: string): Diagnostic =>
  diagnostic('several-dumps', {
    message: `the file holds ${sections.length} pages; their papers are taken together, under the date of the last`,
    file: source,
    line: sections[1]![0]!.number,
    hint: 'save each page in a file of its own to keep their dates apart',
  });
