import { type Code, diagnostic } from '../../diagnostic/index.ts';
import type { Day, Diagnostic, Listing } from '../../model/index.ts';
import type { ParsedFile, UndatedPaper } from '../format.ts';
import { decodeEntities, isDoubleEncoded } from './double-encoding.ts';
import { listingOf } from './listing.ts';
import { positionAt } from './position.ts';
import { type RowResult, readRow, textsOf } from './row.ts';
import { Hole } from './salvage.ts';

/** A row with its number for people. */
export interface NumberedRow {
  row: unknown;
  number: number;
}

export interface Collection {
  rows: readonly NumberedRow[];
  /** What the answer says of itself; `null`: the rows tell. */
  listing: Listing | null;
  listed: Day | null;
  source: string;
  /** The text that the offsets of holes refer to; `null` when that is not the file's. */
  text: string | null;
  noun: string;
  /** What was found wrong with the file as a whole. */
  problems: readonly Diagnostic[];
  /** Papers are missing at the end. */
  cut: boolean;
}

/** Most diagnostics of one code that are listed one by one: a file may hold millions of bad elements. */
const maxReports = 100;

/** Makes papers of rows. Every row becomes a paper or is reported. */
export function collect(input: Collection): ParsedFile {
  const { source, noun } = input;
  const double = isDoubleEncoded(texts(input.rows));
  const context = { source, noun, decode: double ? decodeEntities : (raw: string) => raw };
  const diagnostics = [...input.problems];
  const counts = new Map<Code | string, number>();
  const report = (problem: Diagnostic) => {
    const count = (counts.get(problem.code) ?? 0) + 1;
    counts.set(problem.code, count);
    if (count <= maxReports) diagnostics.push(problem);
  };
  const results = input.rows.map(({ row, number }): RowResult => {
    const result = row instanceof Hole ? damagedRow(row, number, input) : readRow(row, number, context);
    result.diagnostics.forEach(report);
    return result;
  });
  const papers = withoutRepeats(
    results.flatMap(({ paper }) => (paper === null ? [] : [paper])),
    context,
    report,
  );
  for (const [code, count] of counts) {
    if (count > maxReports) {
      const message = `${count - maxReports} more of the same kind`;
      diagnostics.push({ ...diagnostics.find((problem) => problem.code === code)!, message, line: null });
    }
  }
  if (double)
    diagnostics.push(
      diagnostic('entities-decoded', { message: 'all texts were escaped for HTML; this was undone', file: source }),
    );
  if (papers.length === 0 && diagnostics.every((problem) => problem.severity !== 'error'))
    diagnostics.push(diagnostic('no-papers', { message: 'no paper was found in this dump', file: source }));
  const told = listingOf(results);
  const wanted = input.rows.length + (input.cut ? 1 : 0);
  return {
    layouts: [],
    listing: input.listing ?? told.listing,
    header: null,
    listed: input.listed ?? (input.listing === 'search' ? null : told.listed),
    papers,
    diagnostics,
    confidence: wanted === 0 ? 0 : Math.round((papers.length / wanted) * 100) / 100,
    lines: null,
  };
}

function* texts(rows: readonly NumberedRow[]): Generator<string[]> {
  for (const { row } of rows) yield textsOf(row);
}

function damagedRow(hole: Hole, number: number, { source, noun, text }: Collection): RowResult {
  const problem = diagnostic('row-invalid', {
    message: `${noun} ${number} is damaged and was left out`,
    file: source,
    line: number,
    column: noun === 'line' ? 1 : null,
    expected: 'an object with "paper"',
    // Where it is costs a walk through the text: not for the thousandth.
    actual: text === null || number > maxReports ? null : placeOf(text, hole.offset),
  });
  return { paper: null, diagnostics: [problem], submitted: null, outer: null };
}

function placeOf(text: string, offset: number): string {
  const { line, column } = positionAt(text, offset);
  return `no valid JSON, from line ${line}, column ${column} of the file`;
}

/**
 * A list shows a paper once. A row that says the same again is dropped; of two rows that differ neither is known to be
 * the right one, so both stay, and the archive merges them.
 */
function withoutRepeats(
  papers: readonly UndatedPaper[],
  { source, noun }: { source: string; noun: string },
  report: (problem: Diagnostic) => void,
): UndatedPaper[] {
  const seen = new Map<string, { first: number; prints: Map<string, number> }>();
  return papers.filter((paper) => {
    const key = paper.arxivId ?? paper.title;
    const { line, ...stated } = paper;
    const print = JSON.stringify(stated);
    const before = seen.get(key);
    if (before === undefined) {
      seen.set(key, { first: line, prints: new Map([[print, line]]) });
      return true;
    }
    const same = before.prints.get(print);
    if (same === undefined) before.prints.set(print, line);
    // Two works may bear one title; without an id the archive tells them apart.
    if (same === undefined && paper.arxivId === null) return true;
    const message =
      same === undefined
        ? `${noun} ${line} has the id of ${noun} ${before.first} and differs from it; both were kept`
        : `${noun} ${line} repeats ${noun} ${same} and was left out`;
    report(
      diagnostic('row-repeated', { message, file: source, line, severity: same === undefined ? 'warning' : 'info' }),
    );
    return same === undefined;
  });
}
