import { greekNames } from '../model/greek.ts';
import { mirrorHosts } from '../model/mirrors.ts';

/** LaTeX commands that only change how text looks: the fingerprint drops their names. */
const styling =
  /\\(?:text(?:bf|it|tt|sc|rm|sf|up|normal)?|math(?:bf|it|rm|sf|tt|cal|bb|frak|scr|normal)|emph|bm|boldsymbol|operatorname|left|right|displaystyle|rm|bf|it|tt|em)(?![A-Za-z])/g;

/**
 * The title fingerprint: equal for the same title however it was printed, different for different titles (DESIGN.md,
 * decision 3). Folded: Unicode compatibility forms, case, dashes, quotes, white space, invisible characters, LaTeX and Greek
 * letters. Kept: digits, `+`, `*`, `#`, `/` and all other punctuation, so that `C` and `C++`, `Part 1` and `Part 2`,
 * `GPT-4` and `GPT-4o` stay apart.
 */
export function titleFingerprint(title: string): string {
  return plain.test(title) ? foldPlain(title) : fold(title);
}

/** Printable ASCII without LaTeX: most texts. Four of the ten steps are enough for them, at a third of the time. */
const plain = /^[\t\n\r -[\]-~]*$/;

const foldPlain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/-{2,}/g, '-')
    .replaceAll('`', "'")
    .replaceAll("''", '"')
    .replace(/[\s${}]+/g, '');

function fold(title: string): string {
  return title
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(styling, '')
    .replace(/\\([A-Za-z]+)/g, '$1')
    .toLowerCase()
    .replace(/[α-ωϑϕϵ]/g, (letter) => greekNames[letter] ?? letter)
    .replace(/[\p{Pd}\u2212]+/gu, '-')
    .replace(/[\u2018\u2019\u201a\u201b\u2032`´]/g, "'")
    .replace(/''|[\u201c\u201d\u201e\u201f\u2033«»]/g, '"')
    .replace(/[\s${}\\]+/g, '');
}

/** Whether a title is too general to identify a paper by itself: three words or fewer. */
export function isGeneric(title: string): boolean {
  return title.trim().split(/\s+/u).length <= 3;
}

/**
 * The fingerprint of a text for comparison: white space gone, for search highlighting glues words and wraps are not
 * changes; hosts of addresses masked, for a mirror is not a revision; typographic variants folded.
 */
export function textFingerprint(text: string): string {
  if (!text.includes('://')) return titleFingerprint(text);
  return titleFingerprint(text.replace(/(https?:\/\/)[^\s/)\]}>"']+/gi, '$1'));
}

/** A text with the known mirrors' hosts replaced by the real one. */
export function foldMirrors(text: string): string {
  let folded = text;
  for (const host of mirrorHosts) folded = folded.replaceAll(`//${host}`, '//huggingface.co');
  return folded;
}

/** The text without the mark of a cut. */
const stem = (fingerprint: string): string => fingerprint.replace(/(?:\.\.\.|…)$/, '');

/** Whether a text is only the beginning of another, as when a page cut it. Both are text fingerprints. */
export function isBeginning(text: string, whole: string): boolean {
  const [short, long] = [stem(text), stem(whole)];
  return short === long ? text.length > whole.length : long.startsWith(short);
}

/** What is needed to compare a text with others, worked out once: folding costs far more than comparing. */
export interface TextTraits {
  fingerprint: string;
  words: ReadonlySet<string>;
}

/** The traits of a text; of a long one the first 4,000 characters give the words. */
export const traitsOf = (text: string): TextTraits => ({
  fingerprint: textFingerprint(text),
  words: new Set(
    text
      .slice(0, 4_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,}/gu) ?? [],
  ),
});

/**
 * How alike two abstracts are, from 0 to 1: the share of common words, or 1 when one is the beginning of the other, as
 * with an abstract that was cut.
 */
export function similarity(a: TextTraits, b: TextTraits): number {
  const [short, long] = a.fingerprint.length <= b.fingerprint.length ? [a, b] : [b, a];
  const begin = stem(short.fingerprint);
  if (begin.length > 0 && long.fingerprint.startsWith(begin)) return 1;
  let common = 0;
  for (const word of a.words) if (b.words.has(word)) common++;
  const union = a.words.size + b.words.size - common;
  return union === 0 ? 0 : common / union;
}

/**
 * The better of two spellings of one text: with the site's own addresses (not those of a mirror), words apart (search
 * highlighting glues them), paragraphs kept, no LaTeX. A total order and not the order of arrival decides, so that the
 * same dumps give the same record whenever they come.
 */
export function betterSpelling(a: string, b: string): string {
  const [left, right] = [rank(a), rank(b)];
  for (const [index, value] of left.entries()) {
    const difference = value - right[index]!;
    if (difference !== 0) return difference > 0 ? a : b;
  }
  return a < b ? a : b;
}

const rank = (text: string): number[] => [
  text.split('//huggingface.co').length,
  text.split(/\s+/).length,
  text.split('\n\n').length,
  -text.length,
];
