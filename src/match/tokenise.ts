import { Class, foldAt } from './fold.ts';

/**
 * How a token is joined to the one before.
 * - `closed`: by nothing, a hyphen, a slash, a dot: `fine-tuning`, `Node.js`
 * - `space`: by white space
 * - `break`: by what ends a clause or a paragraph; no phrase reaches over it
 */
export const Gap = { closed: 0, space: 1, break: 2 } as const;
export type Gap = (typeof Gap)[keyof typeof Gap];

/** The words of a text, in parallel arrays. */
export interface Tokens {
  starts: number[];
  ends: number[];
  cased: string[];
  gaps: Gap[];
}

/** Collects what stands between two tokens. */
interface Between {
  any: boolean;
  space: boolean;
  newlines: number;
  hyphen: boolean;
  /** The hyphen stands right after the word. */
  hyphenFirst: boolean;
  dot: boolean;
  bracket: boolean;
  hard: boolean;
}

const nothing = (): Between => ({
  any: false,
  space: false,
  newlines: 0,
  hyphen: false,
  hyphenFirst: false,
  dot: false,
  bracket: false,
  hard: false,
});

function gapOf(b: Between): Gap {
  if (b.hard || b.newlines > 1) return Gap.break;
  if (b.bracket) return b.hyphen && !b.space ? Gap.closed : Gap.break;
  if (b.dot) return b.space ? Gap.break : Gap.closed;
  // `fine-\ntuning` is a word divided at the end of a line; `fine - tuning` are two clauses.
  if (b.hyphen) return b.hyphenFirst || !b.space ? Gap.closed : Gap.break;
  return b.space ? Gap.space : Gap.closed;
}

/** Signs before a word that belong to it: the star of `*PO`, the dot of `.NET`. Position of the sign or -1. */
function prefixSign(text: string, start: number): number {
  const sign = text[start - 1];
  if (sign !== '*' && sign !== '.') return -1;
  const before = text[start - 2];
  if (before !== undefined && !/[\s("'“‘[]/.test(before)) return -1;
  const letters = /^[A-Za-z]{1,12}/.exec(text.slice(start, start + 13))?.[0] ?? '';
  if (sign === '.') return /^(?:[A-Z]|$)/.test(letters.slice(1)) && letters.length > 1 ? start - 1 : -1;
  // Stars around a word are emphasis, a star before `Equal contribution` is a footnote.
  const capitals = /^[A-Z]{2,5}$/.test(letters);
  return capitals && text[start + letters.length] !== '*' ? start - 1 : -1;
}

/** Signs after a word that belong to it: `C++`, `C#`, `F*`. Number of signs. */
function suffixSigns(text: string, start: number, end: number): number {
  const sign = text[end];
  if (sign !== '+' && sign !== '#' && sign !== '*') return 0;
  if (sign === '+' && text[end + 1] === '+') return 2;
  const next = text[end + 1];
  if (next !== undefined && /[\p{L}\p{N}+#*]/u.test(next)) return 0;
  if (sign === '+') return /[A-Za-z]/.test(text.slice(start, end)) ? 1 : 0;
  // `F*`, `TD#`: names of a letter or two. A star after a longer word is a footnote's.
  return end - start <= 2 && text[start - 1] !== '*' ? 1 : 0;
}

const APOSTROPHE = /['’ʼ＇]/;

/**
 * Cuts a text into tokens in one pass over its characters: words of letters and digits with the signs that belong to
 * them, numbers with their decimal point, single characters of scripts without spaces, pictographs. Never throws;
 * characters that are not well formed separate words.
 */
export function tokenise(text: string): Tokens {
  const starts: number[] = [];
  const ends: number[] = [];
  const cased: string[] = [];
  const gaps: Gap[] = [];
  let between = nothing();
  const push = (start: number, end: number, word: string) => {
    starts.push(start);
    ends.push(end);
    cased.push(word);
    gaps.push(starts.length === 1 ? Gap.break : gapOf(between));
    between = nothing();
  };

  let at = 0;
  while (at < text.length) {
    const { end, folded } = foldAt(text, at);
    switch (folded.class) {
      case Class.word: {
        const word = readWord(text, at);
        const sign = prefixSign(text, at);
        if (sign >= 0) {
          // The sign was taken for a separator when it passed.
          if (text[sign] === '.') between.dot = false;
          push(sign, word.end, text[sign]! + word.text);
        } else {
          push(at, word.end, word.text);
        }
        at = word.next;
        continue;
      }
      case Class.single:
        push(at, end, folded.text);
        break;
      case Class.none:
        break;
      default:
        note(between, folded.class);
    }
    at = end;
  }
  return { starts, ends, cased, gaps };
}

function note(b: Between, c: Class): void {
  if (c === Class.space) b.space = true;
  else if (c === Class.newline) {
    b.space = true;
    b.newlines++;
  } else if (c === Class.hyphen) {
    b.hyphen = true;
    if (!b.any) b.hyphenFirst = true;
  } else if (c === Class.dot) b.dot = true;
  else if (c === Class.bracket) b.bracket = true;
  else if (c === Class.hard) b.hard = true;
  if (c !== Class.thin) b.any = true;
}

/** The word at a position: its end, where to read on (behind a possessive), and its folded form. */
function readWord(text: string, start: number): { end: number; next: number; text: string } {
  let word = '';
  /** Its last character, kept apart: to read it off a string that grows would copy the string each time. */
  let last = '';
  let at = start;
  let end = start;
  while (at < text.length) {
    const { end: next, folded } = foldAt(text, at);
    if (folded.class === Class.word) {
      word += folded.text;
      last = folded.text.at(-1) ?? '';
      end = next;
    } else if (folded.class !== Class.none) {
      const c = text[at]!;
      const follows = at + 1 < text.length ? foldAt(text, at + 1).folded : undefined;
      const inside = follows?.class === Class.word;
      const possessive =
        /[sS]/.test(text[at + 1] ?? '') && (at + 2 >= text.length || !/[\p{L}\p{N}]/u.test(text[at + 2]!));
      const decimal = c === '.' && /[0-9]/.test(last) && /[0-9]/.test(text[at + 1] ?? '');
      if (decimal) {
        word += '.';
        last = '.';
      } else if (APOSTROPHE.test(c) && inside) {
        if (possessive) return { end, next: at + 2, text: word };
      } else {
        break;
      }
    }
    at = next;
  }
  const signs = suffixSigns(text, start, end);
  return { end: end + signs, next: Math.max(at, end + signs), text: word + text.slice(end, end + signs) };
}
