import { latexAt } from './latex.ts';

/** What a character does to the words around it. See `gap` in `analysis.ts`. */
export const Class = {
  word: 0,
  single: 1,
  space: 2,
  newline: 3,
  hyphen: 4,
  dot: 5,
  thin: 6,
  bracket: 7,
  hard: 8,
  none: 9,
} as const;
export type Class = (typeof Class)[keyof typeof Class];

const WORD = /[\p{L}\p{N}\p{M}]/u;
/** Scripts without spaces between words, or (Korean) with particles attached: each character is a token of its own. */
const SINGLE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]/u;
const PICTOGRAPH = /(?![#*0-9©®™‼⁉ℹ↔-↪])\p{Extended_Pictographic}/u;
/** Soft hyphens, zero-width and bidi characters, variation selectors, Arabic tatweel, Arabic and Hebrew vowel points. */
const INVISIBLE =
  /^[\p{Default_Ignorable_Code_Point}\p{Cf}\u0640\u064b-\u065f\u0670\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]+$/u;
const DASH = /[-‐‑‒–−﹣－_/⁄·]/u;
const THIN = /[$\\{}^~`"'’‘“”„«»&@+=*#%<>]/u;

/** Letters that compatibility decomposition leaves alone, as people without that key type them. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  þ: 'th',
  Þ: 'TH',
  ς: 'σ',
};

/** The class of one character that is no letter, digit or mark. */
function separator(c: string): Class {
  if (c === '\n' || c === '\u2028') return Class.newline;
  if (c === '\u2029') return Class.hard;
  if (/\s/.test(c)) return Class.space;
  if (DASH.test(c)) return Class.hyphen;
  if (c === '.') return Class.dot;
  if (THIN.test(c)) return Class.thin;
  if (/[()[\]]/.test(c)) return Class.bracket;
  return Class.hard;
}

/** One character with its combining marks: its class, and its form for comparing with the case kept. */
export interface Folded {
  class: Class;
  /** For `word` and `single`: NFKC, ligatures and Latin and Greek diacritics folded; otherwise ''. */
  text: string;
}

const HARD: Folded = { class: Class.hard, text: '' };

function foldCluster(cluster: string): Folded {
  if (INVISIBLE.test(cluster)) return { class: Class.none, text: '' };
  if (/\p{Cs}/u.test(cluster)) return { class: Class.space, text: '' };
  if (PICTOGRAPH.test(cluster))
    return { class: Class.single, text: cluster.replace(/\p{Default_Ignorable_Code_Point}/gu, '') };
  // A mark on its own, such as a stray accent, changes nothing.
  if (/^\p{M}+$/u.test(cluster)) return { class: Class.none, text: '' };
  let text = cluster.normalize('NFKC');
  if (/[\p{Script=Latin}\p{Script=Greek}]/u.test(text)) {
    text = text.normalize('NFD').replace(/\p{Mn}/gu, '');
    text = text.replace(/[ßẞæÆœŒøØłŁđĐıþÞς]/g, (c) => LETTERS[c] ?? c);
  }
  const word = [...text].filter((c) => WORD.test(c) && !INVISIBLE.test(c)).join('');
  if (word !== '') return { class: SINGLE.test(word) ? Class.single : Class.word, text: word };
  // A folded sign such as the ellipsis is what its first character is, except that three dots end a clause.
  if (text.startsWith('..')) return HARD;
  return { class: separator(text[0] ?? ' '), text: '' };
}

/** For ASCII by code; the rest is remembered as it comes. A memo, so the room stays pure. */
const ascii: Folded[] = Array.from({ length: 128 }, (_, code) => {
  const c = String.fromCharCode(code);
  if (WORD.test(c)) return { class: Class.word, text: c };
  if (code < 32 && !/\s/.test(c)) return { class: Class.none, text: '' };
  return { class: separator(c), text: '' };
});
const memo = new Map<string, Folded>();
const MEMO_LIMIT = 20_000;
/** More combining marks than any script stacks; what follows starts a cluster of its own, so time stays linear. */
const MAX_MARKS = 16;

/** Whether a code unit from 0x300 may continue a cluster: a combining mark, or a vowel or final of decomposed Hangul. */
function continues(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (!(code >= 0x300)) return false;
  if (code >= 0x1160 && code <= 0x11ff) return true;
  if (code >= 0x3040 && code <= 0xd7ff) return code === 0x3099 || code === 0x309a;
  return code === 0xff9e || code === 0xff9f || /\p{M}/u.test(text[at]!);
}

const BACKSLASH = 92;
const THIN_SIGN: Folded = { class: Class.thin, text: '' };

/** The cluster at a position: where it ends, and its folded form. */
export function foldAt(text: string, at: number): { end: number; folded: Folded } {
  const code = text.charCodeAt(at);
  let end = at + (text.codePointAt(at)! > 0xffff ? 2 : 1);
  for (let marks = 0; marks < MAX_MARKS && continues(text, end); marks++) end++;
  if (code < 128 && end === at + 1) {
    const latex = code === BACKSLASH ? latexAt(text, at) : null;
    if (latex === null) return { end, folded: ascii[code]! };
    return { end: latex.end, folded: latex.letter === '' ? THIN_SIGN : ascii[latex.letter.charCodeAt(0)]! };
  }
  const cluster = text.slice(at, end);
  let folded = memo.get(cluster);
  if (folded === undefined) {
    folded = foldCluster(cluster);
    if (memo.size >= MEMO_LIMIT) memo.clear();
    memo.set(cluster, folded);
  }
  return { end, folded };
}

/** Lower case, character by character, so that the length stays and no letter depends on its neighbours. */
export function lower(text: string): string {
  const low = text.toLowerCase();
  return low.includes('ς') ? low.replaceAll('ς', 'σ') : low;
}
