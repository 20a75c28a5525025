/** White space folded, everything that is not text (controls, line and bidi controls, lone surrogates) gone. */
export function oneLine(text: string): string {
  // The sanitising boundary is at ingest; topic names and readers' names have not passed it.
  return text
    .replace(/\p{Cs}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu, '')
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** In UTF-16 units. */
const LONGEST_WORD = 40;

/** At most `max` UTF-16 units of a line, cut after a word, with an ellipsis when something was cut. */
export function cutWords(line: string, max: number): string {
  if (line.length <= max) return line;
  const space = line.lastIndexOf(' ', max - 1);
  const next = line.indexOf(' ', max);
  // Inside a word only when there is no other place. What is longer than any word is a text without spaces.
  const word = (next === -1 ? line.length : next) - space - 1;
  if (space > 0 && word <= LONGEST_WORD) return `${line.slice(0, space).replace(/[\s,;:(\-–—]+$/u, '')}…`;
  let end = 0;
  for (const { index, segment } of graphemes.segment(line)) {
    if (index + segment.length > max - 1) break;
    end = index + segment.length;
  }
  return `${line.slice(0, end)}…`;
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

/** Columns a text takes in a fixed-width font: two for East Asian characters and emoji, none for combining marks. */
export function columns(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text))
    width += WIDE.test(segment) ? 2 : /^[\p{M}\p{Cf}]+$/u.test(segment) ? 0 : 1;
  return width;
}

/** A phrase that should not be broken over two lines: its spaces become no-break spaces. */
export function unbroken(phrase: string): string {
  return phrase.replaceAll(' ', '\u00a0');
}

/**
 * Breaks one line of text into lines of at most `width` columns at spaces; no-break spaces hold and come out as spaces. A
 * word that is longer is broken between characters, except one that holds an address, which stays whole so that it can
 * be followed.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  // A dot between two facts stays with the one before.
  for (const word of text.replaceAll(' · ', '\u00a0· ').split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (columns(joined) <= width) {
      line = joined;
      continue;
    }
    if (columns(word) <= width || /https?:\/\/|mailto:/i.test(word)) {
      if (line !== '') lines.push(line);
      line = word;
      continue;
    }
    if (line !== '') line += ' ';
    for (const { segment } of graphemes.segment(word)) {
      if (columns(line + segment) > width) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += segment;
    }
  }
  if (line !== '') lines.push(line);
  return lines.map((broken) => broken.replaceAll('\u00a0', ' '));
}
