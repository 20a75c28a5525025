/**
 * Lines of the page that are not papers. They count only in the head and the foot of a dump: anywhere else the same
 * words may be a paper's title.
 */
const head: readonly RegExp[] = [
  /^new$/i,
  /^hugging face$/i,
  /^daily papers - hugging face$/i,
  /^get trending papers in your email inbox(?: once a day)?!?$/i,
  /^subscribe$/i,
  /^daily papers$/i,
  /^(?:models|datasets|spaces|buckets|community|docs|enterprise|pricing|log in|sign up|search)$/i,
  /^trending papers$/i,
];

/** The byline, the last fixed line of the head. */
const byline: readonly RegExp[] = [
  /^by\s*AK(?: and the research community)?$/i,
  /^by$/i,
  /^AK$/,
  /^and the research community$/i,
];

const tabs: readonly RegExp[] = [/^daily$/i, /^weekly$/i, /^monthly$/i];

const foot: readonly RegExp[] = [
  /^(?:previous|next)$/i,
  /^(?:company|tos|privacy|about|careers|website|models|datasets|spaces|pricing|docs)$/i,
  /^(?:system theme|hugging face|©\s*hugging face)$/i,
  /^trending papers ranked by github stars activity$/i,
];

const matches = (patterns: readonly RegExp[], line: string) =>
  line.length <= 80 && patterns.some((pattern) => pattern.test(line));

export const isHeadLine = (line: string): boolean => matches(head, line);
export const isByline = (line: string): boolean => matches(byline, line);
/** The byline on one line, which no paper is called. */
export const isWholeByline = (line: string): boolean => matches(byline.slice(0, 1), line);
export const isTab = (line: string): boolean => matches(tabs, line);
export const isFootLine = (line: string): boolean => matches(foot, line);
