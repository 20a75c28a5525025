/**
 * Small pure helpers for text that stands in an output. Ingest has cleaned every text already (DESIGN.md, decision 2);
 * these make an output well formed for any string all the same, because one stray character would otherwise make a
 * whole feed unreadable.
 */

/**
 * What XML 1.0 forbids or the W3C feed validator warns of: C0 and C1 controls except tab and line ends, lone
 * surrogates, non-characters. Removed, not replaced by U+FFFD, which the validator warns of too.
 */
const unprintable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\p{Noncharacter_Code_Point}\p{Surrogate}]/gu;

/** The text without the characters that cannot stand in an XML document. */
export function wellFormed(text: string): string {
  return text.replace(unprintable, '');
}

/** Well-formed text on one line, white space folded and trimmed. */
export function oneLine(text: string): string {
  return wellFormed(text).replace(/\s+/gu, ' ').trim();
}

/** The paragraphs of a text, each on one line; a blank line separates them. Empty for `null`. */
export function paragraphs(text: string | null): string[] {
  if (text === null) return [];
  return wellFormed(text)
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n/)
    .map((paragraph) => paragraph.replace(/\s+/gu, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}

/**
 * The beginning of a text, on one line, at most `max` UTF-16 units long and ended by an ellipsis: cut after a sentence
 * that ends in the last two fifths, else between words. A single word longer than that is cut inside, never between the
 * halves of a surrogate pair.
 */
export function excerpt(text: string, max: number): string {
  const line = oneLine(text);
  if (line.length <= max) return line;
  const head = line.slice(0, max - 1);
  const sentence = /^.*\p{L}{2}[.?!](?= )/u.exec(head.slice(0, max - 2))?.[0] ?? '';
  if (sentence.length > max * 0.6) return `${sentence} …`;
  const space = line.charAt(max - 1) === ' ' ? head.length : head.lastIndexOf(' ');
  const cut = space > max / 2 ? head.slice(0, space) : head.replace(/[\ud800-\udbff]$/, '');
  return `${cut.replace(/[\s,;:.]+$/u, '')}…`;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * A day for people, e.g. `31 October 2025`; what is not a day comes back unchanged. The months are a table and not
 * `Intl`, whose wording depends on the ICU version: the same archive must give the same bytes on every machine.
 */
export function longDay(day: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const month = months[Number(match?.[2]) - 1];
  return match === null || month === undefined ? day : `${Number(match[3])} ${month} ${match[1]}`;
}

/** `1 paper`, `2,000 papers`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} ${count === 1 ? singular : plural}`;
}
