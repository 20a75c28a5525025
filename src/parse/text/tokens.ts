import type { Line } from './lines.ts';

/** One item of a page whose links survived: a text with the address it led to. */
export interface Token {
  text: string;
  /** `null` when there is none, or only a reference number. */
  url: string | null;
  /** `true` when the text was a link, with or without a known address. */
  linked: boolean;
  /** A heading of the third level or deeper, as titles are. */
  heading: boolean;
  /** The text after the link on the same line, such as nothing, or a number of comments. */
  before: string;
  /** Indices of its first line and of the line after its last. */
  start: number;
  end: number;
}

const urlLine = /^https?:\/\/\S+$/;
const closing = /\](?:\((https?:\/\/[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)|\[\d+\])$/;
/** Longest run of lines that one link may span: an abstract of 20,000 characters wrapped at 80. */
const longest = 400;

/**
 * Reads lines as tokens. Links come as `[text](address)` (T4), as text with the address on a line of its own after it
 * (T5), or as `[text][number]` (T6); their text may run over several lines and paragraphs.
 */
export function readTokens(lines: readonly Line[]): Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < lines.length; ) {
    const token = readToken(lines, index);
    tokens.push(token);
    index = token.end;
  }
  return tokens;
}

function readToken(lines: readonly Line[], start: number): Token {
  const hashes = /^(#{1,6})\s+/.exec(lines[start]!.text);
  const heading = hashes !== null && hashes[1]!.length >= 3;
  const text = lines[start]!.text.slice(hashes?.[0].length ?? 0);
  // `[-] 46` is a checkbox and the upvotes beside it, not a link.
  const open = text.startsWith('[-] ') ? -1 : text.indexOf('[');
  // A link at the beginning of the line, or after a date: `Feb 2[1](...)`, `Feb 2 [ 1][35]`.
  if (open >= 0 && (open === 0 || /^[A-Za-z]{3,9} \d{1,2}(?:, \d{4})? ?$/.test(text.slice(0, open)))) {
    const end = findClose(lines, start, heading);
    if (end !== null) return readLink(lines, start, end, text, open, heading);
  }
  const next = lines[start + 1];
  const alone = urlLine.test(text);
  if (!alone && next !== undefined && urlLine.test(next.text)) {
    return { text, url: next.text, linked: true, heading, before: '', start, end: start + 2 };
  }
  if (alone) return { text: '', url: text, linked: true, heading: false, before: '', start, end: start + 1 };
  return { text, url: null, linked: false, heading, before: '', start, end: headingEnd(lines, start, heading) };
}

/** Index after the line that closes the link opened at `start`; `null` when nothing closes it before the next card. */
function findClose(lines: readonly Line[], start: number, heading: boolean): number | null {
  for (let index = start; index < Math.min(lines.length, start + longest); index++) {
    const { text } = lines[index]!;
    if (index > start && /^#{1,6} /.test(text) && !heading) return null;
    if (index > start && heading && !/^#{3,6} /.test(text)) return null;
    if (closing.test(text)) return index + 1;
    // The next link opens before this one is closed: it never will be.
    if (index > start && /^\[(?!\d+\])(?=\S|$)/.test(text) && text !== '[') return null;
  }
  return null;
}

function readLink(
  lines: readonly Line[],
  start: number,
  end: number,
  first: string,
  open: number,
  heading: boolean,
): Token {
  const parts: Line[] = lines.slice(start, end).map((line, offset) => {
    const text = offset === 0 ? first.slice(open + 1) : heading ? line.text.replace(/^#{3,6}\s+/, '') : line.text;
    return { ...line, text };
  });
  const found = closing.exec(parts.at(-1)!.text)!;
  const last = parts.at(-1)!;
  parts[parts.length - 1] = { ...last, text: last.text.slice(0, found.index) };
  const text = joinWrapped(parts);
  return { text, url: found[1] ?? null, linked: true, heading, before: first.slice(0, open).trim(), start, end };
}

/** A plain heading over several heading lines is one. */
function headingEnd(lines: readonly Line[], start: number, heading: boolean): number {
  let end = start + 1;
  while (heading && end < lines.length && !lines[end]!.afterBlank && /^#{3,6} /.test(lines[end]!.text)) end++;
  return end;
}

/**
 * Joins lines that were wrapped at a width. Wrapping also breaks after hyphens: `Back-` and `Translation` were one word.
 * Only `short-` before `and long-term` had a blank. Blank lines separate paragraphs.
 */
export function joinWrapped(lines: readonly Line[]): string {
  let joined = '';
  for (const { text, afterBlank } of lines) {
    if (text === '') continue;
    if (joined === '') joined = text;
    else if (afterBlank) joined += `\n\n${text}`;
    else joined += (/[\p{L}\p{N}]-+$/u.test(joined) && !/^(?:and|or|to|vs\.?|versus|&)\b/.test(text) ? '' : ' ') + text;
  }
  return joined.trim();
}
