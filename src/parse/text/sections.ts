import { isByline, isHeadLine } from '../boilerplate.ts';
import type { Line } from './lines.ts';

/**
 * Divides the lines of a file into dumps: people paste several pages into one file. A head in the middle of a file is known
 * by several of its lines standing together, the byline among them; one such line alone may be a paper's title.
 */
export function splitSections(lines: readonly Line[]): Line[][] {
  const starts: number[] = [0];
  for (let index = 1; index < lines.length; index++) {
    const start = headBefore(lines, index);
    if (start > (starts.at(-1) ?? 0) && start > 0) starts.push(start);
  }
  return starts.map((start, index) => lines.slice(start, starts[index + 1] ?? lines.length));
}

/** Index of the first line of a head whose byline is at `index`; 0 when there is none. */
function headBefore(lines: readonly Line[], index: number): number {
  const { text } = lines[index]!;
  if (text.length > 300 || !/AK|^by|community/.test(text) || !isByline(strip(text))) return 0;
  let start = index;
  while (start > 0 && isHeadLine(strip(lines[start - 1]!.text))) start--;
  return index - start >= 3 ? start : 0;
}

/** A line without the marks of Markdown around it. */
const strip = (text: string): string =>
  text
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[\d+\])?/g, '$1')
    .replace(/\([^)]*\)/g, '')
    .replace(/^[#\s]+/, '')
    .replace(/^by(?=\S)/, 'by ')
    .trim();
