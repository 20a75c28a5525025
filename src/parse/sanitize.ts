/**
 * The sanitising boundary: every text of every paper passes here, and nowhere else. After it, text is well formed,
 * without control characters, bidirectional controls, non-characters or invisible joiners that could hide or reorder
 * what a reader sees. Escaping for HTML, XML or Markdown is not done here: each output escapes for itself.
 */

/** Longest title, abstract, name and address that are kept, in UTF-16 units. */
export const limits = {
  title: 2_000,
  abstract: 50_000,
  summary: 2_000,
  name: 300,
  url: 2_000,
  authors: 5_000,
} as const;

/**
 * C0 and C1 controls except tab and line ends (U+0085 is one); bidirectional controls (UAX #9); zero-width space, word joiner and
 * byte order mark; interlinear annotation; non-characters; lone surrogates. ZWJ and ZWNJ stay: emoji and several
 * scripts need them.
 */
const unwanted =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\p{Noncharacter_Code_Point}\p{Surrogate}]/gu;

/** White space. U+0085 (next line) is white space to Unicode, but not to `\s`. */
const space = /[\s\u0085]+/gu;

/** Printable ASCII and no white space at an end or in a run: nothing that cleaning could change. */
const isClean = (text: string): boolean => !/[^ -~]| {2}/.test(text) && !text.startsWith(' ') && !text.endsWith(' ');

/** One line of clean text: unwanted characters gone, white space folded to single spaces, cut to `max`. */
export function cleanLine(text: string, max: number): string {
  // Most lines are clean; a look costs a tenth of the replacements.
  if (isClean(text)) return cut(text, max);
  return cut(text.replace(unwanted, '').replace(space, ' ').trim(), max);
}

/** Clean text in paragraphs: a blank line separates them, a single line end is a wrap and becomes a space. */
export function cleanParagraphs(text: string, max: number): string {
  if (isClean(text)) return cut(text, max);
  const paragraphs = text
    .replace(unwanted, '')
    // Unified first: in `\r\n?` a pattern may give the `\n` back, and one CRLF would count as a blank line.
    .replace(/\r\n?|[\u0085\u2028]/g, '\n')
    .split(/\n[^\S\n]*\n|\u2029/u)
    .map((paragraph) => paragraph.replace(/\s+/gu, ' ').trim())
    .filter((paragraph) => paragraph !== '');
  return cut(paragraphs.join('\n\n'), max);
}

/** The address if it is an absolute http(s) one without credentials, in normal form; otherwise `null`. */
export function cleanUrl(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > limits.url || !/^https?:\/\//i.test(trimmed)) return null;
  try {
    const url = new URL(trimmed);
    if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
    return url.href;
  } catch {
    return null;
  }
}

/** Clean text, cut to `max` units, never between the halves of a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // Never between the halves of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text.charAt(max - 1)) ? max - 1 : max;
  return text.slice(0, end).trimEnd();
}
