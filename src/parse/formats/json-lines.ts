import { diagnostic } from '../../diagnostic/index.ts';
import { collect, type NumberedRow } from '../api/collect.ts';
import { Hole } from '../api/salvage.ts';
import { findRows } from '../api/shape.ts';
import type { DumpFormat } from '../format.ts';

/** JSON Lines, as archives keep the API's answers: a row, or a whole answer, on each line. */
export const jsonLines: DumpFormat = {
  label: 'rows of the API, one a line (JSON Lines)',

  detect(head) {
    if (!/^\s*[[{]/.test(head)) return 0;
    // Of the first lines one is whole and another begins like it; a list printed over lines has no such line.
    const lines = head.split('\n', 50).filter((line) => line.trim() !== '');
    if (lines.length < 2 || !lines.every((line) => /^\s*[[{]./.test(line))) return 0;
    return lines.some((line) => (findRows(parse(line))?.rows.length ?? 0) > 0) ? 1 : 0;
  },

  parse(text, source) {
    const rows: NumberedRow[] = [];
    const lines = text.split('\n');
    while (lines.at(-1)?.trim() === '') lines.pop();
    let offset = 0;
    let cut = false;
    let lists = 0;
    for (const [index, line] of lines.entries()) {
      const number = index + 1;
      if (line.trim() !== '') {
        const value = parse(line);
        const list = findRows(value);
        if (Array.isArray(value)) lists++;
        if (list !== null) for (const row of list.rows) rows.push({ row, number });
        else if (value === undefined && number === lines.length && /^\s*[[{]/.test(line)) cut = true;
        else rows.push({ row: value === undefined ? new Hole(offset) : value, number });
      }
      offset += line.length + 1;
    }
    const whole = rows.length;
    const problems = cut
      ? [
          diagnostic('file-cut', {
            message: `the last line is cut; ${whole === 0 ? 'nothing was taken in' : 'the lines before it were kept'}`,
            file: source,
            line: lines.length,
            column: lines.at(-1)!.trimEnd().length + 1,
            hint: 'save it again, and completely',
          }),
        ]
      : [];
    // Several whole answers may be of several days.
    return collect({
      rows,
      listing: lists > 1 ? 'unknown' : null,
      listed: null,
      source,
      text,
      noun: 'line',
      problems,
      cut,
    });
  },
};

/** The value of a line, `undefined` when it is not JSON. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
