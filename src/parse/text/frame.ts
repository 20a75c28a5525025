import { isByline, isFootLine, isHeadLine, isTab } from '../boilerplate.ts';
import { type DateLine, readDateLine } from '../printed-date.ts';
import type { Line } from './lines.ts';

/** Where the papers of a dump begin and end, and the date in its head. */
export interface Frame {
  /** Index of the first line after the head. */
  start: number;
  /** Index of the first line of the foot. */
  end: number;
  header: DateLine | null;
}

/**
 * Finds head and foot. The head is read in its fixed order: site lines, byline, tabs or an echo of the search query, date.
 * It ends with the date, so that a first paper called `Subscribe` or `Oct 31` stays a paper. A line of the site that
 * comes after the byline is not part of the head any more.
 */
export function findFrame(lines: readonly Line[]): Frame {
  let start = 0;
  let header: DateLine | null = null;
  let afterByline = false;
  while (start < lines.length && header === null) {
    const line = lines[start]!.text;
    const date = readDateLine(line);
    // Without any head before it, a date is the dump's only when it is not followed by a blank and an abstract alone;
    // a file cut above its date is likelier than a first paper that is called by a date.
    if (date !== null) header = date;
    else if (isByline(line)) afterByline = true;
    else if (afterByline ? !isTab(line) && !isEcho(lines, start) : !isHeadLine(line) && !isHeadBetween(lines, start)) {
      break;
    }
    start++;
  }
  if (header !== null) start = skipTabs(lines, start);
  let end = lines.length;
  while (end > start && isFootLine(lines[end - 1]!.text)) end--;
  return { start, end, header };
}

/** An unknown line right before the date: the page echoes the search query there. */
function isEcho(lines: readonly Line[], index: number): boolean {
  const next = lines[index + 1];
  return next !== undefined && readDateLine(next.text) !== null && readDateLine(lines[index + 2]?.text ?? '') === null;
}

/** An unknown line between lines of the site, before the byline, such as a search field's content. */
function isHeadBetween(lines: readonly Line[], index: number): boolean {
  const next = lines[index + 1];
  return index > 0 && next !== undefined && (isHeadLine(next.text) || isByline(next.text));
}

/** Newer pages print the tabs after the date; only all three together count. */
function skipTabs(lines: readonly Line[], index: number): number {
  return [0, 1, 2].every((offset) => isTab(lines[index + offset]?.text ?? '')) ? index + 3 : index;
}
