import { diagnostic } from '../../diagnostic/index.ts';
import type { Day, Diagnostic } from '../../model/index.ts';
import { type RowResult, readRow } from '../api/row.ts';
import type { DumpFormat, ParsedFile } from '../format.ts';

/** The answer of `/api/daily_papers`: an array of rows, or one row. See `docs/dumps.md` for its eras. */
export const apiJson: DumpFormat = {
  label: 'answer of the Daily Papers API (JSON)',

  detect(head) {
    const start = head.trimStart();
    if (!/^[[{]/.test(start)) return 0;
    if (/"paper"\s*:\s*\{/.test(start)) return 1;
    // Also an empty list, an error object or a cut file: better read as JSON and reported than taken for prose.
    return /^\[\s*(?:\]|\{\s*"|$)|^\{\s*(?:"|\}|$)/.test(start) ? 0.8 : 0;
  },

  parse(text, source) {
    const json = readJson(text, source);
    if ('problem' in json) return empty([json.problem]);
    const rows = Array.isArray(json.value) ? json.value : [json.value];
    if (!Array.isArray(json.value) && isError(json.value)) {
      return empty([
        diagnostic('api-error', { message: 'the file is an error message of the API, not a list', file: source }),
      ]);
    }
    return collect(
      rows.map((row, index) => readRow(row, index + 1, source)),
      source,
    );
  },
};

function collect(rows: readonly RowResult[], source: string): ParsedFile {
  const papers = rows.flatMap((row) => (row.paper === null ? [] : [row.paper]));
  const diagnostics = rows.flatMap((row) => row.diagnostics);
  if (papers.length === 0)
    diagnostics.push(diagnostic('no-papers', { message: 'no paper was found in this dump', file: source }));
  return {
    layouts: [],
    listing: 'daily',
    header: null,
    listed: listingDay(rows),
    papers,
    diagnostics,
    confidence: rows.length === 0 ? 0 : Math.round((papers.length / rows.length) * 100) / 100,
    lines: null,
  };
}

/**
 * The day of the list: the newest `submittedOnDailyAt`, for a list saved on a weekend also holds Friday's papers. Rows
 * of before June 2025 lack it; until 2025-03-11 the outer `publishedAt` was the listing day, the same in all rows.
 */
function listingDay(rows: readonly RowResult[]): Day | null {
  const submitted = rows.flatMap((row) => (row.submitted === null ? [] : [row.submitted]));
  if (submitted.length > 0) return submitted.sort().at(-1)!;
  const outer = new Set(rows.map((row) => row.outer));
  const [only] = outer;
  return outer.size === 1 && only != null && only <= '2025-03-11' ? only : null;
}

function readJson(text: string, source: string): { value: unknown } | { problem: Diagnostic } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = Number(/position (\d+)/.exec(reason)?.[1] ?? Number.NaN);
    // A file that ends too early is reported at its end.
    const offset = Number.isNaN(position) ? text.length : position;
    const before = text.slice(0, offset).split('\n');
    return {
      problem: diagnostic('json-invalid', {
        message: 'the file is not valid JSON; nothing of it was taken in',
        file: source,
        line: before.length,
        column: before.at(-1)!.length + 1,
        expected: 'a JSON array of papers',
        actual: reason.slice(0, 120),
        hint: 'the file may be cut: save it again',
      }),
    };
  }
}

const isError = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'error' in value && !('paper' in value);

function empty(diagnostics: Diagnostic[]): ParsedFile {
  return {
    layouts: [],
    listing: 'unknown',
    header: null,
    listed: null,
    papers: [],
    diagnostics,
    confidence: 0,
    lines: null,
  };
}
