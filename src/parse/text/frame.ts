import { isByline, isFootLine, isHeadLine, isTab, isWholeByline } from '../boilerplate.ts';
import { type DateLine, readDateLine } from '../printed-date.ts';
import { costAsAbstract } from './evidence.ts';
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
 * comes after the byline is not part of the head any more. A single line of the site is no head: where the head was cut
 * away, it is the title of the first paper.
 */
export function findFrame(lines: readonly Line[]): Frame {
  let start = 0;
  let header: DateLine | null = null;
  let afterByline = false;
  let fixed = 0;
  while (start < lines.length && header === null) {
    const line = lines[start]!.text;
    const date = readDateLine(line);
    if (date !== null) {
      // A file cut above its date is likelier than a first paper called by a date, unless an abstract follows.
      if (start === 0 && isTitleOfAbstract(lines)) break;
      header = date;
    } else if (isByline(line)) {
      afterByline = true;
      // The whole byline is certain; a part of it, such as `AK`, might be a title.
      fixed += isWholeByline(line) ? 2 : 1;
    } else if (afterByline) {
      const after = skipTabs(lines, start);
      if (after === start && !isEcho(lines, start)) break;
      start = Math.max(after - 1, start);
    } else if (isHeadLine(line)) fixed++;
    else if (!isHeadBetween(lines, start)) break;
    start++;
  }
  if (header !== null) start = skipTabs(lines, start);
  else if (fixed < 2) start = 0;
  return { start, end: findFoot(lines, start), header };
}

/**
 * Index of the first line of the foot. One line alone, such as `Privacy`, is a title; only `Previous` and `Next` are a
 * foot by themselves. They begin the foot, and no line stands in it twice: what comes before is a title again.
 */
function findFoot(lines: readonly Line[], start: number): number {
  const seen = new Set<string>();
  let end = lines.length;
  while (end > start) {
    const text = lines[end - 1]!.text.toLowerCase();
    if (!isFootLine(text) || seen.has(text)) break;
    if (seen.has('previous') || (seen.has('next') && text !== 'previous')) break;
    seen.add(text);
    end--;
  }
  return seen.size > 1 || seen.has('previous') || seen.has('next') ? end : lines.length;
}

/** Whether the first line is followed by one abstract and then by something else, as a title is. */
function isTitleOfAbstract(lines: readonly Line[]): boolean {
  const isAbstract = (line: Line | undefined) =>
    line?.afterBlank === true && line.text.length > 100 && costAsAbstract(line.text) === 0;
  return isAbstract(lines[1]) && !isAbstract(lines[2]);
}

/** An unknown line right before the date: the page echoes the search query there. */
function isEcho(lines: readonly Line[], index: number): boolean {
  const next = lines[index + 1];
  return next !== undefined && readDateLine(next.text) !== null && readDateLine(lines[index + 2]?.text ?? '') === null;
}

/** An unknown line between lines of the site, before the byline, such as a search field's content; not an abstract. */
function isHeadBetween(lines: readonly Line[], index: number): boolean {
  const next = lines[index + 1];
  if (index === 0 || next === undefined || costAsAbstract(lines[index]!.text) < 1) return false;
  return isHeadLine(next.text) || isByline(next.text);
}

/** The index after the tabs, of which newer pages print all three; one alone is a title. */
function skipTabs(lines: readonly Line[], index: number): number {
  return [0, 1, 2].every((offset) => isTab(lines[index + offset]?.text ?? '')) ? index + 3 : index;
}
